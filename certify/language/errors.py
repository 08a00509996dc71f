"""Errors that a user can cause. Each message says what is wrong, where, and what to do."""


class CertifyError(Exception):
    """Base of all errors of this package that come from its input."""


class ExpressionError(CertifyError, TypeError):
    """An expression that has no meaning: a wrong kind of operand, a misused operator."""


class ShapeError(CertifyError, ValueError):
    """Operands whose shapes do not fit; the message names the operands and their shapes."""


class LiteralError(CertifyError, ValueError):
    """A number that is no exact rational: inf, nan, or a float that is no short decimal."""


class ClaimError(CertifyError, ValueError):
    """A claim that cannot be stated as given."""


class InstanceError(CertifyError, ValueError):
    """Numbers that do not fit a claim: a missing or unknown symbol, a wrong shape, inf or nan."""


class LoadError(CertifyError):
    """A file or a target of the command line that cannot be loaded."""
