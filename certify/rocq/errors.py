"""What can go wrong between a claim and the kernel."""

from certify.language import CertifyError


class NotPrintable(CertifyError):
    """A claim without a Rocq statement; the message says which part of it has none, and why."""


class TooLong(NotPrintable):
    """A claim with a term that nobody could read."""


class ProofError(CertifyError):
    """A proof that cannot be checked: no Rocq, a file that is missing, a cycle between files."""
