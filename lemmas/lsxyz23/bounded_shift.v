(** Bounded shift for learning in context (Theorems 5.1 and 5.2): proofs of the claims of [bounded_shift.py].

    The implicit claims of row 1.5.4, which are refuted, have no proof. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

(** The new target b + f - g makes g - b the old residual f - (b + f - g), and it is off b by g - f. *)
Lemma same_problem (f g b : vec) i : vsub g b i = vsub f (vsub (vadd b f) g) i.
Proof. unfold vsub, vadd. ring. Qed.

Lemma size_of_shift n (f g b : vec) : norm2 n (vsub (vsub (vadd b f) g) b) = norm2 n (vsub g f).
Proof.
  rewrite (norm2_ext n _ (fun i => f i - g i)) by (intros; unfold vsub, vadd; ring). apply norm2_minus_sym.
Qed.

(** ** Theorem 5.1: x moves *)

Theorem same_problem_x : forall (d n : nat) (A : mat) (b x_next x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n)%nat ->
  vsub (softmax n (mulv d A x_next)) b i
  = vsub (softmax n (mulv d A x_t)) (vsub (vadd b (softmax n (mulv d A x_t))) (softmax n (mulv d A x_next))) i.
Proof. intros. apply same_problem. Qed.

Theorem size_of_shift_x : forall (d n : nat) (A : mat) (b x_next x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm2 n (vsub (vsub (vadd b (softmax n (mulv d A x_t))) (softmax n (mulv d A x_next))) b)
  = norm2 n (vsub (softmax n (mulv d A x_next)) (softmax n (mulv d A x_t))).
Proof. intros. apply size_of_shift. Qed.

Theorem shift_x : forall (d n : nat) (A : mat) (b x_next x_t : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  4 <= r -> opbound n d A r -> norm2 d x_t <= r -> norm2 d x_next <= r ->
  norminf n (mulv d A (vsub x_next x_t)) < 1 / 100 ->
  norm2 n (vsub (vsub (vadd b (softmax n (mulv d A x_t))) (softmax n (mulv d A x_next))) b)
  <= INR n * sqrt (INR n) * exp (10 * r ^ 2) * norm2 d (vsub x_next x_t).
Proof.
  intros d n A b x_next x_t r _ Hn _ HA _ _ _. rewrite size_of_shift.
  eapply Rle_trans; [apply f_lipschitz_in_x; eassumption|].
  apply Rmult_le_compat_r; [apply norm2_nonneg|apply half_le_published, Hn].
Qed.

(** ** Theorem 5.2: A moves *)

Theorem same_problem_A : forall (d n : nat) (A_next A_t : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  forall i : nat, (i < n)%nat ->
  vsub (softmax n (mulv d A_next x)) b i
  = vsub (softmax n (mulv d A_t x)) (vsub (vadd b (softmax n (mulv d A_t x))) (softmax n (mulv d A_next x))) i.
Proof. intros. apply same_problem. Qed.

Theorem size_of_shift_A : forall (d n : nat) (A_next A_t : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  norm2 n (vsub (vsub (vadd b (softmax n (mulv d A_t x))) (softmax n (mulv d A_next x))) b)
  = norm2 n (vsub (softmax n (mulv d A_next x)) (softmax n (mulv d A_t x))).
Proof. intros. apply size_of_shift. Qed.

Theorem shift_A : forall (d n : nat) (A_next A_t : mat) (b x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n d (msub A_next A_t) s -> (forall t : R, opbound n d (msub A_next A_t) t -> s <= t) ->
  4 <= r -> opbound n d A_t r -> opbound n d A_next r -> norm2 d x <= r ->
  norminf n (mulv d (msub A_next A_t) x) < 1 / 100 ->
  norm2 n (vsub (vsub (vadd b (softmax n (mulv d A_t x))) (softmax n (mulv d A_next x))) b)
  <= INR n * sqrt (INR n) * exp (10 * r ^ 2) * s.
Proof.
  intros d n A_next A_t b x r _ Hn s Hs _ _ _ _ Hx _. rewrite size_of_shift.
  eapply Rle_trans; [apply (f_lipschitz_in_A n d A_next A_t x r s); assumption|].
  apply Rmult_le_compat_r; [apply (opbound_nonneg _ _ _ _ Hs)|apply half_le_published, Hn].
Qed.
