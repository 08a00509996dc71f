(** * The third derivative of the loss along a direction of spread 1 is at most 53/250, for every target.

    It is affine in the target, so let that be 0 or e_k.  For e_k, with a = p_k and the conditional probabilities g of
    the others, it is the mean under g of the numbers [price] / 6 of the entries, as the mean of y_j^3 - E is 0; for 0
    likewise, with a = 0 and g = p. *)

From Coq Require Import Reals Arith Lia Lra.
From Certify Require Import Lang Sums Norms Matrices Softmax OneEntry TwoValues LossHessian Spectrum Trilinear
  HessianLipschitz ThirdDerivative ThirdNumbers.
Local Open Scope R_scope.

(** ** One entry of a probability vector, and the moments of the rest *)

Lemma price_of_entry n g x j a h : probability n g -> (j < n)%nat -> (forall i, (i < n)%nat -> 0 <= x i <= 1) ->
  0 <= a <= 1 -> 0 <= h <= 1 -> exists m1 m2 m3, price a (g j) h (x j) m1 m2 m3 <= 159 / 125 /\
    forall M, dot n g x = g j * x j + (1 - g j) * m1 /\
      dot n g (fun i => (x i - M) * (x i - M))
        = g j * ((x j - M) * (x j - M)) + (1 - g j) * (m2 - 2 * M * m1 + M * M) /\
      dot n g (fun i => (x i - M) * (x i - M) * (x i - M)) = g j * ((x j - M) * (x j - M) * (x j - M))
        + (1 - g j) * (m3 - 3 * M * m2 + 3 * M * M * m1 - M * M * M).
