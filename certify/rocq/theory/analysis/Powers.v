(** * Powers with a real exponent, and the norms l_p. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang Sums Norms Derivatives Scalars Exponentials.
Local Open Scope R_scope.

(** ** Powers of numbers x >= 0 *)

Lemma rpow_0 p : rpow 0 p = 0.
Proof. unfold rpow. destruct (Rle_dec 0 0); lra. Qed.

Lemma rpow_Rpower x p : 0 < x -> rpow x p = Rpower x p.
Proof. intros H. unfold rpow. destruct (Rle_dec x 0); lra. Qed.

Lemma rpow_pos x p : 0 < x -> 0 < rpow x p.
Proof. intros H. rewrite rpow_Rpower by exact H. apply exp_pos. Qed.

Lemma rpow_nonneg x p : 0 <= rpow x p.
Proof. unfold rpow. destruct (Rle_dec x 0); [lra|]. left. apply exp_pos. Qed.

Lemma rpow_mult x y p : 0 <= x -> 0 <= y -> rpow (x * y) p = rpow x p * rpow y p.
Proof.
  intros [Hx| <-] [Hy| <-]; rewrite ?Rmult_0_l, ?Rmult_0_r, ?rpow_0, ?Rmult_0_l, ?Rmult_0_r; try reflexivity.
  rewrite !rpow_Rpower by (try apply Rmult_lt_0_compat; assumption). symmetry. apply Rpower_mult_distr; assumption.
Qed.

Lemma rpow_lt x y p : 0 < p -> 0 <= x -> x < y -> rpow x p < rpow y p.
Proof.
  intros Hp [Hx| <-] L; [|rewrite rpow_0; apply rpow_pos, L]. rewrite !rpow_Rpower by lra. unfold Rpower.
  apply exp_increasing, Rmult_lt_compat_l; [exact Hp|]. apply ln_increasing; assumption.
Qed.

Lemma rpow_le x y p : 0 < p -> 0 <= x -> x <= y -> rpow x p <= rpow y p.
Proof. intros Hp Hx [L| ->]; [left; apply rpow_lt; assumption|right; reflexivity]. Qed.

(** The power 1/p undoes the power p. *)
Lemma rpow_root x p : 0 < p -> 0 <= x -> rpow (rpow x p) (1 / p) = x.
Proof.
  intros Hp [Hx| <-]; [|rewrite !rpow_0; reflexivity].
  rewrite (rpow_Rpower (rpow x p)) by apply rpow_pos, Hx. rewrite rpow_Rpower, Rpower_mult by exact Hx.
  replace (p * (1 / p)) with 1 by (field; lra). apply Rpower_1, Hx.
Qed.

Lemma root_rpow x p : 0 < p -> 0 <= x -> rpow (rpow x (1 / p)) p = x.
Proof.
  intros Hp Hx. assert (Hq : 0 < 1 / p) by (apply Rdiv_lt_0_compat; lra).
  pose proof (rpow_root x (1 / p) Hq Hx) as E. replace (1 / (1 / p)) with p in E by (field; lra). exact E.
Qed.

(** x^p = x x^{p - 1}. *)
Lemma rpow_minus_1 x p : 0 < x -> rpow x p = x * rpow x (p - 1).
Proof.
  intros Hx. rewrite !rpow_Rpower by exact Hx. rewrite <- (Rpower_1 x Hx) at 2. rewrite <- Rpower_plus.
  f_equal. ring.
Qed.

(** ** Convexity *)

(** Bernoulli, from e^{u} <= 1 - 1/p + e^{p u} / p. *)
Lemma bernoulli y p : 1 <= p -> 0 <= y -> 1 + p * (y - 1) <= rpow y p.
Proof.
  intros Hp [Hy| <-]; [|rewrite rpow_0; lra]. rewrite rpow_Rpower by exact Hy. unfold Rpower.
  assert (Hi : 0 < 1 / p) by (apply Rdiv_lt_0_compat; lra).
  assert (Hq : 0 <= 1 / p <= 1).
  { split; [lra|]. apply Rmult_le_reg_r with p; [lra|]. replace (1 / p * p) with 1 by (field; lra). lra. }
  pose proof (exp_convex (1 / p) (p * ln y) Hq) as C.
  replace (1 / p * (p * ln y)) with (ln y) in C by (field; lra). rewrite exp_ln in C by exact Hy.
  apply (Rmult_le_compat_l p) in C; [|lra].
  replace (p * (1 - 1 / p + 1 / p * exp (p * ln y))) with (p - 1 + exp (p * ln y)) in C by (field; lra). lra.
Qed.

(** The tangent at [a]. *)
Lemma rpow_tangent a t p : 1 <= p -> 0 < a -> 0 <= t -> rpow a p + p * rpow a (p - 1) * (t - a) <= rpow t p.
Proof.
  intros Hp Ha Ht. replace t with (a * (t / a)) at 2 by (field; lra).
  assert (Hy : 0 <= t / a) by (apply Rmult_le_pos; [exact Ht|left; apply Rinv_0_lt_compat, Ha]).
  rewrite rpow_mult by lra. pose proof (bernoulli (t / a) p Hp Hy) as B. pose proof (rpow_pos a p Ha) as P.
  apply (Rmult_le_compat_l (rpow a p)) in B; [|lra]. eapply Rle_trans; [right|exact B].
  rewrite (rpow_minus_1 a p Ha). field. lra.
Qed.

(** Young: p a^{p - 1} b <= (p - 1) a^p + b^p. *)
Lemma young a b p : 1 <= p -> 0 <= a -> 0 <= b -> p * (rpow a (p - 1) * b) <= (p - 1) * rpow a p + rpow b p.
Proof.
  intros Hp [Ha| <-] Hb.
  - pose proof (rpow_tangent a b p Hp Ha Hb) as T. rewrite (rpow_minus_1 a p Ha) in *. lra.
  - rewrite !rpow_0. pose proof (rpow_nonneg b p). lra.
Qed.

(** Jensen, for weights whose sum is at most [s]: (sum a t)^p <= s^{p - 1} sum a t^p. *)
Theorem jensen_rpow n (a t : vec) s p : 1 <= p -> 0 < s ->
  (forall j, (j < n)%nat -> 0 <= a j) -> (forall j, (j < n)%nat -> 0 <= t j) -> vsum n a <= s ->
  rpow (dot n a t) p <= rpow s (p - 1) * dot n a (fun j => rpow (t j) p).
Proof.
  intros Hp Hs Ha Ht S. set (m := dot n a t / s).
  assert (D : 0 <= dot n a t) by (apply vsum_nonneg; intros j Hj; apply Rmult_le_pos; auto).
  assert (Q : 0 <= dot n a (fun j => rpow (t j) p))
    by (apply vsum_nonneg; intros j Hj; apply Rmult_le_pos; [auto|apply rpow_nonneg]).
  destruct D as [D|D]; [|rewrite <- D, rpow_0; apply Rmult_le_pos; [apply rpow_nonneg|exact Q]].
  assert (M : 0 < m) by (apply Rdiv_lt_0_compat; assumption).
  assert (E : dot n a t = s * m) by (unfold m; field; lra).
  assert (B : s * rpow m p <= dot n a (fun j => rpow (t j) p)).
  { apply Rle_trans with (vsum n a * (rpow m p - p * rpow m (p - 1) * m) + p * rpow m (p - 1) * dot n a t).
    - rewrite E, (rpow_minus_1 m p M). pose proof (rpow_pos m (p - 1) M) as P.
      assert (0 <= m * rpow m (p - 1) * ((p - 1) * (s - vsum n a))); [|lra].
      apply Rmult_le_pos; apply Rmult_le_pos; lra.
    - unfold dot. rewrite <- vsum_scal, <- vsum_scal_r, <- vsum_plus. apply vsum_le. intros j Hj.
      pose proof (rpow_tangent m (t j) p Hp M (Ht j Hj)) as T.
      apply (Rmult_le_compat_l (a j) _ _ (Ha j Hj)) in T. lra. }
  rewrite E, rpow_mult, (rpow_minus_1 s p Hs) by lra. pose proof (rpow_nonneg s (p - 1)) as P.
  apply (Rmult_le_compat_l _ _ _ P) in B. lra.
Qed.

(** ** The norms l_p *)

(** The p-th power of the norm. *)
Definition powers (n : nat) (p : R) (v : vec) : R := vsum n (fun i => rpow (Rabs (v i)) p).

Lemma powers_nonneg n p v : 0 <= powers n p v.
Proof. apply vsum_nonneg. intros; apply rpow_nonneg. Qed.

Lemma powers_pos n p v k : (k < n)%nat -> v k <> 0 -> 0 < powers n p v.
Proof.
  intros Hk E. eapply Rlt_le_trans; [apply (rpow_pos (Rabs (v k)) p), Rabs_pos_lt, E|].
  apply (vsum_term n k (fun i => rpow (Rabs (v i)) p)); [intros; apply rpow_nonneg|exact Hk].
Qed.

Lemma normp_nonneg n p v : 0 <= normp n p v.
Proof. apply rpow_nonneg. Qed.

Lemma normp_ext n p u v : (forall i, (i < n)%nat -> u i = v i) -> normp n p u = normp n p v.
Proof. intros H. unfold normp. f_equal. apply vsum_ext. intros i Hi. rewrite H by exact Hi. reflexivity. Qed.

Lemma normp_scal n p a v : 0 < p -> normp n p (fun i => a * v i) = Rabs a * normp n p v.
Proof.
  intros Hp. unfold normp. rewrite (vsum_ext n _ (fun i => rpow (Rabs a) p * rpow (Rabs (v i)) p)).
  - rewrite vsum_scal, rpow_mult, rpow_root; try apply Rabs_pos; try apply rpow_nonneg; try exact Hp; [reflexivity|].
    apply (powers_nonneg n p v).
  - intros i _. rewrite Rabs_mult. apply rpow_mult; apply Rabs_pos.
Qed.

(** Norms compare as their p-th powers do. *)
Lemma normp_le m n p c u v : 0 < p -> 0 <= c -> powers m p u <= rpow c p * powers n p v ->
  normp m p u <= c * normp n p v.
Proof.
  intros Hp Hc H. assert (Hq : 0 < 1 / p) by (apply Rdiv_lt_0_compat; lra).
  rewrite <- (rpow_root c p Hp Hc). unfold normp. rewrite <- rpow_mult by (apply rpow_nonneg || apply powers_nonneg).
  apply rpow_le; [exact Hq|apply powers_nonneg|exact H].
Qed.

Lemma normp_lt m n p c u v : 0 < p -> 0 <= c -> powers m p u < rpow c p * powers n p v ->
  normp m p u < c * normp n p v.
Proof.
  intros Hp Hc H. assert (Hq : 0 < 1 / p) by (apply Rdiv_lt_0_compat; lra).
  rewrite <- (rpow_root c p Hp Hc). unfold normp. rewrite <- rpow_mult by (apply rpow_nonneg || apply powers_nonneg).
  apply rpow_lt; [exact Hq|apply powers_nonneg|exact H].
Qed.

(** A matrix whose rows i have sums of absolute values of at most rho_i > 0:
    |M v|_p^p <= sum_j |v_j|^p (sum_i rho_i^{p - 1} |M_ij|). *)
Theorem schur_test m n p (M : mat) (rho v : vec) : 1 <= p ->
  (forall i, (i < m)%nat -> 0 < rho i) -> (forall i, (i < m)%nat -> norm1 n (M i) <= rho i) ->
  powers m p (mulv n M v)
  <= vsum n (fun j => rpow (Rabs (v j)) p * vsum m (fun i => rpow (rho i) (p - 1) * Rabs (M i j))).
Proof.
  intros Hp Hr HM.
  apply Rle_trans
    with (vsum m (fun i => vsum n (fun j => rpow (Rabs (v j)) p * (rpow (rho i) (p - 1) * Rabs (M i j))))).
  - apply vsum_le. intros i Hi.
    apply Rle_trans with (rpow (dot n (fun j => Rabs (M i j)) (fun j => Rabs (v j))) p).
    + apply rpow_le; [lra|apply Rabs_pos|]. eapply Rle_trans; [apply vsum_abs|]. right. apply vsum_ext.
      intros; apply Rabs_mult.
    + eapply Rle_trans; [apply (jensen_rpow n _ _ (rho i) p Hp (Hr i Hi)); intros; try apply Rabs_pos; apply HM, Hi|].
      unfold dot. rewrite <- vsum_scal. right. apply vsum_ext. intros; ring.
  - rewrite vsum_swap. right. apply vsum_ext. intros j _. apply vsum_scal.
Qed.

(** A curve moves by at most its speed at some time: mean value of <F, w> with w_i = sign(D_i) |D_i|^{p - 1} for
    D = F(1) - F(0), and Young. *)
Theorem mean_value_normp n p (F dF : R -> vec) : 1 <= p ->
  (forall t i, 0 <= t <= 1 -> (i < n)%nat -> deriv_at (fun s => F s i) t (dF t i)) ->
  exists t, 0 < t < 1 /\ powers n p (fun i => F 1 i - F 0 i) <= powers n p (dF t).
Proof.
  intros Hp HF. set (D := fun i => F 1 i - F 0 i).
  set (w := fun i => (if Rle_dec 0 (D i) then 1 else -1) * rpow (Rabs (D i)) (p - 1)).
  destruct (MVT_cor2 (fun t => dot n (F t) w) (fun t => dot n (dF t) w) 0 1) as (c & E & Hc); [lra| |].
  { intros t Ht. apply is_derive_Reals. apply (deriv_dot_const n F t (dF t) w). intros i Hi. apply HF; assumption. }
  exists c. split; [exact Hc|]. rewrite Rminus_0_r, Rmult_1_r, <- dot_minus_l in E.
  assert (ED : dot n D w = powers n p D).
  { apply vsum_ext. intros i _. unfold w. destruct (Req_dec (D i) 0) as [Z|Z].
    - rewrite Z, Rabs_R0, !rpow_0. ring.
    - rewrite (rpow_minus_1 (Rabs (D i)) p) by apply Rabs_pos_lt, Z. destruct (Rle_dec 0 (D i)) as [L|L].
      + rewrite Rabs_pos_eq by exact L. ring.
      + rewrite Rabs_left by lra. ring. }
  assert (Y : p * dot n (dF c) w <= (p - 1) * powers n p D + powers n p (dF c)).
  { unfold dot, powers. rewrite <- !vsum_scal, <- vsum_plus. apply vsum_le. intros i _.
    eapply Rle_trans; [|apply (young (Rabs (D i)) (Rabs (dF c i)) p Hp); apply Rabs_pos].
    apply Rmult_le_compat_l; [lra|]. unfold w. pose proof (rpow_nonneg (Rabs (D i)) (p - 1)) as P.
    pose proof (Rle_abs (dF c i)) as A1. pose proof (Rle_abs (- dF c i)) as A2. rewrite Rabs_Ropp in A2.
    apply (Rmult_le_compat_r _ _ _ P) in A1, A2. destruct (Rle_dec 0 (D i)); lra. }
  change (dot n (fun i => F 1 i - F 0 i) w) with (dot n D w) in E. rewrite <- E, ED in Y. lra.
Qed.
