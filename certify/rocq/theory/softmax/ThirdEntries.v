(** * Third derivatives of the entries of softmax along a unit vector.

    With p = p_k, q = 1 - p, a = u_k - mu, and the mean mu, the variance s and the third central moment t of the other
    entries of u under the probabilities p_j / q, the third derivative of entry k is
    p q (a^3 (1 - 6 p q) - 3 (q - p) a s - t), where a^2 <= 2 (1 - s). *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Softmax Moments Cumulants HessianLipschitz Slope ThirdDerivative.
Local Open Scope R_scope.

(** ** Numbers *)

Lemma sqrt_2_le : sqrt 2 <= 14143 / 10000.
Proof. rewrite <- (sqrt_square (14143 / 10000)) by lra. apply sqrt_le_1_alt. lra. Qed.

(** sqrt(6) / 9. *)
Lemma third_constant_le : 0 <= third_constant <= 11 / 40.
Proof.
  unfold third_constant. pose proof (sqrt_lt_R0 2 ltac:(lra)) as R2. pose proof (sqrt_sqrt 2 ltac:(lra)) as S2.
  assert (R3 : 17 / 10 <= sqrt 3) by (rewrite <- (sqrt_square (17 / 10)) by lra; apply sqrt_le_1_alt; lra).
  assert (R3' : 173 / 100 <= sqrt 3) by (rewrite <- (sqrt_square (173 / 100)) by lra; apply sqrt_le_1_alt; lra).
  pose proof sqrt_2_le as B. replace (sqrt 2 ^ 3) with (2 * sqrt 2) by (simpl; rewrite Rmult_1_r, S2; ring).
  split.
  - apply Rmult_le_pos; [left; apply Rdiv_lt_0_compat; lra|lra].
  - apply Rmult_le_reg_r with (6 * sqrt 3); [lra|].
    replace (1 / (6 * sqrt 3) * (2 * sqrt 2) * (6 * sqrt 3)) with (2 * sqrt 2) by (field; lra). lra.
Qed.

Lemma product_le x : x * (1 - x) <= 1 / 4.
Proof. pose proof (Rle_0_sqr (x - 1 / 2)) as S. unfold Rsqr in S. lra. Qed.

(** For x = p q: |x (1 - 6 x)| <= 1/8. *)
Lemma quartic_le x : 0 <= x <= 1 / 4 -> Rabs (x * (1 - 6 * x)) <= 1 / 8.
Proof.
  intros H. apply Rabs_le. split.
  - assert (0 <= (1 / 4 - x) * (6 * x + 1 / 2)) by (apply Rmult_le_pos; lra). lra.
  - pose proof (Rle_0_sqr (x - 1 / 12)) as S. unfold Rsqr in S. lra.
Qed.

(** Times q: the bound falls, as x is small where q is large. *)
Lemma quartic_tail_le q : 0 <= q <= 1 -> Rabs (q * (q * (1 - q) * (1 - 6 * (q * (1 - q))))) <= 3 / 40.
Proof.
  intros H. set (x := q * (1 - q)). assert (X : 0 <= x) by (apply Rmult_le_pos; lra).
  pose proof (product_le q : x <= 1 / 4) as X4.
  assert (U : x * (1 - 6 * x) <= 1 / 24) by (pose proof (Rle_0_sqr (x - 1 / 12)) as S; unfold Rsqr in S; lra).
  assert (L : forall lo hi m, lo <= q <= hi -> 1 / 2 <= lo -> m = lo * (1 - lo) -> 1 / 6 <= m ->
    x * (6 * x - 1) <= m * (6 * m - 1)).
  { intros lo hi m Hq Hl -> Hm. assert (D : x <= lo * (1 - lo)).
    { assert (0 <= (q - lo) * (q + lo - 1)) by (apply Rmult_le_pos; lra). unfold x. lra. }
    assert (0 <= (lo * (1 - lo) - x) * (6 * (lo * (1 - lo)) + 6 * x - 1)) by (apply Rmult_le_pos; lra). lra. }
  assert (V : q * (x * (6 * x - 1)) <= 3 / 40).
  { destruct (Rle_dec (x * (6 * x - 1)) 0) as [N|N].
    { pose proof (Rmult_le_compat_l q _ _ (proj1 H) N). lra. }
    destruct (Rle_dec q (3 / 5)) as [Q1|Q1].
    { pose proof (quartic_le x ltac:(lra)) as B. apply Rabs_le_between in B.
      pose proof (Rmult_le_compat q (3 / 5) (x * (6 * x - 1)) (1 / 8) ltac:(lra) ltac:(lra) Q1 ltac:(lra)). lra. }
    assert (case : forall lo hi m, lo <= q <= hi -> 1 / 2 <= lo -> m = lo * (1 - lo) -> 1 / 6 <= m ->
      hi * (m * (6 * m - 1)) <= 3 / 40 -> q * (x * (6 * x - 1)) <= 3 / 40).
    { intros lo hi m Hq Hl Em Hm B. pose proof (L lo hi m Hq Hl Em Hm) as C.
      pose proof (Rmult_le_compat q hi (x * (6 * x - 1)) (m * (6 * m - 1)) ltac:(lra) ltac:(lra) ltac:(lra) C). lra. }
    destruct (Rle_dec q (13 / 20)) as [Q2|Q2]; [apply (case (3 / 5) (13 / 20) (3 / 5 * (1 - 3 / 5))); lra|].
    destruct (Rle_dec q (3 / 4)) as [Q3|Q3]; [apply (case (13 / 20) (3 / 4) (13 / 20 * (1 - 13 / 20))); lra|].
    apply (case (3 / 4) 1 (3 / 4 * (1 - 3 / 4))); lra. }
  apply Rabs_le. split; [lra|]. pose proof (Rmult_le_compat_l q _ _ (proj1 H) U). lra.
Qed.

(** p q |q - p| <= 1/10. *)
Lemma skew_le p : 0 <= p <= 1 -> Rabs (p * (1 - p) * (1 - p - p)) <= 1 / 10.
Proof.
  intros H. rewrite <- (Rabs_pos_eq (1 / 10)) by lra. apply Rsqr_le_abs_0. unfold Rsqr. set (x := p * (1 - p)).
  replace (x * (1 - p - p) * (x * (1 - p - p))) with (x * x * (1 - 4 * x)) by (unfold x; ring).
  assert (X : 0 <= x) by (apply Rmult_le_pos; lra).
  assert (0 <= (x - 1 / 6) * (x - 1 / 6) * (4 * x + 1 / 3)) by (apply Rmult_le_pos; [apply Rle_0_sqr|lra]). lra.
Qed.

(** With a^2 <= 2 (1 - s): a (c0 a^2 + c1 s) <= sqrt(2) (1 - s/2) (2 c0 (1 - s) + c1 s). *)
Lemma cubic_le a s c0 c1 m : 0 <= a -> 0 <= s <= 1 -> a * a <= 2 * (1 - s) -> 0 <= c0 -> 0 <= c1 ->
  (1 - s / 2) * (2 * c0 * (1 - s) + c1 * s) <= m -> a * (c0 * (a * a) + c1 * s) <= sqrt 2 * m.
Proof.
  intros Ha Hs H H0 H1 Hm. pose proof (sqrt_lt_R0 2 ltac:(lra)) as R2. pose proof (sqrt_sqrt 2 ltac:(lra)) as S2.
  assert (A : a <= sqrt 2 * (1 - s / 2)).
  { apply Rsqr_incr_0; [|exact Ha|apply Rmult_le_pos; lra]. unfold Rsqr.
    replace (sqrt 2 * (1 - s / 2) * (sqrt 2 * (1 - s / 2)))
      with (sqrt 2 * sqrt 2 * ((1 - s / 2) * (1 - s / 2))) by ring.
    rewrite S2. pose proof (Rle_0_sqr s) as Q. unfold Rsqr in Q. lra. }
  pose proof (Rmult_le_compat_l c0 _ _ H0 H) as B. pose proof (Rmult_le_pos c1 s H1 (proj1 Hs)) as B1.
  pose proof (Rmult_le_pos c0 _ H0 (Rle_0_sqr a)) as B0. unfold Rsqr in B0.
  apply Rle_trans with (sqrt 2 * (1 - s / 2) * (2 * c0 * (1 - s) + c1 * s)).
  - apply Rmult_le_compat; lra.
  - rewrite Rmult_assoc. apply Rmult_le_compat_l; lra.
Qed.

(** ** The entry *)

(** p q (a^3 (1 - 6 p q) - 3 (q - p) a s - t), and q times that. *)
Lemma entry_le p a s t : let q := 1 - p in let d := p * q * (a * a * a * (1 - 6 * (p * q)) - 3 * (q - p) * a * s - t) in
  0 <= p <= 1 -> 0 <= s <= 1 -> a * a <= 2 * (1 - s) -> Rabs t <= third_constant ->
  Rabs d <= sqrt 2 / 4 + third_constant / 4 /\ q * Rabs d <= sqrt 2 * (27 / 160) + 4 / 27 * third_constant.
Proof.
  intros q d Hp Hs Ha Ht. set (x := p * q). pose proof (Rabs_pos a) as A0. pose proof third_constant_le as [C0 _].
  assert (q01 : 0 <= q <= 1) by (unfold q; lra).
  assert (x0 : 0 <= x) by (apply Rmult_le_pos; lra). pose proof (product_le p : x <= 1 / 4) as x4.
  assert (A2 : Rabs a * Rabs a = a * a) by (rewrite <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr).
  pose proof (quartic_le x ltac:(lra)) as B1. pose proof (skew_le p Hp) as B2. fold q in B2. fold x in B2.
  assert (D : forall c, 0 <= c -> c * Rabs d <= Rabs a * (Rabs (c * (x * (1 - 6 * x))) * (a * a)
    + 3 * (c * Rabs (x * (q - p))) * s) + c * x * third_constant).
  { intros c Hc. rewrite <- (Rabs_pos_eq c Hc) at 1. rewrite <- Rabs_mult.
    replace (c * d) with (a * (c * (x * (1 - 6 * x)) * (a * a) - 3 * (c * (x * (q - p))) * s) - c * x * t)
      by (unfold d, x; ring).
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, !Rabs_mult.
    apply Rplus_le_compat.
    - apply Rmult_le_compat_l; [exact A0|]. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp.
      rewrite !Rabs_mult, (Rabs_pos_eq c), (Rabs_pos_eq s), (Rabs_pos_eq 3), A2 by lra. lra.
    - rewrite (Rabs_pos_eq c), (Rabs_pos_eq x) by lra. apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact Ht]. }
  assert (a2 : 0 <= a * a) by apply Rle_0_sqr.
  split.
  - pose proof (D 1 ltac:(lra)) as D1. rewrite !Rmult_1_l in D1. rewrite <- (Rmult_1_l (Rabs d)) in D1 |- *.
    eapply Rle_trans; [rewrite Rmult_1_l in D1 |- *; exact D1|].
    pose proof (cubic_le (Rabs a) s (1 / 8) (3 / 10) (1 / 4) A0 Hs ltac:(lra) ltac:(lra) ltac:(lra)) as K.
    rewrite A2 in K. pose proof (Rle_0_sqr s) as Q. unfold Rsqr in Q. specialize (K ltac:(lra)).
    assert (E : Rabs a * (Rabs (x * (1 - 6 * x)) * (a * a) + 3 * Rabs (x * (q - p)) * s)
      <= Rabs a * (1 / 8 * (a * a) + 3 / 10 * s)).
    { apply Rmult_le_compat_l; [exact A0|]. apply Rplus_le_compat; apply Rmult_le_compat_r; lra. }
    pose proof (Rmult_le_compat_r _ _ _ C0 x4). lra.
  - eapply Rle_trans; [exact (D q (proj1 q01))|].
    pose proof (quartic_tail_le q q01) as B3. replace (q * (1 - q)) with x in B3 by (unfold x, q; ring).
    pose proof (cubic_le (Rabs a) s (3 / 40) (3 / 10) (27 / 160) A0 Hs ltac:(lra) ltac:(lra) ltac:(lra)) as K.
    rewrite A2 in K. pose proof (Rle_0_sqr (s - 1 / 2)) as Q. unfold Rsqr in Q. specialize (K ltac:(lra)).
    assert (B4 : q * Rabs (x * (q - p)) <= 1 / 10).
    { pose proof (Rmult_le_compat q 1 _ _ (proj1 q01) (Rabs_pos (x * (q - p))) (proj2 q01) B2). lra. }
    assert (E : Rabs a * (Rabs (q * (x * (1 - 6 * x))) * (a * a) + 3 * (q * Rabs (x * (q - p))) * s)
      <= Rabs a * (3 / 40 * (a * a) + 3 / 10 * s)).
    { apply Rmult_le_compat_l; [exact A0|]. apply Rplus_le_compat; apply Rmult_le_compat_r; lra. }
    pose proof (pq2_le p (proj2 Hp)) as B5. replace (p * ((1 - p) * (1 - p))) with (q * x) in B5 by (unfold x, q; ring).
    pose proof (Rmult_le_compat_r _ _ _ C0 B5). lra.
Qed.
