"""H2O23: the appendix on softmax regression with a sparsity term, which restates and varies DLS23."""

import certify as ct

PAPER = ct.Paper(
    "h2o23", title="H2O: Heavy-Hitter Oracle for Efficient Generative Inference of Large Language Models",
    authors="Zhenyu Zhang et al.", year=2023, arxiv="2306.14048",
)
