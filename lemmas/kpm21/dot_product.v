(** Dot-product self-attention is not Lipschitz: refutations of the claims of [dot_product.py] that it is.

    Two tokens of one entry are enough, 0 and s. Both get the same weight from the token 0, whose output is s / 2; moved
    by 1 / s it prefers s, and the output grows by more than s / 6, which is s^2 / 6 times the move. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang Sums Norms Derivatives Scalars Enclosures AtNumbers.
Local Open Scope R_scope.

Local Notation attention n d X :=
  (mulm n (fun i => softmax n (row (mhdiv (mulm d X (tr X)) (mconst (sqrt (INR d)))) i)) X).
Local Notation entries d M := (fun k => M (Nat.div k d) (Nat.modulo k d)).

Definition token (a b : R) : mat := fun i _ => match i with O => a | _ => b end.

(** One of the tokens a and b, x, with the weights exp(x a) and exp(x b). *)
Definition pulled (x a b : R) : R := (exp (x * a) * a + exp (x * b) * b) / (exp (x * a) + exp (x * b)).

Lemma attended a b i : attention 2 1 (token a b) i O = pulled (token a b i O) a b.
Proof.
  unroll_lang. unfold pulled, token, Rdiv. set (x := match i with O => a | _ => b end).
  rewrite sqrt_1, Rinv_1, !Rmult_1_r, !Rplus_0_l. pose proof (exp_pos (x * a)). pose proof (exp_pos (x * b)).
  field. lra.
Qed.

Lemma moved s t : madd (token 0 s) (mscale t (token 1 0)) = token t s.
Proof.
  apply functional_extensionality. intros i. apply functional_extensionality. intros j.
  unfold madd, mscale, token. destruct i; ring.
Qed.

Lemma grows s : 2 <= s ->
  s / 6 <= attention 2 1 (madd (token 0 s) (mscale (/ s) (token 1 0))) O O - attention 2 1 (token 0 s) O O.
Proof.
  intros Hs. pose proof (Rinv_0_lt_compat s ltac:(lra)) as I. rewrite moved, !attended. unfold pulled, token.
  rewrite !Rmult_0_l, Rinv_l, exp_0 by lra.
  assert (I2 : / s * / s <= 1 / 4).
  { assert (/ s <= / 2) by (apply Rinv_le_contravar; lra). nra. }
  pose proof (exp_le _ _ I2) as X. pose proof (exp_pos (/ s * / s)) as P. set (x := exp (/ s * / s)) in *.
  assert (N : exp (1 / 4) <= 1285 / 1000) by enclose. assert (M : 2718 / 1000 <= exp 1) by enclose.
  set (e := exp 1) in *. apply Rmult_le_reg_r with (x + e); [lra|].
  replace (((x * / s + e * s) / (x + e) - (1 * 0 + 1 * s) / (1 + 1)) * (x + e)) with (x * / s + s * (e - x) / 2)
    by (field; lra).
  pose proof (Rmult_lt_0_compat _ _ P I). enough (0 <= s * ((e - x) / 2 - (x + e) / 6)) by lra.
  apply Rmult_le_pos; lra.
Qed.

(** Any norm of which an entry is a lower bound will do. *)
Lemma not_lipschitz (size : vec -> R) : (forall v, Rabs (v O) <= size v) ->
  (forall a, 0 <= a -> size (entries 1 (mscale a (token 1 0))) <= a) ->
  ~ exists C : R, forall D X : mat,
    size (entries 1 (msub (attention 2 1 (madd X D)) (attention 2 1 X))) <= C * size (entries 1 D).
Proof.
  intros Hentry Hone (C & H). pose proof (Rabs_pos C). set (s := Rabs C + 6). assert (S : 6 <= s) by (unfold s; lra).
  pose proof (Rinv_0_lt_compat s ltac:(lra)) as I. specialize (H (mscale (/ s) (token 1 0)) (token 0 s)).
  pose proof (Rle_trans _ _ _ (Rle_trans _ _ _ (Rle_abs _) (Hentry _)) H) as B. clear H. unfold msub in B.
  change (Nat.div 0 1) with 0%nat in B. change (Nat.modulo 0 1) with 0%nat in B.
  pose proof (grows s ltac:(lra)) as G. specialize (Hone (/ s) ltac:(lra)).
  pose proof (Rle_trans _ _ _ (Rabs_pos _) (Hentry (entries 1 (mscale (/ s) (token 1 0))))) as N.
  set (t := size (entries 1 (mscale (/ s) (token 1 0)))) in *.
  assert (T : C * t <= Rabs C * / s).
  { apply Rle_trans with (Rabs C * t); [apply Rmult_le_compat_r; [exact N|apply Rle_abs]|].
    apply Rmult_le_compat_l; assumption. }
  assert (Rabs C * / s < 1); [|lra]. apply Rmult_lt_reg_r with s; [lra|]. rewrite Rmult_assoc, Rinv_l by lra.
  unfold s. lra.
Qed.

Local Notation bounded size := (exists C : R, forall (d n : nat) (D X : mat), (1 <= d)%nat -> (1 <= n)%nat ->
  size (d * n)%nat (entries d (msub (attention n d (madd X D)) (attention n d X)))
  <= C * size (d * n)%nat (entries d D)).

Theorem lipschitz__p_1 : ~ bounded norm1.
Proof.
  intros (C & H). apply (not_lipschitz (norm1 2)).
  - intros v. apply (vsum_term 2 0 (fun i => Rabs (v i))); [intros; apply Rabs_pos|lia].
  - intros a Ha. unfold norm1, mscale, token. simpl. rewrite Rmult_0_r, Rabs_R0, Rmult_1_r, Rabs_pos_eq by exact Ha.
    lra.
  - exists C. intros D X. exact (H 1%nat 2%nat D X (le_n 1) (le_S 1 1 (le_n 1))).
Qed.

Theorem lipschitz__p_2 : ~ bounded norm2.
Proof.
  intros (C & H). apply (not_lipschitz (norm2 2)).
  - intros v. apply entry_le_norm2. lia.
  - intros a Ha. apply norm2_le_sq; [exact Ha|]. unfold dot, mscale, token. simpl. lra.
  - exists C. intros D X. exact (H 1%nat 2%nat D X (le_n 1) (le_S 1 1 (le_n 1))).
Qed.

Theorem lipschitz__p_inf : ~ bounded norminf.
Proof.
  intros (C & H). apply (not_lipschitz (norminf 2)).
  - intros v. apply entry_le_norminf. lia.
  - intros a Ha. unfold mscale, token. simpl. rewrite Rmult_0_r, Rabs_R0, Rmult_1_r, (Rabs_pos_eq a) by exact Ha.
    repeat apply Rmax_lub; lra.
  - exists C. intros D X. exact (H 1%nat 2%nat D X (le_n 1) (le_S 1 1 (le_n 1))).
Qed.

(** ** The derivative along the first token: (2 + s^2) / 4 in its own entry *)

Lemma slope s x : deriv_at (fun t => pulled (token t s x O) t s) 0
  (match x with O => (2 + s * s) / 4 | _ => (1 + exp (s * s) * (1 - s * s)) / (1 + exp (s * s)) ^ 2 end).
Proof.
  unfold deriv_at, pulled, token. pose proof (exp_pos (s * s)) as E.
  destruct x; auto_derive; rewrite ?Rmult_0_l, ?Rmult_0_r, ?exp_0; try lra; field; lra.
Qed.

Theorem derivative : ~ exists C : R, forall (d n : nat) (D X : mat), (1 <= d)%nat -> (1 <= n)%nat -> forall D1 : mat,
  (forall i j : nat, (i < n)%nat -> (j < d)%nat ->
    deriv_at (fun t => attention n d (madd X (mscale t D)) i j) 0 (D1 i j)) ->
  normfro n d D1 <= C * normfro n d D.
Proof.
  intros (C & H). pose proof (Rabs_pos C). pose proof (Rle_abs C). set (s := 2 * (Rabs C + 1)).
  set (D1 := fun i (j : nat) => match i with O => (2 + s * s) / 4
    | _ => (1 + exp (s * s) * (1 - s * s)) / (1 + exp (s * s)) ^ 2 end).
  specialize (H 1%nat 2%nat (token 1 0) (token 0 s) (le_n 1) (le_S 1 1 (le_n 1)) D1).
  assert (B : (2 + s * s) / 4 <= C * normfro 2 1 (token 1 0)).
  { eapply Rle_trans; [|apply H].
    - pose proof (Rle_0_sqr s) as Q. pose proof (Rle_0_sqr (D1 1%nat 0%nat)) as Q1. unfold Rsqr in Q, Q1.
      rewrite <- (sqrt_square ((2 + s * s) / 4)) by lra. apply sqrt_le_1_alt.
      change (vsum 2 _) with (0 + (0 + D1 O O * D1 O O) + (0 + D1 1%nat O * D1 1%nat O)).
      change (D1 O O) with ((2 + s * s) / 4). lra.
    - intros i [|j] _ Hj; [|lia]. apply (deriv_ext (fun t => pulled (token t s i O) t s)).
      + intros t. rewrite moved, attended. reflexivity.
      + apply slope. }
  replace (normfro 2 1 (token 1 0)) with 1 in B.
  - assert (2 * s <= s * s) by (apply Rmult_le_compat_r; unfold s; lra). unfold s in *. lra.
  - unfold normfro, token. simpl. rewrite <- sqrt_1 at 1. f_equal. ring.
Qed.
