(** * The number that bounds third derivatives of the loss: at most 159/125 for any values between 0 and 1.

    The value h has the probability a, the value k has q g for q = 1 - a, and the rest, with the moments m_1, m_2, m_3,
    has q (1 - g).  With y for the distance from the mean M, E the mean of y^3 without h, and V and c the second and the
    third central moment, [price] is 6 times
    a^2 (4 y_h^3 - 6 y_h V - c) - a (y_h^3 - 3 y_h V - c) + q^2 g (4 y_k^3 - 6 y_k V - c) - q (y_k^3 - E) / 6.
    It is affine in m_3, so the rest may have two values, one of them 0 or 1: a polynomial in six variables. *)

From Coq Require Import Reals Arith List Lia Lra.
From Certify Require Import Lang Sums Softmax TwoValues BoxPolynomials.
Import ListNotations.
Local Open Scope R_scope.

Definition price (a g h k m1 m2 m3 : R) : R :=
  let q := 1 - a in
  let f := 1 - g in
  let M := a * h + q * (g * k + f * m1) in
  let Y := h - M in
  let y := k - M in
  let E := g * (y * y * y) + f * (m3 - 3 * M * m2 + 3 * M * M * m1 - M * M * M) in
  let V := a * (Y * Y) + q * (g * (y * y) + f * (m2 - 2 * M * m1 + M * M)) in
  let c := a * (Y * Y * Y) + q * E in
  6 * (a * a * (4 * (Y * Y * Y) - 6 * (Y * V) - c) - a * (Y * Y * Y - 3 * (Y * V) - c)
       + q * q * g * (4 * (y * y * y) - 6 * (y * V) - c)) - q * (y * y * y - E).

Lemma price_affine a g h k m1 m2 m3 m : price a g h k m1 m2 m = price a g h k m1 m2 m3
  + (1 - g) * (1 - a) * (6 * (1 - a) * (a - (1 - a) * g) + 1) * (m - m3).
Proof. unfold price. cbv zeta. set (M := a * h + (1 - a) * (g * k + (1 - g) * m1)). ring. Qed.

(** The rest is 1 with probability l, and else w. *)
Lemma price_with_one a g h k w l : 0 <= a <= 1 -> 0 <= g <= 1 -> 0 <= h <= 1 -> 0 <= k <= 1 -> 0 <= w <= 1 ->
  0 <= l <= 1 -> price a g h k (l + (1 - l) * w) (l + (1 - l) * w ^ 2) (l + (1 - l) * w ^ 3) <= 159 / 125.
Proof.
  intros Ha Hg Hh Hk Hw Hl. replace (w ^ 2) with (w * w) by ring. replace (w ^ 3) with (w * w * w) by ring.
  set (m1 := l + (1 - l) * w). set (m2 := l + (1 - l) * (w * w)). set (m3 := l + (1 - l) * (w * w * w)).
  enough (0 <= 159 - 125 * price a g h k m1 m2 m3) by lra. unfold price.
  set (q := 1 - a). set (f := 1 - g). set (M := a * h + q * (g * k + f * m1)). set (Y := h - M). set (y := k - M).
  set (E := g * (y * y * y) + f * (m3 - 3 * M * m2 + 3 * M * M * m1 - M * M * M)).
  set (V := a * (Y * Y) + q * (g * (y * y) + f * (m2 - 2 * M * m1 + M * M))).
  set (c := a * (Y * Y * Y) + q * E). cbv zeta.
  nonneg_on_box [a; g; l] [h; k; w] [m1; m2; m3; q; f; M; Y; y; E; V; c] 30%nat.
Qed.

(** The rest is 0 with probability l, and else w. *)
Lemma price_with_zero a g h k w l : 0 <= a <= 1 -> 0 <= g <= 1 -> 0 <= h <= 1 -> 0 <= k <= 1 -> 0 <= w <= 1 ->
  0 <= l <= 1 -> price a g h k ((1 - l) * w) ((1 - l) * w ^ 2) ((1 - l) * w ^ 3) <= 159 / 125.
Proof.
  intros Ha Hg Hh Hk Hw Hl. replace (w ^ 2) with (w * w) by ring. replace (w ^ 3) with (w * w * w) by ring.
  set (m1 := (1 - l) * w). set (m2 := (1 - l) * (w * w)). set (m3 := (1 - l) * (w * w * w)).
  enough (0 <= 159 - 125 * price a g h k m1 m2 m3) by lra. unfold price.
  set (q := 1 - a). set (f := 1 - g). set (M := a * h + q * (g * k + f * m1)). set (Y := h - M). set (y := k - M).
  set (E := g * (y * y * y) + f * (m3 - 3 * M * m2 + 3 * M * M * m1 - M * M * M)).
  set (V := a * (Y * Y) + q * (g * (y * y) + f * (m2 - 2 * M * m1 + M * M))).
  set (c := a * (Y * Y * Y) + q * E). cbv zeta.
  nonneg_on_box [a; g; l] [h; k; w] [m1; m2; m3; q; f; M; Y; y; E; V; c] 30%nat.
Qed.
