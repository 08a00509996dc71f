(** * The inner matrix of the Hessian of rescaled regression: how far it moves, and how negative it is. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Hyperbolic Entrywise RescaledRegression.
Local Open Scope R_scope.

(** ** Moves: for |z|, |w| <= m and ||b|| <= 1 by at most (1 + sqrt n)^2 (3 + sqrt n) e^{2m} |z - w| *)

(** K K^T x, linear in x and at most (1 + sqrt n)^2 |x|. *)
Definition KK (n : nat) (b x : vec) : vec := mulv n (K b) (mulv n (tr (K b)) x).

Lemma KK_minus n b x y i : KK n b (vsub x y) i = KK n b x i - KK n b y i.
Proof.
  unfold KK. rewrite <- mulv_minus. apply mulv_ext_r. intros j _. apply mulv_minus.
Qed.

Lemma KK_hmul_minus n b x y h i :
  KK n b (hmul x h) i - KK n b (hmul y h) i = KK n b (hmul (vsub x y) h) i.
Proof.
  rewrite <- KK_minus. apply mulv_ext_r. intros j _. apply mulv_ext_r. intros l _. unfold hmul, vsub. ring.
Qed.

Lemma norm2_KK n b x r : norm2 n b <= 1 -> norm2 n x <= r -> norm2 n (KK n b x) <= (1 + sqrt (INR n)) ^ 2 * r.
Proof.
  intros Hb Hx. pose proof (opbound_K n b Hb) as H.
  replace ((1 + sqrt (INR n)) ^ 2 * r) with ((1 + sqrt (INR n)) * ((1 + sqrt (INR n)) * r)) by ring.
  apply opbound_mulv_le; [exact H|]. apply opbound_mulv_le; [apply opbound_tr, H|exact Hx].
Qed.

(** What the inner matrix does to h. *)
Lemma mulv_inner n g s b z h i : (i < n)%nat -> mulv n (rescaled_inner n g s b z) h i
  = vmap s z i * KK n b (hmul (vmap s z) h) i + vmap g z i * KK n b (vmap g z) i * h i.
Proof.
  intros Hi. unfold rescaled_inner. rewrite mulv_madd, !mulv_mulm, !mulv_vdiag by exact Hi. unfold hmul at 1. unfold KK.
  f_equal; [f_equal|do 2 f_equal]; apply mulv_ext_r; intros j Hj.
  - apply mulv_ext_r. intros k Hk. apply mulv_vdiag, Hk.
  - apply residual_K, Hj.
Qed.

(** A product with entries at most [a]. *)
Lemma norm2_product n a c u v : 0 <= a -> (forall i, (i < n)%nat -> Rabs (u i) <= a) -> norm2 n v <= c ->
  norm2 n (hmul u v) <= a * c.
Proof.
  intros Ha Hu Hv. apply Rle_trans with (a * norm2 n v); [|apply Rmult_le_compat_l; assumption].
  apply norm2_le_scaled; [exact Ha|]. intros i Hi. unfold hmul. rewrite Rabs_mult.
  apply Rmult_le_compat_r; [apply Rabs_pos|apply Hu, Hi].
Qed.

Section Moves.
  Variables (n : nat) (g s : R -> R) (b z w : vec) (m : R).
  Hypotheses (P : hyperbolic g s) (Hb : norm2 n b <= 1) (Hz : norm2 n z <= m) (Hw : norm2 n w <= m).

  Let e := exp m.
  Let D := norm2 n (vsub z w).
  Let k := (1 + sqrt (INR n)) ^ 2.

  Let e_pos : 0 <= e.
  Proof. left. apply exp_pos. Qed.
  Let D_pos : 0 <= D.
  Proof. apply norm2_nonneg. Qed.
  Let eD_pos : 0 <= e * D.
  Proof. apply Rmult_le_pos; [exact e_pos|exact D_pos]. Qed.
  Let k_pos : 0 <= k.
  Proof. apply pow2_ge_0. Qed.
  Let entry x i : norm2 n x <= m -> (i < n)%nat -> Rabs (x i) <= m.
  Proof. intros Hx Hi. eapply Rle_trans; [apply (entry_le_norm2 n i x Hi)|exact Hx]. Qed.

  Let value x i : norm2 n x <= m -> (i < n)%nat -> Rabs (vmap g x i) <= e.
  Proof. intros Hx Hi. apply (value_le_exp _ _ P), (entry x i Hx Hi). Qed.
  Let slopes x i : norm2 n x <= m -> (i < n)%nat -> Rabs (vmap s x i) <= e.
  Proof. intros Hx Hi. apply (slope_le_exp _ _ P), (entry x i Hx Hi). Qed.

  Let value_moves : norm2 n (vsub (vmap g z) (vmap g w)) <= e * D.
  Proof. apply (vmap_moves g s (slope _ _ P) n z w m); [exact (fun t => slope_le_exp _ _ P t m)|exact Hz|exact Hw]. Qed.
  Let slope_moves : norm2 n (vsub (vmap s z) (vmap s w)) <= e * D.
  Proof.
    apply (vmap_moves s g (slope_of_slope _ _ P) n z w m); [exact (fun t => value_le_exp _ _ P t m)|exact Hz|exact Hw].
  Qed.

  Let entries (x : vec) r : norm2 n x <= r -> forall i, (i < n)%nat -> Rabs (x i) <= r.
  Proof. intros Hx i Hi. eapply Rle_trans; [apply (entry_le_norm2 n i x Hi)|exact Hx]. Qed.

  (** The first term, a factor diag(v) at a time, and the second, a factor u at a time. *)
  Let first h : norm2 n (hmul (vsub (vmap s z) (vmap s w)) (KK n b (hmul (vmap s z) h)))
    <= e * D * (k * (e * norm2 n h)).
  Proof.
    apply norm2_product; [exact eD_pos|apply entries, slope_moves|]. apply norm2_KK; [exact Hb|].
    apply norm2_product; [exact e_pos|intros; apply slopes; assumption|lra].
  Qed.
  Let second h : norm2 n (hmul (vmap s w) (KK n b (hmul (vsub (vmap s z) (vmap s w)) h)))
    <= e * (k * (e * D * norm2 n h)).
  Proof.
    apply norm2_product; [exact e_pos|intros; apply slopes; assumption|]. apply norm2_KK; [exact Hb|].
    apply norm2_product; [exact eD_pos|apply entries, slope_moves|lra].
  Qed.
  Let third h : norm2 n (hmul (vsub (vmap g z) (vmap g w)) (hmul (KK n b (vmap g z)) h))
    <= e * D * (k * (sqrt (INR n) * e) * norm2 n h).
  Proof.
    apply norm2_product; [exact eD_pos|apply entries, value_moves|].
    apply norm2_product; [apply Rmult_le_pos; [exact k_pos|apply Rmult_le_pos; [apply sqrt_pos|exact e_pos]]| |lra].
    apply entries. apply norm2_KK; [exact Hb|]. apply norm2_le_const; [exact e_pos|]. intros; apply value; assumption.
  Qed.
  Let fourth h : norm2 n (hmul (vmap g w) (hmul (KK n b (vsub (vmap g z) (vmap g w))) h))
    <= e * (k * (e * D) * norm2 n h).
  Proof.
    apply norm2_product; [exact e_pos|intros; apply value; assumption|].
    apply norm2_product; [apply Rmult_le_pos; assumption| |lra].
    apply entries. apply norm2_KK; [exact Hb|exact value_moves].
  Qed.

  Theorem inner_moves : opbound n n (msub (rescaled_inner n g s b z) (rescaled_inner n g s b w))
    ((1 + sqrt (INR n)) ^ 2 * (3 + sqrt (INR n)) * exp (2 * m) * norm2 n (vsub z w)).
  Proof using P Hb Hz Hw.
    fold k D. replace (exp (2 * m)) with (e * e) by (unfold e; rewrite <- exp_plus; f_equal; ring).
    pose proof (sqrt_pos (INR n)) as S. split.
    { apply Rmult_le_pos; [|exact D_pos]. apply Rmult_le_pos; [apply Rmult_le_pos; [exact k_pos|lra]|].
      apply Rmult_le_pos; exact e_pos. }
    intros h.
    rewrite (norm2_ext n _ (fun i => (hmul (vsub (vmap s z) (vmap s w)) (KK n b (hmul (vmap s z) h)) i
        + hmul (vmap s w) (KK n b (hmul (vsub (vmap s z) (vmap s w)) h)) i)
      + (hmul (vsub (vmap g z) (vmap g w)) (hmul (KK n b (vmap g z)) h) i
        + hmul (vmap g w) (hmul (KK n b (vsub (vmap g z) (vmap g w))) h) i))).
    - eapply Rle_trans; [apply norm2_triangle|].
      pose proof (norm2_triangle n (hmul (vsub (vmap s z) (vmap s w)) (KK n b (hmul (vmap s z) h)))
        (hmul (vmap s w) (KK n b (hmul (vsub (vmap s z) (vmap s w)) h)))) as T1.
      pose proof (norm2_triangle n (hmul (vsub (vmap g z) (vmap g w)) (hmul (KK n b (vmap g z)) h))
        (hmul (vmap g w) (hmul (KK n b (vsub (vmap g z) (vmap g w))) h))) as T2.
      pose proof (first h). pose proof (second h). pose proof (third h). pose proof (fourth h). lra.
    - intros i Hi. unfold msub. rewrite mulv_msub, !mulv_inner by exact Hi.
      repeat match goal with |- context [hmul ?u ?v i] => change (hmul u v i) with (u i * v i) end.
      rewrite KK_minus, <- (KK_hmul_minus n b (vmap s z) (vmap s w) h). unfold vsub. ring.
  Qed.
End Moves.
