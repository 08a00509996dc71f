(** * Hyperbolic functions, and what exp, cosh and sinh have in common. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Derivatives Scalars Exponentials.
Local Open Scope R_scope.

(** ** Identities *)

Lemma cosh_0 : cosh 0 = 1.
Proof. unfold cosh. rewrite Ropp_0, exp_0. field. Qed.

Lemma sinh_0 : sinh 0 = 0.
Proof. unfold sinh. rewrite Ropp_0. field. Qed.

Lemma cosh_opp t : cosh (- t) = cosh t.
Proof. unfold cosh. rewrite Ropp_involutive. field. Qed.

Lemma sinh_opp t : sinh (- t) = - sinh t.
Proof. unfold sinh. rewrite Ropp_involutive. field. Qed.

Lemma cosh_square t : cosh t * cosh t = 1 + sinh t * sinh t.
Proof.
  unfold cosh, sinh. rewrite exp_Ropp. pose proof (exp_pos t). field. lra.
Qed.

Lemma cosh_plus a b : cosh (a + b) = cosh a * cosh b + sinh a * sinh b.
Proof.
  unfold cosh, sinh. replace (- (a + b)) with (- a + - b) by ring. rewrite !exp_plus, !exp_Ropp.
  pose proof (exp_pos a). pose proof (exp_pos b). field. lra.
Qed.

Lemma cosh_minus a b : cosh (a - b) = cosh a * cosh b - sinh a * sinh b.
Proof. unfold Rminus at 1. rewrite cosh_plus, cosh_opp, sinh_opp. ring. Qed.

Lemma sinh_double t : sinh (2 * t) = 2 * (sinh t * cosh t).
Proof.
  unfold cosh, sinh. replace (- (2 * t)) with (- t + - t) by ring. replace (2 * t) with (t + t) by ring.
  rewrite !exp_plus. field.
Qed.

Lemma cosh_double t : cosh (2 * t) = 1 + 2 * (sinh t * sinh t).
Proof. replace (2 * t) with (t + t) by ring. rewrite cosh_plus, cosh_square. ring. Qed.

(** ** Derivatives *)

Lemma deriv_exp_at t : deriv_at exp t (exp t).
Proof. eapply deriv_eq; [apply (deriv_exp (fun s => s) t 1), deriv_id|ring]. Qed.

Lemma deriv_exp_opp t : deriv_at (fun s => exp (- s)) t (- exp (- t)).
Proof. eapply deriv_eq; [apply (deriv_exp (fun s => - s) t), deriv_opp, deriv_id|ring]. Qed.

Lemma deriv_cosh t : deriv_at cosh t (sinh t).
Proof.
  unfold cosh, sinh. eapply deriv_eq.
  - apply (deriv_scal_r (/ 2)), deriv_plus; [apply deriv_exp_at|apply deriv_exp_opp].
  - cbv beta. field.
Qed.

Lemma deriv_sinh t : deriv_at sinh t (cosh t).
Proof.
  unfold cosh, sinh. eapply deriv_eq.
  - apply (deriv_scal_r (/ 2)), deriv_minus; [apply deriv_exp_at|apply deriv_exp_opp].
  - cbv beta. field.
Qed.

(** ** Signs and sizes *)

Lemma cosh_ge_1 t : 1 <= cosh t.
Proof. unfold cosh. pose proof (exp_ineq1_le t). pose proof (exp_ineq1_le (- t)). lra. Qed.

Lemma le_sinh t : 0 <= t -> t <= sinh t.
Proof. intros H. pose proof (remainder_opp t H) as R. unfold remainder in R. unfold sinh. lra. Qed.

Lemma sinh_nonneg t : 0 <= t -> 0 <= sinh t.
Proof. intros H. pose proof (le_sinh t H). lra. Qed.

Lemma sinh_le a b : a <= b -> sinh a <= sinh b.
Proof. intros H. unfold sinh. pose proof (exp_le a b H). pose proof (exp_le (- b) (- a) ltac:(lra)). lra. Qed.

Lemma cosh_abs t : cosh (Rabs t) = cosh t.
Proof. unfold Rabs. destruct (Rcase_abs t); [apply cosh_opp|reflexivity]. Qed.

Lemma abs_sinh t : Rabs (sinh t) = sinh (Rabs t).
Proof.
  unfold Rabs at 2. destruct (Rcase_abs t) as [H|H].
  - rewrite sinh_opp. apply Rabs_left1. pose proof (sinh_le t 0 ltac:(lra)). rewrite sinh_0 in *. lra.
  - apply Rabs_pos_eq, sinh_nonneg. lra.
Qed.

Lemma cosh_le a b : Rabs a <= b -> cosh a <= cosh b.
Proof.
  intros H. pose proof (Rabs_pos a) as A. rewrite <- (cosh_abs a).
  pose proof (sinh_le _ _ H) as S. pose proof (sinh_nonneg _ A) as S0.
  pose proof (cosh_square (Rabs a)). pose proof (cosh_square b). pose proof (cosh_ge_1 (Rabs a)).
  pose proof (cosh_ge_1 b). apply Rsqr_incr_0; unfold Rsqr; nra.
Qed.

Lemma abs_sinh_le a b : Rabs a <= b -> Rabs (sinh a) <= sinh b.
Proof. intros H. rewrite abs_sinh. apply sinh_le, H. Qed.

Lemma abs_cosh t : Rabs (cosh t) = cosh t.
Proof. apply Rabs_pos_eq. pose proof (cosh_ge_1 t). lra. Qed.

Lemma cosh_le_exp t : 0 <= t -> cosh t <= exp t.
Proof. intros H. unfold cosh. pose proof (exp_le (- t) t ltac:(lra)). lra. Qed.

Lemma sinh_le_exp t : sinh t <= exp t.
Proof. unfold sinh. pose proof (exp_pos (- t)). pose proof (exp_pos t). lra. Qed.

(** ** exp, cosh and sinh

    [g] has the derivative [s], and [s] the derivative [g]; neither is larger than exp of the size of its argument. *)

Record hyperbolic (g s : R -> R) : Prop := {
  slope : forall t, deriv_at g t (s t);
  slope_of_slope : forall t, deriv_at s t (g t);
  value_le_exp : forall t m, Rabs t <= m -> Rabs (g t) <= exp m;
  slope_le_exp : forall t m, Rabs t <= m -> Rabs (s t) <= exp m;
}.

Lemma abs_exp_le t m : Rabs t <= m -> Rabs (exp t) <= exp m.
Proof.
  intros H. rewrite Rabs_pos_eq by (left; apply exp_pos). apply exp_le. pose proof (Rle_abs t). lra.
Qed.

Lemma abs_cosh_le_exp t m : Rabs t <= m -> Rabs (cosh t) <= exp m.
Proof.
  intros H. rewrite abs_cosh. eapply Rle_trans; [apply (cosh_le t m H)|apply cosh_le_exp].
  pose proof (Rabs_pos t). lra.
Qed.

Lemma abs_sinh_le_exp t m : Rabs t <= m -> Rabs (sinh t) <= exp m.
Proof. intros H. eapply Rle_trans; [apply (abs_sinh_le t m H)|apply sinh_le_exp]. Qed.

Lemma hyperbolic_exp : hyperbolic exp exp.
Proof. split; [apply deriv_exp_at|apply deriv_exp_at|apply abs_exp_le|apply abs_exp_le]. Qed.

Lemma hyperbolic_cosh : hyperbolic cosh sinh.
Proof. split; [apply deriv_cosh|apply deriv_sinh|apply abs_cosh_le_exp|apply abs_sinh_le_exp]. Qed.

Lemma hyperbolic_sinh : hyperbolic sinh cosh.
Proof. split; [apply deriv_sinh|apply deriv_cosh|apply abs_sinh_le_exp|apply abs_cosh_le_exp]. Qed.

Lemma hyperbolic_sym g s : hyperbolic g s -> hyperbolic s g.
Proof. intros [D E U V]. split; assumption. Qed.

Lemma norminf_hyperbolic n g s z m : hyperbolic g s -> norm2 n z <= m -> norminf n (vmap g z) <= exp m.
Proof.
  intros P Hz. apply norminf_le; [left; apply exp_pos|]. intros i Hi. apply (value_le_exp _ _ P).
  eapply Rle_trans; [apply (entry_le_norm2 n i z Hi)|exact Hz].
Qed.

Lemma norm2_hyperbolic n g s z m : hyperbolic g s -> norm2 n z <= m -> norm2 n (vmap g z) <= sqrt (INR n) * exp m.
Proof.
  intros P Hz. eapply Rle_trans; [apply norm2_le_norminf|]. apply Rmult_le_compat_l; [apply sqrt_pos|].
  apply (norminf_hyperbolic n g s z m P Hz).
Qed.
