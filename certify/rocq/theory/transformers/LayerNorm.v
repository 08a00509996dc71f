(** * LayerNorm of a vector with three more entries: nearly the identity where one of them is large. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Scalars Blocks Kronecker.
Local Open Scope R_scope.

(** LayerNorm of a vector of m entries; c is m as a number. *)
Definition layernorm (m : nat) (c : R) (v : vec) : vec :=
  let u := vsub v (vconst (vsum m v / c)) in hdiv u (vconst (sqrt (vsum m (hmul u u) / c))).

Lemma already_centred m c v : vsum m v = 0 -> vsub v (vconst (vsum m v / c)) = v.
Proof. intros E. apply functional_extensionality. intros i. unfold vsub, vconst, Rdiv. rewrite E. ring. Qed.

(** Of a vector with mean 0, h being half its squared norm, scaled by sqrt(2/c) k: it is k / sqrt(h) times the
    vector. *)
Lemma layernorm_centred m c v k h i : 0 < c -> 0 < h -> vsum m v = 0 -> vsum m (hmul v v) = 2 * h ->
  sqrt (2 / c) * k * layernorm m c v i = k * v i / sqrt h.
Proof.
  intros C H E Q. unfold layernorm. rewrite already_centred by exact E. cbv zeta. rewrite Q. unfold hdiv, vconst.
  replace (sqrt (2 * h / c)) with (sqrt (2 / c) * sqrt h).
  - pose proof (sqrt_lt_R0 h H). pose proof (sqrt_lt_R0 (2 / c) ltac:(apply Rdiv_lt_0_compat; lra)). field. lra.
  - rewrite <- sqrt_mult_alt by (apply Rlt_le, Rdiv_lt_0_compat; lra). f_equal. field. lra.
Qed.

(** [x, a, b, 0]. *)
Definition padded (n : nat) (x : vec) (a b : R) : vec := fun i =>
  if Nat.ltb i n then x i else if Nat.ltb i (n + 1) then vscale a (vconst 1) (i - n)%nat
  else if Nat.ltb i (n + 2) then vscale b (vconst 1) (i - (n + 1))%nat else vscale 0 (vconst 1) (i - (n + 2))%nat.

Lemma padded_first n x a b i : (i < n)%nat -> padded n x a b i = x i.
Proof. intros H. unfold padded. destruct (Nat.ltb_spec i n); [reflexivity|lia]. Qed.

Lemma vsum_padded n x a b (g : R -> R) : g 0 = 0 ->
  vsum (n + 3) (fun i => g (padded n x a b i)) = vsum n (fun i => g (x i)) + g a + g b.
Proof.
  intros G. rewrite vsum_split. simpl.
  rewrite (vsum_ext n _ (fun i => g (x i))) by (intros; rewrite padded_first by assumption; reflexivity).
  replace (padded n x a b (n + 0)%nat) with a.
  2: { unfold padded, vscale, vconst. destruct (Nat.ltb_spec (n + 0) n); [lia|].
       destruct (Nat.ltb_spec (n + 0) (n + 1)); [ring|lia]. }
  replace (padded n x a b (n + 1)%nat) with b.
  2: { unfold padded, vscale, vconst. destruct (Nat.ltb_spec (n + 1) n); [lia|].
       destruct (Nat.ltb_spec (n + 1) (n + 1)); [lia|]. destruct (Nat.ltb_spec (n + 1) (n + 2)); [ring|lia]. }
  replace (padded n x a b (n + 2)%nat) with 0; [rewrite G; ring|].
  unfold padded, vscale, vconst. destruct (Nat.ltb_spec (n + 2) n); [lia|].
  destruct (Nat.ltb_spec (n + 2) (n + 1)); [lia|]. destruct (Nat.ltb_spec (n + 2) (n + 2)); [lia|ring].
Qed.

(** Half the squared norm of [x, a, -a - sum x, 0], of which the mean is 0. *)
Definition half_square (n : nat) (x : vec) (a : R) : R :=
  (dot n x x + a * a + (a + vsum n x) * (a + vsum n x)) / 2.

Section Padded.
  Variables (n : nat) (x : vec) (a : R).
  Let c := INR n + 3.
  Let p := padded n x a (- a - vsum n x).

  Let c_pos : 0 < c.
  Proof. unfold c. pose proof (pos_INR n). lra. Qed.

  Lemma padded_centred : vsum (n + 3) p = 0.
  Proof using Type.
    transitivity (vsum n x + a + (- a - vsum n x)); [|ring]. exact (vsum_padded n x a _ (fun t => t) eq_refl).
  Qed.

  Lemma padded_square : vsum (n + 3) (hmul p p) = 2 * half_square n x a.
  Proof using Type.
    unfold hmul, p. rewrite (vsum_padded n x a (- a - vsum n x) (fun t => t * t)) by ring.
    unfold half_square, dot. field.
  Qed.

  (** LayerNorm divides by no zero. *)
  Lemma padded_spread (u := vsub p (vconst (vsum (n + 3) p / c))) :
    0 < half_square n x a -> sqrt (vsum (n + 3) (hmul u u) / c) <> 0.
  Proof using Type.
    intros H. unfold u. rewrite already_centred by apply padded_centred. rewrite padded_square.
    apply Rgt_not_eq, sqrt_lt_R0, Rdiv_lt_0_compat; lra.
  Qed.

  (** Scaled by sqrt(2/c) k, LayerNorm is k / sqrt(D) times the vector, D being half its squared norm. *)
  Theorem layernorm_padded k i : 0 < half_square n x a ->
    vscale (sqrt (2 / c) * k) (layernorm (n + 3) c p) i = k * p i / sqrt (half_square n x a).
  Proof using Type.
    intros D. unfold vscale. apply layernorm_centred; [exact c_pos|exact D|apply padded_centred|apply padded_square].
  Qed.
End Padded.

(** ** How far T / sqrt(D) is from 1, for D = (q + T^2 + (T + s)^2) / 2 *)

Lemma ratio_le t D k : 0 < t -> 0 < D -> 0 <= k -> t * t * (t * t) <= D * ((t + k) * (t + k)) ->
  t / sqrt D - 1 <= k / t.
Proof.
  intros Ht HD Hk H. pose proof (sqrt_lt_R0 D HD) as S.
  assert (B : t * t <= sqrt D * (t + k)).
  { apply Rsqr_incr_0_var; [|apply Rmult_le_pos; lra]. unfold Rsqr.
    replace (sqrt D * (t + k) * (sqrt D * (t + k))) with (sqrt D * sqrt D * ((t + k) * (t + k))) by ring.
    rewrite sqrt_sqrt by lra. exact H. }
  apply Rmult_le_reg_r with (sqrt D * t); [apply Rmult_lt_0_compat; assumption|].
  replace ((t / sqrt D - 1) * (sqrt D * t)) with (t * t - sqrt D * t) by (field; lra).
  replace (k / t * (sqrt D * t)) with (sqrt D * k) by (field; lra). lra.
Qed.

Lemma ratio_ge t D k : 0 < t -> 0 < D -> k <= t -> D * ((t - k) * (t - k)) <= t * t * (t * t) ->
  - (k / t) <= t / sqrt D - 1.
Proof.
  intros Ht HD Hk H. pose proof (sqrt_lt_R0 D HD) as S.
  assert (B : sqrt D * (t - k) <= t * t).
  { apply Rsqr_incr_0_var; [|apply Rle_0_sqr]. unfold Rsqr.
    replace (sqrt D * (t - k) * (sqrt D * (t - k))) with (sqrt D * sqrt D * ((t - k) * (t - k))) by ring.
    rewrite sqrt_sqrt by lra. exact H. }
  apply Rmult_le_reg_r with (sqrt D * t); [apply Rmult_lt_0_compat; assumption|].
  replace ((t / sqrt D - 1) * (sqrt D * t)) with (t * t - sqrt D * t) by (field; lra).
  replace (- (k / t) * (sqrt D * t)) with (- (sqrt D * k)) by (field; lra). lra.
Qed.

Section Ratio.
  Variables (t s q : R).
  Hypotheses (Ht : 1 <= t) (Hs : -1 <= s <= 1) (Hq : 0 <= q <= 1).
  Let D := (q + t * t + (t + s) * (t + s)) / 2.

  Let D_ge : t * t - t + (1 + q) / 2 <= D.
  Proof. unfold D. assert (0 <= (s + 1) * (2 * t + s - 1)) by (apply Rmult_le_pos; lra). lra. Qed.

  Let D_le : D <= t * t + t + 1.
  Proof. unfold D. assert (0 <= (1 - s) * (2 * t + s + 1)) by (apply Rmult_le_pos; lra). lra. Qed.

  Lemma ratio_D_pos : 0 < D.
  Proof using Ht Hs Hq. pose proof D_ge. nra. Qed.

  (** From below by 13/25 / t, from above by 26/45 / t. *)
  Lemma ratio_lower : - (13 / 25 / t) <= t / sqrt D - 1.
  Proof using Ht Hs Hq.
    apply ratio_ge; [lra|apply ratio_D_pos|lra|].
    apply Rle_trans with ((t * t + t + 1) * ((t - 13 / 25) * (t - 13 / 25))).
    - apply Rmult_le_compat_r; [apply Rle_0_sqr|exact D_le].
    - set (u := t - 1). replace t with (1 + u) by (unfold u; ring). assert (0 <= u) by (unfold u; lra).
      pose proof (Rmult_le_pos u _ ltac:(assumption) (pow2_ge_0 (u - 3 / 2))). pose proof (pow2_ge_0 u). lra.
  Qed.

  Lemma ratio_upper : t / sqrt D - 1 <= 26 / 45 / t.
  Proof using Ht Hs Hq.
    apply ratio_le; [lra|apply ratio_D_pos|lra|].
    apply Rle_trans with ((t * t - t + 1 / 2) * ((t + 26 / 45) * (t + 26 / 45))).
    - set (u := t - 1). replace t with (1 + u) by (unfold u; ring). assert (0 <= u) by (unfold u; lra).
      pose proof (pow2_ge_0 u). pose proof (pow_le u 3 ltac:(assumption)). pose proof (pow2_ge_0 (u - 1)). nra.
    - apply Rmult_le_compat_r; [apply Rle_0_sqr|]. pose proof D_ge. lra.
  Qed.

  Lemma ratio_upper_large : 81 / 100 <= q -> t / sqrt D - 1 <= 13 / 25 / t.
  Proof using Ht Hs Hq.
    intros Q. apply ratio_le; [lra|apply ratio_D_pos|lra|].
    apply Rle_trans with ((t * t - t + 905 / 1000) * ((t + 13 / 25) * (t + 13 / 25))).
    - set (u := t - 1). replace t with (1 + u) by (unfold u; ring). assert (0 <= u) by (unfold u; lra).
      pose proof (pow2_ge_0 u). pose proof (pow_le u 3 ltac:(assumption)). nra.
    - apply Rmult_le_compat_r; [apply Rle_0_sqr|]. pose proof D_ge. lra.
  Qed.

  (** An entry v of a vector whose squares add up to q. *)
  Theorem entry_off v : v * v <= q -> Rabs (v * (t / sqrt D - 1)) <= 13 / 25 / t.
  Proof using Ht Hs Hq.
    intros Hv. rewrite Rabs_mult. pose proof ratio_lower as L. pose proof ratio_upper as U.
    assert (T : 0 < / t) by (apply Rinv_0_lt_compat; lra). unfold Rdiv at 2 in L. unfold Rdiv at 3 in U.
    assert (V2 : Rabs v * Rabs v <= q) by (rewrite <- Rabs_mult, Rabs_pos_eq by apply Rle_0_sqr; exact Hv).
    pose proof (Rabs_pos v) as V0. set (m := Rabs v) in *. assert (V1 : m <= 1) by nra.
    set (r := t / sqrt D - 1) in *. unfold Rdiv at 2.
    destruct (Rle_lt_dec r 0) as [N|P].
    - rewrite Rabs_left1 by exact N. assert (m * - r <= 1 * - r) by (apply Rmult_le_compat_r; lra). lra.
    - rewrite Rabs_pos_eq by lra. destruct (Rle_lt_dec m (9 / 10)) as [M|M].
      + assert (m * r <= 9 / 10 * r) by (apply Rmult_le_compat_r; lra). lra.
      + pose proof (ratio_upper_large ltac:(nra)) as B. fold r in B. unfold Rdiv at 2 in B.
        assert (m * r <= 1 * r) by (apply Rmult_le_compat_r; lra). lra.
  Qed.
End Ratio.

(** The sum and the squares of a vector with |x|_1 <= 1. *)
Lemma small_vector n x : norm1 n x <= 1 -> -1 <= vsum n x <= 1 /\ 0 <= dot n x x <= 1.
Proof.
  intros H. pose proof (vsum_abs n x) as S. fold (norm1 n x) in S.
  split; [apply Rabs_le_between; lra|]. split; [apply dot_self|].
  eapply Rle_trans; [|exact H]. apply vsum_le. intros i Hi.
  pose proof (vsum_term n i (fun i => Rabs (x i)) ltac:(intros; apply Rabs_pos) Hi) as T. fold (norm1 n x) in T.
  cbv beta in T. pose proof (Rabs_pos (x i)).
  replace (x i * x i) with (Rabs (x i) * Rabs (x i)) by (rewrite <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr). nra.
Qed.

(** ** Bypass and division *)

Lemma norminf_first n v k : 0 <= k -> (forall i, (i < n)%nat -> Rabs (v i) <= k) ->
  norminf (n + 3) (hmul (stacked n (vconst 1) (vconst 0)) v) <= k.
Proof.
  intros Hk H. apply norminf_le; [exact Hk|]. intros i Hi. unfold hmul.
  destruct (piece n 3 i Hi) as [L|(j & _ & ->)].
  - rewrite stacked_first by exact L. unfold vconst. rewrite Rmult_1_l. apply H, L.
  - rewrite stacked_second. unfold vconst. rewrite Rmult_0_l, Rabs_R0. exact Hk.
Qed.

(** The first entries come back with an error of at most 13/25 / T. *)
Theorem bypass_le n x t : norm1 n x <= 1 -> 1 <= t ->
  let p := padded n x t (- t - vsum n x) in
  norminf (n + 3) (hmul (stacked n (vconst 1) (vconst 0))
    (vsub (vscale (sqrt (2 / (INR n + 3)) * t) (layernorm (n + 3) (INR n + 3) p)) p)) <= 13 / 25 / t.
Proof.
  intros Hx Ht p. pose proof (small_vector n x Hx) as [S Q].
  apply norminf_first; [apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]|]. intros i Hi. unfold vsub.
  pose proof (ratio_D_pos t (vsum n x) (dot n x x) Ht S Q) as D.
  unfold p. rewrite layernorm_padded by exact D. rewrite !padded_first by exact Hi.
  replace (t * x i / sqrt (half_square n x t) - x i) with (x i * (t / sqrt (half_square n x t) - 1))
    by (field; apply Rgt_not_eq, sqrt_lt_R0, D).
  apply (entry_off t (vsum n x) (dot n x x) Ht S Q).
  apply (vsum_term n i (fun i => x i * x i)); [intros; apply Rle_0_sqr|exact Hi].
