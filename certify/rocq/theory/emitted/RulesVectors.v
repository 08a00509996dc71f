(** * Rules of the norm calculus: norms of vectors, and inner products. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Scalars Quantities RulesEntries.
Local Open Scope R_scope.

(** ** Between norms of one vector *)

Lemma entry_le_norm1 n k v : (k < n)%nat -> Rabs (v k) <= norm1 n v.
Proof. intros H. apply (vsum_term n k (fun i => Rabs (v i))); [intros; apply Rabs_pos|exact H]. Qed.

Lemma l2_from_size {n v r} : size1 n v r -> norm2 n v <= sqrt (INR n) * r.
Proof. intros [H0 H]. apply norm2_le_const; assumption. Qed.

Lemma l2_from_l1 {n v r} : norm1 n v <= r -> norm2 n v <= r.
Proof.
  intros H. pose proof (norm1_nonneg n v) as N. eapply Rle_trans; [|exact H].
  apply norm2_le_sq; [exact N|]. unfold norm1 at 1. rewrite <- vsum_scal_r. apply vsum_le. intros i Hi.
  rewrite <- (Rabs_pos_eq (v i * v i)) by apply Rle_0_sqr. rewrite Rabs_mult.
  apply Rmult_le_compat_l; [apply Rabs_pos|apply entry_le_norm1, Hi].
Qed.

Lemma l1_from_l2 {n v r} : norm2 n v <= r -> norm1 n v <= sqrt (INR n) * r.
Proof.
  intros H. set (w := fun i => Rabs (v i)). pose proof (abs_vsum_le_norm2 n w) as B.
  assert (E : norm2 n w = norm2 n v).
  { unfold norm2. f_equal. apply vsum_ext. intros i _. unfold w. rewrite <- Rabs_mult. apply Rabs_pos_eq, Rle_0_sqr. }
  rewrite E in B. pose proof (Rle_abs (vsum n w)). pose proof (sqrt_pos (INR n)).
  pose proof (Rmult_le_compat_l _ _ _ H1 H). unfold norm1. fold w. lra.
Qed.

Lemma l1_from_size {n v r} : size1 n v r -> norm1 n v <= INR n * r.
Proof. intros [_ H]. unfold norm1. rewrite <- vsum_const. apply vsum_le. exact H. Qed.

Lemma size_from_l2 {n v r} : norm2 n v <= r -> size1 n v r.
Proof.
  intros H. split; [apply (norm2_bound_nonneg H)|]. intros i Hi. pose proof (entry_le_norm2 n i v Hi). lra.
Qed.

Lemma size_from_l1 {n v r} : norm1 n v <= r -> size1 n v r.
Proof.
  intros H. split; [apply (norm1_bound_nonneg H)|]. intros i Hi. pose proof (entry_le_norm1 n i v Hi). lra.
Qed.

Lemma size_from_norminf {n v r} : norminf n v <= r -> size1 n v r.
Proof.
  intros H. split; [apply (norminf_bound_nonneg H)|]. intros i Hi. pose proof (entry_le_norminf n i v Hi). lra.
Qed.

Lemma spread_from_size {n v r} : size1 n v r -> spread1 n v (2 * r).
Proof.
  intros [H0 H]. split; [lra|]. intros i j Hi Hj. specialize (H i Hi) as A. specialize (H j Hj) as B.
  apply Rabs_le_between in A. apply Rabs_le_between in B. lra.
Qed.

Lemma spread_from_l1 {n v r} : norm1 n v <= r -> spread1 n v r.
Proof.
  intros H. split; [apply (norm1_bound_nonneg H)|]. intros i j Hi Hj. eapply Rle_trans; [|exact H].
  destruct (Nat.eq_dec i j) as [->|E]; [pose proof (norm1_nonneg n v); lra|].
  apply Rle_trans with (Rabs (v i) + Rabs (v j)).
  { pose proof (Rle_abs (v i)). pose proof (Rle_abs (- v j)) as K. rewrite Rabs_Ropp in K. lra. }
  rewrite <- (vsum_delta n i (fun k => Rabs (v k)) Hi), <- (vsum_delta n j (fun k => Rabs (v k)) Hj), <- vsum_plus.
  apply vsum_le. intros k _. pose proof (Rabs_pos (v k)).
  destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j); subst; try lia; lra.
