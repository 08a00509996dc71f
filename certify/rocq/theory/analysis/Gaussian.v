(** * The integral of e^{-s^2} from 0: odd, below sqrt(pi)/2, and close to it beyond t.

    For J(t) = int_0^1 e^{-t^2 (1 + x^2)} / (1 + x^2) dx the sum of J and the square of the integral is constant, so it
    is J(0) = pi/4; and J(t) <= e^{-t^2} pi/4. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang Derivatives Convexity Scalars.
Local Open Scope R_scope.

Definition gaussian (s : R) : R := exp (- (s * s)).
Definition gauss (t : R) : R := RInt gaussian 0 t.

Lemma gaussian_continuous s : continuous gaussian s.
Proof. apply (ex_derive_continuous gaussian). unfold gaussian. auto_derive. exact I. Qed.

Lemma gaussian_integrable a b : ex_RInt gaussian a b.
Proof. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros; apply gaussian_continuous. Qed.

Lemma deriv_gauss t : deriv_at gauss t (gaussian t).
Proof.
  apply (is_derive_RInt gaussian gauss 0 t); [|apply gaussian_continuous].
  apply filter_forall. intros s. apply (RInt_correct (V := R_CompleteNormedModule)), gaussian_integrable.
Qed.

Lemma gauss_0 : gauss 0 = 0.
Proof. apply (RInt_point (V := R_CompleteNormedModule)). Qed.

Lemma gauss_nonneg t : 0 <= t -> 0 <= gauss t.
Proof. intros H. apply RInt_ge_0; [exact H|apply gaussian_integrable|]. intros; left; apply exp_pos. Qed.

Lemma gauss_odd t : gauss (- t) = - gauss t.
Proof.
  enough (gauss (- t) + gauss t = gauss (- 0) + gauss 0) by (rewrite Ropp_0, gauss_0 in *; lra).
  apply (constant_of_derivative (fun s => gauss (- s) + gauss s)). intros s.
  apply deriv_eq with (gaussian (- s) * - (1) + gaussian s).
  - apply deriv_plus; [|apply deriv_gauss]. apply (deriv_comp gauss (fun s => - s)); [apply deriv_gauss|].
    apply deriv_opp, deriv_id.
  - unfold gaussian. replace (- s * - s) with (s * s) by ring. ring.
Qed.

(** ** The whole integral *)

Definition kernel (t x : R) : R := exp (- (t * t * (1 + x * x))) / (1 + x * x).
Definition kernel_slope (t x : R) : R := -2 * (t * exp (- (t * t)) * exp (- ((t * x) * (t * x)))).

Lemma one_plus_square_pos x : 0 < 1 + x * x.
Proof. pose proof (Rle_0_sqr x) as S. unfold Rsqr in S. lra. Qed.

Lemma kernel_deriv t x : deriv_at (fun t => kernel t x) t (kernel_slope t x).
Proof.
  pose proof (one_plus_square_pos x) as P. unfold kernel, kernel_slope, deriv_at. auto_derive; [exact I|].
  replace (- (t * t * (1 + x * x))) with (- (t * t) + - (t * x * (t * x))) by ring. rewrite exp_plus. field. lra.
Qed.

Lemma kernel_integrable t : ex_RInt (kernel t) 0 1.
Proof.
  apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _. pose proof (one_plus_square_pos x).
  apply (ex_derive_continuous (kernel t)). unfold kernel. auto_derive. lra.
Qed.

Definition remaining (t : R) : R := RInt (kernel t) 0 1.

Lemma deriv_remaining t : deriv_at remaining t (-2 * gaussian t * gauss t).
Proof.
  apply deriv_eq with (RInt (fun x => Derive (fun t => kernel t x) t) 0 1).
  - apply (is_derive_RInt_param kernel 0 1 t).
    + apply filter_forall. intros s x _. exists (kernel_slope s x). apply kernel_deriv.
    + intros x _. apply (continuity_2d_pt_ext kernel_slope).
      { intros s y. symmetry. apply is_derive_unique, kernel_deriv. }
      assert (C : forall y, continuity_pt exp y) by (intros y; apply derivable_continuous_pt, derivable_pt_exp).
      assert (S : continuity_2d_pt (fun u _ => u) t x) by apply continuity_2d_pt_id1.
      assert (X : continuity_2d_pt (fun _ v => v) t x) by apply continuity_2d_pt_id2.
      unfold kernel_slope. apply continuity_2d_pt_mult; [apply continuity_2d_pt_const|].
      apply continuity_2d_pt_mult; [apply continuity_2d_pt_mult; [exact S|]|].
      * apply (continuity_1d_2d_pt_comp exp (fun u _ => - (u * u))); [apply C|].
        apply continuity_2d_pt_opp, continuity_2d_pt_mult; exact S.
      * apply (continuity_1d_2d_pt_comp exp (fun u v => - (u * v * (u * v)))); [apply C|].
        apply continuity_2d_pt_opp, continuity_2d_pt_mult; apply continuity_2d_pt_mult; assumption.
    + apply filter_forall. intros s. apply kernel_integrable.
  - assert (G : RInt (fun x => t * gaussian (t * x + 0)) 0 1 = gauss t).
    { pose proof (RInt_comp_lin (V := R_CompleteNormedModule) gaussian t 0 0 1 (gaussian_integrable _ _)) as E.
      etransitivity; [exact E|]. unfold gauss. f_equal; ring. }
    rewrite <- G. etransitivity; [|exact (RInt_scal (V := R_CompleteNormedModule)
      (fun x => t * gaussian (t * x + 0)) 0 1 (-2 * gaussian t)
      (ex_RInt_comp_lin gaussian t 0 0 1 (gaussian_integrable _ _)))].
    apply (RInt_ext (V := R_CompleteNormedModule)). intros x _. rewrite (is_derive_unique _ _ _ (kernel_deriv t x)).
    change (kernel_slope t x = -2 * gaussian t * (t * gaussian (t * x + 0))).
    unfold kernel_slope, gaussian. rewrite Rplus_0_r. ring.
Qed.

Lemma remaining_0 : remaining 0 = PI / 4.
Proof.
  unfold remaining. rewrite <- atan_1. replace (atan 1) with (minus (atan 1) (atan 0))
    by (rewrite atan_0; unfold minus, plus, opp; simpl; ring).
  apply (is_RInt_unique (V := R_CompleteNormedModule)).
  apply (is_RInt_ext (fun x => / (1 + Rsqr x))).
  - intros x _. unfold kernel, Rsqr, Rdiv. rewrite Rmult_0_l, Rmult_0_l, Ropp_0, exp_0, Rmult_1_l. reflexivity.
  - apply (is_RInt_derive atan); intros x _; [apply is_derive_atan|].
    apply (ex_derive_continuous (fun x => / (1 + Rsqr x))). unfold Rsqr. auto_derive.
    pose proof (one_plus_square_pos x). lra.
Qed.

Theorem gauss_square t : gauss t * gauss t = PI / 4 - remaining t.
Proof.
  assert (D : forall s, deriv_at (fun s => gauss s * gauss s + remaining s) s 0).
  { intros s. eapply deriv_eq; [apply deriv_plus; [apply deriv_mult; apply deriv_gauss|apply deriv_remaining]|]. ring. }
  assert (E : gauss t * gauss t + remaining t = gauss 0 * gauss 0 + remaining 0).
  { exact (constant_of_derivative (fun s => gauss s * gauss s + remaining s) t 0 D). }
  rewrite gauss_0, remaining_0 in E. lra.
Qed.

Lemma remaining_between t : 0 <= remaining t <= exp (- (t * t)) * (PI / 4).
Proof.
  assert (K : forall x, 0 <= kernel t x <= exp (- (t * t)) * kernel 0 x).
  { intros x. pose proof (one_plus_square_pos x) as P. unfold kernel. rewrite Rmult_0_l, Rmult_0_l, Ropp_0, exp_0.
    pose proof (Rinv_0_lt_compat _ P) as I. pose proof (exp_pos (- (t * t * (1 + x * x)))) as E. unfold Rdiv. split.
    - apply Rmult_le_pos; lra.
    - rewrite <- Rmult_assoc, Rmult_1_r. apply Rmult_le_compat_r; [lra|]. apply exp_le.
      pose proof (Rmult_le_pos _ _ (Rle_0_sqr t) (Rle_0_sqr x)) as S. unfold Rsqr in S. lra. }
  split.
  - apply RInt_ge_0; [lra|apply kernel_integrable|]. intros x _. apply K.
  - rewrite <- remaining_0. unfold remaining at 2.
    change (exp (- (t * t)) * RInt (kernel 0) 0 1) with (scal (exp (- (t * t))) (RInt (kernel 0) 0 1)).
    rewrite <- (RInt_scal (V := R_CompleteNormedModule)) by apply kernel_integrable.
    apply RInt_le; [lra|apply kernel_integrable| |intros x _; apply K].
    apply (ex_RInt_scal (V := R_NormedModule)), kernel_integrable.
Qed.

(** ** The rest of the integral, beyond t *)

Definition half_sqrt_pi : R := sqrt PI / 2.

Lemma half_sqrt_pi_sq : half_sqrt_pi * half_sqrt_pi = PI / 4.
Proof. unfold half_sqrt_pi. pose proof (sqrt_sqrt PI (Rlt_le _ _ PI_RGT_0)). lra. Qed.

Lemma half_sqrt_pi_pos : 0 < half_sqrt_pi.
Proof. unfold half_sqrt_pi. pose proof (sqrt_lt_R0 PI PI_RGT_0). lra. Qed.

Definition tail (t : R) : R := half_sqrt_pi - gauss t.

(** 0 <= tail t <= e^{-t^2} sqrt(pi)/2: the two factors of pi/4 - gauss^2. *)
Lemma tail_between t : 0 <= t -> 0 <= tail t <= half_sqrt_pi * exp (- (t * t)).
Proof.
  intros Ht. pose proof (gauss_nonneg t Ht) as G. pose proof (gauss_square t) as S.
  pose proof (remaining_between t) as B.
  pose proof half_sqrt_pi_sq as H. pose proof half_sqrt_pi_pos as P. unfold tail.
  assert (L : gauss t <= half_sqrt_pi) by (apply Rsqr_incr_0_var; unfold Rsqr; lra).
  split; [lra|]. apply Rmult_le_reg_l with half_sqrt_pi; [exact P|].
  apply Rle_trans with ((half_sqrt_pi - gauss t) * (half_sqrt_pi + gauss t)).
  - rewrite Rmult_comm. apply Rmult_le_compat_l; lra.
  - replace ((half_sqrt_pi - gauss t) * (half_sqrt_pi + gauss t)) with (PI / 4 - gauss t * gauss t)
      by (rewrite <- H; ring).
    rewrite <- Rmult_assoc, H. lra.
Qed.

(** Mills' ratio: 2 t tail t <= e^{-t^2}; the difference falls, and it tends to 0. *)
Theorem mills t : 0 <= t -> 2 * t * tail t <= exp (- (t * t)).
Proof.
  intros Ht. set (u := fun t => exp (- (t * t)) - 2 * t * tail t). enough (0 <= u t) by (unfold u in *; lra).
  assert (D : forall s, deriv_at u s (-2 * tail s)).
  { intros s. unfold u. eapply deriv_eq.
    - apply deriv_minus; [apply (deriv_exp (fun t => - (t * t))), deriv_opp, deriv_mult; apply deriv_id|].
      apply (deriv_mult (fun t => 2 * t)); [apply deriv_scal, deriv_id|].
      apply deriv_minus; [apply deriv_const|apply deriv_gauss].
    - unfold gaussian. fold (tail s). ring. }
  assert (F : forall T, t <= T -> u T <= u t).
  { intros T L. enough (- u t <= - u T) by lra.
    apply (increasing_of_derivative (fun s => - u s) (fun s => - (-2 * tail s)) t T L).
    - intros s _. apply deriv_opp, D.
    - intros s Hs. pose proof (tail_between s ltac:(lra)). lra. }
  pose proof half_sqrt_pi_pos as P. destruct (Rle_lt_dec 0 (u t)) as [|N]; [assumption|exfalso].
  (* 2 T tail T <= 2 T half_sqrt_pi / (1 + T^2) <= 2 half_sqrt_pi / T *)
  set (T := t + 1 + 2 * half_sqrt_pi / - u t).
  assert (T0 : 0 < 2 * half_sqrt_pi / - u t) by (apply Rdiv_lt_0_compat; lra).
  pose proof (F T ltac:(unfold T; lra)) as B. pose proof (tail_between T ltac:(unfold T; lra)) as [_ Q].
  assert (E : exp (- (T * T)) <= / (T * T)).
  { rewrite exp_Ropp. apply Rinv_le_contravar; [apply Rmult_lt_0_compat; unfold T; lra|].
    pose proof (exp_ineq1_le (T * T)). lra. }
  assert (T1 : 0 < T) by (unfold T; lra).
  assert (R1 : 2 * T * tail T <= 2 * half_sqrt_pi / T).
  { apply Rle_trans with (2 * T * (half_sqrt_pi * / (T * T))).
    - apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact Q|]. apply Rmult_le_compat_l; lra.
    - right. field. lra. }
  assert (R2 : 2 * half_sqrt_pi / T < - u t).
  { apply Rmult_lt_reg_r with T; [exact T1|].
    replace (2 * half_sqrt_pi / T * T) with (2 * half_sqrt_pi) by (field; lra).
    replace (2 * half_sqrt_pi) with (- u t * (2 * half_sqrt_pi / - u t)) by (field; lra).
    apply Rmult_lt_compat_l; [lra|]. unfold T. lra. }
  pose proof (exp_pos (- (T * T))). unfold u in B at 1. lra.
Qed.
