(** Ridge regression and the formula of Sherman and Morrison: proofs of the claims of [ridge.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Inverses Blocks Derivatives.
Local Open Scope R_scope.

(** [P] is the inverse of [M], from the right and from the left. *)
Local Notation right_inverse d M P :=
  (forall i j : nat, (i < d)%nat -> (j < d)%nat -> mulm d M P i j = meye i j).
Local Notation left_inverse d M P :=
  (forall i j : nat, (i < d)%nat -> (j < d)%nat -> mulm d P M i j = meye i j).

(** ** Sherman and Morrison *)

Theorem sherman_morrison_general : forall (d : nat) (A : mat) (v x : vec), (1 <= d)%nat ->
  forall Q : mat, right_inverse d (madd A (outer x v)) Q -> left_inverse d (madd A (outer x v)) Q ->
  forall P : mat, right_inverse d A P -> left_inverse d A P -> 1 + dot d v (mulv d P x) <> 0 ->
  forall i j : nat, (i < d)%nat -> (j < d)%nat ->
  Q i j = msub P (mhdiv (outer (mulv d P x) (mulv d (tr P) v)) (mconst (1 + dot d v (mulv d P x)))) i j.
Proof.
  intros d A v x _ Q _ HQ P HP _ N i j Hi Hj. rewrite <- (mulv_vunit d Q j i Hj).
  rewrite (Inverses.sherman_morrison d A (madd A (outer x v)) P Q x v (vunit j) i); try assumption; [|reflexivity].
  rewrite (mulv_vunit d P j i Hj). unfold msub, mhdiv, mconst, outer.
  rewrite dot_mulv, (dot_delta d j _ Hj). field. exact N.
Qed.

Section Identity.
  (** The inverse of lambda I, and x (lambda I)^{-1} x^T. *)
  Variables (d : nat) (x : vec) (lambda : R).
  Hypothesis Hl : 0 < lambda.
  Let E := mhdiv meye (mconst lambda).

  Let mulv_E v i : (i < d)%nat -> mulv d E v i = v i / lambda.
  Proof.
    intros Hi. rewrite <- (mulv_meye d v i Hi). unfold mulv, E, mhdiv, mconst.
    unfold Rdiv. rewrite <- vsum_scal_r. apply vsum_ext. intros; ring.
  Qed.

  Let k := 1 + dot d x (mulv d E x).
  Let printed y := vscale y (mulv d (msub E (mhdiv (mulm d (mulm d E (outer x x)) E) (mconst k))) x).

  Let Ek : k = (lambda + dot d x x) / lambda.
  Proof.
    unfold k. rewrite (dot_ext d x x (mulv d E x) (fun i => / lambda * x i)), dot_scal_r;
      [field; lra|reflexivity|intros i Hi; rewrite mulv_E by exact Hi; field; lra].
  Qed.

  Let k_pos : 0 < k.
  Proof. rewrite Ek. pose proof (dot_self d x). apply Rdiv_lt_0_compat; lra. Qed.

  (** All of it is a multiple of x. *)
  Lemma printed_entry y i : (i < d)%nat -> printed y i = y * (x i / (lambda + dot d x x)).
  Proof using Hl.
    intros Hi. unfold printed, vscale. f_equal. unfold msub. rewrite mulv_msub, mulv_E by exact Hi.
    replace (mulv d (mhdiv (mulm d (mulm d E (outer x x)) E) (mconst k)) x i)
      with (mulv d (mulm d (mulm d E (outer x x)) E) x i / k)
      by (unfold mulv, mhdiv, mconst, Rdiv; rewrite <- vsum_scal_r; apply vsum_ext; intros; ring).
    rewrite !mulv_mulm, mulv_E, mulv_outer by exact Hi. pose proof (dot_self d x). pose proof k_pos.
    replace (dot d x (mulv d E x)) with (k - 1) by (unfold k; ring). rewrite Ek. field. lra.
  Qed.

  Lemma multiplied y i : (i < d)%nat -> mulv d (madd (mscale lambda meye) (outer x x)) (printed y) i = vscale y x i.
  Proof using Hl.
    intros Hi. rewrite (mulv_ext_r d _ _ (fun i => y * / (lambda + dot d x x) * x i))
      by (intros j Hj; rewrite printed_entry by exact Hj; field; pose proof (dot_self d x); lra).
    rewrite mulv_scal, mulv_madd, mulv_mscale, mulv_meye, mulv_outer by exact Hi. unfold vscale. field.
    pose proof (dot_self d x). lra.
  Qed.
End Identity.

Theorem sherman_morrison_multiplied : forall (d : nat) (x : vec) (lambda y : R), (1 <= d)%nat -> 0 < lambda ->
  lambda <> 0 -> let E := mhdiv meye (mconst lambda) in 1 + dot d x (mulv d E x) <> 0 ->
  forall i : nat, (i < d)%nat -> mulv d (madd (mscale lambda meye) (outer x x)) (vscale y
    (mulv d (msub E (mhdiv (mulm d (mulm d E (outer x x)) E) (mconst (1 + dot d x (mulv d E x))))) x)) i
  = vscale y x i.
Proof. intros d x lambda y _ Hl _ E _ i Hi. apply multiplied; assumption. Qed.

Theorem sherman_morrison : forall (d : nat) (x : vec) (lambda y : R), (1 <= d)%nat ->
  forall Q : mat, right_inverse d (madd (mscale lambda meye) (outer x x)) Q ->
  left_inverse d (madd (mscale lambda meye) (outer x x)) Q -> 0 < lambda -> lambda <> 0 ->
  let E := mhdiv meye (mconst lambda) in 1 + dot d x (mulv d E x) <> 0 ->
  forall i : nat, (i < d)%nat -> vscale y (mulv d Q x) i
  = vscale y (mulv d (msub E (mhdiv (mulm d (mulm d E (outer x x)) E) (mconst (1 + dot d x (mulv d E x))))) x) i.
Proof.
  intros d x lambda y _ Q _ HQ Hl _ E _ i Hi. unfold vscale at 1. rewrite <- mulv_scal.
  apply (inverse_solves d _ Q _ _ i HQ); [|exact Hi]. intros j Hj. apply multiplied; assumption.
Qed.

(** ** The closed form *)

Section Ridge.
  Variables (d n : nat) (X : mat) (Y w : vec) (lambda : R).
  Let G := madd (mulm n (tr X) X) (mscale lambda meye).
  Let loss (w : vec) := norm2 n (vsub (mulv d X w) Y) ^ 2 + lambda * norm2 d w ^ 2.

  Let norm2_pow m u : norm2 m u ^ 2 = dot m u u.
  Proof. rewrite <- norm2_sq. ring. Qed.

  Let mulv_G v i : (i < d)%nat -> mulv d G v i = mulv n (tr X) (mulv d X v) i + lambda * v i.
  Proof. intros Hi. unfold G. rewrite mulv_madd, mulv_mulm, mulv_mscale, mulv_meye by exact Hi. reflexivity. Qed.

  Theorem gradient : (1 <= d)%nat -> (1 <= n)%nat -> forall v : vec, deriv_at (fun t => loss (vadd w (vscale t v))) 0
    (dot d (vscale 2 (vsub (mulv d G w) (mulv n (tr X) Y))) v).
  Proof.
    intros _ _ v. set (W := fun t => vadd w (vscale t v)). set (C := fun t => vsub (mulv d X (W t)) Y).
    assert (HW : forall i, (i < d)%nat -> deriv_at (fun t => W t i) 0 (v i)) by (intros; apply deriv_line).
    assert (HC : forall k, (k < n)%nat -> deriv_at (fun t => C t k) 0 (mulv d X v k)).
    { intros k _. eapply deriv_eq; [apply deriv_minus; [apply deriv_mulv, HW|apply deriv_const]|apply Rminus_0_r]. }
    assert (W0 : W 0 = w) by apply vadd_vscale_0.
    apply (deriv_ext (fun t => dot n (C t) (C t) + lambda * dot d (W t) (W t))).
    { intros t. unfold loss. rewrite !norm2_pow. reflexivity. }
    eapply deriv_eq; [apply deriv_plus; [|apply deriv_scal]; apply deriv_dot; eassumption|].
    unfold C. rewrite W0, (dot_sym n (mulv d X v)), (dot_sym d v), (dot_mulv n d X).
    unfold vscale at 1. rewrite dot_scal_l.
    rewrite (dot_ext d (vsub (mulv d G w) (mulv n (tr X) Y))
      (fun i => mulv n (tr X) (vsub (mulv d X w) Y) i + lambda * w i) v v); [|intros i Hi|reflexivity].
    - rewrite dot_plus_l, dot_scal_l. ring.
    - unfold vsub at 1 2. rewrite mulv_minus, mulv_G by exact Hi. ring.
  Qed.

  Variable P : mat.
  Hypotheses (right : right_inverse d G P) (left : left_inverse d G P) (Hl : 0 < lambda).
  Let solution := mulv d P (mulv n (tr X) Y).

  Let normal i : (i < d)%nat -> mulv n (tr X) (vsub (mulv d X solution) Y) i = - (lambda * solution i).
  Proof.
    intros Hi. pose proof (mulv_inverse d G P (mulv n (tr X) Y) i right Hi) as E. fold solution in E.
    rewrite mulv_G in E by exact Hi. unfold vsub. rewrite mulv_minus. lra.
  Qed.

  Theorem normal_equation : forall i : nat, (i < d)%nat ->
    vadd (vscale (2 * lambda) solution) (mulv n (tr X) (vscale 2 (vsub (mulv d X solution) Y))) i = vscale 0 w i.
  Proof using right.
    intros i Hi. unfold vadd, vscale at 1 2 3. rewrite mulv_scal, normal by exact Hi. ring.
  Qed.

  (** loss w - loss solution = |X (w - solution)|^2 + lambda |w - solution|^2. *)
  Theorem least : loss solution <= loss w.
  Proof using right Hl.
    unfold loss. rewrite !norm2_pow. set (h := vsub w solution). set (r := vsub (mulv d X solution) Y).
    assert (C : dot n r (mulv d X h) = - (lambda * dot d solution h)).
    { rewrite dot_mulv, Ropp_mult_distr_l, <- dot_scal_l. apply dot_ext; [|reflexivity]. intros i Hi.
      unfold r. rewrite normal by exact Hi. ring. }
    assert (E1 : dot n (vsub (mulv d X w) Y) (vsub (mulv d X w) Y)
                 = dot n r r + 2 * dot n r (mulv d X h) + dot n (mulv d X h) (mulv d X h)).
    { rewrite (dot_ext n _ (fun i => r i + mulv d X h i) _ (fun i => r i + mulv d X h i)).
      - rewrite dot_plus_l, !dot_plus_r, (dot_sym n (mulv d X h) r). ring.
      - intros i _. unfold r, h, vsub. rewrite mulv_minus. ring.
      - intros i _. unfold r, h, vsub. rewrite mulv_minus. ring. }
    assert (E2 : dot d w w = dot d solution solution + 2 * dot d solution h + dot d h h).
    { rewrite (dot_ext d w (fun i => solution i + h i) w (fun i => solution i + h i))
        by (intros; unfold h, vsub; ring).
      rewrite dot_plus_l, !dot_plus_r, (dot_sym d h solution). ring. }
    rewrite E1, E2, C. pose proof (dot_self n (mulv d X h)).
    pose proof (Rmult_le_pos _ _ (Rlt_le _ _ Hl) (dot_self d h)). lra.
  Qed.
End Ridge.

Theorem normal_equations : forall (d n : nat) (X : mat) (Y w : vec) (lambda : R), (1 <= d)%nat -> (1 <= n)%nat ->
  let S := madd (mulm n (tr X) X) (mscale lambda meye) in
  forall P : mat, right_inverse d S P -> left_inverse d S P -> 0 < lambda ->
  let solution := mulv d P (mulv n (tr X) Y) in forall i : nat, (i < d)%nat ->
  vadd (vscale (2 * lambda) solution) (mulv n (tr X) (vscale 2 (vsub (mulv d X solution) Y))) i = vscale 0 w i.
Proof. intros d n X Y w lambda _ _ S P right _ _. apply normal_equation, right. Qed.

Theorem minimum : forall (d n : nat) (X : mat) (Y w : vec) (lambda : R), (1 <= d)%nat -> (1 <= n)%nat ->
  let S := madd (mulm n (tr X) X) (mscale lambda meye) in
  forall P : mat, right_inverse d S P -> left_inverse d S P -> 0 < lambda ->
  let solution := mulv d P (mulv n (tr X) Y) in
  norm2 n (vsub (mulv d X solution) Y) ^ 2 + lambda * norm2 d solution ^ 2
  <= norm2 n (vsub (mulv d X w) Y) ^ 2 + lambda * norm2 d w ^ 2.
Proof. intros d n X Y w lambda _ _ S P right _ Hl. apply least; assumption. Qed.

(** ** One more example: a row x below X, an entry y below Y *)

Theorem moment_matrix : forall (d n : nat) (X : mat) (Y x : vec) (y : R), (1 <= d)%nat -> (1 <= n)%nat ->
  let X' := above n X (outer (vconst 1) x) in
  (forall i j : nat, (i < d)%nat -> (j < d)%nat ->
    mulm (n + 1) (tr X') X' i j = madd (mulm n (tr X) X) (outer x x) i j) /\
  (forall i : nat, (i < d)%nat ->
    mulv (n + 1) (tr X') (stacked n Y (vscale y (vconst 1))) i = vadd (mulv n (tr X) Y) (vscale y x) i).
Proof. intros. split; intros; [apply mulm_one_more|apply mulv_one_more]. Qed.

Lemma moment_plus n X x lambda i j : let X' := above n X (outer (vconst 1) x) in
  madd (mulm (n + 1) (tr X') X') (mscale lambda meye) i j
  = madd (mulm n (tr X) X) (mscale lambda meye) i j + x i * x j.
Proof. cbv zeta. unfold madd. rewrite mulm_one_more. ring. Qed.

Theorem inverse_update : forall (d n : nat) (X : mat) (v x : vec) (lambda : R), (1 <= d)%nat -> (1 <= n)%nat ->
  let X' := above n X (outer (vconst 1) x) in let S' := madd (mulm (n + 1) (tr X') X') (mscale lambda meye) in
  forall Q : mat, right_inverse d S' Q -> left_inverse d S' Q ->
  let S := madd (mulm n (tr X) X) (mscale lambda meye) in
  forall P : mat, right_inverse d S P -> left_inverse d S P -> 0 < lambda -> 1 + dot d x (mulv d P x) <> 0 ->
  forall i : nat, (i < d)%nat -> mulv d Q v i
  = vsub (mulv d P v) (hdiv (vscale (dot d x (mulv d P v)) (mulv d P x)) (vconst (1 + dot d x (mulv d P x)))) i.
Proof.
  intros d n X v x lambda _ _ X' S' Q _ HQ S P HP _ _ N i Hi.
  rewrite (Inverses.sherman_morrison d S S' P Q x x v i); try assumption; [|intros; apply moment_plus].
  unfold vsub, hdiv, vscale, vconst. field. exact N.
Qed.

(** The solution b + y x gets from Q, where Q is the inverse after the update. *)
Lemma update d S S' P Q x b y i : (forall i j, (i < d)%nat -> (j < d)%nat -> S' i j = S i j + x i * x j) ->
  right_inverse d S P -> left_inverse d S' Q -> 1 + dot d x (mulv d P x) <> 0 -> (i < d)%nat ->
  mulv d Q (vadd b (vscale y x)) i = vadd (mulv d P b)
    (hdiv (vscale (y - dot d x (mulv d P b)) (mulv d P x)) (vconst (1 + dot d x (mulv d P x)))) i.
Proof.
  intros ES HP HQ N Hi. rewrite (Inverses.sherman_morrison d S S' P Q x x _ i ES HP HQ N Hi).
  unfold vadd at 1 2. unfold vscale at 1 2.
  rewrite (dot_ext d x x _ (fun i => mulv d P b i + y * mulv d P x i))
    by (intros; rewrite ?mulv_plus, ?mulv_scal; reflexivity).
  rewrite mulv_plus, mulv_scal, dot_plus_r, dot_scal_r. unfold vadd, hdiv, vscale, vconst. field. exact N.
Qed.

Theorem solution_update : forall (d n : nat) (X : mat) (Y x : vec) (lambda y : R), (1 <= d)%nat -> (1 <= n)%nat ->
  let X' := above n X (outer (vconst 1) x) in let S' := madd (mulm (n + 1) (tr X') X') (mscale lambda meye) in
  forall Q : mat, right_inverse d S' Q -> left_inverse d S' Q ->
  let S := madd (mulm n (tr X) X) (mscale lambda meye) in
  forall P : mat, right_inverse d S P -> left_inverse d S P -> 0 < lambda -> 1 + dot d x (mulv d P x) <> 0 ->
  forall i : nat, (i < d)%nat -> let b := mulv n (tr X) Y in
  mulv d Q (mulv (n + 1) (tr X') (stacked n Y (vscale y (vconst 1)))) i
  = vadd (mulv d P b)
      (hdiv (vscale (y - dot d x (mulv d P b)) (mulv d P x)) (vconst (1 + dot d x (mulv d P x)))) i.
Proof.
  intros d n X Y x lambda y _ _ X' S' Q _ HQ S P HP _ _ N i Hi b.
  rewrite (mulv_ext_r d Q _ (vadd b (vscale y x))) by (intros; apply mulv_one_more).
  apply (update d S S'); try assumption. intros; apply moment_plus.
Qed.

Theorem moments_update : forall (d : nat) (A : mat) (b x : vec) (y : R), (1 <= d)%nat ->
  forall Q : mat, right_inverse d (madd A (outer x x)) Q -> left_inverse d (madd A (outer x x)) Q ->
  forall P : mat, right_inverse d A P -> left_inverse d A P -> 1 + dot d x (mulv d P x) <> 0 ->
  forall i : nat, (i < d)%nat -> mulv d Q (vadd b (vscale y x)) i
  = vadd (mulv d P b)
      (hdiv (vscale (y - dot d x (mulv d P b)) (mulv d P x)) (vconst (1 + dot d x (mulv d P x)))) i.
Proof.
  intros d A b x y _ Q _ HQ P HP _ N i Hi. apply (update d A (madd A (outer x x))); try assumption. reflexivity.
Qed.
