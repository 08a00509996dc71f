"""The language: what a lemma says, as immutable expressions with symbolic shapes, and its readings for people."""

from certify.language.atoms import (
    PI,
    abs,
    cosh,
    diag,
    dot,
    eigmax,
    eigmin,
    erf,
    exp,
    eye,
    inv,
    kron,
    log,
    matmul,
    max,
    maximum,
    min,
    minimum,
    norm,
    ones,
    outer,
    rational,
    sigmin,
    sinh,
    softmax,
    sqrt,
    sum,
    tanh,
    trace,
    unit,
    vec,
    zeros,
)
from certify.language.blocks import block, concatenate, hstack, vstack
from certify.language.claims import Claim, Paper
from certify.language.definitions import definition, named
from certify.language.derivatives import grad, hessian, jacobian, jvp, partial
from certify.language.errors import (
    CertifyError,
    ClaimError,
    ExpressionError,
    InstanceError,
    LiteralError,
    LoadError,
    ShapeError,
)
from certify.language.existence import Exists, Quantified
from certify.language.expr import Expr, coerce, exact, make, postorder, rebuild, strip
from certify.language.networks import attention, gelu, layernorm, linear_attention
from certify.language.relations import Relation, equal
from certify.language.sizes import Shape, Size, show_shape
from certify.language.statements import Statement, canonical_text
from certify.language.symbols import (
    dim,
    dims,
    index,
    matrices,
    matrix,
    scalar,
    scalars,
    vector,
    vectors,
)
from certify.language.variables import dim_names, free_indices, free_symbols, subs

__all__ = [
    "attention", "block", "concatenate", "gelu", "hstack", "layernorm", "linear_attention", "vstack",
    "PI", "abs", "cosh", "diag", "dot", "eigmax", "eigmin", "erf", "exp", "eye", "inv", "kron", "log", "matmul",
    "max", "maximum", "min", "minimum", "norm", "ones", "outer", "rational", "sigmin", "sinh", "softmax", "sqrt",
    "sum", "tanh", "trace", "unit", "vec", "zeros", "Claim", "Paper", "definition", "named", "grad", "hessian",
    "jacobian", "jvp", "partial", "CertifyError", "ClaimError", "ExpressionError", "InstanceError", "LiteralError",
    "LoadError", "ShapeError", "Expr", "coerce", "exact", "make", "postorder", "rebuild", "strip", "Relation",
    "equal", "Shape", "Size", "show_shape", "Statement", "canonical_text", "dim", "dims", "index", "matrices",
    "matrix", "scalar", "scalars", "vector", "vectors", "dim_names", "free_indices", "free_symbols", "subs",
    "Exists", "Quantified",
]
