"""Nair25: softmax is 1/2-Lipschitz in every l_p norm."""

import certify as ct

PAPER = ct.Paper("nair25", title="Softmax is 1/2-Lipschitz", authors="Nair", year=2025, arxiv="2510.23012")
