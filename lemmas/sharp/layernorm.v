(** LayerNorm as a near-identity and as a division: proofs of the claims of [layernorm.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Blocks LayerNorm.
Local Open Scope R_scope.

(** The root of the mean square, which has to be other than 0. *)
Local Notation spread n v := (let u := vsub v (vconst (vsum (n + 3) v / (INR n + 3))) in
  sqrt (vsum (n + 3) (hmul u u) / (INR n + 3))).
Local Notation first n v := (hmul (stacked n (vconst 1) (vconst 0)) v).
Local Notation scaled n k v := (vscale (sqrt (2 / (INR n + 3)) * k) (layernorm (n + 3) (INR n + 3) v)).

Theorem bypass_entries : forall (n : nat) (x : vec) (N : R), (1 <= n)%nat -> norm1 n x <= 1 -> 1 <= N ->
  let p := padded n x N (- N - vsum n x) in spread n p <> 0 -> N <> 0 ->
  norminf (n + 3) (first n (vsub (scaled n N p) p)) <= 13 / 25 / N.
Proof. intros n x N _ Hx HN p _ _. exact (bypass_le n x N Hx HN). Qed.

Theorem division : forall (n : nat) (x : vec) (M y : R), (1 <= n)%nat -> norm1 n x <= 1 -> 1 <= y -> 1 <= M ->
  M <> 0 -> let x' := hdiv x (vconst M) in let p := padded n x' (M * y) (- (M * y) - vsum n x') in
  spread n p <> 0 -> y <> 0 -> M ^ 2 * y ^ 2 <> 0 ->
  let quotient := hdiv x (vconst y) in
  norminf (n + 3) (first n (vsub (scaled n (M ^ 2) p) (padded n quotient 0 (0 - vsum n quotient))))
  <= 13 / 25 / (M ^ 2 * y ^ 2).
Proof. intros n x M y _ Hx Hy HM _ x' p _ _ _ quotient. exact (division_le n x M y Hx Hy HM). Qed.
