(** The gradient of the loss, in x and in A: proofs of the claims of [gradient.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

(** L(x) = |c|^2 / 2 with c = f - b, as a function of the logits z = A x. *)
Local Notation loss n b z := (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2).
Local Notation jacobian p := (msub (vdiag p) (outer p p)).

Lemma jacobian_times n p c w : dot n (mulv n (jacobian p) c) w = dot n (jac n p c) w.
Proof. apply dot_ext; [intros i Hi; apply mulv_jacobian, Hi|reflexivity]. Qed.

Theorem partial_derivative : forall (d n : nat) (A : mat) (b x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat ->
  deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t (vunit i))))) 0
    (dot n (col A i)
      (vsub (mulv n (vdiag (softmax n (mulv d A x))) (vsub (softmax n (mulv d A x)) b))
            (mulv n (outer (softmax n (mulv d A x)) (vsub (softmax n (mulv d A x)) b)) (softmax n (mulv d A x))))).
Proof.
  intros d n A b x i _ _ Hi. eapply deriv_eq; [apply deriv_loss_in_x|].
  rewrite (mulv_vunit_col d A i Hi), dot_sym. apply dot_ext; [reflexivity|]. intros k Hk.
  unfold vsub at 2. rewrite (mulv_vdiag n _ _ k Hk), mulv_outer. unfold jac. rewrite (dot_sym n _ (vsub _ b)). ring.
Qed.

Theorem gradient : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall v : vec, deriv_at (fun t => loss n b (mulv d A (vadd x (vscale t v)))) 0
    (dot d (mulv n (tr A) (mulv n (jacobian (softmax n (mulv d A x))) (vsub (softmax n (mulv d A x)) b))) v).
Proof.
  intros d n A b x _ _ v. rewrite <- dot_mulv, jacobian_times. apply deriv_loss_in_x.
Qed.

Theorem gradient_in_A : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall v : mat, deriv_at (fun t => loss n b (mulv d (madd A (mscale t v)) x)) 0
    (vsum n (fun i => vsum d (fun j =>
      outer (mulv n (jacobian (softmax n (mulv d A x))) (vsub (softmax n (mulv d A x)) b)) x i j * v i j))).
Proof.
  intros d n A b x _ _ v. eapply deriv_eq; [apply deriv_loss_in_A|]. rewrite <- jacobian_times.
  apply vsum_ext. intros i _. change (mulv d v x i) with (vsum d (fun j => v i j * x j)). rewrite <- vsum_scal.
  apply vsum_ext. intros j _.
  unfold outer. ring.
Qed.