Qed.

(** With x / M and M y for x and T, scaled by M^2: this is division by y, T being M^2 y. *)
Theorem division_le n x m y : norm1 n x <= 1 -> 1 <= y -> 1 <= m ->
  let x' := hdiv x (vconst m) in
  norminf (n + 3) (hmul (stacked n (vconst 1) (vconst 0))
    (vsub (vscale (sqrt (2 / (INR n + 3)) * m ^ 2)
            (layernorm (n + 3) (INR n + 3) (padded n x' (m * y) (- (m * y) - vsum n x'))))
      (padded n (hdiv x (vconst y)) 0 (0 - vsum n (hdiv x (vconst y)))))) <= 13 / 25 / (m ^ 2 * y ^ 2).
Proof.
  intros Hx Hy Hm x'. pose proof (small_vector n x Hx) as [S Q]. set (t := m ^ 2 * y).
  assert (M1 : 1 <= m ^ 2) by (simpl; rewrite Rmult_1_r; apply le_mult_1; assumption).
  assert (Ht : 1 <= t) by (apply le_mult_1; assumption).
  pose proof (ratio_D_pos t (vsum n x) (dot n x x) Ht S Q) as D. fold (half_square n x t) in D.
  assert (E : half_square n x' (m * y) = half_square n x t / (m * m)).
  { unfold half_square, x', t. replace (vsum n (hdiv x (vconst m))) with (vsum n x / m)
      by (symmetry; exact (vsum_div n m x)).
    replace (dot n (hdiv x (vconst m)) (hdiv x (vconst m))) with (dot n x x / (m * m)).
    - field. lra.
    - unfold dot. rewrite <- vsum_div. apply vsum_ext. intros. unfold hdiv, vconst. field. lra. }
  assert (D' : 0 < half_square n x' (m * y)) by (rewrite E; apply Rdiv_lt_0_compat; nra).
  apply norminf_first.
  { apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; apply pow_lt; lra]. }
  intros i Hi. unfold vsub. rewrite layernorm_padded by exact D'. rewrite !padded_first by exact Hi. rewrite E.
  rewrite sqrt_div_alt, sqrt_square by nra. pose proof (sqrt_lt_R0 _ D) as R0. unfold x', hdiv, vconst.
  set (h := sqrt (half_square n x t)) in *.
  replace (m ^ 2 * (x i / m) / (h / m) - x i / y) with (/ y * (x i * (t / h - 1)))
    by (unfold t; field; repeat split; lra).
  replace (13 / 25 / (m ^ 2 * y ^ 2)) with (/ y * (13 / 25 / t)) by (unfold t; field; lra).
  pose proof (Rinv_0_lt_compat y ltac:(lra)). rewrite Rabs_mult, (Rabs_pos_eq (/ y)) by lra.
  apply Rmult_le_compat_l; [lra|]. apply (entry_off t (vsum n x) (dot n x x) Ht S Q).
  apply (vsum_term n i (fun i => x i * x i)); [intros; apply Rle_0_sqr|exact Hi].
