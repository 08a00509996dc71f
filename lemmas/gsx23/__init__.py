"""GSX23: the attention matrix as many softmax regressions, by a tensor trick; restated in part in AS24."""

import certify as ct

PAPER = ct.Paper(
    "gsx23", title="In-Context Learning for Attention Scheme: from Single Softmax Regression to Multiple Softmax "
    "Regression via a Tensor Trick", authors="Yeqi Gao, Zhao Song, Shenghao Xie", year=2023, arxiv="2307.02419",
)
