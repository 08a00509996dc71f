(** * A decoder layer that divides: the token (w, q, 0, 0, 0) gets w / |q| in place of the last zeros.

    The token attends to itself only, which writes M q into the first empty entry, and into the second what makes the
    sum of all entries 0. LayerNorm then divides by the root of half the sum of their squares, nearly M |q|. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Scalars Softmax Kronecker Blocks LinearAttention LayerNorm Gelu
  Decoder Copying.
Local Open Scope R_scope.

(** The only token gets all the weight. *)
Lemma attended_alone m W_V v i :
  attended m 1 (outer (vconst 1) v) (mconst 0) (mconst 0) W_V v i = v i + mulv m W_V v i.
Proof.
  unfold attended, vadd. f_equal. f_equal. apply functional_extensionality. intros k.
  unfold mulv at 1, tr, outer, vconst, softmax. simpl. rewrite !Rplus_0_l. field. apply Rgt_not_eq, exp_pos.
Qed.

Section Dividing.
  Variables (d : nat) (w : vec) (M N q : R).
  Let Zero := mconst 0.
  Let total := vsum d w.

  (** (w, a, b, c, 0). *)
  Definition dividend (a b c : R) : vec := stacked5 d (d + 1) (d + 2) (d + 3) w
    (vscale a (vconst 1)) (vscale b (vconst 1)) (vscale c (vconst 1)) (vconst 0).

  Lemma dividend_first a b c i : (i < d)%nat -> dividend a b c i = w i.
  Proof using Type. intros H. unfold dividend, stacked5. destruct (Nat.ltb_spec i d); [reflexivity|lia]. Qed.

  Lemma dividend_last a b c i : dividend a b c (d + 3 + i)%nat = 0.
  Proof using Type.
    unfold dividend, stacked5. destruct (Nat.ltb_spec (d + 3 + i) d); [lia|].
    destruct (Nat.ltb_spec (d + 3 + i) (d + 1)); [lia|]. destruct (Nat.ltb_spec (d + 3 + i) (d + 2)); [lia|].
    destruct (Nat.ltb_spec (d + 3 + i) (d + 3)); [lia|reflexivity].
  Qed.

  Lemma vsum_dividend a b c (g : R -> R) : g 0 = 0 ->
    vsum (2 * d + 3) (fun i => g (dividend a b c i)) = vsum d (fun i => g (w i)) + g a + g b + g c.
  Proof using Type.
    intros G. replace (2 * d + 3)%nat with (d + 3 + d)%nat by lia. rewrite vsum_split.
    rewrite (vsum_zero d (fun i => g (dividend a b c (d + 3 + i)%nat)))
      by (intros; rewrite dividend_last; exact G).
    rewrite vsum_split. rewrite (vsum_ext d _ (fun i => g (w i)))
      by (intros; rewrite dividend_first by assumption; reflexivity).
    unfold vsum at 2. unfold dividend, stacked5, vscale, vconst.
    destruct (Nat.ltb_spec (d + 0) d); [lia|]. destruct (Nat.ltb_spec (d + 0) (d + 1)); [|lia].
    destruct (Nat.ltb_spec (d + 1) d); [lia|]. destruct (Nat.ltb_spec (d + 1) (d + 1)); [lia|].
    destruct (Nat.ltb_spec (d + 1) (d + 2)); [|lia].
    destruct (Nat.ltb_spec (d + 2) d); [lia|]. destruct (Nat.ltb_spec (d + 2) (d + 1)); [lia|].
    destruct (Nat.ltb_spec (d + 2) (d + 2)); [lia|]. destruct (Nat.ltb_spec (d + 2) (d + 3)); [|lia].
    rewrite !Rmult_1_r. ring.
  Qed.

  (** ** Attention *)

  Definition div_V : mat := fun i j =>
    if Nat.ltb i (d + 1) then beside3 d 1 Zero Zero Zero i j
    else if Nat.ltb i (d + 2) then beside3 d 1 Zero (mscale M (mconst 1)) Zero (i - (d + 1))%nat j
    else if Nat.ltb i (d + 3)
      then beside3 d 1 (mopp (mconst 1)) (mscale (- M + - (1)) (mconst 1)) Zero (i - (d + 2))%nat j
    else beside3 d 1 Zero Zero Zero (i - (d + 3))%nat j.

  Lemma mulv_dividend A B i : mulv (2 * d + 3) (beside3 d 1 A B Zero) (dividend q 0 0) i
    = mulv d A w i + B i O * q.
  Proof using Type.
    replace (dividend q 0 0) with (stacked3 d 1 w (vscale q (vconst 1)) (vconst 0)).
    - replace (2 * d + 3)%nat with (d + 1 + (d + 2))%nat by lia. rewrite mulv_beside3.
      unfold Zero. rewrite mulv_mconst_0. unfold mulv at 2, vscale, vconst. simpl. ring.
    - apply functional_extensionality. intros k. unfold dividend, stacked3, stacked5, vscale, vconst.
      destruct (Nat.ltb k d); [reflexivity|]. destruct (Nat.ltb k (d + 1)); [reflexivity|].
      destruct (Nat.ltb k (d + 2)); [ring|]. destruct (Nat.ltb k (d + 3)); ring.
  Qed.

  Definition div_attended : vec :=
    attended (2 * d + 3) 1 (outer (vconst 1) (dividend q 0 0)) Zero Zero div_V (dividend q 0 0).

  Lemma div_attended_entries : div_attended = dividend q (M * q) (- (total + q + M * q)).
  Proof using Type.
    apply functional_extensionality. intros i. unfold div_attended, Zero at 1 2. rewrite attended_alone.
    replace (mulv (2 * d + 3) div_V (dividend q 0 0) i) with
      (if Nat.ltb i (d + 1) then 0 else if Nat.ltb i (d + 2) then M * q
       else if Nat.ltb i (d + 3) then - (total + q + M * q) else 0).
    - unfold dividend, stacked5, vscale, vconst. destruct (Nat.ltb_spec i d).
      + destruct (Nat.ltb_spec i (d + 1)); [ring|lia].
      + destruct (Nat.ltb i (d + 1)); [ring|]. destruct (Nat.ltb i (d + 2)); [ring|].
        destruct (Nat.ltb i (d + 3)); ring.
    - unfold mulv, div_V. destruct (Nat.ltb i (d + 1)); [|destruct (Nat.ltb i (d + 2));
        [|destruct (Nat.ltb i (d + 3))]]; symmetry; (etransitivity; [exact (mulv_dividend _ _ _)|]);
        unfold Zero; rewrite ?mulv_mconst_0; unfold mulv, mscale, mopp, mconst; [ring|ring| |ring].
      unfold total. rewrite (vsum_ext d (fun j => - (1) * w j) (fun j => - w j)) by (intros; ring).
      rewrite vsum_opp. ring.
  Qed.

  (** ** LayerNorm and GeLU *)

  (** Half the squared norm of the token. *)
  Definition div_square : R := (dot d w w + q * q + M * q * (M * q) + (total + q + M * q) * (total + q + M * q)) / 2.

  Lemma div_attended_mean : vsum (2 * d + 3) div_attended = 0.
  Proof using Type.
    rewrite div_attended_entries. etransitivity; [exact (vsum_dividend q _ _ (fun t => t) eq_refl)|].
    change (total + q + M * q + - (total + q + M * q) = 0). ring.
  Qed.

  Lemma div_attended_square : vsum (2 * d + 3) (hmul div_attended div_attended) = 2 * div_square.
  Proof using Type.
    rewrite div_attended_entries. etransitivity; [exact (vsum_dividend q _ _ (fun t => t * t) (Rmult_0_l 0))|].
    unfold div_square, dot. field.
  Qed.

  (** LayerNorm divides by no zero. *)
  Lemma div_spread (u := vsub div_attended (vconst (vsum (2 * d + 3) div_attended / (2 * INR d + 3)))) :
    0 < div_square -> sqrt (vsum (2 * d + 3) (hmul u u) / (2 * INR d + 3)) <> 0.
  Proof using Type.
    intros H. unfold u. rewrite already_centred by apply div_attended_mean. rewrite div_attended_square.
    pose proof (pos_INR d). apply Rgt_not_eq, sqrt_lt_R0, Rdiv_lt_0_compat; lra.
  Qed.

  Definition div_1 : mat :=
    above d (beside d (mscale (M * sqrt (2 / (2 * INR d + 3))) meye) Zero) (beside d Zero Zero).
  Definition div_2 : mat := above (d + 3) (beside d Zero Zero) (beside d meye (mopp meye)).

  (** The last entries of the output. *)
  Definition quotient : vec :=
    mulv (2 * d + 3) (beside (d + 3) Zero meye) (vadd div_attended (mulv (2 * d) div_2 (vgelu (vadd
      (mulv (2 * d + 3) div_1 (layernorm (2 * d + 3) (2 * INR d + 3) div_attended)) (vscale N (vconst 1)))))).

  Theorem quotient_entry i : (i < d)%nat -> 0 < div_square ->
    quotient i = gelu (N + M * w i / sqrt div_square) - gelu N.
  Proof using Type.
    intros Hi H. assert (C : 0 < 2 * INR d + 3) by (pose proof (pos_INR d); lra). unfold quotient, Zero.
    pose proof div_attended_mean as Z. pose proof div_attended_square as Z2. rewrite div_attended_entries in *.
    set (z := dividend q (M * q) (- (total + q + M * q))) in *.
    pose proof (fun k => layernorm_centred (2 * d + 3) _ z M _ k C H Z Z2) as E.
    set (v := layernorm (2 * d + 3) (2 * INR d + 3) z) in *.
    replace (2 * d + 3)%nat with (d + 3 + d)%nat in * by lia.
    rewrite mulv_beside, mulv_mconst_0, mulv_meye by exact Hi. unfold vadd at 1, z at 1.
    rewrite dividend_last. unfold div_2. rewrite mulv_above_second, mulv_difference, !vgelu_entry by exact Hi.
    rewrite !Rplus_0_l. unfold vadd, div_1, vscale, vconst. rewrite mulv_above_first by exact Hi.
    rewrite mulv_above_second. replace (d + 3 + d)%nat with (d + (3 + d))%nat by lia.
    rewrite !mulv_beside, mulv_mscale, mulv_meye by exact Hi. unfold Zero. rewrite !mulv_mconst_0.
    unfold z in E. rewrite <- (dividend_first q (M * q) (- (total + q + M * q)) i Hi), <- E.
    f_equal; f_equal; ring.
  Qed.
End Dividing.

(** ** How far T / sqrt(D) is from 1, for D = (p + T^2 + (T + s)^2) / 2 with |s|^2, p <= t^2 and t <= T / 4 *)

Lemma quotient_ratio T t s p : 0 < T -> 0 <= t -> 4 * t <= T -> - t <= s <= t -> 0 <= p <= t * t ->
  let D := (p + T * T + (T + s) * (T + s)) / 2 in 0 < D /\ Rabs (T / sqrt D - 1) <= 5 / 8 * t / T.
Proof.
  intros HT Ht H4 Hs Hp D.
  assert (L : T * T - T * t + t * t / 2 <= D).
  { unfold D. pose proof (Rmult_le_pos (s + t) (2 * T + s - t) ltac:(lra) ltac:(lra)). lra. }
  assert (U : D <= T * T + T * t + t * t).
  { unfold D. pose proof (Rmult_le_pos (t - s) (2 * T + s + t) ltac:(lra) ltac:(lra)). lra. }
  assert (P : 0 < D).
  { pose proof (Rmult_le_pos T (T - 4 * t) ltac:(lra) ltac:(lra)). pose proof (Rmult_lt_0_compat T T HT HT).
    pose proof (Rle_0_sqr t) as Q. unfold Rsqr in Q. lra. }
  pose proof (Rmult_le_pos t (T - 4 * t) Ht ltac:(lra)) as A. pose proof (Rmult_le_pos _ _ (Rle_0_sqr T) A) as A1.
  pose proof (Rmult_le_pos _ _ (Rle_0_sqr t) A) as A2. pose proof (Rle_0_sqr (T * t)) as A3.
  pose proof (Rle_0_sqr (t * t)) as A4. unfold Rsqr in A1, A2, A3, A4.
  split; [exact P|]. apply Rabs_le. split.
  - apply (ratio_ge T D (5 / 8 * t)); [lra|exact P|lra|].
    apply Rle_trans with ((T * T + T * t + t * t) * ((T - 5 / 8 * t) * (T - 5 / 8 * t))).
    + apply Rmult_le_compat_r; [apply Rle_0_sqr|exact U].
    + lra.
  - apply (ratio_le T D (5 / 8 * t)); [lra|exact P|lra|].
    apply Rle_trans with ((T * T - T * t + t * t / 2) * ((T + 5 / 8 * t) * (T + 5 / 8 * t))).
    + lra.
    + apply Rmult_le_compat_r; [apply Rle_0_sqr|exact L].
Qed.

(** ** The whole layer *)

(** |q| carries the sign of (sum w + q) + M q. *)
Lemma div_square_ratio d w M q (t := norm1 d w + Rabs q) : 0 < Rabs q -> 4 * t <= M * Rabs q ->
  0 < div_square d w M q /\ Rabs (M * Rabs q / sqrt (div_square d w M q) - 1) <= 5 / 8 * t / (M * Rabs q).
Proof.
  intros Hq H. pose proof (norm1_nonneg d w) as W0. pose proof (vsum_abs d w) as WS. fold (norm1 d w) in WS.
  assert (WQ : 0 <= dot d w w <= norm1 d w * norm1 d w)
    by (rewrite <- norm2_sq; pose proof (norm2_le_norm1 d w); pose proof (norm2_nonneg d w); nra).
  assert (QQ : q * q = Rabs q * Rabs q) by (rewrite <- Rabs_mult; symmetry; apply Rabs_pos_eq, Rle_0_sqr).
  set (s := if Rle_dec 0 q then vsum d w + q else - (vsum d w + q)).
  assert (Hs : Rabs s <= t).
  { unfold s. destruct (Rle_dec 0 q); rewrite ?Rabs_Ropp; (eapply Rle_trans; [apply Rabs_triang|]); unfold t; lra. }
  assert (E : div_square d w M q
    = (dot d w w + q * q + M * Rabs q * (M * Rabs q) + (M * Rabs q + s) * (M * Rabs q + s)) / 2).
  { unfold div_square, s. destruct (Rle_dec 0 q); [rewrite (Rabs_pos_eq q) by lra|rewrite (Rabs_left q) by lra];
      field. }
  rewrite E. apply quotient_ratio; [unfold t in H; lra|unfold t; lra|exact H|apply Rabs_le_between, Hs|].
  rewrite QQ. unfold t. pose proof (Rmult_le_pos _ _ W0 (Rlt_le _ _ Hq)).
  pose proof (Rmult_le_pos _ _ (Rlt_le _ _ Hq) (Rlt_le _ _ Hq)). lra.
Qed.

Theorem divides d w M N q r : 0 < Rabs q -> 4 * (norm1 d w + Rabs q) <= M * Rabs q ->
  (forall i, (i < d)%nat -> Rabs (w i) <= r) -> 0 <= r -> 37 / 32 * r <= N * Rabs q ->
  norminf d (vsub (quotient d w M N q) (hdiv w (vconst (Rabs q))))
  <= 5 / 8 * r * (norm1 d w + Rabs q) / (M * q ^ 2) + density (N - 37 / 32 * r / Rabs q).
Proof.
  intros Hq H Hr R0 HN. set (a := Rabs q) in *. set (t := norm1 d w + a) in *.
  pose proof (div_square_ratio d w M q Hq H) as [D B]. fold a t in B. set (h := sqrt (div_square d w M q)) in *.
  pose proof (norm1_nonneg d w) as W0. assert (T : 0 < M * a) by (unfold t in H; lra).
  assert (M0 : 0 < M) by (apply Rmult_lt_reg_r with a; lra).
  assert (h0 : 0 < h) by apply (sqrt_lt_R0 _ D).
  assert (Q2 : q ^ 2 = a * a) by (unfold a; rewrite <- Rabs_mult, Rabs_pos_eq by apply Rle_0_sqr; ring).
  assert (B2 : 5 / 8 * t / (M * a) <= 5 / 32).
  { apply Rmult_le_reg_r with (M * a); [exact T|]. replace (5 / 8 * t / (M * a) * (M * a)) with (5 / 8 * t)
      by (field; lra). lra. }
  assert (K : 0 <= r / a) by (apply Rmult_le_pos; [exact R0|left; apply Rinv_0_lt_compat, Hq]).
  apply norminf_le.
  - pose proof (density_pos (N - 37 / 32 * r / a)). rewrite Q2.
    assert (0 <= 5 / 8 * r * t / (M * (a * a))); [|lra].
    apply Rmult_le_pos; [apply Rmult_le_pos; unfold t; lra|left; apply Rinv_0_lt_compat; nra].
  - intros i Hi. unfold vsub, hdiv, vconst. rewrite quotient_entry by assumption. fold h a.
    set (y := w i / a). assert (Y : Rabs y <= r / a).
    { unfold y, Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ a)) by (left; apply Rinv_0_lt_compat, Hq).
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hq|apply Hr, Hi]. }
    replace (M * w i / h) with (y * (M * a / h)) by (unfold y; field; lra). set (k := M * a / h) in *.
    assert (E : Rabs (y * (k - 1)) <= r / a * (5 / 8 * t / (M * a)))
      by (rewrite Rabs_mult; apply Rmult_le_compat; try apply Rabs_pos; assumption).
    assert (G : Rabs (y * k) <= 37 / 32 * (r / a)).
    { replace (y * k) with (y + y * (k - 1)) by ring. eapply Rle_trans; [apply Rabs_triang|].
      pose proof (Rmult_le_compat_l _ _ _ K B2). lra. }
    assert (HN' : 37 / 32 * (r / a) <= N).
    { apply Rmult_le_reg_r with a; [exact Hq|]. replace (37 / 32 * (r / a) * a) with (37 / 32 * r) by (field; lra).
      exact HN. }
    pose proof (gelu_difference N _ _ G HN') as F.
    replace (gelu (N + y * k) - gelu N - y) with (y * (k - 1) + (gelu (N + y * k) - gelu N - y * k)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Q2.
    replace (5 / 8 * r * t / (M * (a * a))) with (r / a * (5 / 8 * t / (M * a))) by (field; lra).
    replace (37 / 32 * r / a) with (37 / 32 * (r / a)) by (unfold Rdiv; ring). lra.
Qed.
