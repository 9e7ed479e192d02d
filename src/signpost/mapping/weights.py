"""What each point of evidence weighs.

Fitted by `benchmarks/matching_weights.py` on pairs that no expert checked (the titles of O*NET with their exact matches
in ESCO, and the unchecked rows of the job profile map), none of which is among the checked rows that `python -m
benchmarks matching` measures on. No weight is below 0, so that no evidence for a match ever lowers it.
"""

from __future__ import annotations

from signpost.mapping.evidence import Points

WEIGHTS = Points(
    whole=2.31, label=2.30, other=2.86, confirmed=1.26, chief=0.73, text=1.02, needs=1.95, within=1.04, names=2.15,
    anywhere=2.78, label_letters=2.20, other_letters=0.90,
)  # fmt: skip
