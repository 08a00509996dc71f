"""The statements: one folder a source, one file a lemma or a small group of lemmas.

``PAPER`` stands in the ``__init__.py`` of each folder; the module-level names of the other files are the
claims, so the claim ``exp_lipschitz`` in ``lsxyz23/bounds_in_x.py`` is ``lsxyz23.bounds_in_x.exp_lipschitz``.
Statements are encoded as their source prints them, wrong constants included. What this project says
itself is in ``sharp/``: sharper bounds, and a corrected statement (``corrects=``) beside a false one.
``rows.toml`` lists every statement that is to be encoded, by the number that claims carry as ``row``.
"""
