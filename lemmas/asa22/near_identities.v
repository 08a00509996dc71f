(** What is close to its argument when a number is large: proofs of the claims of [near_identities.py] that are true,
    refutations of the others. *)

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

Lemma over_large_le C N : 1 <= N -> C / N <= Rabs C.
Proof.
  intros H. pose proof (Rabs_pos C) as P. apply Rle_trans with (Rabs C / N).
  - apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|apply Rle_abs].
  - apply Rmult_le_reg_r with N; [lra|]. replace (Rabs C / N * N) with (Rabs C * 1) by (field; lra).
    apply Rmult_le_compat_l; lra.
Qed.

(** Far to the left GeLU is nearly 0, and the error all of the argument: no constant serves for every a. *)
Lemma not_uniform (g : R -> R) : (forall s, 0 <= s -> s / 2 <= g (- s) + s) ->
  ~ exists C N_0 : R, forall N a : R, N_0 <= N -> N <> 0 -> Rabs (g (N + a) - N - a) <= C / N.
Proof.
  intros L (C & N_0 & H). set (N := Rabs N_0 + 1). pose proof (Rle_abs N_0). pose proof (Rabs_pos N_0).
  pose proof (over_large_le C N ltac:(unfold N; lra)). pose proof (Rabs_pos C). set (s := 2 * (Rabs C + 1)).
  specialize (H N (- s - N) ltac:(unfold N; lra) ltac:(unfold N; lra)). specialize (L s ltac:(unfold s; lra)).
  replace (N + (- s - N)) with (- s) in H by ring. pose proof (Rle_trans _ _ _ (Rle_abs _) H). unfold s in *. lra.
Qed.

Theorem gelu_bypass_uniform__exact : ~ exists C N_0 : R, forall N a : R, N_0 <= N -> N <> 0 ->
  Rabs (gelu (N + a) - N - a) <= C / N.
Proof. apply not_uniform. intros s Hs. rewrite gelu_opp. pose proof (gelu_ge_half s Hs). lra. Qed.

Theorem gelu_bypass_uniform__tanh : ~ exists C N_0 : R, forall N a : R, N_0 <= N -> N <> 0 ->
  Rabs (gelu_tanh (N + a) - N - a) <= C / N.
Proof. apply not_uniform. intros s Hs. rewrite gelu_tanh_opp. pose proof (gelu_tanh_ge_half s Hs). lra. Qed.

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

Lemma norm1_one : norm1 1 (vconst 1) <= 1.
Proof. unfold norm1, vconst. simpl. rewrite Rabs_R1. lra. Qed.

(** At x = (1) the entry N comes back as N^2 / sqrt(N^2 + N + 1), which is less by 1/3 at least. *)
Theorem layernorm_bypass : ~ exists C N_0 : R, forall (n : nat) (x : vec) (N : R),
  (1 <= n)%nat -> norm1 n x <= 1 -> N_0 <= N -> let p := padded n x N (- N - vsum n x) in
  spread n p <> 0 -> N <> 0 -> norminf (n + 3) (vsub (scaled n N p) p) <= C / N.
Proof.
  intros (C & N_0 & H). pose proof (Rabs_pos C). pose proof (Rabs_pos N_0). pose proof (Rle_abs N_0).
  set (N := Rabs N_0 + 3 * Rabs C + 1). assert (N1 : 1 <= N) by (unfold N; lra).
  assert (D : half_square 1 (vconst 1) N = N * N + N + 1) by (unfold half_square, dot, vconst; simpl; field).
  assert (P : 0 < N * N + N + 1) by (pose proof (Rle_0_sqr N) as Q; unfold Rsqr in Q; lra).
  specialize (H 1%nat (vconst 1) N (le_n 1) norm1_one ltac:(unfold N; lra)
    (padded_spread 1 (vconst 1) N ltac:(lra)) ltac:(lra)).
  eapply Rle_trans in H; [|apply (entry_le_norminf (1 + 3) 1); lia]. unfold vsub in H.
  rewrite layernorm_padded in H by lra. rewrite D in H.
  change (padded 1 (vconst 1) N (- N - vsum 1 (vconst 1)) 1%nat) with (N * 1) in H.
  set (r := sqrt (N * N + N + 1)) in *. assert (R1 : N + 1 / 2 <= r).
  { unfold r. rewrite <- (sqrt_square (N + 1 / 2)) at 1 by lra. apply sqrt_le_1_alt. lra. }
  assert (E : 1 / 3 <= N * 1 - N * (N * 1) / r).
  { apply Rmult_le_reg_r with r; [lra|]. replace ((N * 1 - N * (N * 1) / r) * r) with (N * r - N * N) by (field; lra).
    pose proof (Rmult_le_compat_l (N - 1 / 3) _ _ ltac:(lra) R1). lra. }
  rewrite Rabs_minus_sym in H. pose proof (Rle_trans _ _ _ (Rle_abs _) H) as B.
  assert (C / N < 1 / 3); [|lra]. apply Rmult_lt_reg_r with N; [lra|]. replace (C / N * N) with C by (field; lra).
  pose proof (Rle_abs C). unfold N. lra.
