(** * Derivatives of functions of one real variable, and the mean value inequality for curves.

    Wrappers of Coquelicot's rules with their types fixed to the real numbers, so that [ring] and [field] apply. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang Sums Norms Matrices.
Local Open Scope R_scope.

(** ** Rules *)

Lemma deriv_unique g t l k : deriv_at g t l -> deriv_at g t k -> l = k.
Proof. intros H K. rewrite <- (is_derive_unique g t l H). apply is_derive_unique, K. Qed.

Lemma deriv_ext g h t l : (forall s, g s = h s) -> deriv_at g t l -> deriv_at h t l.
Proof. intros E H. exact (is_derive_ext g h t l E H). Qed.

Lemma deriv_eq g t l k : deriv_at g t l -> l = k -> deriv_at g t k.
Proof. intros H <-. exact H. Qed.

Lemma deriv_const a t : deriv_at (fun _ => a) t 0.
Proof. exact (is_derive_const (K := R_AbsRing) (V := R_NormedModule) a t). Qed.

Lemma deriv_id t : deriv_at (fun s => s) t 1.
Proof. exact (is_derive_id (K := R_AbsRing) t). Qed.

Lemma deriv_plus g h t l k : deriv_at g t l -> deriv_at h t k -> deriv_at (fun s => g s + h s) t (l + k).
Proof. intros H K. exact (is_derive_plus g h t l k H K). Qed.

Lemma deriv_opp g t l : deriv_at g t l -> deriv_at (fun s => - g s) t (- l).
Proof. intros H. exact (is_derive_opp g t l H). Qed.

Lemma deriv_minus g h t l k : deriv_at g t l -> deriv_at h t k -> deriv_at (fun s => g s - h s) t (l - k).
Proof. intros H K. exact (is_derive_minus g h t l k H K). Qed.

Lemma deriv_mult g h t l k :
  deriv_at g t l -> deriv_at h t k -> deriv_at (fun s => g s * h s) t (l * h t + g t * k).
Proof. intros H K. apply (is_derive_mult g h t l k H K). intros; apply Rmult_comm. Qed.

Lemma deriv_scal a g t l : deriv_at g t l -> deriv_at (fun s => a * g s) t (a * l).
Proof. intros H. exact (is_derive_scal g t a l H). Qed.

Lemma deriv_scal_r a g t l : deriv_at g t l -> deriv_at (fun s => g s * a) t (l * a).
Proof.
  intros H. apply deriv_eq with (l * a + g t * 0); [|ring].
  apply (deriv_mult g (fun _ => a) t l 0 H). apply deriv_const.
Qed.

Lemma deriv_inv g t l : deriv_at g t l -> g t <> 0 -> deriv_at (fun s => / g s) t (- l / (g t * g t)).
Proof.
  intros H E. apply deriv_eq with (- l / g t ^ 2).
  - exact (is_derive_inv g t l H E).
  - field. exact E.
Qed.

Lemma deriv_div g h t l k : deriv_at g t l -> deriv_at h t k -> h t <> 0 ->
  deriv_at (fun s => g s / h s) t (l / h t - g t * k / (h t * h t)).
Proof.
  intros H K E. pose proof (deriv_mult g (fun s => / h s) t _ _ H (deriv_inv h t k K E)) as D.
  apply (deriv_eq _ _ _ _ D). field. exact E.
Qed.

(** The chain rule. *)
Lemma deriv_comp F g t l k : deriv_at F (g t) k -> deriv_at g t l -> deriv_at (fun s => F (g s)) t (k * l).
Proof.
  intros HF Hg. apply deriv_eq with (l * k); [|ring]. exact (is_derive_comp F g t k l HF Hg).
Qed.

Lemma deriv_exp g t l : deriv_at g t l -> deriv_at (fun s => exp (g s)) t (exp (g t) * l).
Proof. intros H. apply (deriv_comp exp); [apply is_derive_exp|exact H]. Qed.

Lemma deriv_ln g t l : 0 < g t -> deriv_at g t l -> deriv_at (fun s => ln (g s)) t (l / g t).
Proof.
  intros E H. apply deriv_eq with (/ g t * l); [|unfold Rdiv; ring].
  apply (deriv_comp ln); [apply is_derive_ln, E|exact H].
Qed.

Lemma deriv_vsum n (G : R -> vec) t l :
  (forall i, (i < n)%nat -> deriv_at (fun s => G s i) t (l i)) -> deriv_at (fun s => vsum n (G s)) t (vsum n l).
Proof.
  induction n as [|n IH]; intros H; simpl; [apply deriv_const|].
  apply deriv_plus; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma deriv_dot n (U V : R -> vec) t u v :
  (forall i, (i < n)%nat -> deriv_at (fun s => U s i) t (u i)) ->
  (forall i, (i < n)%nat -> deriv_at (fun s => V s i) t (v i)) ->
  deriv_at (fun s => dot n (U s) (V s)) t (dot n u (V t) + dot n (U t) v).
Proof.
  intros HU HV. unfold dot. rewrite <- vsum_plus. apply (deriv_vsum n (fun s i => U s i * V s i)).
  intros i Hi. apply (deriv_mult (fun s => U s i) (fun s => V s i)); [apply HU|apply HV]; exact Hi.
Qed.

Lemma deriv_dot_const n (U : R -> vec) t u w :
  (forall i, (i < n)%nat -> deriv_at (fun s => U s i) t (u i)) -> deriv_at (fun s => dot n (U s) w) t (dot n u w).
Proof.
  intros H. apply (deriv_vsum n (fun s i => U s i * w i)). intros i Hi. apply deriv_scal_r, H, Hi.
Qed.

(** ** Along a line *)

(** The point [a + t (b - a)] of the segment from [a] to [b]. *)
Definition between (a b : vec) (t : R) : vec := fun i => a i + t * (b i - a i).

Lemma deriv_line a v t : deriv_at (fun s => a + s * v) t v.
Proof.
  apply deriv_eq with (0 + 1 * v); [|ring].
  apply deriv_plus; [apply deriv_const|]. apply (deriv_scal_r v (fun s => s)), deriv_id.
Qed.

Lemma deriv_between a b t i : deriv_at (fun s => between a b s i) t (b i - a i).
Proof. apply deriv_line. Qed.

Lemma between_0 a b : between a b 0 = a.
Proof. apply functional_extensionality. intros i. unfold between. ring. Qed.

Lemma between_1 a b : between a b 1 = b.
Proof. apply functional_extensionality. intros i. unfold between. ring. Qed.

(** A ball is convex. *)
Lemma between_norm2 n a b t r : 0 <= t <= 1 -> norm2 n b <= r -> norm2 n a <= r -> norm2 n (between a b t) <= r.
Proof.
  intros Ht Hb Ha. rewrite (norm2_ext n _ (fun i => (1 - t) * a i + t * b i)) by (intros; unfold between; ring).
  eapply Rle_trans; [apply norm2_triangle|]. rewrite !norm2_scal, !Rabs_pos_eq by lra.
  pose proof (Rmult_le_compat_l (1 - t) _ _ ltac:(lra) Ha). pose proof (Rmult_le_compat_l t _ _ ltac:(lra) Hb). lra.
Qed.

(** A linear function of the point: M (x + t v). *)
Lemma deriv_mulv n M (X : R -> vec) t v i :
  (forall j, (j < n)%nat -> deriv_at (fun s => X s j) t (v j)) ->
  deriv_at (fun s => mulv n M (X s) i) t (mulv n M v i).
Proof.
  intros H. apply (deriv_vsum n (fun s j => M i j * X s j)). intros j Hj. apply deriv_scal, H, Hj.
Qed.

(** ** The mean value inequality *)

(** A function whose derivative is at most [K] on [0, 1] grows by at most [K]. *)
Theorem mean_value (g dg : R -> R) K :
  (forall t, 0 <= t <= 1 -> deriv_at g t (dg t)) -> (forall t, 0 <= t <= 1 -> dg t <= K) -> g 1 - g 0 <= K.
Proof.
  intros Hg HK.
  destruct (MVT_cor2 g dg 0 1) as (c & E & Hc); [lra| |rewrite E; specialize (HK c); lra].
  intros t Ht. apply is_derive_Reals. apply (Hg t Ht).
Qed.

(** The same of a curve, in a direction [w]. *)
Lemma mean_value_dot n (F dF : R -> vec) w K :
  (forall t i, 0 <= t <= 1 -> (i < n)%nat -> deriv_at (fun s => F s i) t (dF t i)) ->
  (forall t, 0 <= t <= 1 -> dot n (dF t) w <= K) -> dot n (fun i => F 1 i - F 0 i) w <= K.
Proof.
  intros HF HK. rewrite dot_minus_l. apply (mean_value (fun t => dot n (F t) w) (fun t => dot n (dF t) w)); [|exact HK].
  intros t Ht. apply deriv_dot_const. intros i Hi. apply (HF t i Ht Hi).
Qed.

(** A curve that moves at a speed of at most [K] moves by at most [K]: take F(1) - F(0) as the direction. *)
Theorem mean_value_norm2 n (F dF : R -> vec) K :
  (forall t i, 0 <= t <= 1 -> (i < n)%nat -> deriv_at (fun s => F s i) t (dF t i)) ->
  (forall t, 0 <= t <= 1 -> norm2 n (dF t) <= K) ->
  norm2 n (fun i => F 1 i - F 0 i) <= K.
Proof.
  intros HF HK. set (w := fun i => F 1 i - F 0 i).
  assert (K0 : 0 <= K). { pose proof (norm2_nonneg n (dF 0)). specialize (HK 0). lra. }
  apply norm2_le_dot; [exact K0|]. apply (mean_value_dot n F dF w _ HF). intros t Ht.
  pose proof (dot_le_norm2 n (dF t) w). pose proof (norm2_nonneg n w). specialize (HK t Ht). nra.
Qed.

Lemma mean_value_norminf n (F dF : R -> vec) K :
  (forall t i, 0 <= t <= 1 -> (i < n)%nat -> deriv_at (fun s => F s i) t (dF t i)) ->
  (forall t, 0 <= t <= 1 -> norminf n (dF t) <= K) ->
  norminf n (fun i => F 1 i - F 0 i) <= K.
Proof.
  intros HF HK.
  assert (K0 : 0 <= K). { pose proof (norminf_nonneg n (dF 0)). specialize (HK 0). lra. }
  apply norminf_le; [exact K0|]. intros i Hi. apply Rabs_le.
  assert (B : forall t, 0 <= t <= 1 -> - K <= dF t i <= K).
  { intros t Ht. pose proof (entry_le_norminf n i (dF t) Hi). specialize (HK t Ht). apply Rabs_le_between. lra. }
  split.
  - pose proof (mean_value (fun t => - F t i) (fun t => - dF t i) K) as H. simpl in H.
    enough (- F 1 i - - F 0 i <= K) by lra. apply H; [|intros t Ht; specialize (B t Ht); lra].
    intros t Ht. apply deriv_opp, (HF t i Ht Hi).
  - apply (mean_value (fun t => F t i) (fun t => dF t i)); [intros t Ht; apply (HF t i Ht Hi)|].
    intros t Ht. apply B, Ht.
Qed.

(** The dual of the norm l_1 is l_infinity: |v|_1 = <sign v, v>. *)
Lemma mean_value_norm1 n (F dF : R -> vec) K :
  (forall t i, 0 <= t <= 1 -> (i < n)%nat -> deriv_at (fun s => F s i) t (dF t i)) ->
  (forall t, 0 <= t <= 1 -> norm1 n (dF t) <= K) ->
  norm1 n (fun i => F 1 i - F 0 i) <= K.
Proof.
  intros HF HK. set (w := fun i => if Rle_dec 0 (F 1 i - F 0 i) then 1 else -1).
  assert (W : norminf n w <= 1).
  { apply norminf_le; [lra|]. intros i _. unfold w. destruct (Rle_dec 0 (F 1 i - F 0 i)); apply Rabs_le; lra. }
  replace (norm1 n (fun i => F 1 i - F 0 i)) with (dot n (fun i => F 1 i - F 0 i) w).
  - apply (mean_value_dot n F dF w K HF). intros t Ht. pose proof (abs_dot_le_norm1 n (dF t) w) as H.
    pose proof (norm1_nonneg n (dF t)). pose proof (Rle_abs (dot n (dF t) w)). specialize (HK t Ht). nra.
  - apply vsum_ext. intros i _. unfold w. destruct (Rle_dec 0 (F 1 i - F 0 i)) as [L|L].
    + rewrite Rabs_pos_eq by exact L. ring.
    + rewrite Rabs_left by lra. ring.
Qed.
