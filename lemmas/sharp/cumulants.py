"""Sharp constants for the derivatives of log-sum-exp along a direction (row 7.6).

Along w, with t = A w, the derivatives of log alpha at x are the cumulants of the number t_I for I drawn from f(x):
the mean, the variance, the third central moment m_3, and m_4 - 3 var^2. Let l = max t - min t be the range of that
number. Every bound follows from l <= 2 ||t||_inf and l <= sqrt(2) ||t||_2; take l = 1, values in [0, 1], mean m,
variance s, a = 1 - m, and y = t_I - m, so that -m <= y <= a.

- variance: (y + m)(a - y) >= 0 has the mean m a - s >= 0, so s <= m a <= 1/4. Attained by two halves.
- third: (a - y)(y + s/a)^2 >= 0 has the mean a s - m_3 - s^2/a >= 0, so m_3 <= s a - s^2/a, which is increasing in s up
  to a^2/2. Where m <= a/2 the largest s is m a, and m_3 <= m a (a - m) = m a (1 - 2m) <= 1 / (6 sqrt 3), at
  m a = 1/6. Where m > a/2, a < 2/3 and m_3 <= a^3/4 < 2/27, which is less. By reflection the same holds for -m_3.
  Attained by two points with probabilities (1 -+ 1/sqrt 3)/2.
- fourth, lower side: m_4 >= s^2 and s <= 1/4 give m_4 - 3 s^2 >= -2 s^2 >= -1/8. Attained by two halves.
- fourth, upper side: let m <= 1/2 by reflection. y^2 (y + m)(a - y) >= 0 gives m_4 <= (1 - 2m) m_3 + m a s, with
  the bound on m_3 hence m_4 - 3 s^2 <= a^2 s - (5 - 1/a) s^2. Its vertex lies at s = a^3 / (2 (5a - 1)). Where
  11 a^2 - 12 a + 2 >= 0 that is beyond the largest s = m a =: q, and the value there is q (1 - 6 q) <= 1/24. Else
  a < 0.886, and the value at the vertex, a^5 / (4 (5a - 1)), increases in a and stays below 0.0398 < 1/24.
  Attained by two points with q = 1/12, probabilities (1 -+ sqrt(2/3))/2.

Three or more values never do better. So for ||t||_inf <= 1 (l = 2) the constants are 1, 4 / (3 sqrt 3), -2 and 2/3, and
for ||t||_2 <= 1 (l = sqrt 2) they are 1/2, sqrt(6)/9, -1/2 and 1/6.

Relative to the variance, |y| <= l gives |m_3| <= l s and m_4 - 3 s^2 <= l^2 s, approached as all mass moves to one of
two points, and -2 s^2 >= -(l^2/2) s, attained by two halves. The first of these is the self-concordance of log-sum-exp.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23.problem import A, d, f, x
from lemmas.sharp import PAPER
from lemmas.sharp.log_sum_exp import lse

w = ct.vector("w", d)
t = A @ w
ORDERS = {1: "first", 2: "second", 3: "third", 4: "fourth"}


def along(order):
    """The derivative of that order of log alpha along w."""
    value = lse(x)
    for _ in range(order):
        value = ct.jvp(value, x, w)
    return value


def cumulant_of(p, t, order):
    """The cumulant of t_I for I drawn with the probabilities p."""
    if order == 1:
        return ct.dot(p, t)
    centred = t - ct.dot(p, t)
    moment = ct.dot(p, centred**order)
    return moment - 3 * ct.dot(p, centred**2) ** 2 if order == 4 else moment


RANGE = ct.max(t) - ct.min(t)
THIRD = 1 / (6 * ct.sqrt(3))  # for range 1
SIZES = {"range": RANGE, "max": 2 * ct.norm(t, inf), "2": ct.sqrt(2) * ct.norm(t)}

cumulant = {
    ORDERS[k]: ct.Claim(
        PAPER, f"the {ORDERS[k]} derivative of log-sum-exp is a cumulant", row="7.6",
        says=ct.equal(along(k), cumulant_of(f(x), t, k)),
    ) for k in ORDERS
}
first_upper = ct.Claim(
    PAPER, "first derivative of log-sum-exp", row="7.6", says=abs(along(1)) <= ct.norm(t, inf),
)
second_lower = ct.Claim(
    PAPER, "second derivative of log-sum-exp, lower side", row="7.6", says=along(2) >= 0,
)
second_upper = {
    name: ct.Claim(
        PAPER, f"second derivative of log-sum-exp, upper side, {name}", row="7.6", uses=[cumulant["second"]],
        says=along(2) <= size**2 / 4,
    ) for name, size in SIZES.items()
}
third = {
    name: ct.Claim(
        PAPER, f"third derivative of log-sum-exp, {name}", row="7.6", uses=[cumulant["third"]],
        says=abs(along(3)) <= THIRD * size**3,
    ) for name, size in SIZES.items()
}
fourth_lower = {
    name: ct.Claim(
        PAPER, f"fourth derivative of log-sum-exp, lower side, {name}", row="7.6", uses=[cumulant["fourth"]],
        says=-along(4) <= size**4 / 8,
    ) for name, size in SIZES.items()
}
fourth_upper = {
    name: ct.Claim(
        PAPER, f"fourth derivative of log-sum-exp, upper side, {name}", row="7.6", uses=[cumulant["fourth"]],
        says=along(4) <= size**4 / 24,
    ) for name, size in SIZES.items()
}

third_by_second = ct.Claim(
    PAPER, "third derivative of log-sum-exp by the second", row="7.6", uses=[cumulant["second"], cumulant["third"]],
    says=abs(along(3)) <= RANGE * along(2),
)
fourth_by_second_lower = ct.Claim(
    PAPER, "fourth derivative of log-sum-exp by the second, lower side", row="7.6",
    uses=[cumulant["second"], cumulant["fourth"]], says=-along(4) <= RANGE**2 / 2 * along(2),
)
fourth_by_second_upper = ct.Claim(
    PAPER, "fourth derivative of log-sum-exp by the second, upper side", row="7.6",
    uses=[cumulant["second"], cumulant["fourth"]], says=along(4) <= RANGE**2 * along(2),
)

# Attained: t = (1, -1), so ||t||_inf = 1, drawn with the probabilities p and 1 - p.
pair = ct.unit(2, 0) - ct.unit(2, 1)
EXTREMAL = {  # order and side: p, and the value of the cumulant there
    "second_upper": (2, ct.rational(1, 2), 1),
    "third": (3, (1 - 1 / ct.sqrt(3)) / 2, 8 * THIRD),
    "fourth_lower": (4, ct.rational(1, 2), -2),
    "fourth_upper": (4, (1 - ct.sqrt(ct.rational(2, 3))) / 2, ct.rational(2, 3)),
}
attained = {
    name: ct.Claim(
        PAPER, f"a draw that attains the bound: {name.replace('_', ', ')}", row="7.6",
        says=ct.equal(cumulant_of(p * ct.unit(2, 0) + (1 - p) * ct.unit(2, 1), pair, order), value),
    ) for name, (order, p, value) in EXTREMAL.items()
}
