(** * Sums of hyperbolic functions: how large they are when the norm of the arguments is known. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Derivatives Scalars Exponentials Hyperbolic.
Local Open Scope R_scope.

(** [g] grows no slower than a square. *)
Definition superquadratic (g : R -> R) : Prop :=
  forall l t, 0 <= l <= 1 -> 0 <= t -> g (l * t) <= l * l * g t.

(** A sum of values at the entries of a vector of norm at most [r] is at most [g r]: [g z_i <= (z_i / r)^2 g r]. *)
Lemma vsum_superquadratic n (g : R -> R) z r : superquadratic g -> (forall t, g t <= g (Rabs t)) -> 0 <= g r ->
  norm2 n z <= r -> vsum n (fun i => g (z i)) <= g r.
Proof.
  intros H E G Hz. pose proof (norm2_nonneg n z) as N.
  assert (B : forall i, (i < n)%nat -> Rabs (z i) <= r) by (intros i Hi; pose proof (entry_le_norm2 n i z Hi); lra).
  destruct (Rle_lt_or_eq_dec 0 r ltac:(lra)) as [Hr|Hr].
  - set (k := / (r * r) * g r). assert (K : 0 <= k).
    { apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; exact Hr|exact G]. }
    apply Rle_trans with (vsum n (fun i => z i * z i * k)).
    + apply vsum_le. intros i Hi. specialize (B i Hi). eapply Rle_trans; [apply E|].
      pose proof (Rabs_pos (z i)) as A. replace (Rabs (z i)) with (Rabs (z i) / r * r) by (field; lra).
      assert (L : 0 <= Rabs (z i) / r <= 1).
      { split; [apply Rmult_le_pos; [exact A|left; apply Rinv_0_lt_compat, Hr]|].
        apply Rmult_le_reg_r with r; [exact Hr|]. replace (Rabs (z i) / r * r) with (Rabs (z i)) by (field; lra). lra. }
      eapply Rle_trans; [apply H; lra|]. right. unfold k.
      replace (z i * z i) with (Rabs (z i) * Rabs (z i)) by (rewrite <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr).
      field. lra.
    + rewrite vsum_scal_r. fold (dot n z z). rewrite <- norm2_sq. apply Rle_trans with (r * r * k).
      * apply Rmult_le_compat_r; [exact K|apply Rmult_le_compat; lra].
      * right. unfold k. field. lra.
  - apply Rle_trans with (vsum n (fun _ => 0)); [|rewrite vsum_const; lra]. apply vsum_le. intros i Hi.
    specialize (B i Hi). pose proof (Rabs_pos (z i)). eapply Rle_trans; [apply E|].
    pose proof (H 0 0 ltac:(lra) ltac:(lra)) as Z. replace (Rabs (z i)) with (0 * 0) by lra. lra.
Qed.

(** A derivative to compare: [g (l t) <= c h t] for [g 0 = h 0 = 0] and [l g' (l s) <= c h' s]. *)
Lemma scaled_le (g dg h dh : R -> R) l c t : g 0 = 0 -> h 0 = 0 ->
  (forall s, deriv_at g s (dg s)) -> (forall s, deriv_at h s (dh s)) -> 0 <= t ->
  (forall s, 0 <= s -> l * dg (l * s) <= c * dh s) -> g (l * t) <= c * h t.
Proof.
  intros G0 H0 G H Ht D. enough (0 <= c * h (1 * t) - g (1 * (l * t))) by (rewrite !Rmult_1_l in *; lra).
  assert (C : forall (f df : R -> R) a s, (forall s, deriv_at f s (df s)) ->
    deriv_at (fun s => f (s * a)) s (df (s * a) * a)).
  { intros f df a s F. apply (deriv_comp f (fun s => s * a)); [apply F|].
    eapply deriv_eq; [apply (deriv_scal_r a (fun s => s)), deriv_id|ring]. }
  apply (nonneg_of_derivative (fun s => c * h (s * t) - g (s * (l * t)))
    (fun s => c * (dh (s * t) * t) - dg (s * (l * t)) * (l * t))).
  - rewrite !Rmult_0_l, G0, H0. ring.
  - intros s _. apply deriv_minus; [apply deriv_scal|]; apply C; assumption.
  - intros s Hs. assert (P : 0 <= s * t) by (apply Rmult_le_pos; lra). specialize (D (s * t) P).
    replace (s * (l * t)) with (l * (s * t)) by ring. apply (Rmult_le_compat_r t _ _ Ht) in D. lra.
Qed.

(** sinh (l t) <= l sinh t for l in [0, 1] and t >= 0. *)
Lemma sinh_scaled l t : 0 <= l <= 1 -> 0 <= t -> sinh (l * t) <= l * sinh t.
Proof.
  intros Hl Ht. apply (scaled_le sinh cosh sinh cosh); try apply sinh_0; try apply deriv_sinh; [exact Ht|].
  intros s Hs. apply Rmult_le_compat_l; [lra|]. apply cosh_le. rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra).
  pose proof (Rmult_le_compat_r s l 1 Hs ltac:(lra)). lra.
Qed.

Lemma cosh_minus_1_superquadratic : superquadratic (fun t => cosh t - 1).
Proof.
  assert (D : forall s, deriv_at (fun t => cosh t - 1) s (sinh s)).
  { intros s. eapply deriv_eq; [apply deriv_minus; [apply deriv_cosh|apply deriv_const]|ring]. }
  intros l t Hl Ht.
  apply (scaled_le (fun t => cosh t - 1) sinh (fun t => cosh t - 1) sinh l (l * l) t); try exact D; try exact Ht;
    try (rewrite cosh_0; ring).
  intros s Hs. pose proof (sinh_scaled l s Hl Hs) as S. apply (Rmult_le_compat_l l) in S; lra.
