(** * The Hessian of the loss in the logits from above: at most 5/32 along v of spread 1, for a target e_l.

    With y = v - <p, v> the form is sum p_i r_i y_i^2 for r_i = 2 p_i - [i = l] - |p|^2 + p_l.  As a mixture of two
    points ([TwoPoints]) it is at most a c + (1 - a) d for a = p_l, where c bounds the pairs with l and d the others.
    With k = x (1 - x), these are at most k (1 + a - 3 a^2 / 2 - 2 k), so 5/32 but for 1/6 < a < 1/2, and those at most
    k (9/8 - 2 k) <= 5/32 and k (x^2 + (1 - 2 a) x + 3 a - a^2 - 1), with the share x of the value that is not at l. *)

From Coq Require Import Reals Arith List Lia Lra.
From Certify Require Import Lang Sums Softmax LossHessian TwoPoints BoxPolynomials.
Import ListNotations.
Local Open Scope R_scope.

(** A sum over three entries is at most that over all. *)
Lemma three_terms n v i j l : (forall k, (k < n)%nat -> 0 <= v k) -> (i < n)%nat -> (j < n)%nat -> (l < n)%nat ->
  i <> j -> i <> l -> j <> l -> v l + v i + v j <= vsum n v.
Proof.
  intros H Hi Hj Hl N1 N2 N3. rewrite <- (vsum_delta n i v Hi), <- (vsum_delta n j v Hj), <- (vsum_delta n l v Hl).
  rewrite <- !vsum_plus. apply vsum_le. intros k Hk. specialize (H k Hk).
  destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j), (Nat.eqb_spec k l); subst; try lia; lra.
Qed.

(** ** Numbers *)

Lemma pair_of_others x a pi pj s : a + pi + pj <= 1 -> a * a + pi * pi + pj * pj <= s -> 0 <= a ->
  x * (2 * pi) + (1 - x) * (2 * pj) - s + a <= 1 + a - 3 / 2 * (a * a) - 2 * (x * (1 - x)).
Proof.
  intros H S A. pose proof (Rle_0_sqr (pi - x + a / 2)) as Q1. pose proof (Rle_0_sqr (pj - (1 - x) + a / 2)) as Q2.
  pose proof (Rmult_le_compat_l a _ _ A H). unfold Rsqr in *. lra.
Qed.

(** x is the share of the other value. *)
Lemma pair_with_target x a pj s : a * a + pj * pj <= s ->
  (1 - x) * (2 * a - 1) + x * (2 * pj) - s + a <= x * x + (1 - 2 * a) * x + 3 * a - a * a - 1.
Proof. intros S. pose proof (Rle_0_sqr (pj - x)) as Q. unfold Rsqr in Q. lra. Qed.

Lemma pair_with_target_any x a pj s : a + pj <= 1 -> a * a + pj * pj <= s ->
  (1 - x) * (2 * a - 1) + x * (2 * pj) - s + a <= 9 / 8 - 2 * (x * (1 - x)).
Proof.
  intros H S. pose proof (Rle_0_sqr (a - (5 - 4 * x) / 4)) as Q1.
  pose proof (Rle_0_sqr (pj - (4 * x - 1) / 4)) as Q2. unfold Rsqr in *. lra.
Qed.

(** 6 a = 1 + 2 u. *)
Lemma pairs_in_the_middle u x : 0 <= u <= 1 -> 0 <= x <= 1 ->
  let a := 1 + 2 * u in
  0 <= 45 * a - 3 * (6 - a) * (a - 1) * (3 - a)
    - 8 * a * x * (1 - x) * (36 * x * x + (36 - 12 * a) * x + 18 * a - a * a - 36).
Proof. intros Hu Hx a. nonneg_on_box [u; x] (@nil R) [a] 30%nat. Qed.

Lemma share_product x : 0 <= x <= 1 -> 0 <= x * (1 - x) <= 1 / 4.
Proof.
  intros H. split; [apply Rmult_le_pos; lra|]. pose proof (Rle_0_sqr (x - 1 / 2)) as Q. unfold Rsqr in Q. lra.
Qed.

Lemma others_le k a : 0 <= k <= 1 / 4 -> 0 <= a <= 1 ->
  k * (1 + a - 3 / 2 * (a * a) - 2 * k) <= Rmax (1 / 8) (1 / 8 + a / 4 - 3 / 8 * (a * a)).
