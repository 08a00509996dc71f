"""Forms for people."""

from certify.calculus.indexform.terms import Form


def show(form: Form) -> str:
    """Index notation."""
    return form.text
