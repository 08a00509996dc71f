"""KPM21: the Lipschitz constant of self-attention."""

import certify as ct

PAPER = ct.Paper(
    "kpm21", title="The Lipschitz Constant of Self-Attention", authors="Hyunjik Kim, George Papamakarios, Andriy Mnih",
    year=2021, arxiv="2006.04710",
)
