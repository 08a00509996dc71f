"""Evidence for others: certificates that ``certify.check``, which shares no code with this package, verifies."""

from certify.certificates.write import certificates_of, file_name, save_certificates

__all__ = ["certificates_of", "file_name", "save_certificates"]
