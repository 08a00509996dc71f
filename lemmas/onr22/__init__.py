"""ONR22: one layer of linear self-attention makes a step of gradient descent."""

import certify as ct

PAPER = ct.Paper(
    "onr22", title="Transformers learn in-context by gradient descent",
    authors="Johannes von Oswald, Eyvind Niklasson, Ettore Randazzo, João Sacramento, Alexander Mordvintsev, "
            "Andrey Zhmoginov, Max Vladymyrov", year=2022, arxiv="2212.07677",
)