Qed.

Lemma spread_from_l2 {n v r} : norm2 n v <= r -> spread1 n v (sqrt 2 * r).
Proof.
  intros H. pose proof (norm2_bound_nonneg H) as H0. pose proof (sqrt_pos 2) as P.
  split; [apply Rmult_le_pos; assumption|]. intros i j Hi Hj.
  destruct (Rle_lt_dec (v i - v j) 0) as [L|L]; [pose proof (Rmult_le_pos _ _ P H0); lra|].
  apply Rsqr_incr_0_var; [|apply Rmult_le_pos; assumption]. unfold Rsqr.
  replace (sqrt 2 * r * (sqrt 2 * r)) with (2 * (r * r)) by (rewrite <- (sqrt_sqrt 2) at 1 by lra; ring).
  pose proof (norm2_sq n v) as Q. pose proof (norm2_nonneg n v) as N.
  assert (dot n v v <= r * r) by (rewrite <- Q; apply Rmult_le_compat; assumption).
  enough ((v i - v j) * (v i - v j) <= 2 * dot n v v) by lra.
  destruct (Nat.eq_dec i j) as [->|E]; [pose proof (dot_self n v); lra|].
  assert (B : v i * v i + v j * v j <= dot n v v); [|pose proof (Rle_0_sqr (v i + v j)); unfold Rsqr in *; lra].
  rewrite <- (vsum_delta n i (fun k => v k * v k) Hi), <- (vsum_delta n j (fun k => v k * v k) Hj), <- vsum_plus.
  apply vsum_le. intros k _. pose proof (Rle_0_sqr (v k)) as S. unfold Rsqr in S.
  destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j); subst; try lia; lra.
Qed.

(** ** Sums *)

Lemma l2_triangle {n u v r s} : norm2 n u <= r -> norm2 n v <= s -> norm2 n (vadd u v) <= r + s.
Proof. intros. eapply Rle_trans; [apply norm2_triangle|]. lra. Qed.

Lemma l1_triangle {n u v r s} : norm1 n u <= r -> norm1 n v <= s -> norm1 n (vadd u v) <= r + s.
Proof. intros. eapply Rle_trans; [apply norm1_triangle|]. lra. Qed.

Lemma spread_triangle {n u v r s} : spread1 n u r -> spread1 n v s -> spread1 n (vadd u v) (r + s).
Proof.
  intros [H0 H] [K0 K]. split; [lra|]. intros i j Hi Hj. specialize (H i j Hi Hj). specialize (K i j Hi Hj).
  unfold vadd. lra.
Qed.

Lemma l2_sign {n v r} : norm2 n v <= r -> norm2 n (vopp v) <= r.
Proof. intros H. unfold vopp. rewrite norm2_opp. exact H. Qed.

Lemma l1_sign {n v r} : norm1 n v <= r -> norm1 n (vopp v) <= r.
Proof.
  intros H. unfold norm1 in *. rewrite (vsum_ext n _ (fun i => Rabs (v i))); [exact H|].
  intros i _. unfold vopp. apply Rabs_Ropp.
Qed.

Lemma spread_sign {n v r} : spread1 n v r -> spread1 n (vopp v) r.
Proof. intros [H0 H]. split; [exact H0|]. intros i j Hi Hj. specialize (H j i Hj Hi). unfold vopp. lra. Qed.

(** |a - b|^2 <= |a|^2 + |b|^2 for vectors that are never negative. *)
Lemma l2_difference {n u v r s t w} : norm2 n u <= r -> norm2 n v <= s -> floor1 n u t -> floor1 n v w ->
  norm2 n (vsub u v) <= sqrt (r * r + s * s).
