"""Finding claims: every module of ``lemmas``, or a user's own file; the names that claims go by.

A claim's id is ``<paper key>.<module>.<name>``, with the module-level name it is bound to; a dict of claims
is a family, ``<name>[<key>]``. A claim that a module imports belongs to the module that defines it.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from certify.language import CertifyError, Claim, LoadError

LIBRARY, USER = "lemmas", "certify_user"


def load(targets: Iterable[str] = ()) -> list[Claim]:
    """The claims that the targets name: a paper key, an id, the start of ids, the path of a ``.py`` file or
    ``FILE.py::NAME`` for a claim or family in it.

    Without targets, the whole library. Raises ``LoadError`` for a target that names nothing.
    """
    targets = list(targets)
    library = _library() if not targets or any(not _is_file(_place(target)) for target in targets) else []
    if not targets:
        return library
    chosen: dict[str, Claim] = {}
    for target in targets:
        for claim in _in_file(target) if _is_file(_place(target)) else _matching(target, library):
            chosen.setdefault(claim.id, claim)
    return list(chosen.values())


def load_one(target: str) -> Claim:
    """The one claim that a target names, in a file as ``FILE.py::NAME``; raises ``LoadError`` where there are more."""
    found = load([target])
    if len(found) == 1:
        return found[0]
    raise LoadError(f"{target!r} does not name one claim; there is {_some(found)}"
                    + ("; write FILE.py::NAME" if _is_file(target) else ""))


def _some(claims: list[Claim]) -> str:
    return ", ".join(claim.id for claim in claims[:3]) + (", ..." if len(claims) > 3 else "")


def _is_file(target: str) -> bool:
    return target.endswith(".py")


def _place(target: str) -> str:
    return target.partition("::")[0]


def _in_file(target: str) -> list[Claim]:
    """The claims of a file; with a name after ``::`` the claim or the family of that name."""
    place, _, name = target.partition("::")
    found = _file(Path(place))
    chosen = [claim for claim in found if not name or name in (claim.id, _own_name(claim))
              or _own_name(claim).startswith(name + "[")]
    if not chosen:
        raise LoadError(f"{target!r} names no claim; there is {_some(found)}")
    return chosen


def _own_name(claim: Claim) -> str:
    return claim.id.split(".", 2)[2]


def _matching(target: str, library: list[Claim]) -> list[Claim]:
    found = [claim for claim in library
             if claim.id == target or claim.id.startswith((target + ".", target + "[")) or claim.paper.key == target]
    if not found:
        near = sorted({claim.paper.key for claim in library})
        raise LoadError(f"{target!r} is no claim, no module and no paper of the library (papers: {', '.join(near)}), "
                        "and no path of a .py file; `certify list` shows every id, and a claim of your own "
                        "file is FILE.py::NAME")
    return found


def _library() -> list[Claim]:
    try:
        package = importlib.import_module(LIBRARY)
    except ImportError as error:
        raise LoadError(f"the library of lemmas cannot be imported: {error}") from error
    names = sorted(info.name for info in pkgutil.walk_packages(package.__path__, LIBRARY + "."))
    return list(_name_claims([importlib.import_module(name) for name in names]))


def _file(path: Path) -> list[Claim]:
    if not path.is_file():
        raise LoadError(f"{path}: there is no such file")
    return list(_name_claims([_import(path)])) or _no_claims(path)


def _no_claims(path: Path) -> list[Claim]:
    raise LoadError(f"{path}: no claim is bound to a module-level name; write `my_lemma = ct.Claim(...)`")


def _import(path: Path) -> ModuleType:
    name = f"{USER}.{path.stem}"  # a prefix, so that random.py does not stand in for the standard library's
    spec = importlib.util.spec_from_file_location(name, path.resolve())
    if spec is None or spec.loader is None:
        raise LoadError(f"{path}: is no Python file that can be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    if str(path.resolve().parent) not in sys.path:  # files beside it can be imported
        sys.path.append(str(path.resolve().parent))
    try:
        spec.loader.exec_module(module)
    except CertifyError as error:
        raise LoadError(f"{path}:{_line(error, path)}: {error}") from error
    except Exception as error:  # whatever a user's file raises is reported, not thrown at them
        raise LoadError(f"{path}:{_line(error, path)}: {type(error).__name__}: {_words(error)}") from error
    return module


def _words(error: Exception) -> str:
    """The message of an error in a user's file, with what to do about the common ones."""
    if isinstance(error, SyntaxError):
        return error.msg
    if isinstance(error, NameError) and error.name:
        return f"{error}; a symbol is declared before it is used, for example {error.name} = ct.scalar({error.name!r})"
    if isinstance(error, AttributeError) and getattr(error.obj, "__name__", None) == "certify":
        return f"{error}; dir(certify) lists what there is, and other functions are composed from that"
    if "__array_ufunc__" in str(error):
        return "functions of NumPy take no symbols; write ct.exp(x), ct.sum(x), ... in place of np.exp(x), np.sum(x)"
    return str(error)


def _line(error: BaseException, path: Path) -> int | str:
    if isinstance(error, SyntaxError):
        return error.lineno or "?"
    lines, trace = [], error.__traceback__
    while trace is not None:
        if Path(trace.tb_frame.f_code.co_filename) == path.resolve():
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return lines[-1] if lines else "?"


def _name_claims(modules: list[ModuleType]) -> Iterator[Claim]:
    """Each claim once, with its id, under the module that made it."""
    seen: set[int] = set()
    for module in modules:
        for name, claim in _bound(module):
            owner = getattr(claim, "_module", None)
            if id(claim) not in seen and (owner == module.__name__ or owner not in sys.modules
                                          or not _binds(sys.modules[owner], claim)):
                seen.add(id(claim))
                claim._name = f"{claim.paper.key}.{module.__name__.rpartition('.')[2]}.{name}"
                yield claim


def _bound(module: ModuleType) -> Iterator[tuple[str, Claim]]:
    for name, value in vars(module).items():
        if isinstance(value, Claim):
            yield name, value
        elif isinstance(value, dict):
            yield from ((f"{name}[{key}]", item) for key, item in value.items() if isinstance(item, Claim))


def _binds(module: ModuleType, claim: Claim) -> bool:
    return any(item is claim for _, item in _bound(module))
