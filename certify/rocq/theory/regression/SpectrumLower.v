(** * The Hessian of the loss in the logits from below: at least - 1203/10000 along v of spread 1, for a target e_k.

    Let a = p_k, q = 1 - a, g the conditional probabilities of the other entries, u = v less its mean under g, V' its
    variance, D = u_k, y_j = u_j - a D and V = a q D^2 + q V'.  Minus the form is q^2 times the mean under g of
    a (1 - 3 a) D^2 - a V' + g_j (V - 2 y_j^2).  At a given j let the values of v less v_j lie in [s - 1, s], and let t
    be their mean.  If g_j q <= a, the number is at most a (1 - 2 a) D^2.  Else
    V' <= (2 s - 1) t + (1 - g_j) s (1 - s) - t^2 leaves a polynomial in a, g_j, s, t and v_k - v_j. *)

From Coq Require Import Reals Arith List Lia Lra.
From Certify Require Import Lang Sums Norms Softmax OneEntry LossHessian BoxPolynomials.
Import ListNotations.
Local Open Scope R_scope.

(** ** Numbers *)

Lemma below_by_variance a g s w h : 0 <= a <= 1 -> 0 <= g <= 1 -> 0 <= s <= 1 -> 0 <= w <= 1 -> 0 <= h <= 1 ->
  let q := 1 - a in
  let t := (1 - g) * (s - 1 + w) in
  let D := s - 1 + h - t in
  0 <= 1203 - 10000 * (q * q * (a * (1 - 3 * a) * (1 + g) * (D * D) - 4 * a * g * t * D - 2 * g * t * t
    + (g * q - a) * ((2 * s - 1) * t + (1 - g) * s * (1 - s) - t * t))).
Proof. intros Ha Hg Hs Hw Hh q t D. nonneg_on_box [a; g; w] [s; h] [q; t; D] 30%nat. Qed.

Lemma below_without_variance a d : 0 <= a <= 1 -> 0 <= d <= 1 ->
  0 <= 1203 - 10000 * ((1 - a) * (1 - a) * (a * (1 - 2 * a) * d)).
Proof. intros Ha Hd. nonneg_on_box [a] [d] (@nil R) 30%nat. Qed.

(** Where t runs over [(1 - g) (s - 1), (1 - g) s]. *)
Lemma below_number a g s t H V' : 0 <= a <= 1 -> 0 <= g <= 1 -> 0 <= s <= 1 -> 0 <= V' ->
  (1 - g) * (s - 1) <= t <= (1 - g) * s -> s - 1 <= H <= s ->
  V' <= (2 * s - 1) * t + (1 - g) * s * (1 - s) - t * t ->
  let q := 1 - a in
  let D := H - t in
  q * q * (a * (1 - 3 * a) * (D * D) - a * V' + g * (a * q * (D * D) + q * V' - 2 * ((t + a * D) * (t + a * D))))
  <= 1203 / 10000.
