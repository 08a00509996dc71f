"""The folders of checks in these tests: records of their own, one tree of compiled files for all of them."""

import pytest


@pytest.fixture(scope="session")
def tree(tmp_path_factory):
    """Compiled files, keyed by their content: the theory is compiled once a session."""
    return tmp_path_factory.mktemp("rocq", numbered=False)


@pytest.fixture
def cache(tmp_path, monkeypatch, tree):
    """An empty cache but for the compiled files."""
    folder = tmp_path / "cache"
    (folder / "rocq").mkdir(parents=True)
    (folder / "rocq" / "tree").symlink_to(tree, target_is_directory=True)
    monkeypatch.setenv("CERTIFY_CACHE", str(folder))
    return folder
