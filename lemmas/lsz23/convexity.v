(** Strong convexity by regularization: proofs of the claims of [convexity.py], one for exp, cosh and sinh alike. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Hyperbolic PlainRegression RegressionConvexity.
Local Open Scope R_scope.

(** The published threshold is above the least one. *)
Definition threshold (shift : R) (b : vec) : vec := vadd (vscale (1 / 2) (vmap (fun t => t ^ 2) b)) (vconst shift).

Lemma above_exp b i t : - curvature exp exp (b i) t <= threshold 0 b i.
Proof.
  pose proof (threshold_exp (b i) t). pose proof (pow2_ge_0 (b i)). unfold threshold, vadd, vscale, vmap, vconst. lra.
Qed.

Lemma above_cosh b i t : - curvature cosh sinh (b i) t <= threshold 1 b i.
Proof.
  pose proof (threshold_cosh (b i) t). pose proof (threshold_cosh_le (b i)). pose proof (pow2_ge_0 (b i)).
  unfold threshold, vadd, vscale, vmap, vconst. lra.
Qed.

Lemma above_sinh b i t : - curvature sinh cosh (b i) t <= threshold (- 1) b i.
Proof.
  pose proof (threshold_sinh (b i) t). pose proof (pow2_ge_0 (b i)). unfold threshold, vadd, vscale, vmap, vconst. lra.
Qed.

Definition strong_convexity__exp := plain_convex exp exp (threshold 0) hyperbolic_exp above_exp.
Definition strong_convexity__cosh := plain_convex cosh sinh (threshold 1) hyperbolic_cosh above_cosh.
Definition strong_convexity__sinh := plain_convex sinh cosh (threshold (- 1)) hyperbolic_sinh above_sinh.