Proof.
  intros H K [Ht Hu] [Hw Hv]. pose proof (norm2_nonneg n u) as Nu. pose proof (norm2_nonneg n v) as Nv.
  apply sqrt_le_1_alt. change (dot n (fun i => u i - v i) (fun i => u i - v i) <= r * r + s * s).
  rewrite dot_minus_l, !dot_minus_r, (dot_sym n v u), <- (norm2_sq n u), <- (norm2_sq n v).
  assert (0 <= dot n u v).
  { apply vsum_nonneg. intros i Hi. specialize (Hu i Hi). specialize (Hv i Hi). apply Rmult_le_pos; lra. }
  pose proof (Rmult_le_compat _ _ _ _ Nu Nu H H). pose proof (Rmult_le_compat _ _ _ _ Nv Nv K K). lra.
Qed.

(** 1/a - 1/b = (b - a) / (a b). *)
Lemma size_reciprocals {a b r s t} : size0 (a - b) r -> floor0 a s -> floor0 b t -> 0 < s -> 0 < t ->
  size0 (/ a - / b) (r / (s * t)).
Proof.
  intros H [_ K] [_ L] Hs Ht. replace (/ a - / b) with (- (a - b) * / (a * b)) by (field; lra).
  apply product_le; [rewrite Rabs_Ropp; exact H|].
  apply inverse_le; [apply Rmult_lt_0_compat; assumption|]. apply Rmult_le_compat; lra.
Qed.

Lemma size_total {n v r} : norm1 n v <= r -> size0 (vsum n v) r.
Proof. intros H. eapply Rle_trans; [apply vsum_abs|exact H]. Qed.

(** ** Products: Hoelder and Cauchy-Schwarz *)

Lemma l2_hoelder {n u v r s} : size1 n u r -> norm2 n v <= s -> norm2 n (hmul u v) <= r * s.
Proof.
  intros [H0 H] K. apply Rle_trans with (r * norm2 n v); [|apply Rmult_le_compat_l; assumption].
  apply norm2_le_scaled; [exact H0|]. intros i Hi. unfold hmul. rewrite Rabs_mult.
  apply Rmult_le_compat_r; [apply Rabs_pos|apply H, Hi].
Qed.

Lemma l2_scaling {n a v r s} : size0 a r -> norm2 n v <= s -> norm2 n (vscale a v) <= r * s.
Proof.
  intros H K. unfold vscale. rewrite norm2_scal.
  apply Rmult_le_compat; [apply Rabs_pos|apply norm2_nonneg|exact H|exact K].
Qed.

Lemma l1_hoelder {n u v r s} : size1 n u r -> norm1 n v <= s -> norm1 n (hmul u v) <= r * s.
Proof.
  intros [H0 H] K. apply Rle_trans with (r * norm1 n v); [|apply Rmult_le_compat_l; assumption].
  unfold norm1. rewrite <- vsum_scal. apply vsum_le. intros i Hi. unfold hmul. rewrite Rabs_mult.
  apply Rmult_le_compat_r; [apply Rabs_pos|apply H, Hi].
Qed.

Lemma l1_scaling {n a v r s} : size0 a r -> norm1 n v <= s -> norm1 n (vscale a v) <= r * s.
Proof.
  intros H K. apply Rle_trans with (r * norm1 n v); [|apply Rmult_le_compat_l; [apply (size0_nonneg H)|exact K]].
  unfold norm1. rewrite <- vsum_scal. apply vsum_le. intros i _. unfold vscale. rewrite Rabs_mult.
  apply Rmult_le_compat_r; [apply Rabs_pos|exact H].
Qed.

