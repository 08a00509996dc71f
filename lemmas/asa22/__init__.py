"""ASA22: what learning algorithm is in-context learning? Linear regression by a transformer."""

import certify as ct

PAPER = ct.Paper(
    "asa22", title="What learning algorithm is in-context learning? Investigations with linear models",
    authors="Ekin Akyürek, Dale Schuurmans, Jacob Andreas, Tengyu Ma, Denny Zhou", year=2022, arxiv="2211.15661",
)
