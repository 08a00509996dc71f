"""A reader of the Rocq terms that statements are printed in: text to nested tuples. It shares nothing with the printer.

Nodes: ("number", int), ("name", text), ("apply", head, argument), ("lambda", name, kind, body),
("forall" | "exists", name, kind, body), ("let", name, kind, value, body), ("if", condition, yes, no),
(operator, left, right), ("opposite" | "inverse", a).
"""

from __future__ import annotations

import re
from typing import Any

TOKEN = re.compile(r"\s*(->|=>|:=|<=|<>|/\\|\\/|%nat|[A-Za-z_][\w']*(?:\.[A-Za-z_][\w']*)*|\d+|[()<>=+*/^:,-])")
COMPARISONS = ("<=", "<", "<>", "=")
Node = Any


def parse(text: str) -> Node:
    """The proposition that a text is; raises ``SyntaxError`` where it is none."""
    reader = Reader(text)
    out = reader.term()
    if reader.peek() is not None:
        raise SyntaxError(f"unexpected {reader.peek()!r} in {text[:80]!r}")
    return out


class Reader:
    """Precedence climbing with the levels of Rocq's grammar."""

    def __init__(self, text: str):
        self.tokens, place = [], 0
        text = text.rstrip()
        while place < len(text):
            found = TOKEN.match(text, place)
            if found is None:
                raise SyntaxError(f"no token at {text[place:place + 20]!r}")
            self.tokens.append(found.group(1))
            place = found.end()
        self.place = 0

    def peek(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, wanted: str | None = None) -> str:
        token = self.peek()
        if token is None or (wanted is not None and token != wanted):
            raise SyntaxError(f"{wanted!r} expected, not {token!r} at token {self.place}")
        self.place += 1
        return token

    def term(self) -> Node:
        token = self.peek()
        if token in ("forall", "exists"):
            return self.binder(self.take(), ",")
        if token == "fun":
            self.take()
            return self.binder("lambda", "=>")
        if token == "let":
            return self.definition()
        if token == "if":
            self.take()
            condition, _ = self.term(), self.take("then")
            yes, _ = self.term(), self.take("else")
            return "if", condition, yes, self.term()
        left = self.chain("\\/", lambda: self.chain("/\\", self.comparison))
        if self.peek() != "->":
            return left
        self.take()
        return "->", left, self.term()

    def binder(self, kind: str, end: str) -> Node:
        groups: list[tuple[str, str]] = []
        while self.peek() != end:
            grouped = self.peek() == "("
            if grouped:
                self.take()
            names = []
            while self.peek() not in (":", end, ")"):
                names.append(self.take())
            words = []
            if self.peek() == ":":
                self.take()
                while self.peek() not in (end, ")"):
                    words.append(self.take())
            if grouped:
                self.take(")")
            groups += [(name, " ".join(words)) for name in names]
        self.take(end)
        body = self.term()
        for name, words in reversed(groups):
            body = (kind, name, words, body)
        return body

    def definition(self) -> Node:
        self.take("let")
        name, _, kind, _ = self.take(), self.take(":"), self.take(), self.take(":=")
        value, _ = self.term(), self.take("in")
        return "let", name, kind, value, self.term()

    def chain(self, operator: str, below: Any) -> Node:
        left = below()
        while self.peek() == operator:
            self.take()
            right = self.term() if self.peek() in ("forall", "exists") else below()
            left = (operator, left, right)
        return left

    def comparison(self) -> Node:
        left = self.sum()
        if self.peek() in COMPARISONS:
            return self.take(), left, self.sum()
        return left

    def sum(self) -> Node:
        left = self.product()
        while self.peek() in ("+", "-"):
            left = (self.take(), left, self.product())
        return left

    def product(self) -> Node:
        left = self.unary()
        while self.peek() in ("*", "/"):
            left = (self.take(), left, self.unary())
        return left

    def unary(self) -> Node:
        if self.peek() in ("-", "/"):
            return ("opposite" if self.take() == "-" else "inverse"), self.unary()
        return self.power()

    def power(self) -> Node:
        base = self.application()
        if self.peek() != "^":
            return base
        self.take()
        return "^", base, self.power()

    def application(self) -> Node:
        head = self.atom()
        while (token := self.peek()) is not None and (token == "(" or re.match(r"[A-Za-z_\d]", token)) \
                and token not in ("then", "else", "in"):
            head = ("apply", head, self.atom())
        return head

    def atom(self) -> Node:
        token = self.take()
        if token == "(":
            node = self.term()
            self.take(")")
        elif token.isdigit():
            node = ("number", int(token))
        elif re.match(r"[A-Za-z_]", token):
            node = ("name", token)
        else:
            raise SyntaxError(f"{token!r} begins no term")
        if self.peek() == "%nat":
            self.take()
            return "nat", node
        return node
