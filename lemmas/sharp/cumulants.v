(** Derivatives of log-sum-exp along a direction: proofs of the claims of [cumulants.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Moments Cumulants Regression.
Local Open Scope R_scope.

Set Default Proof Using "All".

Section Cumulants.
  Variables (d n : nat) (A : mat) (w x : vec).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).

  Local Notation line x t := (vadd x (vscale t w)).
  Local Notation f x := (softmax n (mulv d A x)).
  Local Notation lse x := (ln (vsum n (vexp (mulv d A x)))).
  Local Notation u := (mulv d A w).
  Local Notation kappa k x := (moment n (f x) u k).

  (** ** The derivatives are cumulants *)

  Let deriv_logit y k : (k < n)%nat -> deriv_at (fun t => mulv d A (line y t) k) 0 (u k).
  Proof. intros _. apply deriv_logits. Qed.

  Let at_0 y : mulv d A (line y 0) = mulv d A y.
  Proof. rewrite vadd_vscale_0. reflexivity. Qed.

  Lemma along_lse y : deriv_at (fun t => lse (line y t)) 0 (dot n (f y) u).
  Proof.
    assert (P : 0 < vsum n (vexp (mulv d A (line y 0)))) by apply (vsum_exp_pos n _ Hn).
    rewrite dot_softmax, <- at_0 by exact Hn.
    exact (deriv_ln _ 0 _ P (deriv_alpha n (fun t => mulv d A (line y t)) 0 u (deriv_logit y))).
  Qed.

  Lemma along_mean y : deriv_at (fun t => dot n (f (line y t)) u) 0 (kappa 2%nat y).
  Proof. rewrite <- (at_0 y). exact (deriv_mean n (fun t => mulv d A (line y t)) 0 u Hn (deriv_logit y)). Qed.

  Lemma along_moment k y : deriv_at (fun t => kappa (S k) (line y t)) 0
    (kappa (S (S k)) y - INR (S k) * kappa 2%nat y * kappa k y).
  Proof. rewrite <- (at_0 y). exact (deriv_moment n (fun t => mulv d A (line y t)) 0 u Hn (deriv_logit y) k). Qed.

  (** The mean of the first power of t - <p, t> is 0. *)
  Lemma moment_1 y : kappa 1%nat y = 0.
  Proof.
    unfold moment, dot, centred_power, vmap, vsub, vconst.
    rewrite (vsum_ext n _ (fun i => f y i * u i - f y i * dot n (f y) u)) by (intros; ring).
    rewrite vsum_minus, vsum_scal_r, (proj2 (softmax_probability n _ Hn)). unfold dot. ring.
  Qed.

  (** ** Intervals that hold the entries of A w *)

  Let P : probability n (f x).
  Proof. apply softmax_probability, Hn. Qed.
  Let range_of i : (i < n)%nat -> vmin n u <= u i <= vmin n u + (vmax n u - vmin n u).
  Proof. intros Hi. pose proof (vmin_le n i u Hi). pose proof (vmax_ge n i u Hi). lra. Qed.
  Let range_max i : (i < n)%nat -> - norminf n u <= u i <= - norminf n u + 2 * norminf n u.
  Proof. intros Hi. pose proof (entry_le_norminf n i u Hi) as B. apply Rabs_le_between in B. lra. Qed.
  Let range_2 i : (i < n)%nat -> vmin n u <= u i <= vmin n u + sqrt 2 * norm2 n u.
  Proof.
    intros Hi. split; [apply vmin_le, Hi|]. destruct (vmin_attained n u Hn) as (k & Hk & ->).
    enough (u i - u k <= sqrt 2 * norm2 n u) by lra. eapply Rle_trans; [apply Rle_abs|].
    rewrite <- sqrt_Rsqr_abs. unfold norm2. rewrite <- sqrt_mult_alt by lra.
    apply sqrt_le_1_alt. exact (spread_le_norm2 n u i k Hi Hk).
  Qed.

  (** ** The first derivative *)

  Theorem cumulant__first : deriv_at (fun t => lse (line x t)) 0 (dot n (f x) u).
  Proof. apply along_lse. Qed.

  Theorem first_upper : forall D : R, deriv_at (fun t => lse (line x t)) 0 D -> Rabs D <= norminf n u.
  Proof.
    intros D H. rewrite (deriv_unique _ _ _ _ H (along_lse x)). eapply Rle_trans; [apply abs_dot_le_norm1|].
    replace (norm1 n (f x)) with 1; [lra|]. rewrite <- (proj2 P). apply vsum_ext. intros i Hi. symmetry.
    apply Rabs_pos_eq, P, Hi.
  Qed.

  (** ** The second *)

  Section Second.
    Variable D1 : vec -> R.
    Hypothesis H1 : forall x : vec, deriv_at (fun t => lse (line x t)) 0 (D1 x).
    Let E1 y : D1 y = dot n (f y) u.
    Proof. exact (deriv_unique _ _ _ _ (H1 y) (along_lse y)). Qed.
    Let N1 y : deriv_at (fun t => D1 (line y t)) 0 (kappa 2%nat y).
    Proof. apply (deriv_ext (fun t => dot n (f (line y t)) u)); [intros; symmetry; apply E1|apply along_mean]. Qed.

    Theorem cumulant__second : deriv_at (fun t => D1 (line x t)) 0 (kappa 2%nat x).
    Proof. apply N1. Qed.

    Lemma second_value D : deriv_at (fun t => D1 (line x t)) 0 D -> D = kappa 2%nat x.
    Proof. intros H. exact (deriv_unique _ _ _ _ H (N1 x)). Qed.

    Theorem second_lower : forall D : R, deriv_at (fun t => D1 (line x t)) 0 D -> 0 <= D.
    Proof. intros D H. rewrite (second_value D H). apply moment_2_nonneg, P. Qed.

    Theorem second_upper__range : forall D : R, deriv_at (fun t => D1 (line x t)) 0 D ->
      D <= (vmax n u - vmin n u) ^ 2 / 4.
    Proof. intros D H. rewrite (second_value D H). exact (second_bound n _ u _ _ P range_of). Qed.

    Theorem second_upper__max : forall D : R, deriv_at (fun t => D1 (line x t)) 0 D -> D <= (2 * norminf n u) ^ 2 / 4.
    Proof. intros D H. rewrite (second_value D H). exact (second_bound n _ u _ _ P range_max). Qed.

    Theorem second_upper__2 : forall D : R, deriv_at (fun t => D1 (line x t)) 0 D ->
      D <= (sqrt 2 * norm2 n u) ^ 2 / 4.
    Proof. intros D H. rewrite (second_value D H). exact (second_bound n _ u _ _ P range_2). Qed.

    (** ** The third *)

    Section Third.
      Variable D2 : vec -> R.
      Hypothesis H2 : forall x : vec, deriv_at (fun t => D1 (line x t)) 0 (D2 x).
      Let E2 y : D2 y = kappa 2%nat y.
      Proof. exact (deriv_unique _ _ _ _ (H2 y) (N1 y)). Qed.
      Let N2 y : deriv_at (fun t => D2 (line y t)) 0 (kappa 3%nat y).
      Proof.
        apply (deriv_ext (fun t => kappa 2%nat (line y t))); [intros; symmetry; apply E2|].
        eapply deriv_eq; [apply along_moment|]. rewrite moment_1. ring.
      Qed.

      Theorem cumulant__third : deriv_at (fun t => D2 (line x t)) 0 (kappa 3%nat x).
      Proof. apply N2. Qed.

      Lemma third_value D : deriv_at (fun t => D2 (line x t)) 0 D -> D = kappa 3%nat x.
      Proof. intros H. exact (deriv_unique _ _ _ _ H (N2 x)). Qed.

      Theorem third__range : forall D : R, deriv_at (fun t => D2 (line x t)) 0 D ->
        Rabs D <= 1 / (6 * sqrt 3) * (vmax n u - vmin n u) ^ 3.
      Proof. intros D H. rewrite (third_value D H). exact (third_bound n _ u _ _ P range_of). Qed.

      Theorem third__max : forall D : R, deriv_at (fun t => D2 (line x t)) 0 D ->
        Rabs D <= 1 / (6 * sqrt 3) * (2 * norminf n u) ^ 3.
      Proof. intros D H. rewrite (third_value D H). exact (third_bound n _ u _ _ P range_max). Qed.

      Theorem third__2 : forall D : R, deriv_at (fun t => D2 (line x t)) 0 D ->
        Rabs D <= 1 / (6 * sqrt 3) * (sqrt 2 * norm2 n u) ^ 3.
      Proof. intros D H. rewrite (third_value D H). exact (third_bound n _ u _ _ P range_2). Qed.

      Theorem third_by_second : forall D : R, deriv_at (fun t => D2 (line x t)) 0 D ->
        forall D' : R, deriv_at (fun t => D1 (line x t)) 0 D' -> Rabs D <= (vmax n u - vmin n u) * D'.
      Proof.
        intros D H. rewrite (third_value D H). intros D' H'. rewrite (second_value D' H').
        exact (third_by_second_bound n _ u _ _ P range_of).
      Qed.

      (** ** The fourth *)

      Section Fourth.
        Variable D3 : vec -> R.
        Hypothesis H3 : forall x : vec, deriv_at (fun t => D2 (line x t)) 0 (D3 x).
        Let E3 y : D3 y = kappa 3%nat y.
        Proof. exact (deriv_unique _ _ _ _ (H3 y) (N2 y)). Qed.

        Theorem cumulant__fourth : deriv_at (fun t => D3 (line x t)) 0 (kappa 4%nat x - 3 * kappa 2%nat x ^ 2).
        Proof.
          apply (deriv_ext (fun t => kappa 3%nat (line x t))); [intros; symmetry; apply E3|].
          eapply deriv_eq; [apply along_moment|]. simpl INR. ring.
        Qed.

        Lemma fourth_value D :
          deriv_at (fun t => D3 (line x t)) 0 D -> D = kappa 4%nat x - 3 * kappa 2%nat x ^ 2.
        Proof. intros H. exact (deriv_unique _ _ _ _ H cumulant__fourth). Qed.

        Theorem fourth_lower__range : forall D : R, deriv_at (fun t => D3 (line x t)) 0 D ->
          - D <= (vmax n u - vmin n u) ^ 4 / 8.
        Proof. intros D H. rewrite (fourth_value D H). exact (fourth_lower_bound n _ u _ _ P range_of). Qed.

        Theorem fourth_lower__max : forall D : R, deriv_at (fun t => D3 (line x t)) 0 D ->
          - D <= (2 * norminf n u) ^ 4 / 8.
        Proof. intros D H. rewrite (fourth_value D H). exact (fourth_lower_bound n _ u _ _ P range_max). Qed.

        Theorem fourth_lower__2 : forall D : R, deriv_at (fun t => D3 (line x t)) 0 D ->
          - D <= (sqrt 2 * norm2 n u) ^ 4 / 8.
        Proof. intros D H. rewrite (fourth_value D H). exact (fourth_lower_bound n _ u _ _ P range_2). Qed.

        Theorem fourth_upper__range : forall D : R, deriv_at (fun t => D3 (line x t)) 0 D ->
          D <= (vmax n u - vmin n u) ^ 4 / 24.
        Proof. intros D H. rewrite (fourth_value D H). exact (fourth_upper_bound n _ u _ _ P range_of). Qed.

        Theorem fourth_upper__max : forall D : R, deriv_at (fun t => D3 (line x t)) 0 D ->
          D <= (2 * norminf n u) ^ 4 / 24.
        Proof. intros D H. rewrite (fourth_value D H). exact (fourth_upper_bound n _ u _ _ P range_max). Qed.

        Theorem fourth_upper__2 : forall D : R, deriv_at (fun t => D3 (line x t)) 0 D ->
          D <= (sqrt 2 * norm2 n u) ^ 4 / 24.
        Proof. intros D H. rewrite (fourth_value D H). exact (fourth_upper_bound n _ u _ _ P range_2). Qed.

        Theorem fourth_by_second_lower : forall D : R, deriv_at (fun t => D3 (line x t)) 0 D ->
          forall D' : R, deriv_at (fun t => D1 (line x t)) 0 D' -> - D <= (vmax n u - vmin n u) ^ 2 / 2 * D'.
        Proof.
          intros D H. rewrite (fourth_value D H). intros D' H'. rewrite (second_value D' H').
          exact (fourth_lower_by_second n _ u _ _ P range_of).
        Qed.

        Theorem fourth_by_second_upper : forall D : R, deriv_at (fun t => D3 (line x t)) 0 D ->
          forall D' : R, deriv_at (fun t => D1 (line x t)) 0 D' -> D <= (vmax n u - vmin n u) ^ 2 * D'.
        Proof.
          intros D H. rewrite (fourth_value D H). intros D' H'. rewrite (second_value D' H').
          exact (fourth_upper_by_second n _ u _ _ P range_of).
        Qed.
      End Fourth.
    End Third.
  End Second.
End Cumulants.

(** ** Attained by two values *)

(** 1 and -1 with the probabilities p and q: the mean is p - q. *)
Lemma moment_of_pair p q k : p + q = 1 ->
  moment 2 (vadd (vscale p (vunit 0)) (vscale q (vunit 1))) (vsub (vunit 0) (vunit 1)) k
  = p * (2 * q) ^ k + q * (- (2 * p)) ^ k.
Proof.
  intros E. unfold moment, centred_power, vmap, vsub, vconst, vadd, vscale, vunit, dot. simpl.
  replace (0 + (p * 1 + q * 0) * (1 - 0) + (p * 0 + q * 1) * (0 - 1)) with (p - q) by ring.
  replace (1 - 0 - (p - q)) with (2 * q) by lra. replace (0 - 1 - (p - q)) with (- (2 * p)) by lra. ring.
Qed.

Local Notation pair := (vsub (vunit 0%nat) (vunit 1%nat)).
Local Notation draw p q := (vadd (vscale p (vunit 0%nat)) (vscale q (vunit 1%nat))).

Theorem attained__second_upper : moment 2 (draw (1 / 2) (1 + (- (1 / 2)))) pair 2 = 1.
Proof. rewrite moment_of_pair by field. field. Qed.

Theorem attained__third :
  moment 2 (draw ((1 - 1 / sqrt 3) / 2) (1 - (1 - 1 / sqrt 3) / 2)) pair 3 = 8 * (1 / (6 * sqrt 3)).
Proof.
  pose proof (sqrt_lt_R0 3 ltac:(lra)) as R3. rewrite moment_of_pair by (field; lra).
  set (r := 1 / sqrt 3). assert (S : r * r = 1 / 3).
  { unfold r. replace (1 / 3) with (1 / (sqrt 3 * sqrt 3)) by (rewrite sqrt_sqrt by lra; reflexivity). field. lra. }
  replace (8 * (1 / (6 * sqrt 3))) with (4 / 3 * r) by (unfold r; field; lra).
  replace ((1 - r) / 2 * (2 * (1 - (1 - r) / 2)) ^ 3 + (1 - (1 - r) / 2) * (- (2 * ((1 - r) / 2))) ^ 3)
    with (2 * r * (1 - r * r)) by field.
  rewrite S. field.
Qed.

Theorem attained__fourth_lower : moment 2 (draw (1 / 2) (1 + (- (1 / 2)))) pair 4
  - 3 * moment 2 (draw (1 / 2) (1 + (- (1 / 2)))) pair 2 ^ 2 = - 2.
Proof. rewrite !moment_of_pair by field. field. Qed.

Theorem attained__fourth_upper : moment 2 (draw ((1 - sqrt (2 / 3)) / 2) (1 - (1 - sqrt (2 / 3)) / 2)) pair 4
  - 3 * moment 2 (draw ((1 - sqrt (2 / 3)) / 2) (1 - (1 - sqrt (2 / 3)) / 2)) pair 2 ^ 2 = 2 / 3.
Proof.
  rewrite !moment_of_pair by field. set (r := sqrt (2 / 3)).
  assert (S : r * r = 2 / 3) by (apply sqrt_sqrt; lra).
  replace ((1 - r) / 2 * (2 * (1 - (1 - r) / 2)) ^ 4 + (1 - (1 - r) / 2) * (- (2 * ((1 - r) / 2))) ^ 4
    - 3 * ((1 - r) / 2 * (2 * (1 - (1 - r) / 2)) ^ 2 + (1 - (1 - r) / 2) * (- (2 * ((1 - r) / 2))) ^ 2) ^ 2)
    with ((1 - r * r) * (6 * (r * r) - 2)) by field.
  rewrite S. field.
Qed.
