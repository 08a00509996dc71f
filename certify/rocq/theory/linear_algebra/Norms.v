(** * Norms of vectors. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums.
Local Open Scope R_scope.

(** ** The Euclidean norm *)

Lemma norm2_nonneg n v : 0 <= norm2 n v.
Proof. apply sqrt_pos. Qed.

Lemma norm2_sq n v : norm2 n v * norm2 n v = dot n v v.
Proof. apply sqrt_sqrt, dot_self. Qed.

Lemma norm2_ext n u v : (forall i, (i < n)%nat -> u i = v i) -> norm2 n u = norm2 n v.
Proof. intros H. unfold norm2. f_equal. apply dot_ext; exact H. Qed.

(** A norm is at most [a] as soon as its square is at most [a^2]. *)
Lemma norm2_le_sq n v a : 0 <= a -> dot n v v <= a * a -> norm2 n v <= a.
Proof. intros Ha H. rewrite <- (sqrt_square a Ha). apply sqrt_le_1_alt, H. Qed.

(** [|v|^2 <= a |v|] gives [|v| <= a]. *)
Lemma norm2_le_dot n v a : 0 <= a -> dot n v v <= a * norm2 n v -> norm2 n v <= a.
Proof.
  intros Ha H. rewrite <- norm2_sq in H. pose proof (norm2_nonneg n v).
  destruct (Rle_lt_dec (norm2 n v) a) as [|L]; [assumption|nra].
Qed.

Lemma norm2_le_norm2 n m u v : dot n u u <= dot m v v -> norm2 n u <= norm2 m v.
Proof. apply sqrt_le_1_alt. Qed.

Lemma dot_le_norm2 n u v : dot n u v <= norm2 n u * norm2 n v.
Proof.
  pose proof (norm2_nonneg n u). pose proof (norm2_nonneg n v).
  pose proof (cauchy_schwarz n u v). rewrite <- !norm2_sq in *.
  destruct (Rle_lt_dec (dot n u v) 0) as [|L]; [nra|].
  apply Rsqr_incr_0_var; [unfold Rsqr; nra|nra].
Qed.

Lemma norm2_opp n v : norm2 n (fun i => - v i) = norm2 n v.
Proof. unfold norm2. f_equal. apply vsum_ext. intros; ring. Qed.

Lemma abs_dot_le_norm2 n u v : Rabs (dot n u v) <= norm2 n u * norm2 n v.
Proof.
  apply Rabs_le. split; [|apply dot_le_norm2].
  pose proof (dot_le_norm2 n (fun i => -1 * u i) v) as H. rewrite dot_scal_l in H.
  rewrite (norm2_ext n _ (fun i => - u i)), norm2_opp in H by (intros; ring). lra.
Qed.

Lemma norm2_scal n a v : norm2 n (fun i => a * v i) = Rabs a * norm2 n v.
Proof.
  unfold norm2. rewrite dot_scal_l, dot_scal_r, <- Rmult_assoc.
  rewrite sqrt_mult_alt by nra. f_equal. rewrite <- sqrt_Rsqr_abs. reflexivity.
Qed.

Theorem norm2_triangle n u v : norm2 n (fun i => u i + v i) <= norm2 n u + norm2 n v.
Proof.
  pose proof (norm2_nonneg n u). pose proof (norm2_nonneg n v). pose proof (dot_le_norm2 n u v).
  apply norm2_le_sq; [lra|].
  rewrite dot_plus_l, !dot_plus_r, (dot_sym n v u), <- (norm2_sq n u), <- (norm2_sq n v). nra.
Qed.

Lemma norm2_minus_sym n u v : norm2 n (fun i => u i - v i) = norm2 n (fun i => v i - u i).
Proof. rewrite <- norm2_opp. apply norm2_ext. intros; ring. Qed.

Lemma norm2_zero n v : (forall i, (i < n)%nat -> v i = 0) -> norm2 n v = 0.
Proof.
  intros H. unfold norm2. rewrite <- sqrt_0. f_equal. apply vsum_zero. intros i Hi. rewrite H by exact Hi. ring.
Qed.

(** An entry is at most the norm. *)
Lemma entry_le_norm2 n k v : (k < n)%nat -> Rabs (v k) <= norm2 n v.
Proof.
  intros H. rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt.
  apply (vsum_term n k (fun i => v i * v i)); [|exact H]. intros; nra.
Qed.

Lemma norm2_zero_entries n v : norm2 n v = 0 -> forall i, (i < n)%nat -> v i = 0.
Proof.
  intros H i Hi. pose proof (entry_le_norm2 n i v Hi) as B. rewrite H in B.
  destruct (Req_dec (v i) 0) as [|E]; [assumption|]. pose proof (Rabs_pos_lt _ E). lra.
Qed.

(** Entrywise comparison. *)
Lemma norm2_le_entries n u v : (forall i, (i < n)%nat -> Rabs (u i) <= Rabs (v i)) -> norm2 n u <= norm2 n v.
Proof.
  intros H. apply norm2_le_norm2. apply vsum_le. intros i Hi. apply Rsqr_le_abs_1. exact (H i Hi).
Qed.

(** Entries at most [c] times those of [v]. *)
Lemma norm2_le_scaled n c u v :
  0 <= c -> (forall i, (i < n)%nat -> Rabs (u i) <= c * Rabs (v i)) -> norm2 n u <= c * norm2 n v.
Proof.
  intros Hc H. rewrite <- (Rabs_pos_eq c Hc) at 1. rewrite <- norm2_scal. apply norm2_le_entries.
  intros i Hi. rewrite Rabs_mult, (Rabs_pos_eq c Hc). exact (H i Hi).
Qed.

(** Entries at most [c]: |v| <= sqrt(n) c. *)
Lemma norm2_le_const n c v : 0 <= c -> (forall i, (i < n)%nat -> Rabs (v i) <= c) -> norm2 n v <= sqrt (INR n) * c.
Proof.
  intros Hc H. apply norm2_le_sq; [apply Rmult_le_pos; [apply sqrt_pos|exact Hc]|].
  replace (sqrt (INR n) * c * (sqrt (INR n) * c)) with (INR n * (c * c))
    by (rewrite <- (sqrt_sqrt (INR n) (pos_INR n)) at 1; ring).
  rewrite <- vsum_const. apply vsum_le. intros i Hi. specialize (H i Hi).
  pose proof (Rabs_pos (v i)). rewrite <- (Rabs_pos_eq c Hc) in H. apply Rsqr_le_abs_1 in H. exact H.
Qed.

(** |<1, v>| <= sqrt(n) |v|. *)
Lemma abs_vsum_le_norm2 n v : Rabs (vsum n v) <= sqrt (INR n) * norm2 n v.
Proof.
  replace (vsum n v) with (dot n (fun _ => 1) v) by (apply vsum_ext; intros; ring).
  replace (sqrt (INR n)) with (norm2 n (fun _ => 1)); [apply abs_dot_le_norm2|].
  unfold norm2. f_equal. unfold dot. rewrite vsum_const. ring.
Qed.

(** The triangle inequality for a sum of vectors with weights >= 0. *)
Lemma norm2_weighted_sum n m (a : vec) (V : mat) c :
  (forall k, (k < m)%nat -> 0 <= a k) -> (forall k, (k < m)%nat -> norm2 n (V k) <= c) ->
  norm2 n (fun i => vsum m (fun k => a k * V k i)) <= vsum m a * c.
Proof.
  induction m as [|m IH]; intros Ha HV; simpl.
  - rewrite norm2_zero by reflexivity. lra.
  - eapply Rle_trans; [apply (norm2_triangle n (fun i => vsum m (fun k => a k * V k i)) (fun i => a m * V m i))|].
    specialize (IH ltac:(intros; apply Ha; lia) ltac:(intros; apply HV; lia)).
    rewrite norm2_scal, Rabs_pos_eq by (apply Ha; lia).
    pose proof (Rmult_le_compat_l (a m) _ _ (Ha m ltac:(lia)) (HV m ltac:(lia))). lra.
Qed.

Lemma norm2_vunit n k : (k < n)%nat -> norm2 n (vunit k) = 1.
Proof. intros H. unfold norm2. rewrite dot_delta by exact H. unfold vunit. rewrite Nat.eqb_refl. apply sqrt_1. Qed.

(** ** The norms l_1 and l_infinity *)

Lemma norm1_nonneg n v : 0 <= norm1 n v.
Proof. apply vsum_nonneg. intros; apply Rabs_pos. Qed.

Lemma norm1_ext n u v : (forall i, (i < n)%nat -> u i = v i) -> norm1 n u = norm1 n v.
Proof. intros H. apply vsum_ext. intros i Hi. rewrite H by exact Hi. reflexivity. Qed.

Lemma norminf_nonneg n v : 0 <= norminf n v.
Proof. induction n; simpl; [lra|]. eapply Rle_trans; [exact IHn|apply Rmax_l]. Qed.

Lemma norminf_ext n u v : (forall i, (i < n)%nat -> u i = v i) -> norminf n u = norminf n v.
Proof.
  induction n as [|n IH]; intros H; simpl; [reflexivity|].
  rewrite IH by (intros; apply H; lia). rewrite H by lia. reflexivity.
Qed.

Lemma entry_le_norminf n k v : (k < n)%nat -> Rabs (v k) <= norminf n v.
Proof.
  induction n as [|n IH]; intros H; [lia|]. simpl. destruct (Nat.eq_dec k n) as [->|E]; [apply Rmax_r|].
  eapply Rle_trans; [apply IH; lia|apply Rmax_l].
Qed.

(** The maximum norm is the least bound of the entries. *)
Lemma norminf_le n v c : 0 <= c -> (forall i, (i < n)%nat -> Rabs (v i) <= c) -> norminf n v <= c.
Proof.
  intros Hc. induction n as [|n IH]; intros H; simpl; [exact Hc|].
  apply Rmax_lub; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma norminf_le_norm2 n v : norminf n v <= norm2 n v.
Proof. apply norminf_le; [apply norm2_nonneg|]. intros; apply entry_le_norm2; assumption. Qed.

Lemma norm2_le_norminf n v : norm2 n v <= sqrt (INR n) * norminf n v.
Proof. apply norm2_le_const; [apply norminf_nonneg|]. intros; apply entry_le_norminf; assumption. Qed.

Lemma norm2_hmul n u v : norm2 n (fun i => u i * v i) <= norminf n u * norm2 n v.
Proof.
  apply norm2_le_scaled; [apply norminf_nonneg|]. intros i Hi. rewrite Rabs_mult.
  apply Rmult_le_compat_r; [apply Rabs_pos|apply entry_le_norminf, Hi].
Qed.

(** Hoelder: |<u, v>| <= |u|_1 |v|_infinity. *)
Lemma abs_dot_le_norm1 n u v : Rabs (dot n u v) <= norm1 n u * norminf n v.
Proof.
  eapply Rle_trans; [apply vsum_abs|]. unfold norm1. rewrite <- vsum_scal_r. apply vsum_le.
  intros i Hi. rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|apply entry_le_norminf, Hi].
