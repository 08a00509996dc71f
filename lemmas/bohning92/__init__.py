"""Böhning 1992: a fixed upper bound on the Hessian of multinomial logistic regression."""

import certify as ct

PAPER = ct.Paper(
    "bohning92", title="Multinomial logistic regression algorithm", authors="Dankmar Böhning", year=1992,
)
