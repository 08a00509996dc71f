"""The signal that an expression leaves the class of the index form."""


class Outside(Exception):
    """Raised where an expression is not in the class; the text says why. Never reaches a caller of the package."""
