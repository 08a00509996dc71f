"""Reviews of bounds: which hypotheses matter, where a bound is vacuous, how it grows, where its proof lost it."""

from certify.review.review import Review, review

__all__ = ["Review", "review"]
