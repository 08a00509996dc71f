"""How large derivatives of 1/2 ||p - b||^2 along one direction are, p a softmax, b >= 0 with ||b||_1 <= 1.

They are affine in b, so b is 0 or a unit vector e_1; a is p_1 (0 for b = 0) and q = 1 - a. Let the direction h have
spread 1, y = h - <p, h>, V = <p, y^2>, S = ||p||^2, so that p moves by Dp = p o y, D2p = p o (y^2 - V) and
D3p = p o (y^3 - 3 V y - <p, y^3>). k(t) is t (1 - t).

First order, 8/27. Linear in h, so h is the indicator of a set with mass t, 1 in it or else 1 - h instead. Let G, G' be
the sums of squares of p / t in the set, of p / (1 - t) outside, and g = p_1 / t. The derivative is
t (1 - t) (t G - (1 - t) G' - g), below t (1 - t) t <= 4/27, and above minus t (1 - t) (1 - t + g - t g^2). For t <= 1/2
that is largest at g = 1 with 2 t (1 - t)^2 <= 8/27, else at most t (1 - t)^2 + (1 - t) / 4 <= 1/4. b = 0: 4/27.

Second order, above, 5/32. It is <p, r y^2> with r_i = 2 p_i - b_i - S + <p, b>. A variable of mean 0 is a mixture of
ones on two points; that on i and j, with the fraction x of its distance d <= 1 above 0, adds d^2 x (1 - x)
(x r_i + (1 - x) r_j). With S >= the squares in sight, k = k(x) <= 1/4 and quadratic functions maximised by hand:
- pairs with 1 add at most k (9/8 - 2 k) <= 5/32, and k (x^2 + (1 - 2 a) x + 3 a - a^2 - 1) for given a;
- others at most k (1 + a - 3 a^2 / 2 - 2 k), so 1/8 + a/4 - 3 a^2 / 8 where a <= 2/3, and 1/8 elsewhere.
The latter is below 5/32 unless 1/6 < a < 1/2; there such pairs have at most the weight q, and the mean stays below 5/32
by an inequality of degree 5 in a and x (``PAIRS``).

Second order, below, 0.1203. With D = h_1 less the mean of the others, g_i = p_i / q, y_i = u_i - a D, v the variance
of u under g, it is minus q^2 times a (1 - 3 a) D^2 - a v + sum g_i^2 (V - 2 y_i^2), V = a q D^2 + q v. The sum is at
most its largest g_i (V - 2 y_i^2); let g, u and y belong to that i. If g q <= a, what is left is at most
a (1 - 3 a) + a^2 <= 1/8, times q^2 below 0.096. Else measure from h_i: the others lie in [s - 1, s], t is the mean
less h_i, D = h_1 - h_i - t, and v <= (2 s - 1) t + (1 - g) s (1 - s) - t^2, so that all is below q^2 times

    a (1 - 3 a) (1 + g) D^2 - 4 g a t D - 2 g t^2 + (g q - a) ((2 s - 1) t + (1 - g) s (1 - s) - t^2).

For a >= 1/3 that is below 0.114; for less it is convex in D, so D = 0 (below 1/12) or D = s - t (``BELOW``: at most
0.12021, at t = 0, s = g = 1, two points).

Third order, 0.295. It is 3 <Dp, D2p> + <p - b, D3p>. The first is at most 3 sqrt(1/8) sqrt(1/54) < 0.1444 (see
``softmax`` and ``second_moves``). For a set of mass t whose indicator is drawn D3 is k(t) times
D^3 (1 - 6 k) + 3 D (1 - 2 t) (v - v') + c - c', with the difference D of the means, and the variances and third moments
in and out of it. With m the mean, v <= m (1 - m) and -v (m - v/m) <= c <= v (1 - m - v / (1 - m)):
- it is at most 1/8 in size (attained on two points);
- for one point (v = c = 0) it is at most k max(1/2, 1.1 - 6 k).
p - b is -q at 1 and p_i elsewhere, so its sum with D3p is at most q times that of point 1, and the integral over r of
that of {i > 1: p_i > r}: at most 1/8 up to r = 1 - a - c, then that of one point up to r = c, the largest p_i. In total
at most 0.1483.
"""

from __future__ import annotations

from fractions import Fraction

Limits = tuple[Fraction, Fraction]  # the largest values of -e and of e

#: By the order of the derivative, for a direction of spread 1.
LEAST_SQUARES: dict[int, Limits] = {
    1: (Fraction(8, 27), Fraction(8, 27)), 2: (Fraction(1203, 10000), Fraction(5, 32)),
    3: (Fraction(59, 200), Fraction(59, 200)),
}

__all__ = ["LEAST_SQUARES", "Limits"]