Proof.
  intros Hk Ha. destruct (Rle_dec a (2 / 3)) as [L|L].
  - eapply Rle_trans; [|apply Rmax_r]. pose proof (Rmult_le_pos a (2 / 3 - a) ltac:(lra) ltac:(lra)).
    assert (0 <= (1 / 4 - k) * (1 / 2 + a - 3 / 2 * (a * a) - 2 * k)); [apply Rmult_le_pos; lra|lra].
  - eapply Rle_trans; [|apply Rmax_l]. pose proof (Rmult_le_pos a (a - 2 / 3) ltac:(lra) ltac:(lra)).
    pose proof (Rmult_le_compat_l k (1 + a - 3 / 2 * (a * a) - 2 * k) (1 - 2 * k) ltac:(lra) ltac:(lra)).
    pose proof (Rle_0_sqr (k - 1 / 4)) as Q. unfold Rsqr in Q. lra.
Qed.

(** The prices of pairs with the target and of other pairs. *)
Lemma prices_exist a : 0 <= a <= 1 -> exists c d, 0 <= c <= d /\ a * c + (1 - a) * d <= 5 / 32 /\
  (forall x pj s, 0 <= x <= 1 -> a + pj <= 1 -> a * a + pj * pj <= s ->
     x * (1 - x) * ((1 - x) * (2 * a - 1) + x * (2 * pj) - s + a) <= c) /\
  (forall x pi pj s, 0 <= x <= 1 -> a + pi + pj <= 1 -> a * a + pi * pi + pj * pj <= s ->
     x * (1 - x) * (x * (2 * pi) + (1 - x) * (2 * pj) - s + a) <= d).
Proof.
  intros Ha. set (t := 3 / 8 * ((a - 1 / 6) * (1 / 2 - a))).
  assert (O : forall x pi pj s d, 5 / 32 + t <= d -> 5 / 32 <= d -> 0 <= x <= 1 -> a + pi + pj <= 1 ->
    a * a + pi * pi + pj * pj <= s -> x * (1 - x) * (x * (2 * pi) + (1 - x) * (2 * pj) - s + a) <= d).
  { intros x pi pj s d D1 D2 Hx H S. pose proof (share_product x Hx) as K.
    pose proof (Rmult_le_compat_l _ _ _ (proj1 K) (pair_of_others x a pi pj s H S (proj1 Ha))).
    pose proof (others_le _ a K Ha). unfold t in D1.
    pose proof (Rmax_lub (1 / 8) (1 / 8 + a / 4 - 3 / 8 * (a * a)) d ltac:(lra) ltac:(lra)). lra. }
  assert (T : forall x pj s, 0 <= x <= 1 -> a + pj <= 1 -> a * a + pj * pj <= s ->
     x * (1 - x) * ((1 - x) * (2 * a - 1) + x * (2 * pj) - s + a) <= 5 / 32).
  { intros x pj s Hx H S. pose proof (share_product x Hx) as K. set (k := x * (1 - x)) in *.
    pose proof (Rmult_le_compat_l k _ _ (proj1 K) (pair_with_target_any x a pj s H S)) as B. fold k in B.
    assert (0 <= (1 / 4 - k) * (5 / 8 - 2 * k)); [apply Rmult_le_pos; lra|lra]. }
  destruct (Rle_dec t 0) as [Z|Z].
  - exists (5 / 32), (5 / 32). repeat split; try lra; [exact T|]. intros. apply O; lra.
  - assert (M : 1 / 6 < a < 1 / 2).
    { split; apply Rnot_le_lt; intros L; apply Z; unfold t;
        [pose proof (Rmult_le_pos (1 / 6 - a) (1 / 2 - a))|pose proof (Rmult_le_pos (a - 1 / 6) (a - 1 / 2))]; lra. }
    set (c := 5 / 32 - (1 - a) * t / a). assert (Ea : a * c = a * (5 / 32) - (1 - a) * t) by (unfold c; field; lra).
    assert (t1 : t <= 3 / 8 * (1 / 36)) by (unfold t; pose proof (Rle_0_sqr (a - 1 / 3)) as Q; unfold Rsqr in Q; lra).
    exists c, (5 / 32 + t). repeat split.
    + apply Rmult_le_reg_l with a; [lra|]. rewrite Ea. pose proof (Rmult_le_pos a t). lra.
    + apply Rmult_le_reg_l with a; [lra|]. rewrite Ea. lra.
    + rewrite Ea. lra.
    + intros x pj s Hx H S. apply Rmult_le_reg_l with a; [lra|]. rewrite Ea. pose proof (share_product x Hx) as K.
      pose proof (Rmult_le_compat_l _ _ _ (proj1 K) (pair_with_target x a pj s S)) as B.
      apply (Rmult_le_compat_l a) in B; [|lra].
      pose proof (pairs_in_the_middle (3 * a - 1 / 2) x ltac:(lra) Hx) as F. cbv zeta in F. unfold t. lra.
    + intros. apply O; lra.
