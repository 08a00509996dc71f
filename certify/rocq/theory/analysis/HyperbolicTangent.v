(** * The hyperbolic tangent: between -1 and 1, increasing, and below its argument. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Derivatives Scalars Exponentials.
Local Open Scope R_scope.

(** tanh (s / 4) = (e - 1) / (e + 1) with e = e^{s/2}. *)
Lemma tanh_quarter s : tanh (s / 4) = (exp (s / 2) - 1) / (exp (s / 2) + 1).
Proof.
  unfold tanh, sinh, cosh. replace (s / 2) with (s / 4 + s / 4) by field. rewrite exp_plus, exp_Ropp.
  pose proof (exp_pos (s / 4)). pose proof (Rmult_lt_0_compat _ _ H H). field. repeat split; lra.
Qed.

Lemma tanh_exp t : tanh t = 1 - 2 / (exp (2 * t) + 1).
Proof.
  replace t with (4 * t / 4) at 1 by field. rewrite tanh_quarter. replace (4 * t / 2) with (2 * t) by field.
  pose proof (exp_pos (2 * t)). field. lra.
Qed.

Lemma tanh_lt_1 t : tanh t < 1.
Proof.
  rewrite tanh_exp. pose proof (exp_pos (2 * t)).
  assert (0 < 2 / (exp (2 * t) + 1)) by (apply Rdiv_lt_0_compat; lra). lra.
Qed.

Lemma tanh_gt_opp_1 t : -1 < tanh t.
Proof.
  rewrite tanh_exp. pose proof (exp_pos (2 * t)).
  assert (/ (exp (2 * t) + 1) < / 1) by (apply Rinv_lt_contravar; lra). unfold Rdiv. lra.
Qed.

Lemma abs_tanh_le_1 t : Rabs (tanh t) <= 1.
Proof. apply Rabs_le. pose proof (tanh_lt_1 t). pose proof (tanh_gt_opp_1 t). lra. Qed.

Lemma tanh_le s t : s <= t -> tanh s <= tanh t.
Proof.
  intros H. rewrite !tanh_exp. pose proof (exp_pos (2 * s)). pose proof (exp_le (2 * s) (2 * t) ltac:(lra)).
  assert (/ (exp (2 * t) + 1) <= / (exp (2 * s) + 1)) by (apply Rinv_le_contravar; lra). unfold Rdiv. lra.
Qed.

Lemma tanh_0 : tanh 0 = 0.
Proof. rewrite tanh_exp, Rmult_0_r, exp_0. field. Qed.

(** (e^{2t} + 1) t - (e^{2t} - 1) is 0 at 0 and has the derivative e^{2t} (2t - 1) + 1 >= 0. *)
Lemma tanh_le_id t : 0 <= t -> tanh t <= t.
Proof.
  intros Ht. set (g := fun s => (exp (2 * t * s) + 1) * (t * s) - (exp (2 * t * s) - 1)).
  assert (G : 0 <= g 1).
  { apply (nonneg_of_derivative g (fun s => t * (exp (2 * t * s) * (2 * t * s - 1) + 1))).
    - unfold g. rewrite !Rmult_0_r, exp_0. ring.
    - intros s _. assert (L : forall a, deriv_at (fun s => a * s) s a)
        by (intros a; eapply deriv_eq; [apply (deriv_scal a (fun s => s)), deriv_id|ring]).
      assert (E : deriv_at (fun s => exp (2 * t * s)) s (exp (2 * t * s) * (2 * t))) by apply deriv_exp, L.
      eapply deriv_eq.
      + apply deriv_minus; [apply (deriv_mult (fun s => exp (2 * t * s) + 1)); [|apply L]|].
        * apply deriv_plus; [exact E|apply deriv_const].
        * apply deriv_minus; [exact E|apply deriv_const].
      + cbv beta. ring.
    - intros s Hs. apply Rmult_le_pos; [exact Ht|]. pose proof (exp_tangent 0 (2 * t * s)) as T.
      rewrite exp_0 in T. lra. }
  unfold g in G. rewrite !Rmult_1_r in G. rewrite tanh_exp. pose proof (exp_pos (2 * t)) as P.
  apply Rmult_le_reg_r with (exp (2 * t) + 1); [lra|].
  replace ((1 - 2 / (exp (2 * t) + 1)) * (exp (2 * t) + 1)) with (exp (2 * t) - 1) by (field; lra). lra.
Qed.

(** tanh 2t = 2 tanh t / (1 + tanh^2 t) < 2 tanh t. *)
Lemma tanh_lt_id t : 0 < t -> tanh t < t.
Proof.
  intros Ht. replace t with (2 * (t / 2)) at 1 by field. set (u := t / 2).
  pose proof (tanh_le_id u ltac:(unfold u; lra)) as B.
  assert (P : 0 < tanh u).
  { rewrite tanh_exp. pose proof (exp_increasing 0 (2 * u) ltac:(unfold u; lra)) as E. rewrite exp_0 in E.
    assert (/ (exp (2 * u) + 1) < / 2) by (apply Rinv_lt_contravar; lra). unfold Rdiv. lra. }
  replace (tanh (2 * u)) with (2 * tanh u / (1 + tanh u * tanh u)).
  - pose proof (Rmult_lt_0_compat _ _ P P). apply Rlt_le_trans with (2 * tanh u); [|unfold u in *; lra].
    apply Rmult_lt_reg_r with (1 + tanh u * tanh u); [lra|].
    replace (2 * tanh u / (1 + tanh u * tanh u) * (1 + tanh u * tanh u)) with (2 * tanh u) by (field; lra). nra.
  - rewrite !tanh_exp. replace (2 * (2 * u)) with (2 * u + 2 * u) by ring. rewrite exp_plus.
    pose proof (exp_pos (2 * u)) as E. pose proof (Rmult_lt_0_compat _ _ E E). field. nra.
Qed.
