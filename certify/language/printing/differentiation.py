"""How derivatives and the names of definitions print."""

from __future__ import annotations

from certify.language.expr import Expr
from certify.language.printing.arithmetic import position
from certify.language.printing.patterns import binding, fill, unicode_pattern
from certify.language.printing.pieces import Binds, Piece
from certify.language.printing.printer import Printer
from certify.language.variables import free_symbols


def derivative(p: Printer, node: Expr) -> Piece:
    """Gradient and Hessian with nabla; other derivatives as a quotient."""
    of, by = node.args
    if of.op == "deriv" and not of.args[0].shape and of.args[1] is by and by.shape:
        return _nabla(p, 2, of.args[0], _variable(p, node))
    if not of.shape and by.shape:
        return _nabla(p, 1, of, _variable(p, node))
    return _quotient(p, of, [_variable(p, node)])


def _variable(p: Printer, node: Expr) -> str:
    text, order = p.text(node.args[1]), node.attrs[0]
    if not order:
        return text
    head = p.style.subscript(p.style.function("vec"), order)
    return head + p.style.parens(text)


def _nabla(p: Printer, times: int, of: Expr, variable: str) -> Piece:
    return Piece(f"{p.style.nabla(times, variable)} {p.text(of, Binds.POSTFIX)}", Binds.PREFIX)


def _quotient(p: Printer, of: Expr, variables: list[str]) -> Piece:
    """The quotient of partial signs; equal neighbours below are written as a power."""
    count = len(variables)
    sign = p.style.partial.strip()
    top = sign if count == 1 else p.style.power(sign, str(count))
    below: list[str] = []
    for text in dict.fromkeys(variables):
        times = variables.count(text)
        below.append(p.style.partial + (text if times == 1 else p.style.power(text, str(times))))
    return p.style.partials(top, p.text(of, Binds.POSTFIX), below)


def directional(p: Printer, node: Expr) -> Piece:
    """Partial derivatives along unit vectors as quotients, other directional derivatives as D_x e[v]."""
    if _is_partial(node):
        inner, variables = node, []
        while _is_partial(inner) and inner.args[1] is node.args[1]:
            variables.append(_partial_variable(p, inner))
            inner = inner.args[0]
        return _quotient(p, inner, variables)
    directions = [node]
    while _continues(directions[-1]):
        directions.append(directions[-1].args[0])
    head = p.style.subscript("D", p.text(node.args[1]))
    if len(directions) > 1:
        head = p.style.power(head, str(len(directions)))
    along = ", ".join(p.text(step.args[2]) for step in directions)
    return Piece(f"{head} {p.text(directions[-1].args[0], Binds.POSTFIX)}[{along}]", Binds.PREFIX)


def _is_partial(node: Expr) -> bool:
    if node.op != "jvp":
        return False
    along = node.args[2]
    return along.op == "unit" or (along.op == "const" and along.attrs[0] == "1")


def _partial_variable(p: Printer, node: Expr) -> str:
    along = node.args[2]
    if along.op == "const":
        return p.text(node.args[1])
    return p.subscripted(node.args[1], position(p, along.args[0])).text


def _continues(node: Expr) -> bool:
    """Whether the operand is a directional derivative in the same variable along a direction free of it."""
    inner = node.args[0]
    same = inner.op == "jvp" and inner.args[1] is node.args[1] and not _is_partial(inner)
    return same and node.args[1] not in free_symbols(inner.args[2])


def named(p: Printer, node: Expr) -> Piece:
    """The pattern of a definition, filled with its printed arguments."""
    pattern, fields = node.attrs
    shown = {name: p.text(arg) for name, arg in zip(fields, node.args[1:], strict=True)}
    blank = fill(pattern, dict.fromkeys(fields, "x"), unicode_pattern)
    return Piece(p.style.pattern(pattern, shown), binding(blank))
