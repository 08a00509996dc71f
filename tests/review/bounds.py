"""Small claims of which everything is known by hand."""

import certify as ct

PAPER = ct.Paper("known", title="Bounds known by hand")
n, d = ct.dims("n d")
x, y = ct.vectors("x y", n)
R = ct.scalar("R")
MOVE = ct.norm(ct.softmax(x) - ct.softmax(y))


def claim(says, given=(), chain=(), **more):
    return ct.Claim(PAPER, "made up", says=says, given=given, chain=chain, **more)
