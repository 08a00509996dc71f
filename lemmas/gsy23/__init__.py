"""GSY23: rescaled softmax regression and its hyperbolic relatives, with exp, cosh and sinh."""

import certify as ct

PAPER = ct.Paper(
    "gsy23", title="An Iterative Algorithm for Rescaled Hyperbolic Functions Regression",
    authors="Yeqi Gao, Zhao Song, Junze Yin", year=2023, arxiv="2305.00660",
)
