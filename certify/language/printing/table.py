"""The rule by which each operation prints, in every style."""

from certify.language.printing import algebra, arithmetic, blocks, differentiation
from certify.language.printing.printer import Rule

TABLE: dict[str, Rule] = {
    "const": arithmetic.const, "pi": arithmetic.pi, "dim": arithmetic.name, "sym": arithmetic.name,
    "idx": arithmetic.index, "array": arithmetic.array, "ones": arithmetic.ones, "zeros": arithmetic.zeros,
    "eye": arithmetic.eye, "unit": arithmetic.unit,
    "add": arithmetic.add, "neg": arithmetic.neg, "mul": arithmetic.mul, "div": arithmetic.div,
    "pow": arithmetic.power, "sqrt": algebra.sqrt, "abs": algebra.fenced("abs"),
    **{name: algebra.call(name) for name in ("exp", "log", "cosh", "sinh", "tanh", "erf")},
    "maximum": algebra.call("max"), "minimum": algebra.call("min"),
    "matmul": algebra.matmul, "transpose": algebra.transpose, "inv": algebra.inverse, "dot": algebra.dot,
    "outer": algebra.outer, "kron": algebra.kron, "vec": algebra.vec,
    "concat": blocks.concat,
    "diag": algebra.call("diag"), "diagonal": algebra.call("diag"), "trace": algebra.call("tr"),
    "sum": algebra.total, "sumover": algebra.total_over,
    "max": algebra.extreme("max"), "min": algebra.extreme("min"),
    "norm": algebra.norm, "normp": algebra.norm_p, "softmax": algebra.softmax,
    "eigmin": algebra.spectral("lambda", "min"), "eigmax": algebra.spectral("lambda", "max"),
    "sigmin": algebra.spectral("sigma", "min"),
    "take": algebra.take, "deriv": differentiation.derivative, "jvp": differentiation.directional,
    "named": differentiation.named,
}