Lemma spread_scaling {n a v r s} : size0 a r -> spread1 n v s -> spread1 n (vscale a v) (r * s).
Proof.
  intros H [K0 K]. split; [apply Rmult_le_pos; [apply (size0_nonneg H)|exact K0]|]. intros i j Hi Hj. unfold vscale.
  replace (a * v i - a * v j) with (a * (v i - v j)) by ring. eapply Rle_trans; [apply Rle_abs|].
  apply product_le; [exact H|]. apply Rabs_le. pose proof (K i j Hi Hj). pose proof (K j i Hj Hi). lra.
Qed.

Lemma norm2_abs n v : norm2 n (fun i => Rabs (v i)) = norm2 n v.
Proof.
  unfold norm2. f_equal. apply vsum_ext. intros i _. rewrite <- Rabs_mult. apply Rabs_pos_eq, Rle_0_sqr.
Qed.

Lemma l1_cauchy_schwarz {n u v r s} : norm2 n u <= r -> norm2 n v <= s -> norm1 n (hmul u v) <= r * s.
Proof.
  intros H K. unfold norm1. rewrite (vsum_ext n _ (fun i => Rabs (u i) * Rabs (v i))) by (intros; apply Rabs_mult).
  eapply Rle_trans; [apply (dot_le_norm2 n (fun i => Rabs (u i)) (fun i => Rabs (v i)))|].
  rewrite !norm2_abs. apply Rmult_le_compat; try apply norm2_nonneg; assumption.
Qed.

Lemma size_cauchy_schwarz {n u v r s} : norm2 n u <= r -> norm2 n v <= s -> size0 (dot n u v) (r * s).
Proof.
  intros H K. eapply Rle_trans; [apply abs_dot_le_norm2|]. apply Rmult_le_compat; try apply norm2_nonneg; assumption.
Qed.

Lemma size_hoelder_first {n u v r s} : norm1 n u <= r -> size1 n v s -> size0 (dot n u v) (r * s).
Proof.
  intros H [K0 K]. eapply Rle_trans; [apply abs_dot_le_norm1|].
  apply Rmult_le_compat; [apply norm1_nonneg|apply norminf_nonneg|exact H|apply norminf_le; assumption].
Qed.

Lemma size_hoelder_second {n u v r s} : size1 n u r -> norm1 n v <= s -> size0 (dot n u v) (r * s).
Proof. intros H K. rewrite dot_sym, Rmult_comm. apply size_hoelder_first; assumption. Qed.

(** ** Division by a number, or by numbers entry by entry *)

Lemma l2_division0 {n v a r s} : norm2 n v <= r -> floor0 a s -> 0 < s -> norm2 n (hdiv v (vconst a)) <= r / s.
Proof.
  intros H [_ K] Hs. apply (norm2_bound_ext (vscale (/ a) v)); [|intros; unfold hdiv, vconst, vscale; field; lra].
  unfold Rdiv. rewrite (Rmult_comm r). apply l2_scaling; [apply inverse_le; assumption|exact H].
Qed.

Lemma l1_division0 {n v a r s} : norm1 n v <= r -> floor0 a s -> 0 < s -> norm1 n (hdiv v (vconst a)) <= r / s.
Proof.
  intros H [_ K] Hs. apply (norm1_bound_ext (vscale (/ a) v)); [|intros; unfold hdiv, vconst, vscale; field; lra].
  unfold Rdiv. rewrite (Rmult_comm r). apply l1_scaling; [apply inverse_le; assumption|exact H].
Qed.

(** ** Constant vectors *)

Lemma l2_ones n : norm2 n (vconst 1) <= sqrt (INR n).
Proof.
  apply Rle_trans with (sqrt (INR n) * 1); [|lra]. apply l2_from_size. apply size_constant1; lra.
Qed.

Lemma size_ones n : size1 n (vconst 1) 1.
Proof. apply size_constant1; lra. Qed.

(** The sum of a vector that is never negative is its norm. *)
Lemma nonnegative_norm1 {n v} : (forall i, (i < n)%nat -> 0 <= v i) -> norm1 n v = vsum n v.
Proof. intros H. apply vsum_ext. intros i Hi. apply Rabs_pos_eq, H, Hi. Qed.
