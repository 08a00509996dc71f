(** Bounds on u, v, alpha and c: proofs of the claims of [bounds.py], one for exp, cosh and sinh alike. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Scalars Regression Hyperbolic Entrywise RescaledRegression.
Local Open Scope R_scope.

Set Default Proof Using "All".

Theorem hyperbolic_identity : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n)%nat ->
  vsub (vmap (fun t => t ^ 2) (vmap cosh (mulv d A x))) (vmap (fun t => t ^ 2) (vmap sinh (mulv d A x))) i
  = vconst 1 i.
Proof.
  intros d n A x _ _ i _. unfold vsub, vmap, vconst. pose proof (cosh_square (mulv d A x i)). lra.
Qed.

Section Family.
  Variables (g s : R -> R).
  Hypothesis P : hyperbolic g s.
  Variables (d n : nat) (A : mat).

  Lemma value_bound : forall (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat -> opbound n d A r -> norm2 d x <= r ->
    norminf n (vmap g (mulv d A x)) <= exp (r ^ 2).
  Proof. intros x r _ _ HA Hx. apply (norminf_hyperbolic n g s); [exact P|apply logits_norm; assumption]. Qed.

  Lemma value_lipschitz : forall (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
    norm2 n (vsub (vmap g (mulv d A x)) (vmap g (mulv d A y))) <= r * exp (r ^ 2) * norm2 d (vsub x y).
  Proof.
    intros x y r _ _ HA Hx Hy. apply (value_moves_in_x n d A x y r g s HA Hx Hy (slope _ _ P)).
    intros t. apply (slope_le_exp _ _ P).
  Qed.

  Lemma alpha_lipschitz : forall (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
    Rabs (vsum n (vmap g (mulv d A x)) - vsum n (vmap g (mulv d A y)))
    <= sqrt (INR n) * (r * exp (r ^ 2)) * norm2 d (vsub x y).
  Proof.
    intros x y r _ _ HA Hx Hy.
    replace (sqrt (INR n) * (r * exp (r ^ 2))) with (r * (sqrt (INR n) * exp (r ^ 2))) by ring.
    apply (sum_moves_in_x n d A x y r g s HA Hx Hy (slope _ _ P)).
    intros p. apply (norm2_hyperbolic n s g p _ (hyperbolic_sym _ _ P)).
  Qed.

  Lemma residual_lipschitz : forall (b x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norm2 n b <= 1 ->
    norm2 n (vsub (residual n g b (mulv d A x)) (residual n g b (mulv d A y)))
    <= 2 * sqrt (INR n) * (r * exp (r ^ 2)) * norm2 d (vsub x y).
  Proof.
    intros b x y r _ Hn HA Hx Hy Hb. pose proof (opbound_nonneg _ _ _ _ HA) as Hr.
    eapply Rle_trans; [apply (residual_moves_in_x n d A x y r g s b (exp (r ^ 2)) (sqrt (INR n) * exp (r ^ 2)));
      try assumption|].
    - apply (slope _ _ P).
    - intros t. apply (slope_le_exp _ _ P).
    - intros p. apply (norm2_hyperbolic n s g p _ (hyperbolic_sym _ _ P)).
    - apply Rmult_le_compat_r; [apply norm2_nonneg|]. pose proof (sqrt_INR_ge_1 n Hn) as S.
      apply (Rmult_le_compat_r (r * exp (r ^ 2))) in S; [lra|].
      apply Rmult_le_pos; [exact Hr|left; apply exp_pos].
  Qed.
End Family.

Definition value_bound__exp := value_bound exp exp hyperbolic_exp.
Definition value_bound__cosh := value_bound cosh sinh hyperbolic_cosh.
Definition value_bound__sinh := value_bound sinh cosh hyperbolic_sinh.

Definition slope_bound__exp := value_bound exp exp hyperbolic_exp.
Definition slope_bound__cosh := value_bound sinh cosh hyperbolic_sinh.
Definition slope_bound__sinh := value_bound cosh sinh hyperbolic_cosh.

Definition value_lipschitz__exp := value_lipschitz exp exp hyperbolic_exp.
Definition value_lipschitz__cosh := value_lipschitz cosh sinh hyperbolic_cosh.
Definition value_lipschitz__sinh := value_lipschitz sinh cosh hyperbolic_sinh.

Definition alpha_lipschitz__exp := alpha_lipschitz exp exp hyperbolic_exp.
Definition alpha_lipschitz__cosh := alpha_lipschitz cosh sinh hyperbolic_cosh.
Definition alpha_lipschitz__sinh := alpha_lipschitz sinh cosh hyperbolic_sinh.

Definition residual_lipschitz__exp := residual_lipschitz exp exp hyperbolic_exp.
Definition residual_lipschitz__cosh := residual_lipschitz cosh sinh hyperbolic_cosh.
Definition residual_lipschitz__sinh := residual_lipschitz sinh cosh hyperbolic_sinh.