Qed.

Lemma norm1_triangle n u v : norm1 n (fun i => u i + v i) <= norm1 n u + norm1 n v.
Proof. unfold norm1. rewrite <- vsum_plus. apply vsum_le. intros; apply Rabs_triang. Qed.

Lemma norm2_le_norm1 n v : norm2 n v <= norm1 n v.
Proof.
  apply norm2_le_sq; [apply norm1_nonneg|]. unfold dot. unfold norm1 at 1. rewrite <- vsum_scal_r. apply vsum_le.
  intros i Hi. rewrite <- (Rabs_pos_eq (v i * v i)), Rabs_mult by apply Rle_0_sqr.
  apply Rmult_le_compat_l; [apply Rabs_pos|].
  apply (vsum_term n i (fun k => Rabs (v k))); [intros; apply Rabs_pos|exact Hi].
Qed.

(** ** The largest and the smallest entry *)

Lemma vmax_ge n k v : (k < n)%nat -> v k <= vmax n v.
Proof.
  induction n as [|[|n] IH]; intros H; [lia|replace k with O by lia; simpl; lra|].
  change (v k <= Rmax (vmax (S n) v) (v (S n))). destruct (Nat.eq_dec k (S n)) as [->|E]; [apply Rmax_r|].
  eapply Rle_trans; [apply IH; lia|apply Rmax_l].
