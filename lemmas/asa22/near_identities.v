(** What is close to its argument when a number is large: proofs of the claims of [near_identities.py] that are true. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Scalars Blocks Gelu GeluTanh LayerNorm.
Local Open Scope R_scope.

(** ** GeLU *)

(** For z >= 0: e^{-z^2/2} / sqrt(2 pi) <= 1 / (1 + z^2/2) <= 1 / z. *)
Lemma density_le z : 0 < z -> exp (- (z * z / 2)) / sqrt (2 * PI) <= / z.
Proof.
  intros Hz. pose proof (exp_ineq1_le (z * z / 2)) as E. pose proof (Rle_0_sqr (z - 1)) as S. unfold Rsqr in S.
  assert (P : 1 <= sqrt (2 * PI)).
  { rewrite <- sqrt_1. apply sqrt_le_1_alt. pose proof PI2_1. lra. }
  pose proof (exp_pos (- (z * z / 2))) as X. apply Rle_trans with (exp (- (z * z / 2)) * / 1).
  - apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra.
  - rewrite Rinv_1, Rmult_1_r, exp_Ropp. apply Rinv_le_contravar; lra.
Qed.

(** For N >= 2 and |a| <= 1 the argument is at least N / 2. *)
Lemma half_argument N a : Rabs a <= 1 -> 2 <= N -> 0 < N / 2 <= N + a /\ / (N + a) <= 2 / N.
Proof.
  intros Ha HN. apply Rabs_le_between in Ha. split; [lra|].
  replace (2 / N) with (/ (N / 2)) by (field; lra). apply Rinv_le_contravar; lra.
Qed.

Theorem gelu_bypass__exact : exists C N_0 : R, forall N a : R, Rabs a <= 1 -> N_0 <= N -> N <> 0 ->
  Rabs (gelu (N + a) - N - a) <= C / N.
Proof.
  exists 2, 2. intros N a Ha HN _. destruct (half_argument N a Ha HN) as [Z I].
  pose proof (gelu_off_between (N + a) ltac:(lra)) as B. pose proof (density_le (N + a) ltac:(lra)).
  apply Rabs_le. lra.
Qed.

Theorem gelu_bypass__tanh : exists C N_0 : R, forall N a : R, Rabs a <= 1 -> N_0 <= N -> N <> 0 ->
  Rabs (gelu_tanh (N + a) - N - a) <= C / N.
Proof.
  pose proof root_pos as C. pose proof (Rmult_lt_0_compat _ _ C C) as C2.
  exists (2 / (root * root)), 2. intros N a Ha HN _. destruct (half_argument N a Ha HN) as [Z I].
  pose proof (gelu_tanh_off_between (N + a) ltac:(lra)) as B. set (z := N + a) in *.
  assert (E : exp (- (2 * (root * z))) <= / (root * root * (z * z))).
  { rewrite exp_Ropp. assert (P : 0 < root * z) by (apply Rmult_lt_0_compat; lra).
    pose proof (exp_ineq1_le (root * z)) as F. assert (L : root * z <= exp (root * z)) by lra.
    pose proof (Rmult_le_compat _ _ _ _ (Rlt_le _ _ P) (Rlt_le _ _ P) L L) as Q. pose proof (Rmult_lt_0_compat _ _ P P).
    replace (2 * (root * z)) with (root * z + root * z) by ring. rewrite exp_plus.
    replace (root * root * (z * z)) with (root * z * (root * z)) by ring. apply Rinv_le_contravar; assumption. }
  assert (z * exp (- (2 * (root * z))) <= 2 / (root * root) / N).
  { apply Rle_trans with (z * / (root * root * (z * z))); [apply Rmult_le_compat_l; lra|].
    replace (z * / (root * root * (z * z))) with (/ (root * root) * / z) by (field; lra).
    replace (2 / (root * root) / N) with (/ (root * root) * (2 / N)) by (field; lra).
    apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat, C2|exact I]. }
  replace (gelu_tanh z - N - a) with (- (z - gelu_tanh z)) by (unfold z; ring). apply Rabs_le. lra.
Qed.

(** ** LayerNorm *)

Local Notation spread n v := (let u := vsub v (vconst (vsum (n + 3) v / (INR n + 3))) in
  sqrt (vsum (n + 3) (hmul u u) / (INR n + 3))).
Local Notation first n v := (hmul (stacked n (vconst 1) (vconst 0)) v).
Local Notation scaled n k v := (vscale (sqrt (2 / (INR n + 3)) * k) (layernorm (n + 3) (INR n + 3) v)).

Theorem layernorm_bypass_entries : exists C N_0 : R, forall (n : nat) (x : vec) (N : R),
  (1 <= n)%nat -> norm1 n x <= 1 -> N_0 <= N -> let p := padded n x N (- N - vsum n x) in
  spread n p <> 0 -> N <> 0 -> norminf (n + 3) (first n (vsub (scaled n N p) p)) <= C / N.
Proof. exists (13 / 25), 1. intros n x N _ Hx HN p _ _. exact (bypass_le n x N Hx HN). Qed.

Theorem layernorm_bypass_relative : exists C N_0 : R, forall (n : nat) (x : vec) (N : R),
  (1 <= n)%nat -> norm1 n x <= 1 -> N_0 <= N -> let p := padded n x N (- N - vsum n x) in
  spread n p <> 0 -> N <> 0 -> norm2 (n + 3) (vsub (scaled n N p) p) <= C / N * norm2 (n + 3) p.
Proof. exists 1, 1. intros n x N _ Hx HN p _ _. exact (bypass_relative n x N Hx HN). Qed.

Theorem layernorm_division_positive : exists C M_0 : R, forall (n : nat) (x : vec) (M y : R),
  (1 <= n)%nat -> norm1 n x <= 1 -> 1 <= y -> M_0 <= M -> M <> 0 ->
  let x' := hdiv x (vconst M) in let p := padded n x' (M * y) (- (M * y) - vsum n x') in
  spread n p <> 0 -> y <> 0 -> M ^ 2 <> 0 ->
  let quotient := hdiv x (vconst y) in
  norminf (n + 3) (first n (vsub (scaled n (M ^ 2) p) (padded n quotient 0 (0 - vsum n quotient)))) <= C / M ^ 2.
Proof.
  exists (13 / 25), 1. intros n x M y _ Hx Hy HM _ x' p _ _ _ quotient.
  eapply Rle_trans; [exact (division_le n x M y Hx Hy HM)|]. unfold Rdiv. apply Rmult_le_compat_l; [lra|].
  pose proof (pow_lt M 2 ltac:(lra)) as P. apply Rinv_le_contravar; [exact P|].
  assert (1 <= y ^ 2) by nra. pose proof (Rmult_le_compat_l (M ^ 2) 1 (y ^ 2) ltac:(lra) ltac:(lra)). lra.
Qed.
