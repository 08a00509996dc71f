(** What needs alpha^{-1}: proofs of the claims of [alpha_inverse.py] that are true, one for exp, cosh and sinh alike
    where all three have it. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Regression Fields Hyperbolic Entrywise.
From Lemmas Require Import gsy23.derivatives.
Local Open Scope R_scope.

Set Default Proof Using "All".

(** ** alpha is positive, for exp and cosh *)

Section Positive.
  Variables (g : R -> R) (d n : nat) (A : mat).
  Hypothesis above : forall t, exp (- Rabs t) <= g t.

  Let positive_entry t : 0 < g t.
  Proof. pose proof (above t). pose proof (exp_pos (- Rabs t)). lra. Qed.

  Lemma positive : forall x : vec, (1 <= d)%nat -> (1 <= n)%nat -> 0 < vsum n (vmap g (mulv d A x)).
  Proof. intros x _ Hn. apply vsum_pos; [exact Hn|]. intros; apply positive_entry. Qed.

  Lemma nonzero : forall x : vec, (1 <= d)%nat -> (1 <= n)%nat -> 0 < Rabs (vsum n (vmap g (mulv d A x))).
  Proof. intros x Hd Hn. pose proof (positive x Hd Hn). apply Rabs_pos_lt. lra. Qed.

  (** One term is above e^{-R^2} already. *)
  Lemma lower_bound : forall (x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat -> opbound n d A r -> norm2 d x <= r ->
    exp (- r ^ 2) <= vsum n (vmap g (mulv d A x)).
  Proof.
    intros x r _ Hn HA Hx. eapply Rle_trans; [|apply (vsum_term n O (vmap g (mulv d A x))); [|lia]].
    - eapply Rle_trans; [|apply above]. apply exp_le. pose proof (logit_bound n d A x r O HA Hx ltac:(lia)). lra.
    - intros; left; apply positive_entry.
  Qed.

  Lemma stays_positive : forall (x y : vec) (r beta : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norminf n (mulv d A (vsub x y)) < 1 / 100 ->
    0 < beta -> beta < 1 -> beta <= vsum n (vmap g (mulv d A x)) -> 0 < vsum n (vmap g (mulv d A y)).
  Proof. intros x y r beta Hd Hn _ _ _ _ _ _ _. apply positive; assumption. Qed.

  Lemma inverse_lipschitz_without_beta : forall (x y : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
    Rabs (/ vsum n (vmap g (mulv d A x)) - / vsum n (vmap g (mulv d A y)))
    <= exp (2 * r ^ 2) * Rabs (vsum n (vmap g (mulv d A x)) - vsum n (vmap g (mulv d A y))).
  Proof.
    intros x y r Hd Hn HA Hx Hy. replace (exp (2 * r ^ 2)) with (/ exp (- r ^ 2) ^ 2).
    - apply inverse_lipschitz; [apply exp_pos|apply lower_bound..]; assumption.
    - replace (2 * r ^ 2) with (r ^ 2 + r ^ 2) by ring. rewrite exp_plus, exp_Ropp. field.
      apply Rgt_not_eq, exp_pos.
  Qed.
End Positive.

Lemma exp_above t : exp (- Rabs t) <= exp t.
Proof. apply exp_le. pose proof (Rle_abs (- t)). rewrite Rabs_Ropp in *. lra. Qed.

Lemma cosh_above t : exp (- Rabs t) <= cosh t.
Proof. pose proof (cosh_ge_1 t). pose proof (exp_opp_le_1 (Rabs t) (Rabs_pos t)). lra. Qed.

Definition positive__exp := fun d n A => positive exp d n A exp_above.
Definition positive__cosh := fun d n A => positive cosh d n A cosh_above.

Definition nonzero__exp := fun d n A => nonzero exp d n A exp_above.
Definition nonzero__cosh := fun d n A => nonzero cosh d n A cosh_above.

Definition lower_bound__exp := fun d n A => lower_bound exp d n A exp_above.
Definition lower_bound__cosh := fun d n A => lower_bound cosh d n A cosh_above.

(** alpha >= n >= 1 > beta for cosh. *)
Theorem carries_over__cosh : forall (d n : nat) (A : mat) (x y : vec) (r beta : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norminf n (mulv d A (vsub x y)) < 1 / 100 ->
  0 < beta -> beta < 1 -> beta <= vsum n (vmap cosh (mulv d A x)) -> beta <= vsum n (vmap cosh (mulv d A y)).
Proof.
  intros d n A x y r beta _ Hn _ _ _ _ _ H1 _. pose proof (INR_ge_1 n Hn).
  pose proof (vsum_le n (fun _ => 1) (vmap cosh (mulv d A y)) (fun i _ => cosh_ge_1 _)) as L.
  rewrite vsum_const in L. lra.
Qed.

Definition stays_positive__exp := fun d n A => stays_positive exp d n A exp_above.
Definition stays_positive__cosh := fun d n A => stays_positive cosh d n A cosh_above.

Definition inverse_lipschitz_without_beta__exp := fun d n A => inverse_lipschitz_without_beta exp d n A exp_above.
Definition inverse_lipschitz_without_beta__cosh := fun d n A => inverse_lipschitz_without_beta cosh d n A cosh_above.

(** ** Where alpha is not 0 *)

Section Family.
  Variables (g s : R -> R).
  Hypothesis P : hyperbolic g s.
  Variables (d n : nat) (A : mat).

  Let alpha x := vsum n (vmap g (mulv d A x)).

  Lemma d_inverse : forall (x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat -> alpha x <> 0 ->
    deriv_at (fun t => / alpha (vadd x (vscale t (vunit i)))) 0
      (- / alpha x ^ 2 * dot n (vmap s (mulv d A x)) (col A i)).
  Proof.
    intros x i Hd Hn Hi E. pose proof (deriv_inverse _ 0 _ (d_alpha g s P d n A x i Hd Hn Hi)) as D. cbv beta in D.
    rewrite vadd_vscale_0 in D. apply D, E.
  Qed.

  Lemma d_normalized : forall (x : vec) (i : nat), (1 <= d)%nat -> (1 <= n)%nat -> (i < d)%nat -> alpha x <> 0 ->
    forall k : nat, (k < n)%nat ->
    deriv_at (fun t => hdiv (vmap g (mulv d A (vadd x (vscale t (vunit i)))))
                            (vconst (alpha (vadd x (vscale t (vunit i))))) k) 0
      (vscale (/ alpha x) (vsub (hmul (vmap s (mulv d A x)) (col A i))
        (vscale (dot n (vmap s (mulv d A x)) (col A i)) (hdiv (vmap g (mulv d A x)) (vconst (alpha x))))) k).
  Proof.
    intros x i Hd Hn Hi E k Hk.
    assert (U : deriv_at (fun t => vmap g (mulv d A (vadd x (vscale t (vunit i)))) k) 0
      (vmap s (mulv d A x) k * col A i k)).
    { rewrite <- (mulv_vunit_col d A i Hi).
      apply (deriv_ext (fun t => vmap g (vadd (mulv d A x) (vscale t (mulv d A (vunit i)))) k)).
      - intros t. rewrite mulv_line. reflexivity.
      - apply (deriv_vmap_line g s (slope _ _ P)). }
    pose proof (deriv_div _ _ 0 _ _ U (d_alpha g s P d n A x i Hd Hn Hi)) as D. cbv beta in D.
    rewrite vadd_vscale_0 in D.
    apply (deriv_eq _ _ _ _ (D E)). unfold vscale, vsub, hmul, hdiv, vconst, alpha in *. field. exact E.
  Qed.

  Lemma rescaled : forall b x : vec, (1 <= d)%nat -> (1 <= n)%nat -> alpha x <> 0 -> forall i : nat, (i < n)%nat ->
    vsub (vmap g (mulv d A x)) (vscale (alpha x) b) i
    = vscale (alpha x) (vsub (hdiv (vmap g (mulv d A x)) (vconst (alpha x))) b) i.
  Proof.
    intros b x _ _ E i _. unfold vsub, vscale, hdiv, vconst. field. exact E.
  Qed.

  Lemma inverse_lipschitz : forall (x y : vec) (beta : R), (1 <= d)%nat -> (1 <= n)%nat ->
    beta <= alpha x -> beta <= alpha y -> 0 < beta ->
    Rabs (/ alpha x - / alpha y) <= / beta ^ 2 * Rabs (alpha x - alpha y).
  Proof. intros. apply inverse_lipschitz; assumption. Qed.

  (** |u/a - w/c| <= |u - w| / a + |w| |1/a - 1/c|, of which the second is at most n e^2 R |x - y| / beta^2 for
      e = exp(R^2), and the first is smaller. *)
  Lemma normalized_lipschitz : forall (x y : vec) (r beta : R), (1 <= d)%nat -> (1 <= n)%nat ->
    opbound n d A r -> norm2 d x <= r -> norm2 d y <= r -> norminf n (mulv d A (vsub x y)) < 1 / 100 ->
    0 < beta -> beta < 1 -> beta <= alpha x -> beta <= alpha y ->
    norm2 n (vsub (hdiv (vmap g (mulv d A x)) (vconst (alpha x))) (hdiv (vmap g (mulv d A y)) (vconst (alpha y))))
    <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * norm2 d (vsub x y).
  Proof.
    intros x y r beta _ Hn HA Hx Hy _ B0 B1 Bx By. set (e := exp (r ^ 2)). set (N := norm2 d (vsub x y)).
    set (u := vmap g (mulv d A x)). set (w := vmap g (mulv d A y)).
    pose proof (opbound_nonneg _ _ _ _ HA) as r0. pose proof (norm2_nonneg d (vsub x y) : 0 <= N) as N0.
    pose proof (INR_ge_1 n Hn) as n1. pose proof (exp_ge_1 (r ^ 2) (pow2_ge_0 r) : 1 <= e) as e1.
    pose proof (inv_pow2_ge_1 beta B0 B1) as b1.
    assert (Dx : 0 <= r * e * N) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
    assert (U : norm2 n (vsub u w) <= r * e * N).
    { apply (value_moves_in_x n d A x y r g s HA Hx Hy (slope _ _ P)). intros t. apply (slope_le_exp _ _ P). }
    assert (Al : Rabs (alpha x - alpha y) <= sqrt (INR n) * (r * e * N)).
    { eapply Rle_trans; [apply sum_moves|]. apply Rmult_le_compat_l; [apply sqrt_pos|exact U]. }
    assert (W : norm2 n w <= sqrt (INR n) * e).
    { apply (norm2_hyperbolic n g s _ _ P). apply logits_norm; assumption. }
    rewrite (norm2_ext n _ (fun i => / alpha x * vsub u w i + (/ alpha x - / alpha y) * w i))
      by (intros; unfold vsub, hdiv, vconst; field; lra).
    eapply Rle_trans; [apply norm2_triangle|]. rewrite !norm2_scal.
    replace (2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * N)
      with (/ beta ^ 2 * (INR n * e) * (r * e * N) + / beta ^ 2 * (sqrt (INR n) * (r * e * N)) * (sqrt (INR n) * e)).
    - apply Rplus_le_compat.
      + apply Rmult_le_compat; [apply Rabs_pos|apply norm2_nonneg| |exact U].
        rewrite Rabs_pos_eq by (left; apply Rinv_0_lt_compat; lra).
        apply Rle_trans with (/ beta ^ 2 * 1); [|apply Rmult_le_compat_l; [lra|]; nra].
        rewrite Rmult_1_r. apply Rinv_le_contravar; [apply pow_lt, B0|]. nra.
      + apply Rmult_le_compat; [apply Rabs_pos|apply norm2_nonneg| |exact W].
        eapply Rle_trans; [apply (Scalars.inverse_lipschitz _ _ beta B0 Bx By)|].
        apply Rmult_le_compat_l; [lra|exact Al].
    - replace (exp (2 * r ^ 2)) with (e * e) by (unfold e; rewrite <- exp_plus; f_equal; ring).
      pose proof (sqrt_sqrt (INR n) ltac:(lra)) as Q. set (q := sqrt (INR n)) in *. rewrite <- Q. ring.
  Qed.
End Family.

(** That alpha is not 0 is a hypothesis for sinh only. *)

Lemma exp_nonzero d n A x : (1 <= d)%nat -> (1 <= n)%nat -> vsum n (vmap exp (mulv d A x)) <> 0.
Proof. intros Hd Hn. apply Rgt_not_eq, (positive exp d n A exp_above); assumption. Qed.

Lemma cosh_nonzero d n A x : (1 <= d)%nat -> (1 <= n)%nat -> vsum n (vmap cosh (mulv d A x)) <> 0.
Proof. intros Hd Hn. apply Rgt_not_eq, (positive cosh d n A cosh_above); assumption. Qed.

Definition d_inverse__exp := fun d n A x i Hd Hn Hi =>
  d_inverse exp exp hyperbolic_exp d n A x i Hd Hn Hi (exp_nonzero d n A x Hd Hn).
Definition d_inverse__cosh := fun d n A x i Hd Hn Hi =>
  d_inverse cosh sinh hyperbolic_cosh d n A x i Hd Hn Hi (cosh_nonzero d n A x Hd Hn).
Definition d_inverse__sinh := d_inverse sinh cosh hyperbolic_sinh.

Definition d_normalized__exp := fun d n A x i Hd Hn Hi =>
  d_normalized exp exp hyperbolic_exp d n A x i Hd Hn Hi (exp_nonzero d n A x Hd Hn).
Definition d_normalized__cosh := fun d n A x i Hd Hn Hi =>
  d_normalized cosh sinh hyperbolic_cosh d n A x i Hd Hn Hi (cosh_nonzero d n A x Hd Hn).
Definition d_normalized__sinh := d_normalized sinh cosh hyperbolic_sinh.

Definition rescaled__exp := fun d n A b x Hd Hn =>
  rescaled exp exp hyperbolic_exp d n A b x Hd Hn (exp_nonzero d n A x Hd Hn).
Definition rescaled__cosh := fun d n A b x Hd Hn =>
  rescaled cosh sinh hyperbolic_cosh d n A b x Hd Hn (cosh_nonzero d n A x Hd Hn).
Definition rescaled__sinh := rescaled sinh cosh hyperbolic_sinh.

(** That beta, and alpha where it is at least beta, is not 0 follows from beta > 0. *)

Definition inverse_lipschitz__exp := fun d n A x y beta Hd Hn Hx Hy Hb (_ : beta <> 0) =>
  inverse_lipschitz exp exp hyperbolic_exp d n A x y beta Hd Hn Hx Hy Hb.
Definition inverse_lipschitz__cosh := fun d n A x y beta Hd Hn Hx Hy Hb (_ : beta <> 0) =>
  inverse_lipschitz cosh sinh hyperbolic_cosh d n A x y beta Hd Hn Hx Hy Hb.
Definition inverse_lipschitz__sinh := fun d n A x y beta Hd Hn Hx Hy Hb
    (_ : vsum n (vmap sinh (mulv d A x)) <> 0) (_ : vsum n (vmap sinh (mulv d A y)) <> 0) (_ : beta <> 0) =>
  inverse_lipschitz sinh cosh hyperbolic_sinh d n A x y beta Hd Hn Hx Hy Hb.

Definition normalized_lipschitz__exp := fun d n A x y r beta Hd Hn HA Hx Hy near H0 H1 Bx By (_ : beta <> 0) =>
  normalized_lipschitz exp exp hyperbolic_exp d n A x y r beta Hd Hn HA Hx Hy near H0 H1 Bx By.
Definition normalized_lipschitz__cosh := fun d n A x y r beta Hd Hn HA Hx Hy near H0 H1 Bx By (_ : beta <> 0) =>
  normalized_lipschitz cosh sinh hyperbolic_cosh d n A x y r beta Hd Hn HA Hx Hy near H0 H1 Bx By.
Definition normalized_lipschitz__sinh := fun d n A x y r beta Hd Hn HA Hx Hy near H0 H1 Bx By
    (_ : vsum n (vmap sinh (mulv d A x)) <> 0) (_ : vsum n (vmap sinh (mulv d A y)) <> 0) (_ : beta <> 0) =>
  normalized_lipschitz sinh cosh hyperbolic_sinh d n A x y r beta Hd Hn HA Hx Hy near H0 H1 Bx By.
