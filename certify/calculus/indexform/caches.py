"""The memory of the index form: equal factors and terms are one object, and results are remembered.

It is emptied between questions once it is large. Forms from before then still show, but equal none made later.
"""

from certify.calculus.indexform import functions, powers, products, renaming, sums, terms, translate

LARGEST = 300_000


def trim() -> None:
    """Empties the memory if it holds many terms."""
    if terms.count() + len(renaming._DONE) + len(products._PRODUCTS) > LARGEST:
        clear()


def clear() -> None:
    """Empties the memory."""
    for table in (functions._APPLIED, powers._POWERS, products._PRODUCTS, renaming._DONE, renaming._DONE_TERMS,
                  sums._DONE, sums._CONNECTED, translate._FORMS):
        table.clear()
    terms.forget()