Proof.
  intros G Hj Hx Ha Hh. pose proof (probability_le_1 n g j G Hj) as Hg. pose proof (Hx j Hj) as Hk.
  destruct (Req_dec (1 - g j) 0) as [Z|Z].
  - exists ((1 - 0) * 0), ((1 - 0) * 0 ^ 2), ((1 - 0) * 0 ^ 3).
    split; [apply price_with_zero; assumption || lra|]. intros M. rewrite Z, !(mean_single n g j G Hj) by exact Z.
    replace (g j) with 1 by lra. repeat split; ring.
  - assert (Q : 0 < 1 - g j) by lra. set (r := others g j).
    pose proof (others_probability n g j G Hj Q : probability n r) as P.
    set (m := power_mean n r x). exists (m 1%nat), (m 2%nat), (m 3%nat). split.
    + destruct (two_values_above n r x P Hx) as (w & l & Hw & Hl & E1 & E2 & E3). fold m in E1, E2, E3.
      destruct (two_values_below n r x P Hx) as (w' & l' & Hw' & Hl' & E1' & E2' & E3'). fold m in E1', E2', E3'.
      destruct (Rle_dec 0 (6 * (1 - a) * (a - (1 - a) * g j) + 1)) as [S|S].
      * rewrite (price_affine _ _ _ _ _ _ (l + (1 - l) * w ^ 3)).
        pose proof (price_with_one a (g j) h (x j) w l Ha Hg Hh Hk Hw Hl) as B. rewrite <- E1, <- E2 in B.
        pose proof (Rmult_le_pos _ _ (Rmult_le_pos _ _ (Rmult_le_pos (1 - g j) (1 - a) ltac:(lra) ltac:(lra)) S)
          (Rge_le _ _ (Rge_minus _ _ (Rle_ge _ _ E3)))). lra.
      * rewrite (price_affine _ _ _ _ _ _ ((1 - l') * w' ^ 3)).
        pose proof (price_with_zero a (g j) h (x j) w' l' Ha Hg Hh Hk Hw' Hl') as B. rewrite <- E1', <- E2' in B.
        apply Rnot_le_lt in S.
        pose proof (Rmult_le_pos _ _ (Rmult_le_pos _ _ (Rmult_le_pos (1 - g j) (1 - a) ltac:(lra) ltac:(lra))
          (Rlt_le _ _ (Ropp_0_gt_lt_contravar _ S))) (Rge_le _ _ (Rge_minus _ _ (Rle_ge _ _ E3')))). lra.
    + intros M.
      assert (D : forall f c0 c1 c2 c3, (forall u, f u = c0 + c1 * u + c2 * u ^ 2 + c3 * u ^ 3) ->
        dot n g (fun i => f (x i)) = g j * f (x j) + (1 - g j) * (c0 + c1 * m 1%nat + c2 * m 2%nat + c3 * m 3%nat)).
      { intros f c0 c1 c2 c3 F. rewrite (mean_by_others n g j Hj Q). f_equal. f_equal. fold r.
        transitivity (vsum n r * c0 + c1 * m 1%nat + c2 * m 2%nat + c3 * m 3%nat); [|rewrite (proj2 P); ring].
        unfold m, power_mean, dot. rewrite <- vsum_scal_r, <- !vsum_scal, <- !vsum_plus. apply vsum_ext. intros i _.
        rewrite F. ring. }
      repeat split.
      * etransitivity; [apply (D (fun u => u) 0 1 0 0); intros; ring|ring].
      * etransitivity; [apply (D (fun u => (u - M) * (u - M)) (M * M) (- (2 * M)) 1 0); intros; ring|ring].
      * etransitivity; [apply (D (fun u => (u - M) * (u - M) * (u - M)) (- (M * M * M)) (3 * M * M) (- (3 * M)) 1);
          intros; ring|ring].
Qed.

(** ** The mean of the prices *)

Section Mean.
  Variables (n : nat) (g x : vec) (a h : R).
  Hypotheses (G : probability n g) (Hx : forall i, (i < n)%nat -> 0 <= x i <= 1).
  Hypotheses (Ha : 0 <= a <= 1) (Hh : 0 <= h <= 1).

  Let q := 1 - a.
  Let M := a * h + q * dot n g x.
  Let Y := h - M.
  Let y i := x i - M.
  Let E := dot n g (fun i => y i * y i * y i).
  Let V := a * (Y * Y) + q * dot n g (fun i => y i * y i).
  Let c := a * (Y * Y * Y) + q * E.

  Theorem mean_of_prices : a * a * (4 * (Y * Y * Y) - 6 * (Y * V) - c) - a * (Y * Y * Y - 3 * (Y * V) - c)
    + q * q * dot n g (fun i => g i * (4 * (y i * y i * y i) - 6 * (y i * V) - c)) <= 53 / 250.
  Proof using G Hx Ha Hh.
    set (A := a * a * (4 * (Y * Y * Y) - 6 * (Y * V) - c) - a * (Y * Y * Y - 3 * (Y * V) - c)).
    set (B := dot n g (fun i => g i * (4 * (y i * y i * y i) - 6 * (y i * V) - c))).
    enough (H : dot n g (fun i => 6 * A + 6 * (q * q) * (g i * (4 * (y i * y i * y i) - 6 * (y i * V) - c))
      - q * (y i * y i * y i - E)) <= vsum n g * (159 / 125)).
    { rewrite (proj2 G), dot_minus_r, dot_plus_r, !dot_scal_r, dot_minus_r in H. fold B E in H.
      unfold dot at 1 2 in H. rewrite !vsum_scal_r, (proj2 G) in H. lra. }
    rewrite <- vsum_scal_r. apply vsum_le. intros j Hj. apply Rmult_le_compat_l; [apply G, Hj|].
    destruct (price_of_entry n g x j a h G Hj Hx Ha Hh) as (m1 & m2 & m3 & K & D).
    eapply Rle_trans; [right|exact K]. destruct (D M) as (D1 & D2 & D3). unfold price. cbv zeta. fold q.
    rewrite <- D1. fold M Y. change (x j - M) with (y j) in *. rewrite <- D2, <- D3.
    change (fun i => (x i - M) * (x i - M)) with (fun i => y i * y i).
    change (fun i => (x i - M) * (x i - M) * (x i - M)) with (fun i => y i * y i * y i).
    fold E. fold V c. unfold A. ring.
  Qed.
End Mean.

(** ** The third derivative *)

Section Derivative.
  Variables (n : nat) (p v : vec).
  Hypothesis P : probability n p.
  Hypothesis spread : forall i j, (i < n)%nat -> (j < n)%nat -> v i - v j <= 1.

  Let y := centred n p v.
  Let V := mean2 n p v v.
  Let c := mean3 n p v v v.
  Let T b := third_form n b p v v v.
  Let entry j := y j * y j * y j - 3 * (y j * V) - c.

  Let opened b : T b = dot n p (fun j => p j * (4 * (y j * y j * y j) - 6 * (y j * V) - c))
    - dot n b (fun j => p j * entry j).
  Proof.
    unfold T, third_form, first_second, third_entry, dot. fold V c y. rewrite <- !vsum_plus, <- vsum_minus.
    apply vsum_ext. intros j _. unfold entry. ring.
  Qed.

  Let lo := vmin n v.
  Let x j := v j - lo.
  Let Hn : (1 <= n)%nat.
  Proof. destruct (Nat.eq_dec n 0) as [Z|Z]; [|lia]. pose proof (proj2 P) as E. rewrite Z in E. simpl in E. lra. Qed.

  Let Hx i : (i < n)%nat -> 0 <= x i <= 1.
  Proof.
    intros Hi. destruct (vmin_attained n v Hn) as (l & Hl & El). pose proof (vmin_le n i v Hi).
    pose proof (spread i l Hi Hl). unfold x, lo. lra.
  Qed.

  Let mean_x (g : vec) : probability n g -> dot n g x = dot n g v - lo.
  Proof. intros G. unfold x. rewrite dot_minus_r. unfold dot at 2. rewrite vsum_scal_r, (proj2 G). ring. Qed.

  Let at_zero : T (vconst 0) <= 53 / 250.
  Proof.
    pose proof (mean_of_prices n p x 0 0 P Hx ltac:(lra) ltac:(lra)) as B. cbv zeta in B.
    assert (E : forall j, x j - (0 * 0 + (1 - 0) * dot n p x) = y j)
      by (intros j; rewrite (mean_x p P); unfold y, centred, x; ring).
    rewrite opened. replace (dot n (vconst 0) (fun j => p j * entry j)) with 0
      by (symmetry; apply vsum_zero; intros; unfold vconst; ring).
    eapply Rle_trans; [right|exact B]. rewrite Rminus_0_r. set (M := 0 * 0 + (1 - 0) * dot n p x) in *.
    assert (EV : 0 * ((0 - M) * (0 - M)) + (1 - 0) * dot n p (fun i => (x i - M) * (x i - M)) = V).
    { rewrite (dot_ext n p p _ (fun i => y i * y i)) by (intros; rewrite ?E; reflexivity). unfold V, mean2. fold y.
      unfold dot. ring. }
    assert (Ec : 0 * ((0 - M) * (0 - M) * (0 - M))
      + (1 - 0) * dot n p (fun i => (x i - M) * (x i - M) * (x i - M)) = c).
    { rewrite (dot_ext n p p _ (fun i => y i * y i * y i)) by (intros; rewrite ?E; reflexivity).
      unfold c, mean3. fold y. unfold dot. ring. }
    rewrite EV, Ec. rewrite (dot_ext n p p (fun i => p i * (4 * ((x i - M) * (x i - M) * (x i - M))
      - 6 * ((x i - M) * V) - c)) (fun j => p j * (4 * (y j * y j * y j) - 6 * (y j * V) - c)))
      by (intros; rewrite ?E; reflexivity). ring.
  Qed.

  Let at_target k : (k < n)%nat -> T (vunit k) <= 53 / 250.
  Proof.
    intros Hk. rewrite opened, (dot_sym n (vunit k)), dot_delta by exact Hk. set (a := p k).
    pose proof (probability_le_1 n p k P Hk : 0 <= a <= 1) as Ha. destruct (Req_dec (1 - a) 0) as [Z|Z].
    - rewrite (mean_single n p k P Hk) by exact Z. fold a. assert (Y0 : y k = 0).
      { unfold y, centred. rewrite (mean_single n p k P Hk) by exact Z. ring. }
      assert (C0 : c = 0).
      { unfold c, mean3. fold (dot n p (fun j => centred n p v j * centred n p v j * centred n p v j)).
        rewrite (mean_single n p k P Hk) by exact Z. fold y. rewrite Y0. ring. }
      unfold entry. rewrite Y0, C0. lra.
    - assert (Q : 0 < 1 - a) by lra. set (g := others p k).
      pose proof (others_probability n p k P Hk Q : probability n g) as G.
      assert (by_g : forall z, dot n p z = a * z k + (1 - a) * dot n g z) by exact (mean_by_others n p k Hk Q).
      pose proof (mean_of_prices n g x a (x k) G Hx Ha (Hx k Hk)) as B. cbv zeta in B.
      assert (EM : a * x k + (1 - a) * dot n g x = dot n p v - lo) by (rewrite <- by_g; apply mean_x, P).
      assert (E : forall j, x j - (a * x k + (1 - a) * dot n g x) = y j)
        by (intros j; rewrite EM; unfold y, centred, x; ring).
      set (M := a * x k + (1 - a) * dot n g x) in *. rewrite !E in B.
      rewrite (dot_ext n g g (fun i => (x i - M) * (x i - M)) (fun i => y i * y i)) in B
        by (intros; rewrite ?E; reflexivity).
      rewrite (dot_ext n g g (fun i => (x i - M) * (x i - M) * (x i - M)) (fun i => y i * y i * y i)) in B
        by (intros; rewrite ?E; reflexivity).
      rewrite <- (by_g (fun i => y i * y i)), <- (by_g (fun i => y i * y i * y i)) in B.
      change (dot n p (fun i => y i * y i)) with V in B. change (dot n p (fun i => y i * y i * y i)) with c in B.
      assert (EG : dot n g (fun j => p j * (4 * (y j * y j * y j) - 6 * (y j * V) - c))
        = (1 - a) * dot n g (fun i => g i * (4 * ((x i - M) * (x i - M) * (x i - M)) - 6 * ((x i - M) * V) - c))).
      { rewrite <- dot_scal_r. apply vsum_ext. intros j _. rewrite E. destruct (Nat.eq_dec j k) as [->|N].
        - unfold g. rewrite others_at. ring.
        - rewrite <- (others_off p k Q j N). fold g a. ring. }
      eapply Rle_trans; [right|exact B]. rewrite by_g, EG. fold a. unfold entry. ring.
  Qed.

  Let affine b : T b = (1 - vsum n b) * T (vconst 0) + dot n b (fun k => T (vunit k)).
  Proof.
    set (F := dot n p (fun j => p j * (4 * (y j * y j * y j) - 6 * (y j * V) - c))).
    rewrite (dot_ext n b b _ (fun k => F - p k * entry k)).
    - rewrite dot_minus_r, !opened. fold F. replace (dot n b (fun _ => F)) with (vsum n b * F)
        by (unfold dot; rewrite vsum_scal_r; reflexivity).
      replace (dot n (vconst 0) (fun j => p j * entry j)) with 0
        by (symmetry; apply vsum_zero; intros; unfold vconst; ring). ring.
    - reflexivity.
    - intros k Hk. rewrite opened, (dot_sym n (vunit k)), dot_delta by exact Hk. reflexivity.
  Qed.

  Theorem third_form_le_spread b : (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
    third_form n b p v v v <= 53 / 250.
  Proof using P spread.
    intros Hb Hb1. fold (T b). rewrite affine. apply target_mean_le; [exact Hb|exact Hb1|exact at_zero|exact at_target].
  Qed.
End Derivative.

(** ** In the Euclidean norm *)

Section Unit.
  Variables (n : nat) (b p : vec).
  Hypotheses (P : probability n p) (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Let scaled t u : third_form n b p (fun i => t * u i) (fun i => t * u i) (fun i => t * u i)
    = t * t * t * third_form n b p u u u.
  Proof.
    assert (L : forall w z, third_form n b p (fun i => t * u i) w z = t * third_form n b p u w z).
    { intros w z. pose proof (third_form_linear n b p t 0 u u w z) as E. rewrite Rmult_0_l, Rplus_0_r in E.
      rewrite <- E. apply third_form_ext. intros; ring. }
    rewrite L, third_form_12, L, third_form_23, third_form_12, L. ring.
  Qed.

  (** The spread of u is at most sqrt(2), so the form is at most 2 sqrt(2) 53/250. *)
  Lemma third_form_unit u : dot n u u = 1 -> Rabs (third_form n b p u u u) <= 3 / 5.
  Proof using P Hb Hb1.
    intros unit. pose proof (sqrt_lt_R0 2 ltac:(lra)) as R2. pose proof sqrt_sqrt 2 ltac:(lra) as S2.
    set (r := sqrt 2) in *.
    assert (bound : forall s, s * s = 1 -> s * third_form n b p u u u <= 3 / 5).
    { intros s Hs. set (t := s / r). assert (Et : t * t * t = s / (2 * r)).
      { unfold t. replace (s / r * (s / r) * (s / r)) with (s * s * s / (r * r * r)) by (field; lra).
        rewrite Hs, S2. field. lra. }
      assert (K : s / (2 * r) * third_form n b p u u u <= 53 / 250).
      { rewrite <- Et, <- scaled. apply third_form_le_spread; [exact P| |exact Hb|exact Hb1]. intros i j Hi Hj.
        pose proof (spread_le_norm2 n u i j Hi Hj) as D. rewrite unit in D.
        replace (t * u i - t * u j) with (s * (u i - u j) / r) by (unfold t; field; lra).
        apply Rmult_le_reg_r with r; [exact R2|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra.
        apply Rsqr_incr_0_var; [|lra]. unfold Rsqr. rewrite S2.
        replace (s * (u i - u j) * (s * (u i - u j))) with (s * s * ((u i - u j) * (u i - u j))) by ring.
        rewrite Hs. lra. }
      apply (Rmult_le_compat_l (2 * r)) in K; [|lra].
      replace (2 * r * (s / (2 * r) * third_form n b p u u u)) with (s * third_form n b p u u u) in K by (field; lra).
      assert (r <= 75 / 53); [|lra]. apply Rsqr_incr_0_var; [unfold Rsqr; rewrite S2; lra|lra]. }
    pose proof (bound 1 ltac:(ring)). pose proof (bound (-1) ltac:(ring)). apply Rabs_le. lra.
  Qed.

  Theorem third_le_best h v : Rabs (third n b p h v) <= 3 / 5 * norm2 n h * (norm2 n v * norm2 n v).
  Proof using P Hb Hb1.
    rewrite (third_is_form n b p P). eapply Rle_trans.
    - apply (banach n (third_form n b p) (3 / 5)); [apply third_form_ext|intros; apply third_form_linear
        |apply third_form_12|apply third_form_23|exact third_form_unit].
    - rewrite norm2_sq. right. ring.
  Qed.
End Unit.

Theorem loss_hessian_moves_best n b z w : (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound n n (msub (hess n b (softmax n z)) (hess n b (softmax n w))) (3 / 5 * norm2 n (vsub z w)).
Proof.
  intros Hn Hb Hb1. apply hessian_moves_by; [exact Hn|lra|]. intros p h v P. apply third_le_best; assumption.
Qed.

(** A looser constant that claims rest on. *)
Lemma loose_constant : 3 / 5 <= 5 / sqrt 2.
Proof.
  pose proof (sqrt_lt_R0 2 ltac:(lra)) as R2. apply Rmult_le_reg_r with (sqrt 2); [exact R2|].
  replace (5 / sqrt 2 * sqrt 2) with 5 by (field; lra). enough (sqrt 2 <= 2) by lra.
  rewrite <- (sqrt_square 2) at 2 by lra. apply sqrt_le_1_alt. lra.
Qed.

Lemma constant_nonneg : 0 <= 5 / sqrt 2.
Proof. pose proof loose_constant. lra. Qed.

Corollary loss_hessian_moves n b z w : (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound n n (msub (hess n b (softmax n z)) (hess n b (softmax n w))) (5 / sqrt 2 * norm2 n (vsub z w)).
Proof.
  intros Hn Hb Hb1. eapply opbound_weaken; [apply loss_hessian_moves_best; assumption|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|exact loose_constant].
Qed.
