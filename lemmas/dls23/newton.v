(** One step of Newton's method, with the sign -: proofs of claims of [newton.py]; with + they are refuted.

    M |x_t - x_star| <= l / 10 with M = n^1.5 exp(30 R^2) is more than the step needs, which is 5/sqrt(2) R^3 in place
    of M; and the weights are above 1/2 + l / s^2. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Fields SingularValues LossHessian
  Newton.
Local Open Scope R_scope.

Set Default Proof Using "All".

Local Notation least n d A s := (expands n d A s \/ expands d n (tr A) s).

Section Setting.
  Variables (d n : nat) (A : mat) (b w : vec).

  (** The regularized loss at x. *)
  Let L (x : vec) : R := let z := mulv d A x in
    dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2 + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2.

  Variables (x_next x_star x : vec) (r l : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Variable g_star : vec.
  Hypothesis Hstar : forall v, deriv_at (fun t => L (vadd x_star (vscale t v))) 0 (dot d g_star v).
  Variable s : R.
  Hypotheses (HA : least n d A s) (HA' : forall r : R, least n d A r -> r <= s).
  Variable h : vec -> vec.
  Hypothesis Hh : gradient_field d L h.
  Variable M : mat.
  Hypothesis HM : hessian_at d h M x.
  Variable P : mat.
  Hypotheses (HP : forall i j : nat, (i < d)%nat -> (j < d)%nat -> mulm d M P i j = meye i j)
    (HP' : forall i j : nat, (i < d)%nat -> (j < d)%nat -> mulm d P M i j = meye i j).
  Variable g : vec.
  Hypothesis Hg : forall v, deriv_at (fun t => L (vadd x (vscale t v))) 0 (dot d g v).
  Hypotheses (Hl : 0 < l) (Hr : 10 <= r) (Hop : opbound n d A r) (Hx : norm2 d x_star <= r)
    (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1)
    (stationary : forall i : nat, (i < d)%nat -> g_star i = vconst 0 i)
    (Hw : forall i : nat, (i < n)%nat -> 100 + l / s ^ 2 <= vmap (fun t => t ^ 2) w i)
    (near : INR n * sqrt (INR n) * exp (30 * r ^ 2) * norm2 d (vsub x x_star) <= 1 / 10 * l).

  Theorem convergence__x2d : INR d <= INR n -> 0 < s -> s ^ 2 <> 0 ->
    norm2 d (vsub (vsub x (mulv d P g)) x_star) <= 2 / 5 * norm2 d (vsub x x_star).
  Proof using All - x_next.
    intros Hdn Hs _. pose proof (norm2_nonneg d (vsub x x_star)) as N0.
    apply Rle_trans with (1 / 20 * norm2 d (vsub x x_star)); [|lra].
    apply (regression_close n d A b w x x_star g g_star h M P s l r); try assumption.
    - apply (least_singular_value n d A s Hdn HA Hs).
    - intros i Hi. pose proof (Hw i Hi). lra.
    - eapply Rle_trans; [|exact near]. apply Rmult_le_compat_r; [exact N0|].
      pose proof (Rmult_le_compat_r (r ^ 3) _ _ (pow_le r 3 ltac:(lra)) five_halves_sqrt_2_le_4).
      pose proof (cube_le_exp_square 30 r ltac:(lra) ltac:(lra)). pose proof (pow_le r 3 ltac:(lra)).
      pose proof (power_of_dimension_ge_1 n Hn) as Q. pose proof (exp_pos (30 * r ^ 2)) as E.
      apply (Rmult_le_compat_r (exp (30 * r ^ 2))) in Q; lra.
  Qed.

  Hypothesis next : forall i : nat, (i < d)%nat -> x_next i = vsub x (mulv d P g) i.

  Theorem step__x2d : INR d <= INR n -> 0 < s -> s ^ 2 <> 0 ->
    norm2 d (vsub x_next x_star) <= 2 / 5 * norm2 d (vsub x x_star).
  Proof.
    rewrite (norm2_ext d _ (vsub (vsub x (mulv d P g)) x_star)) by (intros; unfold vsub at 1 2; rewrite next; auto).
    exact convergence__x2d.
  Qed.
End Setting.
