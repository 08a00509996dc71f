(** * The Hessian of the loss is 9/8-Lipschitz in the logits.

    By the theorem of Banach it is enough to bound the third derivative along a unit vector u, which is
    3 <f_u, f_uu> + sum_j (f_j - b_j) D_j with D_j that of entry j of softmax: the first term is at most sqrt(6)/6, as
    |f_u| <= 1/2; in the second f - b is a mean of f - e_k and f, |D_j| is at most alpha and (1 - f_j) |D_j| at most
    beta, so that it is at most alpha + beta. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Softmax Moments Cumulants LossHessian Trilinear HessianLipschitz
  ThirdDerivative ThirdEntries.
Local Open Scope R_scope.

(** ** One entry and the others *)

Section Others.
  Variables (n : nat) (p u : vec) (k : nat).
  Hypotheses (P : probability n p) (Hk : (k < n)%nat) (unit : dot n u u = 1).

  Let q := 1 - p k.
  Let pk : 0 <= p k <= 1. Proof. exact (probability_le_1 n p k P Hk). Qed.
  Let off j := if Nat.eqb j k then 0 else p j.

  Let off_nonneg j : (j < n)%nat -> 0 <= off j.
  Proof. intros Hj. unfold off. destruct (Nat.eqb j k); [lra|apply P, Hj]. Qed.

  Let mean_off (x : vec) : dot n p x = p k * x k + dot n off x.
  Proof.
    rewrite <- (vsum_delta n k (fun j => p j * x j) Hk). unfold dot. rewrite <- vsum_plus. apply vsum_ext.
    intros j _. unfold off. destruct (Nat.eqb j k); ring.
  Qed.

  Let sum_off : vsum n off = q.
  Proof.
    pose proof (mean_off (fun _ => 1)) as E. unfold dot in E. rewrite !vsum_scal_r, (proj2 P) in E. unfold q. lra.
  Qed.

  (** All the mass on entry k. *)
  Let single : q = 0 -> third_entry n p u u u k = 0.
  Proof.
    intros Z. assert (O : forall x, dot n off x = 0).
    { intros x. apply vsum_zero. intros j Hj. pose proof (vsum_term n j off off_nonneg Hj) as T.
      rewrite sum_off, Z in T. pose proof (off_nonneg j Hj). replace (off j) with 0 by lra. ring. }
    assert (K1 : p k = 1) by (unfold q in Z; lra).
    assert (C : centred n p u k = 0) by (unfold centred; rewrite mean_off, O, K1; ring).
    assert (M3 : mean3 n p u u u = 0).
    { pose proof (mean_off (fun j => centred n p u j * centred n p u j * centred n p u j)) as E.
      rewrite O, C in E. unfold mean3. unfold dot in E at 1. rewrite E. ring. }
    unfold third_entry. rewrite C, M3. ring.
  Qed.

  Section Mass.
    Hypothesis Hq : 0 < q.
    Let g j := off j / q.
    Let G : probability n g.
    Proof.
      split; [intros j Hj; apply Rmult_le_pos; [apply off_nonneg, Hj|left; apply Rinv_0_lt_compat, Hq]|].
      unfold g. rewrite vsum_div, sum_off. field. lra.
    Qed.
    Let mean_g (x : vec) : dot n p x = p k * x k + q * dot n g x.
    Proof.
      rewrite mean_off. f_equal. rewrite <- dot_scal_l. apply dot_ext; [|reflexivity]. intros j _. unfold g. field. lra.
    Qed.

    Let mu := dot n g u.
    Let a := u k - mu.
    Let s := moment n g u 2.
    Let t := moment n g u 3.

    Let mean_u : dot n p u = u k - q * a.
    Proof. rewrite mean_g. fold mu. unfold a, q. ring. Qed.

    Let centred_g j : centred n p u j = (u j - mu) - p k * a.
    Proof. unfold centred. rewrite mean_u. unfold a, q. ring. Qed.

    Let second : mean2 n p u u = p k * (q * a * (q * a)) + q * (s + p k * a * (p k * a)).
    Proof.
      unfold mean2. fold (dot n p (fun j => centred n p u j * centred n p u j)). rewrite mean_g. f_equal.
      - rewrite centred_g. unfold a, q. ring.
      - f_equal. rewrite (dot_ext n g g _ (fun j => ((u j - dot n g u) - p k * a) * ((u j - dot n g u) - p k * a)))
          by (intros; try reflexivity; rewrite centred_g; reflexivity).
        rewrite (mean_polynomial n g u G (fun y => (y - p k * a) * (y - p k * a)) (p k * a * (p k * a))
          (- (2 * (p k * a))) 1 0 0)
          by (intros; ring). fold s. ring.
    Qed.

    Let third : mean3 n p u u u = p k * (q * a * (q * a) * (q * a))
      + q * (t - 3 * (p k * a) * s - p k * a * (p k * a) * (p k * a)).
    Proof.
      unfold mean3. fold (dot n p (fun j => centred n p u j * centred n p u j * centred n p u j)).
      rewrite mean_g. f_equal.
      - rewrite centred_g. unfold a, q. ring.
      - f_equal. rewrite (dot_ext n g g _ (fun j => ((u j - dot n g u) - p k * a) * ((u j - dot n g u) - p k * a)
          * ((u j - dot n g u) - p k * a))) by (intros; try reflexivity; rewrite centred_g; reflexivity).
        rewrite (mean_polynomial n g u G (fun y => (y - p k * a) * (y - p k * a) * (y - p k * a))
          (- (p k * a * (p k * a) * (p k * a))) (3 * (p k * a * (p k * a))) (- (3 * (p k * a))) 1 0)
          by (intros; ring). fold s t. ring.
    Qed.

    Let entry : third_entry n p u u u k
      = p k * (1 - p k) * (a * a * a * (1 - 6 * (p k * (1 - p k))) - 3 * (1 - p k - p k) * a * s - t).
    Proof.
      unfold third_entry. rewrite second, third, centred_g. unfold a, q. ring.
    Qed.

    (** s + mu^2 is the mean of u_j^2, at most 1 - u_k^2. *)
    Let room : 0 <= s <= 1 /\ a * a <= 2 * (1 - s).
    Proof.
      pose proof (moment_2_nonneg n g u G : 0 <= s) as s0.
      assert (E : dot n g (fun j => u j * u j) = s + mu * mu).
      { rewrite (dot_ext n g g _ (fun j => ((u j - dot n g u) + mu) * ((u j - dot n g u) + mu)))
          by (intros; try reflexivity; unfold mu; ring).
        rewrite (mean_polynomial n g u G (fun y => (y + mu) * (y + mu)) (mu * mu) (2 * mu) 1 0 0) by (intros; ring).
        fold s. ring. }
      assert (B : dot n g (fun j => u j * u j) <= 1 - u k * u k).
      { rewrite <- unit, <- (vsum_delta n k (fun j => u j * u j) Hk). unfold dot. rewrite <- vsum_minus.
        apply vsum_le. intros j Hj. pose proof (probability_le_1 n g j G Hj) as [_ g1].
        pose proof (Rmult_le_compat_r _ _ _ (Rle_0_sqr (u j)) g1) as H. unfold Rsqr in H.
        unfold g, off in *. destruct (Nat.eqb j k); lra. }
      pose proof (Rle_0_sqr mu). pose proof (Rle_0_sqr (u k)). pose proof (Rle_0_sqr (u k + mu)). unfold Rsqr in *.
      unfold a. lra.
    Qed.

    Lemma entry_bound_mass : Rabs (third_entry n p u u u k) <= sqrt 2 / 4 + third_constant / 4 /\
      (1 - p k) * Rabs (third_entry n p u u u k) <= sqrt 2 * (27 / 160) + 4 / 27 * third_constant.
    Proof.
      rewrite entry. apply entry_le; [exact pk|apply room|apply room|]. apply moment_3_unit; [exact G|lra].
    Qed.
  End Mass.

  Lemma entry_bound : Rabs (third_entry n p u u u k) <= sqrt 2 / 4 + third_constant / 4 /\
    (1 - p k) * Rabs (third_entry n p u u u k) <= sqrt 2 * (27 / 160) + 4 / 27 * third_constant.
  Proof.
    destruct (Req_dec q 0) as [Z|Z]; [|apply entry_bound_mass; unfold q in *; lra].
    rewrite (single Z), Rabs_R0. pose proof third_constant_le. pose proof (sqrt_pos 2). lra.
  Qed.
End Others.

(** ** Sums against f - b *)

(** With |D_j| <= alpha and (1 - p_j) |D_j| <= beta. *)
Lemma residual_sum n b p (D : vec) al be : probability n p ->
  (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 -> 0 <= be ->
  (forall j, (j < n)%nat -> Rabs (D j) <= al) -> (forall j, (j < n)%nat -> (1 - p j) * Rabs (D j) <= be) ->
  Rabs (vsum n (fun j => (p j - b j) * D j)) <= al + be.
Proof.
  intros P Hb Hb1 Hbe Hal Hbeta. set (S := dot n p D).
  assert (B1 : vsum n b <= 1).
  { rewrite (vsum_ext n b (fun i => Rabs (b i))) by (intros; rewrite Rabs_pos_eq; auto). exact Hb1. }
  pose proof (vsum_nonneg n b Hb) as B0.
  assert (HS : Rabs S <= al).
  { eapply Rle_trans; [apply vsum_abs|]. apply Rle_trans with (vsum n (fun j => p j * al)).
    - apply vsum_le. intros j Hj. rewrite Rabs_mult, (Rabs_pos_eq (p j)) by apply P, Hj.
      apply Rmult_le_compat_l; [apply P, Hj|apply Hal, Hj].
    - rewrite vsum_scal_r, (proj2 P). lra. }
  assert (HD : forall k, (k < n)%nat -> Rabs (S - D k) <= al + be).
  { intros k Hk. set (off := fun j => if Nat.eqb j k then 0 else p j). pose proof (probability_le_1 n p k P Hk) as pk.
    assert (E : S - D k = dot n off D - (1 - p k) * D k).
    { unfold S. enough (dot n p D = p k * D k + dot n off D) by lra.
      rewrite <- (vsum_delta n k (fun j => p j * D j) Hk). unfold dot. rewrite <- vsum_plus. apply vsum_ext.
      intros j _. unfold off. destruct (Nat.eqb j k); ring. }
    assert (O : Rabs (dot n off D) <= al).
    { eapply Rle_trans; [apply vsum_abs|]. apply Rle_trans with (vsum n (fun j => p j * al)).
      - apply vsum_le. intros j Hj. pose proof (Hal j Hj) as A. pose proof (Rabs_pos (D j)) as A0.
        pose proof (proj1 P j Hj) as pj. rewrite Rabs_mult. unfold off. destruct (Nat.eqb j k).
        + rewrite Rabs_R0, Rmult_0_l. apply Rmult_le_pos; lra.
        + rewrite (Rabs_pos_eq (p j)) by exact pj. apply Rmult_le_compat_l; assumption.
      - rewrite vsum_scal_r, (proj2 P). lra. }
    rewrite E. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq (1 - p k)) by lra.
    pose proof (Hbeta k Hk). lra. }
  assert (E : vsum n (fun j => (p j - b j) * D j) = (1 - vsum n b) * S + vsum n (fun k => b k * (S - D k))).
  { rewrite (vsum_ext n (fun k => b k * (S - D k)) (fun k => b k * S - b k * D k)) by (intros; ring).
    rewrite vsum_minus, vsum_scal_r. unfold S, dot.
    rewrite (vsum_ext n _ (fun j => p j * D j - b j * D j)) by (intros; ring).
    rewrite vsum_minus. ring. }
  rewrite E. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, (Rabs_pos_eq (1 - vsum n b)) by lra.
  assert (T : Rabs (vsum n (fun k => b k * (S - D k))) <= vsum n b * (al + be)).
  { rewrite <- vsum_scal_r. eapply Rle_trans; [apply vsum_abs|]. apply vsum_le. intros k Hk.
    rewrite Rabs_mult, (Rabs_pos_eq (b k)) by apply Hb, Hk. apply Rmult_le_compat_l; [apply Hb, Hk|apply HD, Hk]. }
  pose proof (Rmult_le_compat_l (1 - vsum n b) _ _ ltac:(lra) HS).
  pose proof (Rmult_le_compat_r be _ _ Hbe B1). lra.
Qed.

(** ** The third derivative *)

Section Bound.
  Variables (n : nat) (b p : vec).
  Hypotheses (Hn : (1 <= n)%nat) (P : probability n p).
  Hypotheses (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  (** <f_u, f_uu> = E u' u' w' for w = f_u = J u. *)
  Lemma first_second_le u : dot n u u = 1 -> Rabs (first_second n p u u u) <= third_constant / 2.
  Proof.
    intros unit. set (w := jac n p u).
    assert (E : first_second n p u u u = mean3 n p u u w).
    { unfold mean3. rewrite (vsum_ext n (fun j => p j * (centred n p u j * centred n p u j * centred n p w j))
        (fun j => p j * centred n p w j * (centred n p u j * centred n p u j))) by (intros; ring).
      rewrite (centred_moves n p w (fun j => centred n p u j * centred n p u j)).
      change (dot n p (fun j => centred n p u j * centred n p u j)) with (mean2 n p u u).
      apply vsum_ext. intros j _. unfold w, jac. fold (centred n p u j). ring. }
    rewrite E. eapply Rle_trans; [apply mean3_le, P|]. rewrite unit, Rmult_1_l.
    pose proof (jac_norm2 n p u Hn P) as J. fold w in J.
    replace (norm2 n u) with 1 in J by (unfold norm2; rewrite unit; symmetry; apply sqrt_1).
    pose proof (Rmult_le_compat_l _ _ _ (proj1 third_constant_le) J). lra.
  Qed.

  Lemma third_form_unit u : dot n u u = 1 -> Rabs (third_form n b p u u u) <= 9 / 8.
  Proof.
    intros unit. pose proof third_constant_le as C. pose proof sqrt_2_le as R2. pose proof (sqrt_pos 2) as R0.
    pose proof (first_second_le u unit) as F.
    pose proof (residual_sum n b p (third_entry n p u u u) _ (sqrt 2 * (27 / 160) + 4 / 27 * third_constant) P Hb Hb1
      ltac:(lra) (fun j Hj => proj1 (entry_bound n p u j P Hj unit))
      (fun j Hj => proj2 (entry_bound n p u j P Hj unit))) as S.
    unfold third_form. apply Rabs_le_between in F. apply Rabs_le_between in S. apply Rabs_le. lra.
  Qed.

  Theorem third_le_sharper h v : Rabs (third n b p h v) <= 9 / 8 * norm2 n h * (norm2 n v * norm2 n v).
  Proof.
    rewrite (third_is_form n b p P). eapply Rle_trans.
    - apply (banach n (third_form n b p) (9 / 8)); [apply third_form_ext|intros; apply third_form_linear
        |apply third_form_12|apply third_form_23|exact third_form_unit].
    - rewrite norm2_sq. right. ring.
  Qed.
End Bound.

Theorem loss_hessian_moves_sharper n b z w : (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound n n (msub (hess n b (softmax n z)) (hess n b (softmax n w))) (9 / 8 * norm2 n (vsub z w)).
Proof.
  intros Hn Hb Hb1. apply hessian_moves_by; [exact Hn|lra|]. intros p h v P. apply third_le_sharper; assumption.
Qed.