Qed.

Lemma sinh_minus_id_superquadratic : superquadratic (fun t => sinh t - t).
Proof.
  assert (D : forall s, deriv_at (fun t => sinh t - t) s (cosh s - 1)).
  { intros s. apply deriv_minus; [apply deriv_sinh|apply deriv_id]. }
  intros l t Hl Ht.
  apply (scaled_le (fun t => sinh t - t) (fun t => cosh t - 1) (fun t => sinh t - t) (fun t => cosh t - 1) l (l * l));
    try exact D; try exact Ht; try (rewrite sinh_0; ring).
  intros s Hs. pose proof (cosh_minus_1_superquadratic l s Hl Hs) as S. pose proof (cosh_ge_1 s).
  assert (L : 0 <= l * (1 - l) * (cosh s - 1)) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  apply Rle_trans with (l * (l * (cosh s - 1))); [apply Rmult_le_compat_l; lra|].
  apply Rmult_le_reg_l with 1; lra.
Qed.

(** sum cosh z_i <= n - 1 + cosh r for |z| <= r. *)
Theorem sum_cosh_le n z r : norm2 n z <= r -> vsum n (vmap cosh z) <= INR n + (- 1) + cosh r.
Proof.
  intros H. pose proof (cosh_ge_1 r) as C. enough (vsum n (fun i => cosh (z i) - 1) <= cosh r - 1) as S.
  { rewrite vsum_minus, vsum_const in S. unfold vmap. lra. }
  apply (vsum_superquadratic n (fun t => cosh t - 1)); [apply cosh_minus_1_superquadratic| |lra|exact H].
  intros t. rewrite cosh_abs. lra.
Qed.

(** |sinh z| <= sinh r, from sinh^2 = (cosh 2z - 1) / 2. *)
Theorem norm2_sinh_le n z r : norm2 n z <= r -> norm2 n (vmap sinh z) <= sinh r.
Proof.
  intros H. pose proof (norm2_nonneg n z) as N. apply norm2_le_sq; [apply sinh_nonneg; lra|].
  assert (Hr : norm2 n (fun i => 2 * z i) <= 2 * r) by (rewrite norm2_scal, Rabs_pos_eq by lra; lra).
  pose proof (sum_cosh_le n _ _ Hr) as S. rewrite cosh_double in S.
  rewrite (vsum_ext n _ (fun i => 1 + 2 * (sinh (z i) * sinh (z i)))) in S by (intros; apply cosh_double).
  rewrite vsum_plus, vsum_const, vsum_scal in S. unfold dot, vmap. lra.
Qed.

(** |cosh z|^2 = n + |sinh z|^2. *)
Theorem norm2_cosh_le n z r : norm2 n z <= r -> norm2 n (vmap cosh z) <= sqrt (INR n + (- 1) + cosh r ^ 2).
Proof.
  intros H. apply sqrt_le_1_alt. pose proof (norm2_sinh_le n z r H) as S.
  pose proof (norm2_nonneg n (vmap sinh z)) as N. pose proof (Rmult_le_compat _ _ _ _ N N S S) as Q.
  rewrite norm2_sq in Q. unfold dot, vmap in *.
  rewrite (vsum_ext n _ (fun i => 1 + sinh (z i) * sinh (z i))) by (intros; apply cosh_square).
  rewrite vsum_plus, vsum_const. replace (cosh r ^ 2) with (cosh r * cosh r) by ring. rewrite cosh_square. lra.
Qed.

(** |sum sinh z_i| <= sinh r + (sqrt n - 1) r, from the sum of sinh |z_i| - |z_i|. *)
Theorem abs_sum_sinh_le n z r : (1 <= n)%nat -> norm2 n z <= r ->
  Rabs (vsum n (vmap sinh z)) <= sinh r + (sqrt (INR n) + (- 1)) * r.
Proof.
  intros Hn H. pose proof (norm2_nonneg n z) as N. pose proof (sqrt_INR_ge_1 n Hn) as Q.
  pose proof (le_sinh r ltac:(lra)) as L.
  assert (S : vsum n (fun i => sinh (Rabs (z i)) - Rabs (z i)) <= sinh r - r).
  { apply (vsum_superquadratic n (fun t => sinh t - t) (fun i => Rabs (z i))).
    - apply sinh_minus_id_superquadratic.
    - intros t. unfold Rabs. destruct (Rcase_abs t); [|lra].
      pose proof (le_sinh (- t) ltac:(lra)) as M. rewrite sinh_opp in *. lra.
    - lra.
    - eapply Rle_trans; [|exact H]. apply norm2_le_entries. intros i _. rewrite Rabs_Rabsolu. lra. }
  replace (vsum n (vmap sinh z)) with (vsum n (fun i => (sinh (z i) - z i) + z i))
    by (apply vsum_ext; intros; unfold vmap; ring).
  rewrite vsum_plus. eapply Rle_trans; [apply Rabs_triang|].
  pose proof (abs_vsum_le_norm2 n z) as V. pose proof (Rmult_le_compat_l _ _ _ (sqrt_pos (INR n)) H) as V'.
  enough (Rabs (vsum n (fun i => sinh (z i) - z i)) <= sinh r - r) by lra.
  eapply Rle_trans; [apply vsum_abs|]. eapply Rle_trans; [|exact S]. right. apply vsum_ext. intros i _.
  unfold Rabs. destruct (Rcase_abs (z i)) as [T|T].
  - pose proof (le_sinh (- z i) ltac:(lra)) as M. rewrite sinh_opp in *. destruct (Rcase_abs (sinh (z i) - z i)); lra.
  - pose proof (le_sinh (z i) ltac:(lra)) as M. destruct (Rcase_abs (sinh (z i) - z i)); lra.
Qed.
