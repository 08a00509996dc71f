(** * Central moments of a number t_I for I drawn with probabilities p, and their largest values.

    With y = t - <p, t> the moments are s = sum p y^2, m_3 = sum p y^3, m_4 = sum p y^4, and the fourth cumulant is
    m_4 - 3 s^2.  Let the values of t lie in an interval of length l = a + m, with -m <= y <= a. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Derivatives Softmax.
Local Open Scope R_scope.

Definition centred_power (n : nat) (p t : vec) (k : nat) : vec :=
  vmap (fun u => u ^ k) (vsub t (vconst (dot n p t))).
Definition moment (n : nat) (p t : vec) (k : nat) : R := dot n p (centred_power n p t k).

(** ** Inequalities between moments *)

Section Moments.
  Variables (n : nat) (p t : vec).
  Hypothesis P : probability n p.

  Let y i := t i - dot n p t.

  (** The mean of a polynomial in y of degree 4. *)
  Lemma mean_polynomial (g : R -> R) c0 c1 c2 c3 c4 :
    (forall u, g u = c0 + c1 * u + c2 * u ^ 2 + c3 * u ^ 3 + c4 * u ^ 4) ->
    dot n p (fun i => g (y i)) = c0 + c2 * moment n p t 2 + c3 * moment n p t 3 + c4 * moment n p t 4.
  Proof.
    intros H. destruct P as [_ E].
    assert (Z : vsum n (fun i => p i * y i) = 0).
    { unfold y. rewrite (vsum_ext n _ (fun i => p i * t i - p i * dot n p t)) by (intros; ring).
      rewrite vsum_minus, vsum_scal_r, E. unfold dot. ring. }
    transitivity (c0 * vsum n p + c1 * vsum n (fun i => p i * y i) + c2 * moment n p t 2 + c3 * moment n p t 3
      + c4 * moment n p t 4); [|rewrite E, Z; ring].
    unfold moment, dot, centred_power, vmap, vsub, vconst. fold (dot n p t). fold y.
    rewrite <- !vsum_scal, <- !vsum_plus. apply vsum_ext. intros i _. rewrite H. unfold y. ring.
  Qed.

  Lemma mean_nonneg (g : R -> R) : (forall i, (i < n)%nat -> 0 <= g (y i)) -> 0 <= dot n p (fun i => g (y i)).
  Proof. intros H. apply vsum_nonneg. intros i Hi. apply Rmult_le_pos; [apply P, Hi|apply H, Hi]. Qed.

  Lemma moment_2_nonneg : 0 <= moment n p t 2.
  Proof.
    pose proof (mean_nonneg (fun u => u ^ 2) ltac:(intros; apply pow2_ge_0)) as H.
    rewrite (mean_polynomial _ 0 0 1 0 0) in H by (intros; ring). lra.
  Qed.

  Variables a m : R.
  Hypothesis range : forall i, (i < n)%nat -> - m <= y i <= a.

  (** The mean of y is 0. *)
  Lemma ends_nonneg : 0 <= a /\ 0 <= m.
  Proof.
    pose proof (mean_nonneg (fun u => a - u)) as H1. pose proof (mean_nonneg (fun u => u + m)) as H2.
    rewrite (mean_polynomial _ a (-1) 0 0 0) in H1 by (intros; ring).
    rewrite (mean_polynomial _ m 1 0 0 0) in H2 by (intros; ring).
    split; [enough (0 <= a + 0 * moment n p t 2 + 0 * moment n p t 3 + 0 * moment n p t 4) by lra; apply H1
           |enough (0 <= m + 0 * moment n p t 2 + 0 * moment n p t 3 + 0 * moment n p t 4) by lra; apply H2];
      intros i Hi; specialize (range i Hi); lra.
  Qed.

  Lemma moment_2_le : moment n p t 2 <= m * a.
  Proof.
    pose proof (mean_nonneg (fun u => (u + m) * (a - u))) as H.
    rewrite (mean_polynomial _ (m * a) (a - m) (-1) 0 0) in H by (intros; ring).
    enough (0 <= m * a + -1 * moment n p t 2 + 0 * moment n p t 3 + 0 * moment n p t 4) by lra.
    apply H. intros i Hi. specialize (range i Hi). apply Rmult_le_pos; lra.
  Qed.

  (** (a - y) (a y + s)^2 >= 0. *)
  Lemma moment_3_le : 0 < a -> a * moment n p t 3 <= a * a * moment n p t 2 - moment n p t 2 * moment n p t 2.
  Proof.
    intros Ha. set (s := moment n p t 2). set (m3 := moment n p t 3).
    pose proof (mean_nonneg (fun u => (a - u) * ((a * u + s) * (a * u + s)))) as H.
    rewrite (mean_polynomial _ (a * (s * s)) (2 * (a * a) * s - s * s) (a * a * a - 2 * a * s) (- (a * a)) 0) in H
      by (intros; ring).
    fold s m3 in H. apply Rmult_le_reg_l with a; [exact Ha|].
    enough (0 <= a * (s * s) + (a * a * a - 2 * a * s) * s + - (a * a) * m3 + 0 * moment n p t 4) by lra.
    apply H. intros i Hi. specialize (range i Hi). apply Rmult_le_pos; [lra|apply Rle_0_sqr].
  Qed.

  (** y^2 (y + m) (a - y) >= 0. *)
  Lemma moment_4_le : moment n p t 4 <= (a - m) * moment n p t 3 + m * a * moment n p t 2.
  Proof.
    pose proof (mean_nonneg (fun u => u * u * ((u + m) * (a - u)))) as H.
    rewrite (mean_polynomial _ 0 0 (m * a) (a - m) (-1)) in H by (intros; ring).
    enough (0 <= 0 + m * a * moment n p t 2 + (a - m) * moment n p t 3 + -1 * moment n p t 4) by lra.
    apply H. intros i Hi. specialize (range i Hi). apply Rmult_le_pos; [apply Rle_0_sqr|apply Rmult_le_pos; lra].
  Qed.

  (** (y^2 - s)^2 >= 0. *)
  Lemma moment_4_ge : moment n p t 2 * moment n p t 2 <= moment n p t 4.
  Proof.
    set (s := moment n p t 2). pose proof (mean_nonneg (fun u => (u * u - s) * (u * u - s))) as H.
    rewrite (mean_polynomial _ (s * s) 0 (- (2 * s)) 0 1) in H by (intros; ring). fold s in H.
    enough (0 <= s * s + - (2 * s) * s + 0 * moment n p t 3 + 1 * moment n p t 4) by lra.
    apply H. intros; apply Rle_0_sqr.
  Qed.

  (** Moments by the second one: |y| <= a + m. *)
  Lemma moment_3_by_2 : moment n p t 3 <= (a + m) * moment n p t 2.
  Proof.
    pose proof ends_nonneg. pose proof (mean_nonneg (fun u => u * u * (a + m - u))) as H0.
    rewrite (mean_polynomial _ 0 0 (a + m) (-1) 0) in H0 by (intros; ring).
    enough (0 <= 0 + (a + m) * moment n p t 2 + -1 * moment n p t 3 + 0 * moment n p t 4) by lra.
    apply H0. intros i Hi. specialize (range i Hi). apply Rmult_le_pos; [apply Rle_0_sqr|lra].
  Qed.

  Lemma moment_4_by_2 : moment n p t 4 <= (a + m) ^ 2 * moment n p t 2.
  Proof.
    pose proof ends_nonneg. pose proof (mean_nonneg (fun u => u * u * ((a + m - u) * (a + m + u)))) as H0.
    rewrite (mean_polynomial _ 0 0 ((a + m) ^ 2) 0 (-1)) in H0 by (intros; ring).
    enough (0 <= 0 + (a + m) ^ 2 * moment n p t 2 + 0 * moment n p t 3 + -1 * moment n p t 4) by lra.
    apply H0. intros i Hi. specialize (range i Hi). apply Rmult_le_pos; [apply Rle_0_sqr|apply Rmult_le_pos; lra].
  Qed.

  (** ** Sharp bounds, for l = a + m *)

  Let l := a + m.

  Lemma second_cumulant_le : moment n p t 2 <= l ^ 2 / 4.
  Proof. pose proof moment_2_le. pose proof (Rle_0_sqr (a - m)). unfold Rsqr, l in *. lra. Qed.

  (** m_3 <= m a (a - m) where m <= a / 2, and m_3 <= a^3 / 4 elsewhere; the squares are at most l^6 / 108. *)
  Lemma third_cumulant_le : moment n p t 3 <= 1 / (6 * sqrt 3) * l ^ 3.
  Proof.
    pose proof ends_nonneg as [a0 m0]. pose proof moment_2_nonneg as s0. pose proof moment_2_le as S.
    set (s := moment n p t 2) in *. set (m3 := moment n p t 3).
    pose proof (sqrt_lt_R0 3 ltac:(lra)) as R3. pose proof (sqrt_sqrt 3 ltac:(lra)) as S3.
    assert (C0 : 0 < 1 / (6 * sqrt 3)) by (apply Rdiv_lt_0_compat; lra).
    assert (C : 1 / (6 * sqrt 3) * (1 / (6 * sqrt 3)) = 1 / 108).
    { replace (1 / 108) with (1 / (36 * (sqrt 3 * sqrt 3))) by (rewrite S3; field). field. lra. }
    assert (l0 : 0 <= l) by (unfold l; lra). pose proof (pow_le l 3 l0) as l3.
    assert (K : forall w, 0 <= w -> w * w <= l ^ 6 / 108 -> w <= 1 / (6 * sqrt 3) * l ^ 3).
    { intros w w0 W. apply Rsqr_incr_0; [|exact w0|apply Rmult_le_pos; lra]. unfold Rsqr.
      replace (1 / (6 * sqrt 3) * l ^ 3 * (1 / (6 * sqrt 3) * l ^ 3))
        with (1 / (6 * sqrt 3) * (1 / (6 * sqrt 3)) * l ^ 6) by ring. rewrite C. lra. }
    destruct a0 as [a0|a0].
    2: { assert (m3 <= 0).
         { pose proof (mean_nonneg (fun u => - (u * u * u))) as H.
           rewrite (mean_polynomial _ 0 0 0 (-1) 0) in H by (intros; ring). fold s m3 in H.
           enough (0 <= 0 + 0 * s + -1 * m3 + 0 * moment n p t 4) by lra.
           apply H. intros i Hi. specialize (range i Hi). pose proof (Rle_0_sqr (y i)) as Q. unfold Rsqr in Q.
           assert (0 <= y i * y i * - y i) by (apply Rmult_le_pos; lra). lra. }
         pose proof (Rmult_le_pos _ _ (Rlt_le _ _ C0) l3). lra. }
    pose proof (moment_3_le a0) as T. fold s m3 in T.
    destruct (Rle_dec (2 * m) a) as [L|L].
    - apply Rle_trans with (m * a * (a - m)).
      + apply Rmult_le_reg_l with a; [exact a0|]. eapply Rle_trans; [exact T|].
        assert (0 <= (m * a - s) * (a * a - m * a - s)); [|lra]. apply Rmult_le_pos; [lra|].
        pose proof (Rmult_le_compat_r a _ _ ltac:(lra) L). lra.
      + apply K; [apply Rmult_le_pos; [apply Rmult_le_pos|]; lra|]. set (x := m * a).
        assert (X : 0 <= x) by (apply Rmult_le_pos; lra).
        assert (0 <= (x - l ^ 2 / 6) * (x - l ^ 2 / 6) * (4 * x + l ^ 2 / 3)).
        { apply Rmult_le_pos; [apply Rle_0_sqr|]. pose proof (pow2_ge_0 l). lra. }
        replace (x * (a - m) * (x * (a - m))) with (x * x * (l ^ 2 - 4 * x)) by (unfold x, l; ring). lra.
    - apply Rle_trans with (a * a * a / 4).
      + apply Rmult_le_reg_l with a; [exact a0|]. eapply Rle_trans; [exact T|].
        pose proof (Rle_0_sqr (s - a * a / 2)). unfold Rsqr in *. lra.
      + assert (A : a <= 2 / 3 * l) by (unfold l; lra).
        assert (A2 : a * a <= 2 / 3 * l * (2 / 3 * l)) by (apply Rmult_le_compat; lra).
        assert (A3 : a * a * a <= 2 / 3 * l * (2 / 3 * l) * (2 / 3 * l))
          by (apply Rmult_le_compat; try lra; apply Rmult_le_pos; lra).
        assert (a3 : 0 <= a * a * a) by (repeat apply Rmult_le_pos; lra).
        apply K; [lra|]. pose proof (Rmult_le_compat _ _ _ _ a3 a3 A3 A3) as A6.
        pose proof (pow_le l 6 l0). lra.
  Qed.

  Lemma fourth_cumulant_ge : - (moment n p t 4 - 3 * moment n p t 2 ^ 2) <= l ^ 4 / 8.
  Proof.
    pose proof moment_4_ge. pose proof second_cumulant_le as S. pose proof moment_2_nonneg as s0.
    pose proof (Rmult_le_compat _ _ _ _ s0 s0 S S). lra.
  Qed.

  (** For m <= a: a (m_4 - 3 s^2) <= a^3 s - (4 a - m) s^2 for s <= m a. *)
  Lemma fourth_cumulant_le_half : m <= a -> moment n p t 4 - 3 * moment n p t 2 ^ 2 <= l ^ 4 / 24.
  Proof.
    intros L. pose proof ends_nonneg as [a0 m0]. pose proof moment_2_nonneg as s0. pose proof moment_2_le as Sq.
    pose proof moment_4_le as F. set (s := moment n p t 2) in *. set (m4 := moment n p t 4) in *.
    destruct a0 as [a0|a0].
    2: { assert (Em : m = 0) by lra. rewrite Em, <- a0 in F.
         pose proof (pow2_ge_0 (l ^ 2)). pose proof (pow2_ge_0 s). lra. }
    pose proof (moment_3_le a0) as T. set (m3 := moment n p t 3) in *. fold s in T.
    set (q := m * a) in *. assert (q0 : 0 <= q) by (apply Rmult_le_pos; lra).
    assert (G : a * (m4 - 3 * s ^ 2) <= a * a * a * s - (4 * a - m) * (s * s)).
    { pose proof (Rmult_le_compat_l (a - m) _ _ ltac:(lra) T) as T'.
      pose proof (Rmult_le_compat_l a _ _ ltac:(lra) F) as F'. unfold q in *. lra. }
    destruct (Rle_dec (8 * q - 2 * (m * m)) (a * a)) as [V|V].
    - assert (M : a * a * a * s - (4 * a - m) * (s * s) <= a * a * a * q - (4 * a - m) * (q * q)).
      { assert (0 <= (q - s) * (a * a * a - (4 * a - m) * (q + s))); [|lra]. apply Rmult_le_pos; [lra|].
        pose proof (Rmult_le_compat_l (4 * a - m) (q + s) (2 * q) ltac:(lra) ltac:(lra)) as B.
        pose proof (Rmult_le_compat_r a _ _ ltac:(lra) V) as B2. unfold q in *. lra. }
      assert (E : a * a * a * q - (4 * a - m) * (q * q) = a * (q * (l ^ 2 - 6 * q))) by (unfold q, l; ring).
      rewrite E in M. pose proof (Rmult_le_reg_l a _ _ a0 (Rle_trans _ _ _ G M)) as H.
      pose proof (Rle_0_sqr (q - l ^ 2 / 12)). unfold Rsqr in *. lra.
    - set (K := 4 * a - m) in *. assert (K0 : 0 < K) by (unfold K; lra).
      assert (a5 : 0 <= a * a * a) by (repeat apply Rmult_le_pos; lra).
      assert (H1 : 4 * K * (a * (m4 - 3 * s ^ 2)) <= a * a * a * (a * a * a)).
      { pose proof (Rmult_le_compat_l (4 * K) _ _ ltac:(lra) G). pose proof (Rle_0_sqr (a * a * a - 2 * (K * s))).
        unfold Rsqr in *. lra. }
      assert (M8 : a <= 8 * m).
      { apply Rmult_le_reg_r with a; [exact a0|]. pose proof (Rle_0_sqr m). unfold q, Rsqr in *. lra. }
      assert (H2 : 6 * (a * a * a * (a * a)) <= l ^ 4 * K).
      { assert (x1 : 0 <= m * (a * a * a * a)) by (repeat apply Rmult_le_pos; lra).
        assert (x2 : 0 <= (8 * m - a) * (a * a * a * a)) by (repeat apply Rmult_le_pos; lra).
        assert (x3 : 0 <= (8 * m - a) * m * (a * a * a)) by (repeat apply Rmult_le_pos; lra).
        assert (x4 : 0 <= m * m * m * (a * a)) by (repeat apply Rmult_le_pos; lra).
        assert (x5 : 0 <= m * m * m * a * (a - m)) by (repeat apply Rmult_le_pos; lra).
        assert (x6 : 0 <= m * m * m * m * (a - m)) by (repeat apply Rmult_le_pos; lra).
        unfold l, K. lra. }
      apply Rmult_le_reg_l with (4 * K * a); [apply Rmult_lt_0_compat; lra|].
      pose proof (Rmult_le_compat_l a _ _ ltac:(lra) H2). lra.
  Qed.
End Moments.
