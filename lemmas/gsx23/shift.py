"""The final theorems (row 2.9): a move of x, or of A, is a move of the target; normalized and rescaled.

Moving x to x', or A to A', makes the residual of the old target b equal to an old residual of a new target b~:

    normalized  f' - b = f - b~                 with b~ = b + f - f',
    rescaled    u' - alpha' b = u - alpha b~    with b~ = b + (q - q') / alpha,

where q = u - alpha b. The theorems bound ||b~ - b|| by exp(O(R^2 + log n)) times the move. With alpha >= exp(-R^2)
the bounds of ``bounds_in_x`` and ``bounds_in_a`` give explicit constants: for one block 2 n R exp(4R^2) <= n exp(5R^2)
and 2 sqrt(n) R exp(2R^2) <= sqrt(n) exp(3R^2), for all n blocks sqrt(n) times as much.

One block has A_{j0} in R^{n x d^2} and b_{j0} in R^n; the whole problem has any A in R^{n^2 x d^2} and b in R^{n^2},
and ||A|| <= R bounds all its blocks at once.
"""

import certify as ct
from lemmas.gsx23 import PAPER, bounds_in_a, bounds_in_x, problem
from lemmas.gsx23.problem import A_j0, R, b_j0, d, n

C = ct.scalar("C")
x_t, x_next = ct.vectors("x_t x_next", d * d)
sums = ct.kron(ct.eye(n), ct.ones(1, n))  # adds up each block of n entries


# The whole problem: D is D(X) kron I_n, with the sums of the blocks of exp(Ax) on the diagonal of D(X)

@ct.definition("D({A}, {x})")
def D(A, x):
    return ct.kron(ct.diag(sums @ ct.exp(A @ x)), ct.eye(n))


@ct.definition("F({A}, {x})")
def F(A, x):
    return ct.inv(D(A, x)) @ ct.exp(A @ x)


@ct.definition("Q({A}, {x}, {b})")
def Q(A, x, b):
    return ct.exp(A @ x) - D(A, x) @ b


class Move:
    """A move of x or of A: the two points, the length of the move, and the hypotheses."""

    def __init__(self, matrix, target, moves_x, block):
        A, A_next = matrix, ct.matrix(f"{matrix.attrs[0]}'", *((n if block else n * n), d * d))
        self.b, self.block, self.f = target, block, problem.f if block else F
        self.old = (A, x_t)
        self.new = (A, x_next) if moves_x else (A_next, x_t)
        self.size = ct.norm(x_next - x_t) if moves_x else ct.norm(A_next - A, 2)
        points = [ct.norm(x_t) <= R, ct.norm(x_next) <= R] if moves_x else [ct.norm(x_t) <= R]
        matrices = [ct.norm(A, 2) <= R] if moves_x else [ct.norm(A, 2) <= R, ct.norm(A_next, 2) <= R]
        self.given = [R > 4, *matrices, *points]
        total = ct.norm(target, 1) if block else sums @ abs(target)
        self.bounded_target = total <= 1

    def normalized(self):
        """The new target of the normalized problem."""
        return ct.named("\\tilde b", self.b + self.f(*self.old) - self.f(*self.new))

    def rescaled(self):
        """The new target of the rescaled problem."""
        change = self.residual(self.old, self.b) - self.residual(self.new, self.b)
        share = change / problem.alpha(*self.old) if self.block else ct.inv(D(*self.old)) @ change
        return ct.named("\\tilde b", self.b + share)

    def residual(self, point, b):
        """u - alpha b at a point."""
        return problem.q(*point, b) if self.block else Q(*point, b)


A, b = ct.matrix("A", n * n, d * d), ct.vector("b", n * n)
MOVES = {
    "x_block": Move(A_j0, b_j0, True, True), "A_block": Move(A_j0, b_j0, False, True),
    "x_all": Move(A, b, True, False), "A_all": Move(A, b, False, False),
}
SCOPES = {"block": "one block", "all": "all blocks"}
RESTS_ON = {"x": bounds_in_x, "A": bounds_in_a}
NOTE = "b~ = b + f - f', with f at the old point and f' at the new one."
NOTE_RESCALED = "b~ = b + (q - q') / alpha, with q and alpha at the old point and q' at the new one."


def claims(label, says, kinds=tuple(MOVES), **more):
    """A statement of several kinds of moves."""
    return {
        kind: ct.Claim(PAPER, f"{label}, move of {kind[0]}, {SCOPES[kind[2:]]}", row="2.9", says=says(MOVES[kind]),
                       **{key: value(kind) for key, value in more.items()})
        for kind in kinds
    }


def constant(move, small, large):
    """The constant of one block, or of all of them."""
    return (small if move.block else large) * move.size


# The new target makes the problem at the new point one at the old point
same_normalized = claims("new target, normalized", lambda move: ct.equal(
    move.f(*move.new) - move.b, move.f(*move.old) - move.normalized(),
), note=lambda kind: NOTE)
same_rescaled = claims("new target, rescaled", lambda move: ct.equal(
    move.residual(move.new, move.b), move.residual(move.old, move.rescaled()),
), note=lambda kind: NOTE_RESCALED)

# Explicit constants
shift_normalized = claims(
    "shift of the target, normalized",
    lambda move: ct.norm(move.normalized() - move.b)
    <= constant(move, n * ct.exp(5 * R**2), n**1.5 * ct.exp(5 * R**2)),
    given=lambda kind: MOVES[kind].given, uses=lambda kind: [RESTS_ON[kind[0]].f_lipschitz],
    note=lambda kind: NOTE,
)
shift_rescaled = claims(
    "shift of the target, rescaled",
    lambda move: ct.norm(move.rescaled() - move.b)
    <= constant(move, ct.sqrt(n) * ct.exp(3 * R**2), n * ct.exp(3 * R**2)),
    given=lambda kind: [*MOVES[kind].given, MOVES[kind].bounded_target],
    uses=lambda kind: [RESTS_ON[kind[0]].q_lipschitz], note=lambda kind: NOTE_RESCALED,
)

# As the theorems put it, for one block
BLOCKS = ("x_block", "A_block")


def asserted(move, target):
    return ct.Exists(C, ct.norm(target - move.b) <= ct.exp(C * (R**2 + ct.log(n))) * move.size)


order_normalized = claims(
    "final theorem, normalized", lambda move: asserted(move, move.normalized()), BLOCKS,
    provenance=lambda kind: "recalled", given=lambda kind: MOVES[kind].given, note=lambda kind: NOTE,
)
order_rescaled = claims(
    "final theorem, rescaled", lambda move: asserted(move, move.rescaled()), BLOCKS,
    provenance=lambda kind: "recalled", given=lambda kind: [*MOVES[kind].given, MOVES[kind].bounded_target],
    note=lambda kind: NOTE_RESCALED,
)