Qed.

(** All entries together, relative to the vector. *)
Theorem bypass_relative n x t : norm1 n x <= 1 -> 1 <= t ->
  let p := padded n x t (- t - vsum n x) in
  norm2 (n + 3) (vsub (vscale (sqrt (2 / (INR n + 3)) * t) (layernorm (n + 3) (INR n + 3) p)) p)
  <= 1 / t * norm2 (n + 3) p.
Proof.
  intros Hx Ht p. pose proof (small_vector n x Hx) as [S Q].
  pose proof (ratio_D_pos t (vsum n x) (dot n x x) Ht S Q) as D. fold (half_square n x t) in D.
  rewrite (norm2_ext (n + 3) _ (fun i => (t / sqrt (half_square n x t) - 1) * p i)).
  - rewrite norm2_scal. apply Rmult_le_compat_r; [apply norm2_nonneg|].
    pose proof (ratio_lower t (vsum n x) (dot n x x) Ht S Q) as L. fold (half_square n x t) in L.
    pose proof (ratio_upper t (vsum n x) (dot n x x) Ht S Q) as U. fold (half_square n x t) in U.
    assert (T : 0 < / t) by (apply Rinv_0_lt_compat; lra). set (r := t / sqrt (half_square n x t) - 1) in *.
    unfold Rdiv in *. apply Rabs_le. lra.
  - intros i _. unfold vsub. unfold p at 1. rewrite layernorm_padded by exact D. fold p.
    field. apply Rgt_not_eq, sqrt_lt_R0, D.
Qed.
