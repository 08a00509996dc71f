"""The gradient of the loss with its sign right (row 1.2.8), in x and in A.

df/dx_i = f o A_i - <f, A_i> f, so dL/dx_i = <c, df/dx_i> = A_i^T (f o c - f <f, c>): the first term is subtracted.
"""

import certify as ct
from lemmas.lsxyz23 import derivatives
from lemmas.lsxyz23.problem import A, L, b, c, d, f, x
from lemmas.sharp import PAPER

i = ct.index("i", d)
J = ct.diag(f(x)) - ct.outer(f(x), f(x))

partial_derivative = ct.Claim(
    PAPER, "derivative of the loss", row="1.2.8", corrects=derivatives.d_loss,
    says=ct.equal(
        ct.partial(L(x), x, i),
        ct.dot(A[:, i], ct.diag(f(x)) @ (f(x) - b) - ct.outer(f(x), f(x) - b) @ f(x)),
    ),
)
gradient = ct.Claim(
    PAPER, "gradient of the loss", row="1.2.8", says=ct.equal(ct.grad(L(x), x), A.T @ (J @ c(x))),
)
gradient_in_A = ct.Claim(
    PAPER, "gradient of the loss in A", row="1.2.8", says=ct.equal(ct.grad(L(x), A), ct.outer(J @ c(x), x)),
)
