(** * Moves of the rescaled parts: alpha, the residual q = u - alpha b, and the target that makes up for a move. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Exponentials Softmax Regression RescaledLoss.
Local Open Scope R_scope.

(** ** Sums of a_k (e_k - b) *)

Lemma norm1_le_entries n u v : (forall i, (i < n)%nat -> Rabs (u i) <= v i) -> norm1 n u <= vsum n v.
Proof. apply vsum_le. Qed.

Definition around (n : nat) (a b : vec) : vec := fun i => a i - vsum n a * b i.

Lemma around_norm2 n a b c : (forall k, (k < n)%nat -> norm2 n (vsub (vunit k) b) <= c) ->
  norm2 n (around n a b) <= c * norm1 n a.
Proof.
  intros H. rewrite Rmult_comm.
  set (V := fun k i => if Rle_dec 0 (a k) then vsub (vunit k) b i else - vsub (vunit k) b i).
  rewrite (norm2_ext n _ (fun i => vsum n (fun k => Rabs (a k) * V k i))).
  - apply norm2_weighted_sum; [intros; apply Rabs_pos|]. intros k Hk. unfold V.
    destruct (Rle_dec 0 (a k)); [apply H, Hk|]. rewrite norm2_opp. apply H, Hk.
  - intros i Hi. rewrite (vsum_ext n _ (fun k => (if Nat.eqb i k then a k else 0) - a k * b i)).
    + rewrite vsum_minus, vsum_scal_r, (vsum_delta_l n i a Hi). reflexivity.
    + intros k _. unfold V, vsub, vunit. destruct (Rle_dec 0 (a k)).
      * rewrite Rabs_pos_eq by assumption. destruct (Nat.eqb i k); ring.
      * rewrite Rabs_left by lra. destruct (Nat.eqb i k); ring.
Qed.

(** |e_k - b| is at most 2 for |b|_1 <= 1, and at most sqrt 2 where also b >= 0. *)
Lemma to_target n b k : norm1 n b <= 1 -> (k < n)%nat -> norm2 n (vsub (vunit k) b) <= 2.
Proof.
  intros Hb Hk. eapply Rle_trans; [apply (norm2_triangle n (vunit k) (fun i => - b i))|].
  rewrite norm2_vunit, norm2_opp by exact Hk. pose proof (norm2_le_norm1 n b). lra.
Qed.

Lemma to_nonnegative_target n b k : (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 -> (k < n)%nat ->
  norm2 n (vsub (vunit k) b) <= sqrt 2.
Proof.
  intros Hb Hb1 Hk. apply sqrt_le_1_alt. unfold vsub. rewrite dot_minus_l, !dot_minus_r, (dot_sym n _ b).
  rewrite !dot_delta by exact Hk. unfold vunit at 1. rewrite Nat.eqb_refl. rewrite <- norm2_sq.
  pose proof (norm2_le_norm1 n b). pose proof (norm2_nonneg n b). specialize (Hb k Hk). nra.
Qed.

(** ** From the move of u = exp z, for |b|_1 <= 1 *)

Section FromExponentials.
  Variables (n : nat) (z w b : vec) (g : R).
  Hypotheses (Hn : (1 <= n)%nat) (Hb : norm1 n b <= 1) (Hg : norm2 n (vsub (vexp z) (vexp w)) <= g).

  Lemma alpha_moves : Rabs (vsum n (vexp z) - vsum n (vexp w)) <= sqrt (INR n) * g.
  Proof. eapply Rle_trans; [apply sum_moves|]. apply Rmult_le_compat_l; [apply sqrt_pos|exact Hg]. Qed.

  Lemma inverse_alpha_moves beta : 0 < beta -> beta <= vsum n (vexp z) -> beta <= vsum n (vexp w) ->
    Rabs (/ vsum n (vexp z) - / vsum n (vexp w)) <= / beta ^ 2 * (sqrt (INR n) * g).
  Proof.
    intros H Hz Hw. eapply Rle_trans; [apply inverse_lipschitz; eassumption|].
    apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat, pow_lt, H|exact alpha_moves].
  Qed.

  Lemma scaled_target_moves :
    norm2 n (vsub (vscale (vsum n (vexp z)) b) (vscale (vsum n (vexp w)) b)) <= sqrt (INR n) * g.
  Proof.
    rewrite (norm2_ext n _ (fun i => (vsum n (vexp z) - vsum n (vexp w)) * b i)) by (intros; unfold vsub, vscale; ring).
    rewrite norm2_scal, <- (Rmult_1_r (sqrt (INR n) * g)).
    apply Rmult_le_compat; [apply Rabs_pos|apply norm2_nonneg|apply alpha_moves|].
    eapply Rle_trans; [apply norm2_le_norm1|exact Hb].
  Qed.

  Lemma rescaled_moves : norm2 n (vsub (rescaled n b z) (rescaled n b w)) <= 2 * sqrt (INR n) * g.
  Proof.
    rewrite (norm2_ext n _ (fun i => vsub (vexp z) (vexp w) i
      + - vsub (vscale (vsum n (vexp z)) b) (vscale (vsum n (vexp w)) b) i)) by (intros; unfold rescaled, vsub; ring).
    eapply Rle_trans; [apply norm2_triangle|]. rewrite norm2_opp. pose proof scaled_target_moves as S.
    pose proof (sqrt_INR_ge_1 n Hn) as N. pose proof (norm2_nonneg n (vsub (vexp z) (vexp w))).
    assert (1 * g <= sqrt (INR n) * g) by (apply Rmult_le_compat_r; lra). lra.
  Qed.
End FromExponentials.

(** ** From the largest move of a logit *)

Section FromLogits.
  Variables (n : nat) (z w : vec).

  Let alpha (v : vec) := vsum n (vexp v).
  Let m := norminf n (vsub z w).
  Let largest := Rmax (alpha z) (alpha w).

  (** alpha is convex: on the segment it is at most the larger one of its values at the ends. *)
  Lemma alpha_between t : 0 <= t <= 1 -> alpha (between w z t) <= largest.
  Proof.
    intros Ht. apply Rle_trans with ((1 - t) * alpha w + t * alpha z).
    - unfold alpha. rewrite <- !vsum_scal, <- vsum_plus. apply vsum_le. intros i _. unfold vexp, between.
      rewrite exp_plus. pose proof (exp_convex t (z i - w i) Ht) as C.
      apply (Rmult_le_compat_l (exp (w i))) in C; [|left; apply exp_pos].
      replace (exp (z i)) with (exp (w i) * exp (z i - w i)) by (rewrite <- exp_plus; f_equal; ring). lra.
    - pose proof (Rmax_l (alpha z) (alpha w) : alpha z <= largest).
      pose proof (Rmax_r (alpha z) (alpha w) : alpha w <= largest).
      assert ((1 - t) * alpha w <= (1 - t) * largest) by (apply Rmult_le_compat_l; lra).
      assert (t * alpha z <= t * largest) by (apply Rmult_le_compat_l; lra). lra.
  Qed.

  (** |u o (z - w)|_1 <= alpha m. *)
  Let speed t : 0 <= t <= 1 -> norm1 n (fun i => vexp (between w z t) i * (z i - w i)) <= largest * m.
  Proof.
    intros Ht. apply Rle_trans with (alpha (between w z t) * m).
    - unfold alpha. rewrite <- vsum_scal_r. apply norm1_le_entries. intros i Hi.
      rewrite Rabs_mult, Rabs_pos_eq by (left; apply exp_pos).
      apply Rmult_le_compat_l; [left; apply exp_pos|apply (entry_le_norminf n i (vsub z w) Hi)].
    - apply Rmult_le_compat_r; [apply norminf_nonneg|apply alpha_between, Ht].
  Qed.

  Lemma alpha_increases : alpha z - alpha w <= largest * m.
  Proof.
    pose proof (mean_value (fun t => alpha (between w z t))
      (fun t => dot n (vexp (between w z t)) (fun i => z i - w i)) (largest * m)) as M. cbv beta in M.
    rewrite between_0, between_1 in M. apply M.
    - intros t _. apply (deriv_alpha n (between w z)). intros; apply deriv_between.
    - intros t Ht. eapply Rle_trans; [|apply (speed t Ht)]. eapply Rle_trans; [apply Rle_abs|apply vsum_abs].
  Qed.

  Theorem rescaled_moves_logits b c : (forall k, (k < n)%nat -> norm2 n (vsub (vunit k) b) <= c) -> 0 <= c ->
    norm2 n (vsub (rescaled n b z) (rescaled n b w)) <= c * largest * m.
  Proof.
    intros Hc c0. rewrite Rmult_assoc.
    pose proof (mean_value_norm2 n (fun t => rescaled n b (between w z t))
      (fun t => around n (fun i => vexp (between w z t) i * (z i - w i)) b) (c * (largest * m))) as M. cbv beta in M.
    rewrite between_0, between_1 in M. apply M.
    - intros t i _ Hi.
      exact (deriv_rescaled n b (between w z) t (fun k => z k - w k) i Hi (fun k _ => deriv_between w z t k)).
    - intros t Ht. eapply Rle_trans; [apply around_norm2, Hc|]. apply Rmult_le_compat_l; [exact c0|apply speed, Ht].
  Qed.

  (** The target that makes up for the move is off by sum_i f_i r_i (e_i - b) with r_i = 1 - e^{w_i - z_i}. *)
  Theorem target_moves b c : (1 <= n)%nat -> (forall k, (k < n)%nat -> norm2 n (vsub (vunit k) b) <= c) -> 0 <= c ->
    norm2 n (hdiv (vsub (rescaled n b z) (rescaled n b w)) (vconst (alpha z))) <= c * (exp m - 1).
  Proof.
    intros Hn Hc c0. pose proof (vsum_exp_pos n z Hn : 0 < alpha z) as S. set (f := softmax n z).
    set (a := fun i => f i * (1 - exp (w i - z i))).
    assert (P : probability n f) by apply softmax_probability, Hn.
    assert (E : forall i, f i * exp (w i - z i) = vexp w i / alpha z).
    { intros i. unfold f, softmax, vexp.
      replace (exp (w i)) with (exp (z i) * exp (w i - z i)) by (rewrite <- exp_plus; f_equal; ring).
      change (vsum n (fun k => exp (z k))) with (alpha z). field. lra. }
    assert (T : vsum n a = 1 - alpha w / alpha z).
    { unfold a. rewrite (vsum_ext n _ (fun i => f i - vexp w i / alpha z)) by (intros i _; rewrite <- E; ring).
      rewrite vsum_minus, vsum_div. destruct P as [_ ->]. reflexivity. }
    rewrite (norm2_ext n _ (around n a b)).
    - eapply Rle_trans; [apply around_norm2, Hc|]. apply Rmult_le_compat_l; [exact c0|].
      replace (exp m - 1) with (vsum n f * (exp m - 1)) by (destruct P as [_ ->]; ring).
      rewrite <- vsum_scal_r. apply norm1_le_entries. intros i Hi. unfold a.
      rewrite Rabs_mult, Rabs_pos_eq by apply P, Hi. apply Rmult_le_compat_l; [apply P, Hi|].
      pose proof (exp_difference 0 (w i - z i) m) as D. rewrite exp_0, Rmult_1_l in D. apply D.
      replace (0 - (w i - z i)) with (vsub z w i) by (unfold vsub; ring). apply entry_le_norminf, Hi.
    - intros i _. unfold around. rewrite T. unfold a.
      replace (f i * (1 - exp (w i - z i))) with (f i - vexp w i / alpha z) by (rewrite <- E; ring).
      unfold f, softmax. change (vsum n (fun k => exp (z k))) with (alpha z).
      unfold hdiv, vsub, vconst, rescaled, vsub, vscale. fold (alpha z) (alpha w). unfold vexp. field. lra.
  Qed.
End FromLogits.

Lemma alpha_moves_logits n z w : Rabs (vsum n (vexp z) - vsum n (vexp w))
  <= Rmax (vsum n (vexp z)) (vsum n (vexp w)) * norminf n (vsub z w).
Proof.
  apply Rabs_le. split; [|apply alpha_increases].
  pose proof (alpha_increases n w z) as H. rewrite Rmax_comm in H.
  replace (norminf n (vsub w z)) with (norminf n (vsub z w)) in H; [lra|].
  apply Rle_antisym; apply norminf_le; try apply norminf_nonneg; intros i Hi; unfold vsub; rewrite Rabs_minus_sym;
    [apply (entry_le_norminf n i (vsub w z) Hi)|apply (entry_le_norminf n i (vsub z w) Hi)].
Qed.

(** e^m - 1 <= m (e^M - 1) / M for 0 <= m <= M. *)
Lemma exp_chord m M : 0 < M -> 0 <= m <= M -> exp m - 1 <= (exp M - 1) / M * m.
Proof.
  intros HM H. pose proof (exp_convex (m / M) M) as C. replace (m / M * M) with m in C by (field; lra).
  assert (L : 0 <= m / M <= 1).
  { split; [apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, HM]|].
    apply Rmult_le_reg_r with M; [exact HM|]. replace (m / M * M) with m by (field; lra). lra. }
  specialize (C L). replace ((exp M - 1) / M * m) with (m / M * (exp M - 1)) by (field; lra). lra.
