(** * Sums of exponentials: how large they are when the norm of the exponents is known. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars.
Local Open Scope R_scope.

(** The remainder of the exponential series after two terms. *)
Definition remainder (t : R) : R := exp t - 1 - t.

Lemma deriv_remainder a t : deriv_at (fun s => remainder (s * a)) t ((exp (t * a) - 1) * a).
Proof.
  unfold remainder. apply deriv_eq with (exp (t * a) * (1 * a) - 0 - 1 * a); [|ring].
  pose proof (deriv_scal_r a (fun s => s) t 1 (deriv_id t)) as D.
  apply deriv_minus; [apply deriv_minus; [apply (deriv_exp (fun s => s * a)), D|apply deriv_const]|exact D].
Qed.

(** A function that is 0 at 0 and has a derivative >= 0 on [0, 1] is >= 0 at 1. *)
Lemma nonneg_of_derivative (g dg : R -> R) : g 0 = 0 ->
  (forall t, 0 <= t <= 1 -> deriv_at g t (dg t)) -> (forall t, 0 <= t <= 1 -> 0 <= dg t) -> 0 <= g 1.
Proof.
  intros E D H. enough (- g 1 - - g 0 <= 0) by lra.
  apply (mean_value (fun t => - g t) (fun t => - dg t)).
  - intros t Ht. apply deriv_opp, D, Ht.
  - intros t Ht. specialize (H t Ht). lra.
Qed.

(** e^{l s} <= 1 - l + l e^s for l in [0, 1]. *)
Lemma exp_convex l s : 0 <= l <= 1 -> exp (l * s) <= 1 - l + l * exp s.
Proof.
  intros H. pose proof (exp_tangent s (l * s)) as T1. pose proof (exp_tangent 0 (l * s)) as T0. rewrite exp_0 in T0.
  apply (Rmult_le_compat_l l) in T1; [|lra]. apply (Rmult_le_compat_l (1 - l)) in T0; [|lra]. lra.
Qed.

(** remainder (l r) <= l^2 remainder (r) for l in [0, 1] and r >= 0. *)
Lemma remainder_scaled l r : 0 <= l <= 1 -> 0 <= r -> remainder (l * r) <= l * l * remainder r.
Proof.
  intros Hl Hr. enough (0 <= l * l * remainder (1 * r) - remainder (1 * (l * r))) by (rewrite !Rmult_1_l in *; lra).
  apply (nonneg_of_derivative (fun t => l * l * remainder (t * r) - remainder (t * (l * r)))
    (fun t => l * l * ((exp (t * r) - 1) * r) - (exp (t * (l * r)) - 1) * (l * r))).
  - unfold remainder. rewrite !Rmult_0_l, exp_0. ring.
  - intros t _. apply deriv_minus; [apply deriv_scal|]; apply deriv_remainder.
  - intros t _. pose proof (exp_convex l (t * r) Hl) as C.
    replace (t * (l * r)) with (l * (t * r)) by ring.
    assert (P : 0 <= l * r) by (apply Rmult_le_pos; lra).
    assert (Q : exp (l * (t * r)) - 1 <= l * (exp (t * r) - 1)) by lra.
    apply (Rmult_le_compat_l _ _ _ P) in Q. lra.
Qed.

(** remainder (- t) <= remainder t for t >= 0, which is t <= sinh t. *)
Lemma remainder_opp t : 0 <= t -> remainder (- t) <= remainder t.
Proof.
  intros H. enough (0 <= remainder (1 * t) - remainder (1 * - t)) by (rewrite !Rmult_1_l in *; lra).
  apply (nonneg_of_derivative (fun s => remainder (s * t) - remainder (s * - t))
    (fun s => (exp (s * t) - 1) * t - (exp (s * - t) - 1) * - t)).
  - unfold remainder. rewrite !Rmult_0_l, exp_0. ring.
  - intros s _. apply deriv_minus; apply deriv_remainder.
  - intros s _. pose proof (exp_ineq1_le (s * t)). pose proof (exp_ineq1_le (s * - t)).
    assert (P : 2 <= exp (s * t) + exp (s * - t)) by lra. apply (Rmult_le_compat_r t _ _ H) in P. lra.
Qed.

(** r^2 remainder (z) <= z^2 remainder (r) for |z| <= r. *)
Lemma remainder_le z r : 0 < r -> Rabs z <= r -> remainder z <= z * z / (r * r) * remainder r.
Proof.
  intros Hr Hz. set (l := Rabs z / r).
  assert (Hl : 0 <= l <= 1).
  { split; [apply Rmult_le_pos; [apply Rabs_pos|left; apply Rinv_0_lt_compat, Hr]|].
    apply Rmult_le_reg_r with r; [exact Hr|]. unfold l. replace (Rabs z / r * r) with (Rabs z) by (field; lra). lra. }
  replace (z * z / (r * r)) with (l * l).
  - eapply Rle_trans; [|apply remainder_scaled; lra]. replace (l * r) with (Rabs z) by (unfold l; field; lra).
    unfold Rabs. destruct (Rcase_abs z); [|lra]. rewrite <- (Ropp_involutive z) at 1. apply remainder_opp. lra.
  - unfold l. replace (z * z) with (Rabs z * Rabs z) by (rewrite <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr).
    field. lra.
Qed.

(** sum e^{z_i} <= n - 1 + (sqrt n - 1) r + e^r for r = |z|, and for any larger r. *)
Theorem sum_exp_le n z r : (1 <= n)%nat -> norm2 n z <= r ->
  vsum n (vexp z) <= INR n + (- 1) + (sqrt (INR n) + (- 1)) * r + exp r.
Proof.
  intros Hn Hr. pose proof (sqrt_INR_ge_1 n Hn) as S. pose proof (norm2_nonneg n z) as N.
  pose proof (abs_vsum_le_norm2 n z) as B. apply Rabs_le_between in B.
  assert (R0 : vsum n (fun i => remainder (z i)) <= remainder (norm2 n z)).
  { destruct N as [N|N].
    - apply Rle_trans with (vsum n (fun i => z i * z i * (/ (norm2 n z * norm2 n z) * remainder (norm2 n z)))).
      + apply vsum_le. intros i Hi. rewrite <- Rmult_assoc. apply remainder_le; [exact N|apply entry_le_norm2, Hi].
      + rewrite vsum_scal_r. fold (dot n z z). rewrite <- norm2_sq. right. field. lra.
    - right. rewrite vsum_zero; [rewrite <- N; unfold remainder; rewrite exp_0; ring|].
      intros i Hi. rewrite (norm2_zero_entries n z (eq_sym N) i Hi). unfold remainder. rewrite exp_0. ring. }
  unfold remainder in R0. rewrite !vsum_minus, vsum_const in R0. fold (vexp z) in R0.
  pose proof (exp_tangent r (norm2 n z)) as T. pose proof (exp_ge_1 _ N) as E.
  assert (1 * (r - norm2 n z) <= exp (norm2 n z) * (r - norm2 n z)) by (apply Rmult_le_compat_r; lra).
  assert (0 <= (sqrt (INR n) - 1) * (r - norm2 n z)) by (apply Rmult_le_pos; lra). lra.
Qed.

(** |e^z|^2 is the same sum at 2 z. *)
Theorem norm2_exp_le n z r : (1 <= n)%nat -> norm2 n z <= r ->
  norm2 n (vexp z) <= sqrt (INR n + (- 1) + 2 * (sqrt (INR n) + (- 1)) * r + exp (2 * r)).
Proof.
  intros Hn Hr. apply sqrt_le_1_alt. unfold dot.
  rewrite (vsum_ext n _ (vexp (fun i => 2 * z i))) by (intros; unfold vexp; rewrite <- exp_plus; f_equal; ring).
  eapply Rle_trans; [apply (sum_exp_le n _ (2 * r) Hn)|right; ring].
  rewrite norm2_scal, Rabs_pos_eq by lra. lra.
Qed.