Proof.
  intros Ha Hg Hs HV Ht HH B q D. assert (q0 : 0 <= q) by (unfold q; lra). pose proof (Rmult_le_pos q q q0 q0) as Q.
  destruct (Rle_dec (g * q) a) as [L|L].
  - assert (D1 : 0 <= D * D <= 1).
    { pose proof (Rmult_le_pos g (1 - s) ltac:(lra) ltac:(lra)). pose proof (Rmult_le_pos g s ltac:(lra) ltac:(lra)).
      split; [apply Rle_0_sqr|]. assert (0 <= (1 - D) * (1 + D)); [|lra]. apply Rmult_le_pos; unfold D; lra. }
    pose proof (below_without_variance a (D * D) Ha D1) as F.
    pose proof (Rmult_le_compat_r V' _ _ HV L) as L1.
    pose proof (Rmult_le_compat_r (a * (D * D)) _ _ (Rmult_le_pos _ _ (proj1 Ha) (proj1 D1)) L) as L2.
    pose proof (Rmult_le_pos g _ (proj1 Hg) (Rle_0_sqr (t + a * D))) as L3. unfold Rsqr in L3.
    eapply Rle_trans; [apply (Rmult_le_compat_l (q * q) _ (a * (1 - 2 * a) * (D * D)) Q)|unfold q in *; lra]. lra.
  - assert (W : exists w, 0 <= w <= 1 /\ t = (1 - g) * (s - 1 + w)).
    { destruct (Req_dec (1 - g) 0) as [Z|Z]; [exists 0; rewrite Z in *; lra|]. exists (t / (1 - g) - (s - 1)).
      assert (E : t = (1 - g) * (t / (1 - g))) by (field; exact Z). rewrite E in Ht.
      destruct Ht as [T1 T2]. apply Rmult_le_reg_l in T1; [|lra]. apply Rmult_le_reg_l in T2; [|lra].
      split; [lra|]. rewrite E at 1. ring. }
    destruct W as (w & Hw & Et). pose proof (below_by_variance a g s w (H - (s - 1)) Ha Hg Hs Hw ltac:(lra)) as F.
    cbv zeta in F. rewrite <- Et in F. fold q in F. replace (s - 1 + (H - (s - 1)) - t) with D in F by (unfold D; ring).
    pose proof (Rmult_le_compat_l (g * q - a) _ _ ltac:(lra) B) as B2.
    eapply Rle_trans; [apply (Rmult_le_compat_l (q * q) _ (a * (1 - 3 * a) * (1 + g) * (D * D) - 4 * a * g * t * D
      - 2 * g * t * t + (g * q - a) * ((2 * s - 1) * t + (1 - g) * s * (1 - s) - t * t)) Q)|lra].
    unfold q in *. lra.
Qed.

(** ** The form *)

Section Vertex.
  Variables (n : nat) (p v : vec) (k : nat).
  Hypotheses (P : probability n p) (Hk : (k < n)%nat).
  Hypothesis spread : forall i j, (i < n)%nat -> (j < n)%nat -> v i - v j <= 1.

  Let a := p k.
  Let q := 1 - a.
  Let form := dot n v (mulv n (hess n (vunit k) p) v).

  Let weights : form
    = dot n p (fun j => (2 * p j - vunit k j - (dot n p p - a)) * ((v j - dot n p v) * (v j - dot n p v))).
  Proof.
    unfold form. rewrite (quadratic_hess n _ p v P). apply vsum_ext. intros j _. unfold vsub.
    rewrite dot_minus_r, dot_delta by exact Hk. fold a. ring.
  Qed.

  Section Mass.
    Hypothesis Hq : 0 < q.
    Let g := others p k.
    Let G : probability n g. Proof. exact (others_probability n p k P Hk Hq). Qed.
    Let mean_g := mean_by_others n p k Hk Hq : forall x, dot n p x = a * x k + q * dot n g x.

    Let m := dot n g v.
    Let D := v k - m.
    Let u j := v j - m.
    Let y j := u j - a * D.
    Let V' := dot n g (fun j => u j * u j).
    Let V := a * q * (D * D) + q * V'.

    Let mean_u : dot n g u = 0.
    Proof. unfold u. rewrite dot_minus_r. unfold dot at 2. rewrite vsum_scal_r, (proj2 G). unfold m. ring. Qed.

    Let centre j : v j - dot n p v = y j.
    Proof. rewrite mean_g. fold m. unfold y, u, D, q. ring. Qed.

    Let squares : dot n g (fun j => y j * y j) = V' + a * D * (a * D).
    Proof.
      unfold y. rewrite (dot_ext n g g _ (fun j => u j * u j - 2 * (a * D) * u j + a * D * (a * D) * 1))
        by (intros; try reflexivity; ring).
      rewrite dot_plus_r, dot_minus_r, !dot_scal_r, mean_u. fold V'. unfold dot.
      rewrite vsum_scal_r, (proj2 G). ring.
    Qed.

    (** The form as a mean over the others. *)
    Let opened : - form
      = dot n g (fun j => q * q * (a * (1 - 3 * a) * (D * D) - a * V' + g j * (V - 2 * (y j * y j)))).
    Proof.
      set (c := dot n g (fun j => g j * (y j * y j))).
      transitivity (q * q * ((a * (1 - 3 * a) * (D * D) - a * V') + (V * dot n g g - 2 * c))).
      - rewrite weights, mean_g, centre.
        replace (vunit k k) with 1 by (unfold vunit; rewrite Nat.eqb_refl; reflexivity). fold a.
        replace (y k) with (q * D) by (unfold y, u, q; fold D; ring).
        assert (S : dot n p p = a * a + q * q * dot n g g).
        { rewrite mean_g. fold a. f_equal. rewrite Rmult_assoc. f_equal.
          rewrite <- dot_scal_r. apply vsum_ext. intros j _. destruct (Nat.eq_dec j k) as [->|N].
          - unfold g. rewrite others_at. ring.
          - rewrite <- (others_off p k Hq j N). fold g a q. ring. }
        replace (dot n g (fun j => (2 * p j - vunit k j - (dot n p p - a)) * ((v j - dot n p v) * (v j - dot n p v))))
          with (2 * q * c - (dot n p p - a) * (V' + a * D * (a * D))).
        + rewrite S. unfold V, q. ring.
        + rewrite <- squares. unfold c. rewrite <- !dot_scal_r, <- dot_minus_r. apply vsum_ext. intros j _.
          rewrite centre. destruct (Nat.eq_dec j k) as [->|N]; [unfold g; rewrite others_at; ring|].
          rewrite <- (others_off p k Hq j N). fold g a q. unfold vunit. destruct (Nat.eqb_spec j k); [contradiction|].
          ring.
      - symmetry. rewrite dot_scal_r, dot_plus_r. f_equal. f_equal.
        + unfold dot. rewrite vsum_scal_r, (proj2 G). ring.
        + unfold c. rewrite <- !dot_scal_r, <- dot_minus_r. apply vsum_ext. intros; ring.
    Qed.

    (** One entry: the values of v less v_j lie in [s - 1, s]. *)
    Let one j : (j < n)%nat -> j <> k ->
      q * q * (a * (1 - 3 * a) * (D * D) - a * V' + g j * (V - 2 * (y j * y j))) <= 1203 / 10000.
    Proof.
      intros Hj N. destruct (vmin_attained n v ltac:(lia)) as (l & Hl & El). set (s := v l + 1 - v j).
      assert (range : forall i, (i < n)%nat -> s - 1 <= v i - v j <= s).
      { intros i Hi. pose proof (vmin_le n i v Hi). pose proof (spread i l Hi Hl). unfold s. lra. }
      pose proof (probability_le_1 n g j G Hj) as g01. pose proof (probability_le_1 n p k P Hk) as a01.
      set (t := m - v j).
      assert (Et : t = dot n g (fun i => v i - v j))
        by (rewrite dot_minus_r; unfold dot at 2; rewrite vsum_scal_r, (proj2 G); unfold t; fold m; ring).
      assert (at_j : forall c, dot n g (fun i => if Nat.eqb i j then 0 else c) = (1 - g j) * c).
      { intros c. rewrite <- (proj2 G), <- (vsum_delta n j g Hj), <- vsum_minus, <- vsum_scal_r. apply vsum_ext.
        intros i _. destruct (Nat.eqb i j); ring. }
      assert (T : (1 - g j) * (s - 1) <= t <= (1 - g j) * s).
      { rewrite Et, <- !at_j. split; apply vsum_le; intros i Hi; pose proof (proj1 G i Hi); pose proof (range i Hi);
          destruct (Nat.eqb_spec i j) as [->|_]; try lra; apply Rmult_le_compat_l; lra. }
      assert (B : V' <= (2 * s - 1) * t + (1 - g j) * s * (1 - s) - t * t).
      { assert (E : V' = dot n g (fun i => (v i - v j) * (v i - v j)) - t * t).
        { unfold V'. rewrite (dot_ext n g g (fun i => u i * u i)
            (fun i => (v i - v j) * (v i - v j) - 2 * t * u i - t * t * 1)).
          - rewrite !dot_minus_r, !dot_scal_r, mean_u. unfold dot at 2. rewrite vsum_scal_r, (proj2 G). ring.
          - reflexivity.
          - intros i _. unfold u, t. ring. }
        enough (dot n g (fun i => (v i - v j) * (v i - v j)) <= (2 * s - 1) * t + (1 - g j) * (s * (1 - s))) by lra.
        rewrite Et, <- at_j, <- dot_scal_r, <- dot_plus_r. apply vsum_le. intros i Hi. pose proof (proj1 G i Hi).
        pose proof (range i Hi) as Ri. apply Rmult_le_compat_l; [assumption|].
        destruct (Nat.eqb_spec i j) as [->|_]; [lra|].
        assert (0 <= (s - (v i - v j)) * (v i - v j - (s - 1))); [apply Rmult_le_pos; lra|lra]. }
      pose proof (range j Hj) as Rj. pose proof (range k Hk) as Rk.
      pose proof (below_number a (g j) s t (v k - v j) V' a01 g01 ltac:(lra)) as F. cbv zeta in F.
      replace (v k - v j - t) with D in F by (unfold D, t; ring). fold q V in F.
      replace ((t + a * D) * (t + a * D)) with (y j * y j) in F by (unfold y, u, t; ring).
      apply F; [|exact T|exact Rk|exact B]. apply vsum_nonneg. intros i Hi.
      apply Rmult_le_pos; [apply G, Hi|apply Rle_0_sqr].
    Qed.

    Lemma vertex_ge_mass : - (1203 / 10000) <= form.
    Proof.
      enough (- form <= vsum n g * (1203 / 10000)) by (rewrite (proj2 G) in *; lra).
      rewrite opened, <- vsum_scal_r. apply vsum_le. intros j Hj.
      destruct (Nat.eq_dec j k) as [->|N]; [unfold g at 1 3; rewrite others_at; lra|].
      apply Rmult_le_compat_l; [apply G, Hj|apply one; assumption].
    Qed.
  End Mass.

  Theorem vertex_ge : - (1203 / 10000) <= dot n v (mulv n (hess n (vunit k) p) v).
  Proof.
    pose proof (probability_le_1 n p k P Hk) as B. destruct (Req_dec q 0) as [Z|Z];
      [|apply vertex_ge_mass; unfold q, a in *; lra].
    change (- (1203 / 10000) <= form). rewrite weights, (mean_single n p k P Hk) by exact Z.
    rewrite (mean_single n p k P Hk v Z). lra.
  Qed.
End Vertex.