Qed.

Lemma target_constant_nonneg r : 0 < r -> 0 <= (exp (2 * r ^ 2) - 1) / r ^ 2.
Proof.
  intros Hr. pose proof (pow_lt r 2 Hr) as R2. pose proof (exp_ge_1 (2 * r ^ 2) ltac:(lra)).
  apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, R2].
Qed.

(** For logits that move by at most 2 r^2: the target moves by at most (e^{2 r^2} - 1) / r^2 times that. *)
Theorem target_moves_within n z w b r : (1 <= n)%nat -> norm1 n b <= 1 -> 0 < r ->
  norm2 n (vsub z w) <= 2 * r ^ 2 ->
  norm2 n (hdiv (vsub (rescaled n b z) (rescaled n b w)) (vconst (vsum n (vexp z))))
  <= (exp (2 * r ^ 2) - 1) / r ^ 2 * norm2 n (vsub z w).
Proof.
  intros Hn Hb Hr Hm. pose proof (pow_lt r 2 Hr) as R2.
  eapply Rle_trans; [apply (target_moves n z w b 2 Hn); [intros; apply to_target; assumption|lra]|].
  pose proof (norminf_le_norm2 n (vsub z w)) as I. pose proof (norminf_nonneg n (vsub z w)) as I0.
  pose proof (exp_chord (norminf n (vsub z w)) (2 * r ^ 2) ltac:(lra) ltac:(lra)) as C.
  apply (Rmult_le_compat_l _ _ _ (target_constant_nonneg r Hr)) in I.
  replace ((exp (2 * r ^ 2) - 1) / (2 * r ^ 2)) with ((exp (2 * r ^ 2) - 1) / r ^ 2 / 2) in C by (field; lra). lra.
Qed.
