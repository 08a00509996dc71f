(** Regression with exp, cosh and sinh, sharper and corrected: proofs of the claims of [hyperbolic.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Scalars Exponentials Regression Fields Composite Hyperbolic
  HyperbolicSums Entrywise RescaledRegression RescaledCurvature PlainRegression RegressionConvexity.
Local Open Scope R_scope.

Set Default Proof Using "All".

(** ** Norms of u *)

Theorem norm_cosh : forall (d n : nat) (A : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r -> 0 <= INR n + (- 1) + cosh (r ^ 2) ^ 2 ->
  norm2 n (vmap cosh (mulv d A x)) <= sqrt (INR n + (- 1) + cosh (r ^ 2) ^ 2).
Proof. intros d n A x r _ _ HA Hx _. apply norm2_cosh_le, logits_norm; assumption. Qed.

Theorem norm_sinh : forall (d n : nat) (A : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r -> norm2 n (vmap sinh (mulv d A x)) <= sinh (r ^ 2).
Proof. intros d n A x r _ _ HA Hx. apply norm2_sinh_le, logits_norm; assumption. Qed.

(** ** Lipschitz constants of u, alpha and c: R times the largest entry and the norm of the slopes v *)

Section Lipschitz.
  Variables (g s : R -> R) (largest : R -> R) (size : nat -> R -> R).
  Hypotheses (P : hyperbolic g s) (Hl : forall t m, Rabs t <= m -> Rabs (s t) <= largest m).
  Hypothesis Hs : forall n z m, (1 <= n)%nat -> norm2 n z <= m -> norm2 n (vmap s z) <= size n m.

  Variables (d n : nat) (A : mat).

  Lemma value_lipschitz : forall (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
    norm2 n (vsub (vmap g (mulv d A x)) (vmap g (mulv d A y))) <= r * largest (r ^ 2) * norm2 d (vsub x y).
  Proof.
    intros x y r _ _ HA Hx Hy. apply (value_moves_in_x n d A x y r g s HA Hx Hy (slope _ _ P)).
    intros t. apply Hl.
  Qed.

  Lemma alpha_lipschitz : forall (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
    Rabs (vsum n (vmap g (mulv d A x)) - vsum n (vmap g (mulv d A y))) <= r * size n (r ^ 2) * norm2 d (vsub x y).
  Proof.
    intros x y r _ Hn HA Hx Hy. apply (sum_moves_in_x n d A x y r g s HA Hx Hy (slope _ _ P)).
    intros p. apply Hs, Hn.
  Qed.

  Lemma residual_lipschitz : forall (b x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norm2 n b <= 1 ->
    norm2 n (vsub (residual n g b (mulv d A x)) (residual n g b (mulv d A y)))
    <= r * (largest (r ^ 2) + size n (r ^ 2)) * norm2 d (vsub x y).
  Proof.
    intros b x y r _ Hn HA Hx Hy Hb. apply (residual_moves_in_x n d A x y r g s); try assumption.
    - apply (slope _ _ P).
    - intros t. apply Hl.
    - intros p. apply Hs, Hn.
  Qed.

  Lemma alpha_nearby : forall (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
    vsum n (vmap g (mulv d A x)) - r * size n (r ^ 2) * norm2 d (vsub x y) <= vsum n (vmap g (mulv d A y)).
  Proof.
    intros x y r Hd Hn HA Hx Hy. pose proof (alpha_lipschitz x y r Hd Hn HA Hx Hy) as L.
    apply Rabs_le_between in L. lra.
  Qed.
End Lipschitz.

(** The norm of exp z, of sinh z and of cosh z; the roots are of numbers that are not negative. *)
Definition norm_of_exp (n : nat) (m : R) : R := sqrt (INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * m + exp (2 * m)).
Definition norm_of_sinh (n : nat) (m : R) : R := sinh m.
Definition norm_of_cosh (n : nat) (m : R) : R := sqrt (INR n + (- 1) + cosh m ^ 2).

Lemma norm_of_sinh_le n z m : (1 <= n)%nat -> norm2 n z <= m -> norm2 n (vmap sinh z) <= norm_of_sinh n m.
Proof. intros _. apply norm2_sinh_le. Qed.

Lemma norm_of_cosh_le n z m : (1 <= n)%nat -> norm2 n z <= m -> norm2 n (vmap cosh z) <= norm_of_cosh n m.
Proof. intros _. apply norm2_cosh_le. Qed.

Lemma cosh_largest t m : Rabs t <= m -> Rabs (cosh t) <= cosh m.
Proof. rewrite abs_cosh. apply cosh_le. Qed.

Definition value_lipschitz__cosh :=
  value_lipschitz cosh sinh sinh norm_of_sinh hyperbolic_cosh abs_sinh_le norm_of_sinh_le.
Definition value_lipschitz__sinh :=
  value_lipschitz sinh cosh cosh norm_of_cosh hyperbolic_sinh cosh_largest norm_of_cosh_le.

Definition alpha_lipschitz__cosh :=
  alpha_lipschitz cosh sinh sinh norm_of_sinh hyperbolic_cosh abs_sinh_le norm_of_sinh_le.
Definition alpha_lipschitz__sinh := fun d n A x y r Hd Hn HA Hx Hy (_ : 0 <= INR n + (- 1) + cosh (r ^ 2) ^ 2) =>
  alpha_lipschitz sinh cosh cosh norm_of_cosh hyperbolic_sinh cosh_largest norm_of_cosh_le
    d n A x y r Hd Hn HA Hx Hy.

Definition residual_lipschitz__exp := fun d n A b x y r Hd Hn HA Hx Hy Hb
    (_ : 0 <= INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * r ^ 2 + exp (2 * r ^ 2)) =>
  residual_lipschitz exp exp exp norm_of_exp hyperbolic_exp abs_exp_le norm2_exp_le d n A b x y r Hd Hn HA Hx Hy Hb.
Definition residual_lipschitz__cosh :=
  residual_lipschitz cosh sinh sinh norm_of_sinh hyperbolic_cosh abs_sinh_le norm_of_sinh_le.
Definition residual_lipschitz__sinh := fun d n A b x y r Hd Hn HA Hx Hy Hb
    (_ : 0 <= INR n + (- 1) + cosh (r ^ 2) ^ 2) =>
  residual_lipschitz sinh cosh cosh norm_of_cosh hyperbolic_sinh cosh_largest norm_of_cosh_le
    d n A b x y r Hd Hn HA Hx Hy Hb.

Definition alpha_nearby__exp := fun d n A x y r Hd Hn HA Hx Hy
    (_ : 0 <= INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * r ^ 2 + exp (2 * r ^ 2)) =>
  alpha_nearby exp exp exp norm_of_exp hyperbolic_exp abs_exp_le norm2_exp_le d n A x y r Hd Hn HA Hx Hy.
Definition alpha_nearby__sinh := fun d n A x y r Hd Hn HA Hx Hy (_ : 0 <= INR n + (- 1) + cosh (r ^ 2) ^ 2) =>
  alpha_nearby sinh cosh cosh norm_of_cosh hyperbolic_sinh cosh_largest norm_of_cosh_le d n A x y r Hd Hn HA Hx Hy.

(** ** Strong convexity of the rescaled loss *)

Definition product_exp (m : R) : R := exp (sqrt 2 * m).
Definition product_cosh (m : R) : R := cosh (sqrt 2 * m).
Definition product_sinh (m : R) : R := cosh (sqrt 2 * m) + - 1.

Definition rescaled_curvature__exp := rescaled_lower exp exp product_exp hyperbolic_exp size_exp.
Definition rescaled_curvature__cosh := rescaled_lower cosh sinh product_cosh hyperbolic_cosh size_cosh.
Definition rescaled_curvature__sinh := rescaled_lower sinh cosh product_sinh hyperbolic_sinh size_sinh.

Definition rescaled_convexity__exp := rescaled_convex exp exp product_exp hyperbolic_exp size_exp.
Definition rescaled_convexity__cosh := rescaled_convex cosh sinh product_cosh hyperbolic_cosh size_cosh.
Definition rescaled_convexity__sinh := rescaled_convex sinh cosh product_sinh hyperbolic_sinh size_sinh.

(** ** The size of alpha *)

Theorem alpha_lower_cosh : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  INR n <= vsum n (vmap cosh (mulv d A x)).
Proof.
  intros d n A x _ _. rewrite <- (Rmult_1_r (INR n)), <- vsum_const. apply vsum_le. intros i _. apply cosh_ge_1.
Qed.

Theorem alpha_upper_cosh : forall (d n : nat) (A : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r -> vsum n (vmap cosh (mulv d A x)) <= INR n + (- 1) + cosh (r ^ 2).
Proof. intros d n A x r _ _ HA Hx. apply sum_cosh_le, logits_norm; assumption. Qed.

Theorem alpha_odd : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  vsum n (vmap sinh (mulv d A (vopp x))) = - vsum n (vmap sinh (mulv d A x)).
Proof.
  intros d n A x _ _. rewrite <- vsum_opp. apply vsum_ext. intros i _. unfold vmap. rewrite <- sinh_opp. f_equal.
  unfold mulv. rewrite <- vsum_opp. apply vsum_ext. intros; unfold vopp; ring.
Qed.

Theorem alpha_above_sum : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= mulv d A x i) -> vsum n (mulv d A x) <= vsum n (vmap sinh (mulv d A x)).
Proof. intros d n A x _ _ H. apply vsum_le. intros i Hi. apply le_sinh, H, Hi. Qed.

Theorem alpha_positive : forall (d n : nat) (A : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= mulv d A x i) -> 0 < vsum n (mulv d A x) ->
  0 < vsum n (vmap sinh (mulv d A x)).
Proof. intros d n A x Hd Hn H S. pose proof (alpha_above_sum d n A x Hd Hn H). lra. Qed.

Theorem alpha_size : forall (d n : nat) (A : mat) (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r ->
  Rabs (vsum n (vmap sinh (mulv d A x))) <= sinh (r ^ 2) + (sqrt (INR n) + (- 1)) * r ^ 2.
Proof. intros d n A x r _ Hn HA Hx. apply abs_sum_sinh_le; [exact Hn|apply logits_norm; assumption]. Qed.

Theorem inverse_nearby : forall (d n : nat) (A : mat) (x y : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let a := vsum n (vmap sinh (mulv d A x)) in let c := vsum n (vmap sinh (mulv d A y)) in
  0 < a -> 0 < c -> a <> 0 -> c <> 0 -> Rmin a c <> 0 -> Rabs (/ a - / c) <= / Rmin a c ^ 2 * Rabs (a - c).
Proof.
  intros d n A x y _ _ a c Ha Hc _ _ _.
  apply inverse_lipschitz; [apply Rmin_glb_lt; assumption|apply Rmin_l|apply Rmin_r].
Qed.

Theorem alpha_nearby_logits : forall (d n : nat) (A : mat) (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
  vsum n (vmap sinh (mulv d A x)) - cosh (r ^ 2) * norm1 n (mulv d A (vsub x y))
  <= vsum n (vmap sinh (mulv d A y)).
Proof.
  intros d n A x y r _ _ HA Hx Hy. rewrite <- vsub_mulv.
  pose proof (vsum_vmap_moves sinh cosh deriv_sinh n (mulv d A x) (mulv d A y) (r ^ 2) (cosh (r ^ 2))
    (fun t => cosh_largest t (r ^ 2)) (logits_norm _ _ _ _ _ HA Hx) (logits_norm _ _ _ _ _ HA Hy)) as L.
  apply Rabs_le_between in L. lra.
Qed.

(** ** The plain loss *)

Definition least_exp (b : vec) : vec := hdiv (vmap (fun t => t ^ 2) b) (vconst 8).
Definition least_sinh (b : vec) : vec := vadd (hdiv (vmap (fun t => t ^ 2) b) (vconst 8)) (vconst (- 1)).
Definition least_cosh (b : vec) : vec :=
  vadd (vadd b (vconst (- 1)))
       (hdiv (vmap (fun t => t ^ 2) (fun i => Rmax (vadd b (vconst (- 4)) i) (vconst 0 i))) (vconst 8)).

Definition plain_convexity__exp :=
  plain_convex exp exp least_exp hyperbolic_exp (fun b i => threshold_exp (b i)).
Definition plain_convexity__cosh :=
  plain_convex cosh sinh least_cosh hyperbolic_cosh (fun b i => threshold_cosh (b i)).
Definition plain_convexity__sinh :=
  plain_convex sinh cosh least_sinh hyperbolic_sinh (fun b i => threshold_sinh (b i)).

Theorem plain_curvature__exp : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n)%nat -> vopp (curvature_exp b (mulv d A x)) i <= least_exp b i.
Proof. intros d n A b x _ _ i _. unfold vopp. rewrite curvature_exp_eq. apply threshold_exp. Qed.

Theorem plain_curvature__cosh : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n)%nat -> vopp (curvature_cosh b (mulv d A x)) i <= least_cosh b i.
Proof. intros d n A b x _ _ i _. unfold vopp. rewrite curvature_cosh_eq. apply threshold_cosh. Qed.

Theorem plain_curvature__sinh : forall (d n : nat) (A : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n)%nat -> vopp (curvature_sinh b (mulv d A x)) i <= least_sinh b i.
Proof. intros d n A b x _ _ i _. unfold vopp. rewrite curvature_sinh_eq. apply threshold_sinh. Qed.

Theorem threshold_follows : forall (n : nat) (b : vec), (1 <= n)%nat ->
  forall i : nat, (i < n)%nat -> least_cosh b i <= vadd (vconst 1) (hdiv (vmap (fun t => t ^ 2) b) (vconst 8)) i.
Proof. intros n b _ i _. apply threshold_cosh_le. Qed.

Definition plain_hessian_lipschitz__exp :=
  plain_hessian_lipschitz exp exp (fun m r => 4 * exp (2 * m) + r * exp m) hyperbolic_exp
    (fun m r beta t => speed_hyperbolic exp exp m r beta t hyperbolic_exp).
Definition plain_hessian_lipschitz__cosh :=
  plain_hessian_lipschitz cosh sinh (fun m r => 2 * sinh (2 * m) + r * sinh m) hyperbolic_cosh speed_cosh.
Definition plain_hessian_lipschitz__sinh :=
  plain_hessian_lipschitz sinh cosh (fun m r => 2 * sinh (2 * m) + r * cosh m) hyperbolic_sinh speed_sinh.
