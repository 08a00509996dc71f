"""CAP24: the Lipschitz constant of self-attention on a ball."""

import certify as ct

PAPER = ct.Paper(
    "cap24", title="How Smooth Is Attention?", authors="Valérie Castin, Pierre Ablin, Gabriel Peyré", year=2023,
    arxiv="2312.14820",
)
