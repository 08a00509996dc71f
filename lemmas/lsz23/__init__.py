"""LSZ23: regularized regression with exp, cosh and sinh of Ax against a target b."""

import certify as ct

PAPER = ct.Paper(
    "lsz23", title="Solving Regularized Exp, Cosh and Sinh Regression Problems",
    authors="Zhihang Li, Zhao Song, Tianyi Zhou", year=2023, arxiv="2303.15725",
)
