"""The signal that an expression leaves the class of the index form."""


class Outside(Exception):  # noqa: N818 - not an error: the class of the form has a boundary
    """Raised where an expression is not in the class; the text says why. Never reaches a caller of the package."""
