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

Third order, 0.2021. With psi(y) = y^3 - 3 V y - T, T = <p, y^3>, it is sum p_i^2 (psi(y_i) + 3 y_i (y_i^2 - V)) less
a psi(y_1), so with g_i = p_i / q for the others it is the mean under g of the numbers

    a^2 (4 y_1^3 - 6 y_1 V - T) - a (y_1^3 - 3 y_1 V - T) + q^2 g_i (4 y_i^3 - 6 y_i V - T) - q (y_i^3 - E) / 6,

E the mean of y^3 under g. Each is affine in the third moment of the points that are left, so these may have two
values, of the same first and second moment, one of them an end of the interval: by (1 - x) (x - w)^2 >= 0 for values x
in [0, 1] that moment is largest where they are w and 1, and smallest where they are w and 0. For either end that leaves
a polynomial in six variables (``squares_third``). Two points reach 0.20202. The other sign is that of -h.
"""

from __future__ import annotations

from fractions import Fraction

Limits = tuple[Fraction, Fraction]  # the largest values of -e and of e

#: By the order of the derivative, for a direction of spread 1.
LEAST_SQUARES: dict[int, Limits] = {
    1: (Fraction(8, 27), Fraction(8, 27)), 2: (Fraction(1203, 10000), Fraction(5, 32)),
    3: (Fraction(2021, 10000), Fraction(2021, 10000)),
}

__all__ = ["LEAST_SQUARES", "Limits"]
