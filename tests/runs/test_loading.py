"""Claims are found, named after where they stand, and owned by the module that makes them."""

import textwrap

import pytest

import certify as ct
from certify.runs import load

HEAD = """
import certify as ct
P = ct.Paper("mine")
n = ct.dim("n")
x, y = ct.vectors("x y", n)
"""


def write(path, body):
    path.write_text(textwrap.dedent(HEAD) + textwrap.dedent(body))
    return str(path)


def test_names_and_families(tmp_path):
    path = write(tmp_path / "my_lemmas.py", """
        triangle = ct.Claim(P, "triangle", says=ct.norm(x + y) <= ct.norm(x) + ct.norm(y))
        orders = {p: ct.Claim(P, f"order {p}", says=ct.norm(x, p) >= 0) for p in (1, 2)}
    """)
    assert [claim.id for claim in load([path])] == ["mine.my_lemmas.triangle", "mine.my_lemmas.orders[1]",
                                                    "mine.my_lemmas.orders[2]"]


def test_an_imported_claim_stays_with_its_module(tmp_path):
    path = write(tmp_path / "later.py", """
        from lemmas.lsxyz23.facts import hadamard
        mine = ct.Claim(P, "m", says=ct.norm(x) >= 0, uses=[hadamard])
    """)
    assert [claim.id for claim in load([path])] == ["mine.later.mine"]


def test_library_ids_are_unique_and_start_with_the_paper():
    claims = load()
    assert len({claim.id for claim in claims}) == len(claims)
    assert all(claim.id.startswith(claim.paper.key + ".") for claim in claims)


def test_targets_select_papers_modules_and_claims():
    assert {claim.paper.key for claim in load(["lsxyz23"])} == {"lsxyz23"}
    assert all(claim.id.startswith("lsxyz23.facts.") for claim in load(["lsxyz23.facts"]))
    assert [claim.id for claim in load(["lsxyz23.facts.hadamard"])] == ["lsxyz23.facts.hadamard"]


def test_the_line_of_a_mistake_is_named(tmp_path, monkeypatch):
    write(tmp_path / "broken.py", "\nbad = ct.Claim(P, 'a', says=0 <= ct.norm(x) <= 1)\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ct.LoadError, match=r"broken.py:[0-9]+: .*chained"):
        load(["broken.py"])


def test_a_file_may_have_the_name_of_a_library_module(tmp_path):
    path = write(tmp_path / "random.py", "m = ct.Claim(P, 'm', says=ct.norm(x) >= 0)\n")
    assert [claim.id for claim in load([path])] == ["mine.random.m"]
    import random

    assert random.random() < 1


@pytest.mark.parametrize("body, words", [
    ("bad = x @ ct.vector('z', 3)", ["broken.py:", "dot"]),
    ("bad = 1 / 0", ["broken.py:", "ZeroDivisionError"]),
    ("bad = (", ["broken.py:", "SyntaxError"]),
    ("import does_not_exist", ["broken.py:", "does_not_exist"]),
    ("bad = ct.norm(x) <= Q", ["broken.py:", "Q = ct.scalar('Q')"]),
    ("bad = ct.sigmoid(x)", ["broken.py:", "'sigmoid'", "dir(certify)"]),
    ("import numpy as np\nbad = np.exp(x)", ["broken.py:", "ct.exp(x)"]),
    ("bad = ct.Claim(P, 'a', given=ct.norm(x) <= 1, says=ct.norm(x) <= 2)", ["broken.py:", "given=[...]"]),
    ("bad = ct.Claim('mine', 'a', says=ct.norm(x) <= 2)", ["broken.py:", "ct.Paper('mine')"]),
    ("nothing = 1", ["no claim"]),
])
def test_files_that_do_not_load_say_where_and_why(tmp_path, body, words):
    path = write(tmp_path / "broken.py", body)
    with pytest.raises(ct.LoadError) as caught:
        load([path])
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_one_claim_or_one_family_of_a_file(tmp_path):
    path = write(tmp_path / "several.py", """
        one = ct.Claim(P, 'one', says=ct.norm(x) >= 0)
        orders = {k: ct.Claim(P, f'order {k}', says=ct.norm(x, k) >= 0) for k in (1, 2)}
        """)
    assert [claim.id for claim in load([f"{path}::one"])] == ["mine.several.one"]
    assert [claim.id for claim in load([f"{path}::orders"])] == ["mine.several.orders[1]", "mine.several.orders[2]"]
    assert [claim.id for claim in load([f"{path}::orders[2]"])] == ["mine.several.orders[2]"]
    with pytest.raises(ct.LoadError, match=r"'.*::order' names no claim; there is mine\.several\.one, "):
        load([f"{path}::order"])


def test_unknown_targets_are_named():
    with pytest.raises(ct.LoadError, match="nonsense"):
        load(["nonsense"])
    with pytest.raises(ct.LoadError, match="no such file"):
        load(["nowhere.py"])
