(** A^T A >= sigma_min(A)^2 I: proof of the claim of [convexity.py] that is true; the others are refuted. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices SingularValues.
Local Open Scope R_scope.

Theorem gram_lower : forall (d n : nat) (A : mat), (1 <= d)%nat -> (1 <= n)%nat -> forall s : R,
  expands n d A s \/ expands d n (tr A) s -> (forall r : R, expands n d A r \/ expands d n (tr A) r -> r <= s) ->
  INR d <= INR n -> psd d (mscale (s ^ 2) meye) (mulm n (tr A) A).
Proof.
  intros d n A _ _ s Hs least L v. pose proof (least_singular_value_nonneg _ _ _ _ least) as s0.
  rewrite quadratic_mscale, quadratic_meye.
  rewrite (dot_ext d v v (mulv d (mulm n (tr A) A) v) (mulv n (tr A) (mulv d A v)))
    by (intros; reflexivity || apply mulv_mulm).
  rewrite dot_mulv. change (tr (tr A)) with A. rewrite <- !norm2_sq.
  replace (s ^ 2 * (norm2 d v * norm2 d v)) with (s * norm2 d v * (s * norm2 d v)) by ring.
  assert (E : s * norm2 d v <= norm2 n (mulv d A v)).
  { destruct s0 as [s0 | <-]; [apply least_singular_value; assumption|rewrite Rmult_0_l; apply norm2_nonneg]. }
  pose proof (Rmult_le_pos _ _ s0 (norm2_nonneg d v)). apply Rmult_le_compat; assumption.
Qed.
