"""GP17: softmax as a gradient map, with temperature lambda."""

import certify as ct

PAPER = ct.Paper(
    "gp17",
    title="On the Properties of the Softmax Function with Application in Game Theory and Reinforcement "
    "Learning",
    authors="Bolin Gao, Lacra Pavel", year=2017, arxiv="1704.00805",
)