Qed.

Lemma vmax_attained n v : (1 <= n)%nat -> exists k, (k < n)%nat /\ vmax n v = v k.
Proof.
  induction n as [|[|n] IH]; intros H; [lia|exists O; split; [lia|reflexivity]|].
  change (exists k, (k < S (S n))%nat /\ Rmax (vmax (S n) v) (v (S n)) = v k).
  destruct IH as (k & Hk & E); [lia|]. destruct (Rle_dec (vmax (S n) v) (v (S n))) as [L|L].
  - exists (S n). split; [lia|apply Rmax_right, L].
  - exists k. split; [lia|]. rewrite Rmax_left by lra. exact E.
Qed.

Lemma vmin_opp n v : vmin n v = - vmax n (vopp v).
Proof.
  induction n as [|[|n] IH]; [simpl; ring|simpl; unfold vopp; ring|].
  change (Rmin (vmin (S n) v) (v (S n)) = - Rmax (vmax (S n) (vopp v)) (- v (S n))).
  rewrite IH, Ropp_Rmax, Ropp_involutive. reflexivity.
Qed.

Lemma vmin_le n k v : (k < n)%nat -> vmin n v <= v k.
Proof. intros H. rewrite vmin_opp. pose proof (vmax_ge n k (vopp v) H) as L. unfold vopp at 1 in L. lra. Qed.

Lemma vmin_attained n v : (1 <= n)%nat -> exists k, (k < n)%nat /\ vmin n v = v k.
Proof.
  intros H. destruct (vmax_attained n (vopp v) H) as (k & Hk & E). exists k. split; [exact Hk|].
  rewrite vmin_opp, E. apply Ropp_involutive.
Qed.
