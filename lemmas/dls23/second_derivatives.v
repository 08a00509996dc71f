(** Second derivatives of exp(Ax), alpha and f: proofs of the claims of [second_derivatives.py].

    [D x] is the first derivative at every [x]; a derivative is unique, so it is the one computed in [derivatives.v]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Theorem exp_mixed : forall (d n : nat) (A : mat) (x : vec) (i j : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat -> (j < d)%nat -> forall D : vec -> vec,
  (forall (x : vec) (k : nat), (k < n)%nat ->
     deriv_at (fun t => vexp (mulv d A (vadd x (vscale t (vunit i)))) k) 0 (D x k)) ->
  forall k : nat, (k < n)%nat -> deriv_at (fun t => D (vadd x (vscale t (vunit j))) k) 0
    (hmul (hmul (col A j) (vexp (mulv d A x))) (col A i) k).
Proof.
  intros d n A x i j _ _ Hi Hj D HD k Hk.
  apply (deriv_ext (fun t => vexp (mulv d A (vadd x (vscale t (vunit j)))) k * col A i k)).
  - intros t. rewrite <- (mulv_vunit_col d A i Hi).
    exact (deriv_unique _ _ _ _ (deriv_u_in_x n d A _ (vunit i) k Hk) (HD _ k Hk)).
  - eapply deriv_eq; [apply deriv_scal_r, (deriv_u_in_x n), Hk|].
    rewrite (mulv_vunit_col d A j Hj). unfold hmul. ring.
Qed.

Theorem exp_repeated : forall (d n : nat) (A : mat) (x : vec) (i : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat -> forall D : vec -> vec,
  (forall (x : vec) (k : nat), (k < n)%nat ->
     deriv_at (fun t => vexp (mulv d A (vadd x (vscale t (vunit i)))) k) 0 (D x k)) ->
  forall k : nat, (k < n)%nat -> deriv_at (fun t => D (vadd x (vscale t (vunit i))) k) 0
    (hmul (hmul (col A i) (vexp (mulv d A x))) (col A i) k).
Proof. intros d n A x i Hd Hn Hi D HD k Hk. exact (exp_mixed d n A x i i Hd Hn Hi Hi D HD k Hk). Qed.

Theorem alpha_hessian : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall D : vec -> vec,
  (forall (x v : vec), deriv_at (fun t => vsum n (vexp (mulv d A (vadd x (vscale t v))))) 0 (dot d (D x) v)) ->
  forall (v : vec) (i : nat), (i < d)%nat -> deriv_at (fun t => D (vadd x (vscale t v)) i) 0
    (mulv d (mulm n (mulm n (tr A) (vdiag (vexp (mulv d A x)))) A) v i).
Proof.
  intros d n A x _ _ D HD v i Hi.
  apply (deriv_ext (fun t => dot n (vexp (mulv d A (vadd x (vscale t v)))) (col A i))).
  - intros t. symmetry. apply (gradient_entry d _ (fun x => vsum n (vexp (mulv d A x))) _ i _ Hi (HD _)).
    rewrite <- (mulv_vunit_col d A i Hi). apply deriv_alpha_in_x.
  - eapply deriv_eq; [apply (deriv_dot_const n (fun t => vexp (mulv d A (vadd x (vscale t v)))))|].
    + intros k Hk. apply (deriv_u_in_x n d A x v k Hk).
    + rewrite !mulv_mulm. apply vsum_ext. intros k Hk. rewrite mulv_vdiag by exact Hk. unfold tr, col. ring.
Qed.

Theorem f_mixed : forall (d n : nat) (A : mat) (x : vec) (i j : nat),
  (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat -> (j < d)%nat -> forall D : vec -> vec,
  (forall (x : vec) (k : nat), (k < n)%nat ->
     deriv_at (fun t => softmax n (mulv d A (vadd x (vscale t (vunit i)))) k) 0 (D x k)) ->
  forall k : nat, (k < n)%nat ->
  let f := softmax n (mulv d A x) in
  deriv_at (fun t => D (vadd x (vscale t (vunit j))) k) 0
    (vadd (vsub (vsub (vsub (vscale (2 * dot n f (col A i) * dot n f (col A j)) f)
                            (vscale (dot n f (hmul (col A i) (col A j))) f))
                      (vscale (dot n f (col A i)) (hmul f (col A j))))
                (vscale (dot n f (col A j)) (hmul f (col A i))))
          (hmul (hmul (col A i) f) (col A j)) k).
Proof.
  intros d n A x i j _ _ Hi Hj D HD k Hk f.
  apply (deriv_ext (fun t => jac n (softmax n (mulv d A (vadd x (vscale t (vunit j))))) (col A i) k)).
  - intros t. rewrite <- (mulv_vunit_col d A i Hi).
    exact (deriv_unique _ _ _ _ (deriv_f_in_x n d A _ (vunit i) k Hk) (HD _ k Hk)).
  - eapply deriv_eq; [apply (deriv_jac_in_x n d A x (vunit j) (col A i) k Hk)|].
    rewrite (mulv_vunit_col d A j Hj). fold f. rewrite (dot_sym n (jac n f _)), dot_jac.
    unfold jac, vadd, vsub, vscale, hmul. ring.
Qed.
