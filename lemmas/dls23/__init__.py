"""DLS23: the gradient, the Hessian and a Newton method for softmax regression; restated in appendix D of H2O23."""

import certify as ct

PAPER = ct.Paper(
    "dls23", title="Attention Scheme Inspired Softmax Regression", authors="Yichuan Deng, Zhihang Li, Zhao Song",
    year=2023, arxiv="2304.10411",
)