Qed.

(** ** The form *)

Section Vertex.
  Variables (n : nat) (p v : vec) (l : nat).
  Hypotheses (P : probability n p) (Hl : (l < n)%nat).
  Hypothesis spread : forall i j, (i < n)%nat -> (j < n)%nat -> v i - v j <= 1.

  Let a := p l.
  Let s := dot n p p.
  Let r i := 2 * p i - vunit l i - dot n p (vsub p (vunit l)).

  (** Sums over two or three entries are at most those over all. *)
  Let two i j : (i < n)%nat -> (j < n)%nat -> i <> j -> p i + p j <= 1 /\ p i * p i + p j * p j <= s.
  Proof.
    intros Hi Hj N. split; [rewrite <- (proj2 P)|]; (apply two_terms || apply (two_terms n (fun k => p k * p k)));
      try assumption; [apply P|intros; apply Rle_0_sqr].
  Qed.

  Let three i j : (i < n)%nat -> (j < n)%nat -> i <> j -> i <> l -> j <> l ->
    a + p i + p j <= 1 /\ a * a + p i * p i + p j * p j <= s.
  Proof.
    intros Hi Hj N Ni Nj. split; [rewrite <- (proj2 P)|];
      [apply three_terms|apply (three_terms n (fun k => p k * p k))]; auto; [apply P|intros; apply Rle_0_sqr].
  Qed.

  Let r_at i : r i = 2 * p i - vunit l i - s + a.
  Proof. unfold r, vsub. rewrite dot_minus_r, dot_delta by exact Hl. fold s a. ring. Qed.

  Theorem vertex_le : dot n v (mulv n (hess n (vunit l) p) v) <= 5 / 32.
  Proof.
    rewrite (quadratic_hess n _ p v P).
    rewrite (vsum_ext n _ (fun i => p i * (r i * ((v i - dot n p v) * (v i - dot n p v)))))
      by (intros; unfold r; ring).
    destruct (prices_exist a (probability_le_1 n p l P Hl)) as (c & d & [c0 cd] & total & T & O).
    set (C i := d - vunit l i * (d - c)).
    assert (C_at : forall i, C i = if Nat.eqb i l then c else d)
      by (intros i; unfold C, vunit; destruct (Nat.eqb i l); ring).
    eapply Rle_trans; [apply (mean_le_prices n p v r C P spread)|].
    - intros i _. rewrite C_at. destruct (Nat.eqb i l); lra.
    - intros i j x Hi Hj N Hx. rewrite !C_at, !r_at. destruct (two i j Hi Hj N) as [S1 S2]. unfold vunit.
      destruct (Nat.eqb_spec i l) as [->|Ni], (Nat.eqb_spec j l) as [->|Nj]; [contradiction| | |].
      + pose proof (T (1 - x) (p j) s ltac:(lra) S1 S2) as B. fold a.
        pose proof (Rmult_le_compat_l x _ _ (proj1 Hx) cd). lra.
      + fold a in S1, S2 |- *. pose proof (T x (p i) s Hx ltac:(lra) ltac:(lra)) as B.
        pose proof (Rmult_le_compat_l (1 - x) _ _ ltac:(lra) cd). lra.
      + destruct (three i j Hi Hj N Ni Nj) as [S3 S4]. pose proof (O x (p i) (p j) s Hx S3 S4). lra.
    - replace (dot n p C) with (a * c + (1 - a) * d); [exact total|]. unfold C.
      rewrite dot_minus_r, (dot_ext n p p (fun i => vunit l i * (d - c)) (fun i => (d - c) * vunit l i))
        by (intros; ring || reflexivity).
      rewrite dot_scal_r, dot_delta by exact Hl. unfold dot. rewrite vsum_scal_r, (proj2 P). fold a. ring.
  Qed.
End Vertex.
