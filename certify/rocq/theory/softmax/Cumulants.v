(** * Cumulants of a number t_I for I drawn from softmax: bounds by the range of the values, and derivatives. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang Sums Norms Derivatives Softmax Moments.
Local Open Scope R_scope.

(** ** By reflection: any interval of length l that holds the values *)

Lemma moment_opp n p t k : moment n p (vopp t) k = (-1) ^ k * moment n p t k.
Proof.
  unfold moment, dot. rewrite <- vsum_scal. apply vsum_ext. intros i _.
  unfold centred_power, vmap, vsub, vconst. rewrite (dot_ext n p p (vopp t) (fun j => -1 * t j)), dot_scal_r
    by (intros; unfold vopp; ring).
  replace (vopp t i - -1 * dot n p t) with (-1 * (t i - dot n p t)) by (unfold vopp; ring).
  rewrite Rpow_mult_distr. ring.
Qed.

Section Range.
  Variables (n : nat) (p t : vec) (lo l : R).
  Hypotheses (P : probability n p) (range : forall i, (i < n)%nat -> lo <= t i <= lo + l).

  Let a := lo + l - dot n p t.
  Let m := dot n p t - lo.
  Let range_y i : (i < n)%nat -> - m <= t i - dot n p t <= a.
  Proof. intros Hi. specialize (range i Hi). unfold m, a. lra. Qed.
  Let range_opp i : (i < n)%nat -> - a <= vopp t i - dot n p (vopp t) <= m.
  Proof.
    intros Hi. specialize (range i Hi). unfold m, a.
    rewrite (dot_ext n p p (vopp t) (fun j => -1 * t j)), dot_scal_r by (intros; unfold vopp; ring). unfold vopp. lra.
  Qed.
  Let length_y : a + m = l. Proof. unfold a, m. ring. Qed.
  Let length_opp : m + a = l. Proof. unfold a, m. ring. Qed.

  Theorem second_bound : moment n p t 2 <= l ^ 2 / 4.
  Proof. rewrite <- length_y. exact (second_cumulant_le n p t P a m range_y). Qed.

  Theorem third_bound : Rabs (moment n p t 3) <= 1 / (6 * sqrt 3) * l ^ 3.
  Proof.
    pose proof (third_cumulant_le n p t P a m range_y) as U.
    pose proof (third_cumulant_le n p (vopp t) P m a range_opp) as L.
    rewrite moment_opp, length_opp in L. rewrite length_y in U. apply Rabs_le. lra.
  Qed.

  Theorem third_by_second_bound : Rabs (moment n p t 3) <= l * moment n p t 2.
  Proof.
    pose proof (moment_3_by_2 n p t P a m range_y) as U.
    pose proof (moment_3_by_2 n p (vopp t) P m a range_opp) as L.
    rewrite !moment_opp, length_opp in L. rewrite length_y in U. apply Rabs_le. lra.
  Qed.

  Theorem fourth_lower_bound : - (moment n p t 4 - 3 * moment n p t 2 ^ 2) <= l ^ 4 / 8.
  Proof. rewrite <- length_y. exact (fourth_cumulant_ge n p t P a m range_y). Qed.

  Theorem fourth_upper_bound : moment n p t 4 - 3 * moment n p t 2 ^ 2 <= l ^ 4 / 24.
  Proof.
    destruct (Rle_dec m a) as [L|L].
    - rewrite <- length_y. exact (fourth_cumulant_le_half n p t P a m range_y L).
    - pose proof (fourth_cumulant_le_half n p (vopp t) P m a range_opp ltac:(lra)) as B.
      rewrite !moment_opp, length_opp in B. lra.
  Qed.

  Theorem fourth_lower_by_second : - (moment n p t 4 - 3 * moment n p t 2 ^ 2) <= l ^ 2 / 2 * moment n p t 2.
  Proof.
    pose proof (moment_4_ge n p t P) as F. pose proof (moment_2_nonneg n p t P) as s0.
    pose proof (Rmult_le_compat_r _ _ _ s0 second_bound). lra.
  Qed.

  Theorem fourth_upper_by_second : moment n p t 4 - 3 * moment n p t 2 ^ 2 <= l ^ 2 * moment n p t 2.
  Proof.
    pose proof (moment_4_by_2 n p t P a m range_y) as F. rewrite length_y in F.
    pose proof (pow2_ge_0 (moment n p t 2)). lra.
  Qed.
End Range.

(** ** Moments along logits that move at the constant velocity t *)

Lemma moment_2_variance n p t : probability n p -> moment n p t 2 = variance n p t.
Proof.
  intros P. rewrite (variance_centre n p t (dot n p t) P).
  replace ((dot n p t - dot n p t) * (dot n p t - dot n p t)) with 0 by ring. rewrite Rminus_0_r. apply vsum_ext.
  intros i _. unfold centred_power, vmap, vsub, vconst. ring.
Qed.

Section Curve.
  Variables (n : nat) (Z : R -> vec) (tau : R) (t : vec).
  Hypotheses (Hn : (1 <= n)%nat) (HZ : forall k, (k < n)%nat -> deriv_at (fun s => Z s k) tau (t k)).
  Let F s := softmax n (Z s).
  Let HF i : (i < n)%nat -> deriv_at (fun s => F s i) tau (jac n (F tau) t i).
  Proof. intros Hi. apply deriv_softmax; assumption. Qed.

  (** The mean moves at the velocity s. *)
  Lemma deriv_mean : deriv_at (fun s => dot n (F s) t) tau (moment n (F tau) t 2).
  Proof.
    rewrite moment_2_variance by apply softmax_probability, Hn. unfold variance. rewrite dot_sym.
    apply deriv_dot_const, HF.
  Qed.

  (** The moment of order k moves at m_{k + 1} - k s m_{k - 1}. *)
  Lemma deriv_moment k : deriv_at (fun s => moment n (F s) t (S k)) tau
    (moment n (F tau) t (S (S k)) - INR (S k) * moment n (F tau) t 2 * moment n (F tau) t k).
  Proof.
    set (s2 := moment n (F tau) t 2).
    assert (HC : forall i, (i < n)%nat -> deriv_at (fun s => centred_power n (F s) t (S k) i) tau
      (INR (S k) * - s2 * (t i - dot n (F tau) t) ^ k)).
    { intros i _. apply (is_derive_pow (fun s => t i - dot n (F s) t) (S k)). eapply deriv_eq.
      - apply deriv_minus; [apply deriv_const|apply deriv_mean].
      - fold s2. ring. }
    eapply deriv_eq; [apply (deriv_dot n F (fun s => centred_power n (F s) t (S k)) tau _ _ HF HC)|].
    unfold moment at 1 2. unfold dot. rewrite <- vsum_scal, <- vsum_minus, <- vsum_plus. apply vsum_ext. intros i _.
    unfold centred_power, vmap, vsub, vconst, jac. fold (dot n (F tau) t). simpl (_ ^ S _). ring.
  Qed.
End Curve.
