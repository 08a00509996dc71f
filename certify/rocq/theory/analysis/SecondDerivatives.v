(** * Hessians of losses that are sums over the rows of logits, in a variable on which the logits depend linearly.

    [g] is the gradient of the loss everywhere. Its entry at [k] is the derivative along the unit of [k], and that entry
    moves along [v] by twice the sum over j of <H_j v_j, e_j>, where v_j and e_j are the moves of row j. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Kronecker Frobenius RowSums Attention.
Local Open Scope R_scope.

(** [H Z j] is half the Hessian of the loss [L] in row j of Z. *)
Definition second_derivative (n : nat) (L : mat -> R) (H : mat -> nat -> mat) : Prop :=
  forall (Z V E : mat) (D : R -> R),
  (forall t, deriv_at (fun s => L (madd (madd Z (mscale t V)) (mscale s E))) 0 (D t)) ->
  deriv_at D 0 (2 * vsum n (fun j => dot n (mulv n (H Z j) (row V j)) (row E j))).

Section Second.
  Variables (n : nat) (L : mat -> R) (H : mat -> nat -> mat).
  Hypothesis HL : second_derivative n L H.

  (** In a vector, through a matrix in each row. *)
  Theorem hessian_through_rows d (B : nat -> mat) g x v k : (k < d)%nat ->
    (forall x v, deriv_at (fun t => L (through d B (vadd x (vscale t v)))) 0 (dot d (g x) v)) ->
    deriv_at (fun t => g (vadd x (vscale t v)) k) 0 (mulv d (mscale 2 (fun k l =>
      vsum n (fun j => mulm n (mulm n (tr (B j)) (H (through d B x) j)) (B j) k l))) v k).
  Proof.
    intros Hk Hg. rewrite mulv_mscale, quadratic_through by exact Hk.
    apply HL. intros t. rewrite <- (dot_delta d k (g _) Hk).
    eapply deriv_ext; [|apply Hg]. intros s. cbv beta. rewrite !through_line. reflexivity.
  Qed.

  (** In a p x q matrix Y, row by row: row j of the logits is row j of W Y. *)
  Section InMatrix.
    Variables (p q : nat) (W : mat -> mat) (g : mat -> vec) (Y v : mat) (k : nat).
    Hypothesis linear : forall Y t V, W (madd Y (mscale t V)) = madd (W Y) (mscale t (W V)).
    Hypothesis Hg : forall Y V, deriv_at (fun t => L (W (madd Y (mscale t V)))) 0
      (vsum p (fun i => vsum q (fun j => g Y (i * q + j)%nat * V i j))).
    Hypotheses (Hq : (1 <= q)%nat) (Hk : (k < p * q)%nat).

    Let unit := outer (vunit (k / q)) (vunit (k mod q)).

    Lemma gradient_entry_of_matrix w : dot (p * q) w (vec_rows q unit) = w k.
    Proof using Hq Hk.
      rewrite <- (dot_delta (p * q) k w Hk). apply dot_ext; [reflexivity|]. intros l _. apply vec_rows_unit, Hq.
    Qed.

    (** With the matrix of any products P_j that are those forms. *)
    Theorem hessian_in_matrix (P : nat -> mat) :
      (forall j, (j < n)%nat -> mulv (p * q) (P j) (vec_rows q v) k
        = dot n (mulv n (H (W Y) j) (row (W v) j)) (row (W unit) j)) ->
      deriv_at (fun t => g (madd Y (mscale t v)) k) 0
        (vsum p (fun i => vsum q (fun l =>
          mscale 2 (fun k l => vsum n (fun j => P j k l)) k (i * q + l)%nat * v i l))).
    Proof using HL linear Hg Hq Hk.
      intros HP. eapply deriv_eq.
      - apply (HL (W Y) (W v) (W unit)). intros t.
        rewrite <- (gradient_entry_of_matrix (g _)), dot_vec_rows_r.
        eapply deriv_ext; [|apply Hg]. intros s. cbv beta. rewrite !linear. reflexivity.
      - rewrite <- (vsum_ext n _ _ HP), <- dot_vec_rows_r.
        change (2 * vsum n (fun j => mulv (p * q) (P j) (vec_rows q v) k)
          = mulv (p * q) (mscale 2 (fun k l => vsum n (fun j => P j k l))) (vec_rows q v) k).
        rewrite mulv_mscale. f_equal. unfold mulv at 2.
        rewrite (vsum_ext (p * q) _ (fun l => vsum n (fun j => P j k l * vec_rows q v l)))
          by (intros; symmetry; apply vsum_scal_r).
        rewrite vsum_swap. reflexivity.
    Qed.
  End InMatrix.

  (** ** The logits A_1 X A_2^T *)

  Variables (d : nat) (A_1 A_2 X v : mat) (k : nat).
  Hypothesis Hd : (1 <= d)%nat.

  (** In X, with block j of A_1 kron A_2 in row j. *)
  Definition logits_of_X (X : mat) : mat := through (d * d) (block n d A_1 A_2) (vec_rows d X).

  Theorem hessian_in_X g : (k < d * d)%nat ->
    (forall Y V, deriv_at (fun t => L (logits_of_X (madd Y (mscale t V)))) 0
      (vsum d (fun i => vsum d (fun j => g Y (i * d + j)%nat * V i j)))) ->
    deriv_at (fun t => g (madd X (mscale t v)) k) 0 (vsum d (fun i => vsum d (fun l =>
      mscale 2 (fun k l => vsum n (fun j => mulm n (mulm n (tr (block n d A_1 A_2 j)) (H (logits_of_X X) j))
        (block n d A_1 A_2 j) k l)) k (i * d + l)%nat * v i l))).
  Proof using HL Hd.
    intros Hk Hg. apply (hessian_in_matrix d d logits_of_X g X v k); [|exact Hg|exact Hd|exact Hk|].
    - intros Y t V. apply (through_line (d * d)).
    - intros j _. rewrite !mulv_mulm. unfold mulv at 1. apply vsum_ext. intros i _. unfold tr.
      rewrite Rmult_comm. f_equal. symmetry. etransitivity; [|exact (mulv_vunit (d * d) (block n d A_1 A_2 j) k i Hk)].
      apply vsum_ext. intros l _. rewrite vec_rows_unit by exact Hd. reflexivity.
  Qed.

  (** In A_1, with K = A_2 X^T: row j is K a_j for row a_j of A_1. *)
  Definition keys : mat := mulm d A_2 (tr X).
  Definition logits_of_A_1 (A_1 : mat) : mat := fun j => mulv d keys (row A_1 j).

  Theorem hessian_in_A_1 g : (k < n * d)%nat ->
    (forall Y V, deriv_at (fun t => L (logits_of_A_1 (madd Y (mscale t V)))) 0
      (vsum n (fun i => vsum d (fun j => g Y (i * d + j)%nat * V i j)))) ->
    deriv_at (fun t => g (madd A_1 (mscale t v)) k) 0 (vsum n (fun i => vsum d (fun l =>
      mscale 2 (fun k l => vsum n (fun j => kron d d (outer (vunit j) (vunit j))
        (mulm n (mulm n (tr keys) (H (logits_of_A_1 A_1) j)) keys) k l)) k (i * d + l)%nat * v i l))).
  Proof using HL Hd.
    intros Hk Hg. apply (hessian_in_matrix n d logits_of_A_1 g A_1 v k); [|exact Hg|exact Hd|exact Hk|].
    - intros Y t V. apply functional_extensionality. intros j. apply functional_extensionality. intros i.
      unfold logits_of_A_1, madd, mscale. exact (eq_trans (mulv_plus d _ _ _ i) (f_equal _ (mulv_scal d _ _ _ i))).
    - intros j Hj. set (M := mulm n (mulm n (tr keys) (H (logits_of_A_1 A_1) j)) keys). rewrite mulv_kron.
      pose proof (Nat.mod_upper_bound k d ltac:(lia)) as Hb.
      set (a := (k / d)%nat) in *. set (b := (k mod d)%nat) in *.
      transitivity (vunit j a * mulv d M (row v j) b).
      + unfold mulv. rewrite <- vsum_scal. apply vsum_ext. intros l _. unfold tr, row.
        change (mulm n (outer (vunit j) (vunit j)) v a l)
          with (mulv n (outer (vunit j) (vunit j)) (fun i => v i l) a).
        rewrite mulv_outer, dot_sym, dot_delta by exact Hj. ring.
      + unfold M. rewrite !mulv_mulm. unfold mulv at 1. rewrite <- vsum_scal. apply vsum_ext. intros i _.
        replace (row (logits_of_A_1 (outer (vunit a) (vunit b))) j i) with (vunit j a * keys i b).
        * change (row (logits_of_A_1 v) j) with (mulv d keys (row v j)). unfold tr. ring.
        * unfold row at 1, logits_of_A_1. rewrite <- (mulv_vunit d keys b i Hb).
          unfold mulv. rewrite <- vsum_scal. apply vsum_ext. intros l _.
          change (row (outer (vunit a) (vunit b)) j l) with (vunit a j * vunit b l).
          replace (vunit a j) with (vunit j a) by (unfold vunit; rewrite Nat.eqb_sym; reflexivity). ring.
  Qed.

  (** In A_2: row j is A_2 w_j with w_j = X^T a_j. *)
  Definition query (j : nat) : vec := mulv d (tr X) (row A_1 j).
  Definition logits_of_A_2 (A_2 : mat) : mat := fun j => mulv d A_2 (query j).

  Theorem hessian_in_A_2 g : (k < n * d)%nat ->
    (forall Y V, deriv_at (fun t => L (logits_of_A_2 (madd Y (mscale t V)))) 0
      (vsum n (fun i => vsum d (fun j => g Y (i * d + j)%nat * V i j)))) ->
    deriv_at (fun t => g (madd A_2 (mscale t v)) k) 0 (vsum n (fun i => vsum d (fun l =>
      mscale 2 (fun k l => vsum n (fun j => kron d d (H (logits_of_A_2 A_2) j) (outer (query j) (query j)) k l))
        k (i * d + l)%nat * v i l))).
  Proof using HL Hd.
    intros Hk Hg. apply (hessian_in_matrix n d logits_of_A_2 g A_2 v k); [|exact Hg|exact Hd|exact Hk|].
    - intros Y t V. apply functional_extensionality. intros j. apply functional_extensionality. intros i.
      unfold logits_of_A_2. rewrite mulv_madd, mulv_mscale. reflexivity.
    - intros j _. rewrite mulv_kron.
      pose proof (Nat.mod_upper_bound k d ltac:(lia)) as Hb. pose proof (div_lt_rows n d k Hk) as Ha.
      set (a := (k / d)%nat) in *. set (b := (k mod d)%nat) in *. set (w := query j).
      transitivity (mulv n (H (logits_of_A_2 A_2) j) (row (logits_of_A_2 v) j) a * w b).
      + set (h := H (logits_of_A_2 A_2) j).
        change (vsum d (fun l => mulm n h v a l * (w b * w l)) = vsum n (fun i => h a i * mulv d v w i) * w b).
        rewrite (vsum_ext d _ (fun l => vsum n (fun i => h a i * v i l * (w b * w l))))
          by (intros; symmetry; apply vsum_scal_r).
        rewrite vsum_swap, <- vsum_scal_r. apply vsum_ext. intros i _.
        replace (h a i * mulv d v w i * w b) with (h a i * w b * mulv d v w i) by ring.
        unfold mulv. rewrite <- vsum_scal. apply vsum_ext. intros; ring.
      + rewrite <- (dot_delta n a (mulv n (H (logits_of_A_2 A_2) j) (row (logits_of_A_2 v) j)) Ha).
        unfold dot. rewrite <- vsum_scal_r. apply vsum_ext. intros i _.
        replace (row (logits_of_A_2 (outer (vunit a) (vunit b))) j i) with (vunit a i * w b); [ring|].
        unfold row, logits_of_A_2. fold w. rewrite mulv_outer, dot_sym, (dot_delta d b w Hb). reflexivity.
  Qed.
End Second.

(** These logits have the entries of A_1 X A_2^T. *)
Lemma logits_of_X_entry n d A_1 A_2 X j i : (i < n)%nat -> logits_of_X n d A_1 A_2 X j i = logits d A_1 X A_2 j i.
Proof. apply block_row. Qed.

Lemma logits_of_A_1_entry d A_1 A_2 X j i : logits_of_A_1 d A_2 X A_1 j i = logits d A_1 X A_2 j i.
Proof. rewrite <- logits_tr. reflexivity. Qed.

Lemma logits_of_A_2_entry d A_1 A_2 X j i : logits_of_A_2 d A_1 X A_2 j i = logits d A_1 X A_2 j i.
Proof.
  apply vsum_ext. intros l _.
  change (A_2 i l * mulv d (tr X) (row A_1 j) l = mulm d A_1 X j l * A_2 i l). rewrite Rmult_comm. f_equal.
  apply vsum_ext. intros c _. unfold tr, row. ring.
Qed.
