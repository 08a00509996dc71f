"""How large derivatives of 1/2 ||p - b||^2 along one direction are, p a softmax, b >= 0 with ||b||_1 <= 1.

They are affine in b, so b is 0 or a unit vector e_1; a is p_1 (0 for b = 0) and q = 1 - a. Let the direction h have
spread 1, y = h - <p, h>, V = <p, y^2>, S = ||p||^2, so that p moves by Dp = p o y, D2p = p o (y^2 - V) and
D3p = p o (y^3 - 3 V y - <p, y^3>). k(t) is t (1 - t). Every number below is an inequality between polynomials that
``certify.check_polynomials`` proves by exact subdivision, in the function that is named at the end of a part.

First order, 8/27. Linear in h, so h is the indicator of a set with mass t, 1 in it or else 1 - h instead. Let G, G' be
the sums of squares of p / t in the set, of p / (1 - t) outside, and g = p_1 / t. The derivative is
t (1 - t) (t G - (1 - t) G' - g), below t (1 - t) t <= 4/27, and above minus t (1 - t) (1 - t + g - t g^2). For t <= 1/2
that is largest at g = 1 with 2 t (1 - t)^2 <= 8/27, else at most t (1 - t)^2 + (1 - t) / 4 <= 1/4. b = 0: 4/27
(``squares_first``).

Second order, above, 5/32. It is <p, r y^2> with r_i = 2 p_i - b_i - S + <p, b>. A variable of mean 0 is a mixture of
ones on two points; that on i and j, with the fraction x of its distance d <= 1 above 0, adds d^2 x (1 - x)
(x r_i + (1 - x) r_j). With S >= the squares in sight, k = k(x) <= 1/4 and quadratic functions maximised by hand:
- pairs with 1 add at most k (9/8 - 2 k) <= 5/32, and k (x^2 + (1 - 2 a) x + 3 a - a^2 - 1) for given a;
- others at most k (1 + a - 3 a^2 / 2 - 2 k), so 1/8 + a/4 - 3 a^2 / 8 where a <= 2/3, and 1/8 elsewhere.
The latter is below 5/32 unless 1/6 < a < 1/2; there such pairs have at most the weight q, and the mean stays below 5/32
by an inequality of degree 5 in a and x (``squares_second_above``).

Second order, below, 0.1203. With D = h_1 less the mean of the others, g_i = p_i / q, y_i = u_i - a D, v the variance
of u under g, it is minus q^2 times a (1 - 3 a) D^2 - a v + sum g_i^2 (V - 2 y_i^2), V = a q D^2 + q v. The sum is at
most its largest g_i (V - 2 y_i^2); let g, u and y belong to that i. If g q <= a, what is left is at most
a (1 - 3 a) + a^2 <= 1/8, times q^2 below 0.096. Else measure from h_i: the others lie in [s - 1, s], t is the mean
less h_i, D = h_1 - h_i - t, and v <= (2 s - 1) t + (1 - g) s (1 - s) - t^2, so that all is below q^2 times

    a (1 - 3 a) (1 + g) D^2 - 4 g a t D - 2 g t^2 + (g q - a) ((2 s - 1) t + (1 - g) s (1 - s) - t^2).

With 0 <= D <= s - t, by reflection, and (1 - g) (s - 1) <= t <= (1 - g) s (``squares_second_below``): at most 0.12021,
at t = 0, s = g = 1, D = s, two points.

Third order, 0.242. It is 3 <Dp, D2p> + <p - b, D3p>, below 0.108 and 0.133.

The first is three times sum p_i^2 y_i (y_i^2 - V). A term is positive where y_i >= r = sqrt V or -r < y_i < 0. Let t be
the largest y, a' t the mean of y where it is at least r, b' the mass where it is in (-r, 0) and -s its mean there. As
y - V / y grows and s (V - s^2) is concave, the sum is at most a'^2 t (t^2 - V) + b'^2 s (V - s^2), with a' <= 1 - t,
a' <= 1 - b', b' <= t / (s + t) and s <= 1 - t, as E y^+ = E y^-, and s^2 <= V <= t (1 - t). Where that falls with V it
is at most (1 - t)^2 t^3 < 0.0346; else V = t (1 - t) (below 0.021 for t < 1/2), and as it is convex in b', b' = t or
b' = t / (s + t): at most 0.03596 (``triple_product``). The other sign is that of -h.

For a set of mass t and its indicator, D3 of the mass is k = k(t) times
D^3 (6 k - 1) - 3 D (1 - 2 t) (v - v') - (c - c'), up to its sign, with D >= 0 the difference of the means, and v, c and
v', c' the variance and the third moment inside and outside. With m the mean there, v <= m (1 - m) and
-v (m - v/m) <= c <= v (1 - m - v / (1 - m)).
- It is at most 1/8 (``sets``). For t <= 1/2, say, with e = 1 - 2 t: D^3 (1 - 6 k) + 3 D e v + c - c' is at most
  (1 - 6 k)^+ + 4 e / 9 + 1 / (3 sqrt 3), times k below 0.117. The other sign, D^3 (6 k - 1) + 3 D e v' + c' - c, where
  c' - c <= (1 - D) (1 + D)^2 / 4: for D >= 0.65 at most 1/4 + (7/4) D - (13/4) D^2 + (7/4) D^3 <= 1/2 after the
  maximum over e, else below 0.122 after multiplication with k, by D v' <= 4/27.
- For one point v = c = 0. With g = 1 - m <= 1, D <= g, and the formulas above, it is at most k times the larger one of
  g^3 (6 k - 1)^+ + max v' (g (1 + 3 e^+) - v' / g) and g^3 (1 - 6 k)^+ + max v' (3 g e^- + 1 - g - v' / (1 - g)),
  both over v' <= g (1 - g), v' = w g (1 - g): below a function of t in three pieces (``one_point``).
p - b is -q at 1 and p_i elsewhere, so its sum with D3p is at most q times that of point 1, and the integral over r of
that of {i > 1: p_i > r}: at most 1/8 up to r = 1 - a - c, then that of one point up to r = c, the largest p_i. In total
at most 0.1336 (``layers``; two points: 0.1321).
"""

from __future__ import annotations

from fractions import Fraction

Limits = tuple[Fraction, Fraction]  # the largest values of -e and of e

#: By the order of the derivative, for a direction of spread 1.
LEAST_SQUARES: dict[int, Limits] = {
    1: (Fraction(8, 27), Fraction(8, 27)), 2: (Fraction(1203, 10000), Fraction(5, 32)),
    3: (Fraction(121, 500), Fraction(121, 500)),
}

__all__ = ["LEAST_SQUARES", "Limits"]
