(** The Hessian of the loss: proofs of claims of [hessian.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

(** The loss as a function of the logits z = A x, and the matrix B of its Hessian A^T B A at f = softmax z. *)
Local Notation loss n b z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2).

Definition twice (b p : vec) : vec := hmul (vsub (vscale 2 p) b) p.

Definition B (n : nat) (b p : vec) : mat :=
  msub (msub (madd (msub (mscale (dot n (vsub (vscale 3 p) (vscale 2 b)) p) (outer p p))
                         (mscale (dot n (vsub p b) p) (vdiag p)))
                   (vdiag (twice b p)))
             (outer (twice b p) p))
       (outer p (twice b p)).

(** ** The Hessian *)

(** B h is the derivative of J(f) c where f moves at the velocity g = J(f) h. *)
Lemma hessian_vector n b p h k : (k < n)%nat ->
  let g := jac n p h in
  g k * (p k - b k - dot n p (vsub p b)) + p k * (g k - (dot n g (vsub p b) + dot n p g)) = mulv n (B n b p) h k.
Proof.
  intros Hk g. unfold B, msub.
  rewrite !mulv_msub, mulv_madd, mulv_msub, !mulv_mscale, !mulv_outer, !mulv_vdiag by exact Hk.
  replace (dot n g (vsub p b) + dot n p g) with (dot n (twice b p) h - dot n p h * (dot n p (vsub p b) + dot n p p)).
  2: { rewrite (dot_sym n g). unfold g. rewrite !dot_jac. unfold twice.
       rewrite (dot_ext n (hmul (vsub (vscale 2 p) b) p) (fun i => p i * (vsub p b i) + p i * p i) h h)
         by (intros; unfold hmul, vsub, vscale; ring).
       rewrite dot_plus_l.
       replace (dot n (fun i => p i * vsub p b i) h) with (dot n p (fun i => vsub p b i * h i))
         by (apply vsum_ext; intros; ring).
       replace (dot n (fun i => p i * p i) h) with (dot n p (fun i => p i * h i)) by (apply vsum_ext; intros; ring).
       ring. }
  replace (dot n (vsub (vscale 3 p) (vscale 2 b)) p) with (2 * dot n p (vsub p b) + dot n p p)
    by (rewrite <- dot_scal_r, <- dot_plus_r, dot_sym; apply dot_ext; [intros; unfold vsub, vscale; ring|reflexivity]).
  rewrite (dot_sym n (vsub p b) p). unfold g, jac, twice, hmul, vsub, vscale. ring.
Qed.

(** The gradient in the logits, J(f) c, moves by B h when the logits move by h. *)
Lemma deriv_gradient d n A x v b k : (k < n)%nat ->
  deriv_at (fun t => jac n (softmax n (mulv d A (vadd x (vscale t v))))
                         (vsub (softmax n (mulv d A (vadd x (vscale t v)))) b) k) 0
    (mulv n (B n b (softmax n (mulv d A x))) (mulv d A v) k).
Proof. intros Hk. eapply deriv_eq; [apply (deriv_gradient_in_x n d A x v b k Hk)|apply hessian_vector, Hk]. Qed.

Theorem loss_mixed : forall (d n : nat) (A : mat) (b x : vec) (i j : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat -> (j < d)%nat -> forall D : vec -> R,
  (forall x : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t (vunit i))))) 0 (D x)) ->
  deriv_at (fun t => D (vadd x (vscale t (vunit j)))) 0
    (dot n (col A i) (mulv n (B n b (softmax n (mulv d A x))) (col A j))).
Proof.
  intros d n A b x i j _ _ Hi Hj D HD.
  apply (deriv_ext (fun t => dot n (jac n (softmax n (mulv d A (vadd x (vscale t (vunit j)))))
    (vsub (softmax n (mulv d A (vadd x (vscale t (vunit j))))) b)) (col A i))).
  - intros t. rewrite <- (mulv_vunit_col d A i Hi). exact (deriv_unique _ _ _ _ (deriv_loss_in_x n d A _ _ b) (HD _)).
  - rewrite dot_sym, <- (mulv_vunit_col d A j Hj).
    apply (deriv_dot_const n (fun t => jac n (softmax n (mulv d A (vadd x (vscale t (vunit j)))))
      (vsub (softmax n (mulv d A (vadd x (vscale t (vunit j))))) b))).
    intros k Hk. apply deriv_gradient, Hk.
Qed.

(** The regularizer |W A x|^2 / 2 along a line. *)
Lemma deriv_regularizer d n A w x v :
  deriv_at (fun t => let z := mulv n (vdiag w) (mulv d A (vadd x (vscale t v))) in dot n z z / 2) 0
    (dot n (mulv n (vdiag w) (mulv d A x)) (mulv n (vdiag w) (mulv d A v))).
Proof.
  set (Z := fun t => mulv n (vdiag w) (mulv d A (vadd x (vscale t v)))). set (h := mulv n (vdiag w) (mulv d A v)).
  assert (HZ : forall k, (k < n)%nat -> deriv_at (fun t => Z t k) 0 (h k)).
  { intros k _. apply deriv_mulv. intros j _. apply deriv_logits. }
  apply (deriv_eq _ _ _ _ (deriv_scal_r (/ 2) _ _ _ (deriv_dot n Z Z 0 h h HZ HZ))).
  replace (Z 0) with (mulv n (vdiag w) (mulv d A x)) by (unfold Z; rewrite vadd_vscale_0; reflexivity).
  rewrite (dot_sym n h). field.
Qed.

Theorem loss_hessian : forall (d n : nat) (A : mat) (b w x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec,
  (forall x v : vec, deriv_at (fun t => let z := mulv d A (vadd x (vscale t v)) in
     loss n b z + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2) 0 (dot d (D x) v)) ->
  forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0
    (mulv d (mulm n (mulm n (tr A) (madd (B n b (softmax n (mulv d A x))) (mulm n (vdiag w) (vdiag w)))) A) v i).
Proof.
  intros d n A b w x _ _ D HD v i Hi. set (W := vdiag w).
  set (G := fun y => dot n (jac n (softmax n (mulv d A y)) (vsub (softmax n (mulv d A y)) b)) (col A i)
                     + dot n (mulv n W (mulv d A y)) (mulv n W (col A i))).
  apply (deriv_ext (fun t => G (vadd x (vscale t v)))).
  - intros t. symmetry. apply (gradient_entry d _ (fun y => loss n b (mulv d A y)
      + dot n (mulv n W (mulv d A y)) (mulv n W (mulv d A y)) / 2) _ i _ Hi (HD _)).
    unfold G. rewrite <- (mulv_vunit_col d A i Hi). apply deriv_plus; [apply deriv_loss_in_x|apply deriv_regularizer].
  - eapply deriv_eq; [apply deriv_plus; apply deriv_dot_const|].
    + intros k Hk. apply deriv_gradient, Hk.
    + intros k Hk. apply deriv_mulv. intros j _. apply deriv_logits.
    + rewrite !mulv_mulm. unfold dot. rewrite <- vsum_plus. apply vsum_ext. intros k Hk.
      rewrite mulv_madd, mulv_mulm. unfold W. rewrite !mulv_vdiag by exact Hk. unfold tr, col. ring.
Qed.
