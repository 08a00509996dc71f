"""What a proof may not contain. coqc returns 0 on all of it; the pinning and the axioms catch most of it again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from certify.rocq.names import STANDARD, VOCABULARY

FORBIDDEN = {
    r"Admitted|admit|give_up": "leaves a gap",
    r"Axioms?|Parameters?|Conjectures?|Primitive|Symbols?|Rewrite\s+Rules?": "assumes something",
    r"(?:Guard|Positivity|Universe)\s+Checking|bypass_check|Type\s+In\s+Type|type_in_type": "turns a check off",
    r"Declare\s+ML|Load|Cd|Redirect|Drop|Extraction|Separate\s+Extraction|Add\s+(?:Rec\s+)?(?:LoadPath|ML)|Register":
        "reaches outside of the file",
    r"native_compute": "computes outside of the kernel",
    r"(?:Undelimit|Delimit|Bind)\s+Scope": "changes how statements are read",
}
ASSUMING = re.compile(r"(?:#\[[^]]*\]\s*)?(?:(?:Local|Global|Polymorphic)\s+)*(Variables?|Hypothes[ie]s|Context)\b")
SECTION, ENDS = re.compile(r"Section\s+(\w+)"), re.compile(r"End\s+(\w+)")
NOTATION = re.compile(r'(?:Notation|Infix)\s*"((?:[^"]|"")*)"')
DEFINING = re.compile(r"\b(?:Definition|Fixpoint|CoFixpoint|Let|Inductive|CoInductive|Record|Structure|Class|Variant|"
                      r"Module|Notation|Function|Theorem|Lemma)\s+([\w']+)")
MARK = re.compile(r'\(\*|\*\)|"')  # of comments and of texts
SYMBOLS = frozenset("<= < >= > = <> + - * / ^ -> <-> /\\ \\/ ~ forall exists fun if then else : , | ( )".split())


def faults(source: str) -> list[str]:
    """What is wrong with the text of a proof, a line each; comments and texts in quotes are not looked at."""
    plain = without_comments(source)
    bare = re.sub(r'"(?:[^"]|"")*"', '""', plain)
    found = [f"{' '.join(hit.group(0).split())}: {why}" for pattern, why in FORBIDDEN.items()
             for hit in re.finditer(rf"(?<![\w.'])(?:{pattern})(?![\w'])", bare)]
    found += [f"{said}: outside of a section it is an axiom" for said in _assumed(bare)]
    found += [f'Notation "{hit.group(1)}": redefines a symbol of statements' for hit in NOTATION.finditer(plain)
              if set(hit.group(1).replace("'", " ").split()) & SYMBOLS]
    return found + [f"{hit.group(1)}: redefines a name of statements" for hit in DEFINING.finditer(bare)
                    if hit.group(1) in VOCABULARY | STANDARD]


def _assumed(bare: str) -> Iterator[str]:
    """Variables and hypotheses outside of all sections."""
    depth: list[str] = []
    for sentence in sentences(bare):
        if opened := SECTION.match(sentence):
            depth.append(opened.group(1))
        elif (closed := ENDS.match(sentence)) and depth and depth[-1] == closed.group(1):
            depth.pop()
        elif not depth and (assumed := ASSUMING.match(sentence)):
            yield assumed.group(1)


def sentences(bare: str) -> Iterator[str]:
    """The commands of a file without comments."""
    yield from (part.strip() for part in re.split(r"\.(?=\s|$)", bare))


@lru_cache(maxsize=1024)
def without_comments(source: str) -> str:
    """The text with comments, which nest, as blanks; texts in quotes stay, also where they look like comments."""
    out, depth, quoted, start = [], 0, False, 0
    for mark in MARK.finditer(source):
        text = mark.group()
        if text == '"':
            quoted = not quoted
        elif not quoted and (text == "(*" or depth):
            out += [_shown(source[start:mark.start()], depth), "  "]
            depth += 1 if text == "(*" else -1
            start = mark.end()
    return "".join([*out, _shown(source[start:], depth)])


def _shown(text: str, depth: int) -> str:
    return re.sub(r"[^\n]", " ", text) if depth else text


@lru_cache(maxsize=512)
def theorems(source: str) -> frozenset[str]:
    """The names that a file proves or defines; asked for again for each claim of its module."""
    return frozenset(re.findall(r"\b(?:Theorem|Lemma|Corollary|Proposition|Fact|Remark|Definition)\s+([\w']+)",
                                without_comments(source)))


__all__ = ["faults", "sentences", "theorems", "without_comments"]
