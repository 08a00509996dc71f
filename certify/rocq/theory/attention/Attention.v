(** * The attention matrix D^{-1} exp(A_1 X A_2^T), row by row: the tensor trick.

    [A_1] and [A_2] are n x d, [X] is d x d.  D = diag(exp(A_1 X A_2^T) 1). *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Softmax Kronecker Frobenius.
Local Open Scope R_scope.

Definition logits (d : nat) (A_1 X A_2 : mat) : mat := mulm d (mulm d A_1 X) (tr A_2).
(** D, from U = exp(A_1 X A_2^T). *)
Definition row_sums (n : nat) (U : mat) : mat := vdiag (mulv n U (vconst 1)).
(** Block j of A_1 kron A_2: rows j n to (j + 1) n. *)
Definition block (n d : nat) (A_1 A_2 : mat) (j : nat) : mat := kron n d (outer (vconst 1) (row A_1 j)) A_2.
(** M N = I. *)
Definition gives_one (n : nat) (M N : mat) : Prop :=
  forall i j : nat, (i < n)%nat -> (j < n)%nat -> mulm n M N i j = meye i j.

(** ** Softmax depends on the entries *)

Lemma vsum_exp_ext n z w : (forall i, (i < n)%nat -> z i = w i) -> vsum n (vexp z) = vsum n (vexp w).
Proof. intros H. apply vsum_ext. intros i Hi. unfold vexp. rewrite H by exact Hi. reflexivity. Qed.

Lemma softmax_ext n z w i : (forall k, (k < n)%nat -> z k = w k) -> (i < n)%nat -> softmax n z i = softmax n w i.
Proof.
  intros H Hi. unfold softmax. rewrite (H i Hi). f_equal. exact (vsum_exp_ext n z w H).
Qed.

(** ** The rows of D, D^{-1} U and D B for U = exp Z *)

Lemma row_sum n Z j : mulv n (mmap exp Z) (vconst 1) j = vsum n (vexp (row Z j)).
Proof. apply vsum_ext. intros k _. unfold mmap, vconst, vexp, row. ring. Qed.

Lemma attention_entry n N Z j i : gives_one n N (row_sums n (mmap exp Z)) -> (j < n)%nat ->
  mulm n N (mmap exp Z) j i = softmax n (row Z j) i.
Proof.
  intros HN Hj.
  rewrite (mulm_inverse_diagonal n _ _ N (fun i j _ _ => eq_refl) HN (mmap exp Z) j i Hj), row_sum. reflexivity.
Qed.

Lemma scaled_entry n Z B j i : (j < n)%nat ->
  mulm n (row_sums n (mmap exp Z)) B j i = vsum n (vexp (row Z j)) * B j i.
Proof. intros Hj. unfold row_sums. rewrite mulm_vdiag by exact Hj. rewrite row_sum. reflexivity. Qed.

(** [F X] is the inverse of [D X] at each X where there is one. *)
Definition inverse_wherever (n : nat) (D F : mat -> mat) : Prop := forall X N : mat,
  gives_one n (D X) N -> gives_one n N (D X) -> forall i j : nat, (i < n)%nat -> (j < n)%nat -> F X i j = N i j.

(** Sums of exponentials are positive, so that there is one everywhere. *)
Lemma inverse_of_row_sums n (Z F : mat -> mat) : (1 <= n)%nat ->
  inverse_wherever n (fun X => row_sums n (mmap exp (Z X))) F -> forall X,
  gives_one n (row_sums n (mmap exp (Z X))) (F X) /\ gives_one n (F X) (row_sums n (mmap exp (Z X))).
Proof.
  intros Hn H X. set (w := mulv n (mmap exp (Z X)) (vconst 1)). set (N := vdiag (fun k => / w k)).
  assert (W : forall k, w k <> 0).
  { intros k. unfold w. rewrite row_sum. apply Rgt_not_eq. exact (vsum_exp_pos n _ Hn). }
  assert (R : gives_one n (vdiag w) N /\ gives_one n N (vdiag w)).
  { split; intros i j Hi Hj; unfold N; rewrite mulm_vdiag by exact Hi; unfold vdiag, meye;
      destruct (Nat.eqb_spec i j); subst; field; apply W. }
  pose proof (H X N (proj1 R) (proj2 R)) as E. split; intros i j Hi Hj.
  - rewrite <- (proj1 R i j Hi Hj). apply mulm_ext; [reflexivity|]. intros k Hk. apply E; assumption.
  - rewrite <- (proj2 R i j Hi Hj). apply mulm_ext; [|reflexivity]. intros k Hk. apply E; assumption.
Qed.

(** ** The tensor trick *)

(** (A_1 kron A_2) vec(X) = vec(A_1 X A_2^T), row by row. *)
Theorem tensor_trick n d A_1 A_2 X i :
  mulv (d * d) (kron n d A_1 A_2) (vec_rows d X) i = vec_rows n (logits d A_1 X A_2) i.
Proof. apply mulv_kron. Qed.

(** Block j gives row j. *)
Theorem block_row n d A_1 A_2 X j i : (i < n)%nat ->
  mulv (d * d) (block n d A_1 A_2 j) (vec_rows d X) i = logits d A_1 X A_2 j i.
Proof.
  intros Hi. unfold block. rewrite mulv_kron, Nat.mod_small by exact Hi. apply vsum_ext. intros b _. f_equal.
  apply vsum_ext. intros a _. unfold outer, vconst, row. ring.
Qed.

(** e_j^T kron I cuts block j out of A_1 kron A_2. *)
Lemma select_block n d A_1 A_2 j i k : (j < n)%nat -> (i < n)%nat ->
  mulm (n * n) (kron n n (outer (vconst 1) (vunit j)) meye) (kron n d A_1 A_2) i k = block n d A_1 A_2 j i k.
Proof.
  intros Hj Hi. rewrite mulm_kron. unfold block, kron. rewrite Nat.mod_small by exact Hi. f_equal.
  - unfold outer at 2, vconst at 2, row. rewrite <- (dot_delta n j (fun a => A_1 a (k / d)%nat) Hj).
    unfold dot. rewrite <- vsum_scal. apply vsum_ext. intros a _. unfold outer, vconst. ring.
  - apply (mulv_meye n (fun b => A_2 b (k mod d)%nat) i Hi).
Qed.

(** The transposed problem. *)
Lemma logits_tr d A_1 X A_2 i j : logits d A_2 (tr X) A_1 j i = logits d A_1 X A_2 i j.
Proof.
  unfold logits. rewrite mulm_assoc. symmetry.
  apply vsum_ext. intros b _. unfold tr at 1 3.
  rewrite (Rmult_comm (A_2 j b)). f_equal. apply vsum_ext. intros a _. unfold tr. ring.
Qed.

(** ** Logits are linear in X, in A_1 and in A_2 *)

Lemma mulm_line_l n M N V t : mulm n (madd M (mscale t V)) N = madd (mulm n M N) (mscale t (mulm n V N)).
Proof.
  apply functional_extensionality. intros i. apply functional_extensionality. intros k.
  rewrite mulm_madd_l, mulm_mscale_l. reflexivity.
Qed.

Lemma mulm_line_r n M N V t : mulm n M (madd N (mscale t V)) = madd (mulm n M N) (mscale t (mulm n M V)).
Proof.
  apply functional_extensionality. intros i. apply functional_extensionality. intros k.
  rewrite mulm_madd_r, mulm_mscale_r. reflexivity.
Qed.

Lemma logits_in_X d A_1 A_2 X t V :
  logits d A_1 (madd X (mscale t V)) A_2 = madd (logits d A_1 X A_2) (mscale t (logits d A_1 V A_2)).
Proof. unfold logits. rewrite mulm_line_r. apply mulm_line_l. Qed.

Lemma logits_in_A_1 d A_1 A_2 X t V :
  logits d (madd A_1 (mscale t V)) X A_2 = madd (logits d A_1 X A_2) (mscale t (logits d V X A_2)).
Proof. unfold logits. rewrite mulm_line_l. apply mulm_line_l. Qed.

Lemma logits_in_A_2 d A_1 A_2 X t V :
  logits d A_1 X (madd A_2 (mscale t V)) = madd (logits d A_1 X A_2) (mscale t (logits d A_1 X V)).
Proof. exact (mulm_line_r d (mulm d A_1 X) (tr A_2) (tr V) t). Qed.

(** ** What moves with the logits: <G, A_1 V A_2^T> = <A_1^T G A_2, V>, and so on *)

Lemma inner_logits_X n d A_1 A_2 G V :
  inner n n G (logits d A_1 V A_2) = inner d d (mulm n (mulm n (tr A_1) G) A_2) V.
Proof.
  unfold logits. rewrite inner_mulm_r, inner_mulm_l. apply inner_ext; [|reflexivity]. intros. symmetry.
  apply mulm_assoc.
Qed.

Lemma inner_logits_A_1 n d A_2 X G V :
  inner n n G (logits d V X A_2) = inner n d (mulm d (mulm n G A_2) (tr X)) V.
Proof. unfold logits. rewrite !inner_mulm_r. reflexivity. Qed.

Lemma inner_logits_A_2 n d A_1 X G V :
  inner n n G (logits d A_1 X V) = inner n d (mulm d (mulm n (tr G) A_1) X) V.
Proof.
  unfold logits. rewrite inner_mulm_l, <- inner_tr. apply inner_ext; [|reflexivity]. intros i j _ _.
  rewrite mulm_assoc. apply vsum_ext. intros k _. unfold tr. ring.
Qed.
