"""LSXYZ23: softmax regression and learning in context."""

import certify as ct

PAPER = ct.Paper(
    "lsxyz23", title="The Closeness of In-Context Learning and Weight Shifting for Softmax Regression",
    authors="Shuai Li, Zhao Song, Yu Xia, Tong Yu, Tianyi Zhou", year=2023, arxiv="2304.13276",
)