Qed.

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

(** At y = -1 and x = (1) the entry is to be -1 and comes back positive. *)
Theorem layernorm_division : ~ exists C M_0 : R, forall (n : nat) (x : vec) (M y : R),
  (1 <= n)%nat -> norm1 n x <= 1 -> 1 <= Rabs y -> M_0 <= M -> M <> 0 ->
  let x' := hdiv x (vconst M) in let p := padded n x' (M * y) (- (M * y) - vsum n x') in
  spread n p <> 0 -> y <> 0 -> M ^ 2 <> 0 ->
  let quotient := hdiv x (vconst y) in
  norminf (n + 3) (first n (vsub (scaled n (M ^ 2) p) (padded n quotient 0 (0 - vsum n quotient)))) <= C / M ^ 2.
Proof.
  intros (C & M_0 & H). pose proof (Rabs_pos C). pose proof (Rabs_pos M_0). pose proof (Rle_abs M_0).
  set (M := Rabs M_0 + Rabs C + 2). assert (M2 : 2 <= M) by (unfold M; lra).
  set (x' := hdiv (vconst 1) (vconst M)).
  assert (D : 0 < half_square 1 x' (M * -1)).
  { unfold half_square, dot, x', hdiv, vconst. simpl. pose proof (Rle_0_sqr (1 / M)) as A.
    pose proof (Rle_0_sqr (M * -1 + (0 + 1 / M))) as B. unfold Rsqr in A, B.
    pose proof (Rmult_lt_0_compat M M ltac:(lra) ltac:(lra)). lra. }
  assert (P : 0 < M ^ 2) by (apply pow_lt; lra).
  specialize (H 1%nat (vconst 1) M (-1) (le_n 1) norm1_one ltac:(rewrite Rabs_left; lra) ltac:(unfold M; lra)
    ltac:(lra) (padded_spread 1 x' (M * -1) D) ltac:(lra) ltac:(lra)). fold x' in H.
  eapply Rle_trans in H; [|apply (entry_le_norminf (1 + 3) 0); lia]. unfold hmul, vsub in H.
  rewrite layernorm_padded in H by exact D. rewrite stacked_first, !padded_first in H by lia.
  pose proof (Rle_trans _ _ _ (Rle_abs _) H) as B. unfold x' in B at 1. unfold hdiv, vconst in B.
  assert (E : 0 < M ^ 2 * (1 / M) / sqrt (half_square 1 x' (M * -1))).
  { apply Rdiv_lt_0_compat; [|apply sqrt_lt_R0, D]. apply Rmult_lt_0_compat; [exact P|].
    apply Rdiv_lt_0_compat; lra. }
  replace (1 / -1) with (-1) in B by field. assert (C / M ^ 2 < 1); [|lra].
  apply Rmult_lt_reg_r with (M ^ 2); [exact P|]. replace (C / M ^ 2 * M ^ 2) with C by (field; lra).
  pose proof (Rmult_le_compat_l M 1 M ltac:(lra) ltac:(lra)). pose proof (Rle_abs C).
  replace (1 * M ^ 2) with (M * M) by ring.
  unfold M in *. lra.
Qed.
