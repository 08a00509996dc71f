(** * The slope of the loss: |J(p) (p - b)| <= 8 sqrt(2) / 27 for targets b >= 0 with |b|_1 <= 1.

    J(p) (p - b) is a convex combination of its values at b = 0 and at b = e_k. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Regression Fields LossHessian Spectrum.
Local Open Scope R_scope.

(** ** Maxima of polynomials *)

Lemma pq2_le p : p <= 1 -> p * ((1 - p) * (1 - p)) <= 4 / 27.
Proof.
  intros H. assert (0 <= (p - 1 / 3) * (p - 1 / 3) * (4 / 3 - p)); [|lra].
  apply Rmult_le_pos; [apply Rle_0_sqr|lra].
Qed.

Lemma t5_le t : 0 <= t -> t * t * (t * t) * t * (1 - t) <= 3125 / 46656.
Proof.
  intros H. pose proof (Rmult_le_pos t t H H) as T2. pose proof (Rmult_le_pos _ t T2 H) as T3.
  pose proof (Rmult_le_pos _ _ T2 T2) as T4.
  assert (0 <= (6 * t - 5) * (6 * t - 5)
    * (1296 * (t * t * (t * t)) + 864 * (t * t * t) + 540 * (t * t) + 300 * t + 125)); [|lra].
  apply Rmult_le_pos; [apply Rle_0_sqr|lra].
Qed.

(** ** A target e_k: the entry p = p_k, and the other entries x, whose sum is q = 1 - p *)

Section Others.
  Variables (n : nat) (x : vec) (u : R).
  Hypotheses (Hx : forall i, (i < n)%nat -> 0 <= x i) (total : vsum n x <= 1).

  Let s := dot n x x.
  Let t := norm2 n x.
  Let st : t * t = s. Proof. apply norm2_sq. Qed.
  Let t0 : 0 <= t. Proof. apply norm2_nonneg. Qed.
  Let x_le_t i : (i < n)%nat -> 0 <= x i <= t.
  Proof. intros Hi. split; [apply Hx, Hi|]. eapply Rle_trans; [apply Rle_abs|apply entry_le_norm2, Hi]. Qed.

  Lemma others_above : 0 <= t + 2 * u ->
    vsum n (fun i => x i * x i * ((x i + u) * (x i + u))) <= s * ((t + u) * (t + u)).
  Proof.
    intros H. unfold s, dot. rewrite <- vsum_scal_r. apply vsum_le. intros i Hi. pose proof (x_le_t i Hi).
    apply Rmult_le_compat_l; [apply Rle_0_sqr|]. assert (0 <= (t - x i) * (t + x i + 2 * u)); [|lra].
    apply Rmult_le_pos; lra.
  Qed.

  (** sum x (x - s)^2 >= 0 gives sum x^3 >= s^2. *)
  Let cubes : s * s <= vsum n (fun i => x i * x i * x i).
  Proof.
    assert (H : 0 <= vsum n (fun i => x i * ((x i - s) * (x i - s))))
      by (apply vsum_nonneg; intros i Hi; apply Rmult_le_pos; [apply Hx, Hi|apply Rle_0_sqr]).
    rewrite (vsum_ext n _ (fun i => x i * x i * x i - 2 * s * (x i * x i) + s * s * x i)) in H by (intros; ring).
    rewrite vsum_plus, vsum_minus, !vsum_scal in H. fold (dot n x x) in H. fold s in H.
    pose proof (Rmult_le_compat_l (s * s) _ _ (Rle_0_sqr s) total). lra.
  Qed.

  Lemma others_below : t + 2 * u <= 0 ->
    vsum n (fun i => x i * x i * ((x i + u) * (x i + u))) <= (t + 2 * u) * (s * s) + u * u * s.
  Proof.
    intros H. apply Rle_trans with (vsum n (fun i => (t + 2 * u) * (x i * x i * x i) + u * u * (x i * x i))).
    - apply vsum_le. intros i Hi. pose proof (x_le_t i Hi) as B.
      assert (0 <= x i * x i * x i * (t - x i)); [|lra].
      apply Rmult_le_pos; [apply Rmult_le_pos; [apply Rle_0_sqr|lra]|lra].
    - rewrite vsum_plus, !vsum_scal. fold (dot n x x). fold s.
      assert (0 <= - (t + 2 * u) * (vsum n (fun i => x i * x i * x i) - s * s)); [|lra].
      apply Rmult_le_pos; [lra|]. pose proof cubes. lra.
  Qed.

  Lemma others_norm q : vsum n x = q -> t <= q.
  Proof.
    intros <-. apply norm2_le_sq; [apply vsum_nonneg, Hx|]. unfold dot. rewrite <- vsum_scal_r. apply vsum_le.
    intros i Hi. apply Rmult_le_compat_l; [apply Hx, Hi|apply vsum_term; assumption].
  Qed.

  (** With u = p q - s: the square of |J (p - e_k)|, up to 2 (8 / 27)^2. *)
  Lemma vertex_square p : 0 <= p <= 1 -> vsum n x = 1 - p -> u = p * (1 - p) - s ->
    p * p * (((1 - p) * (1 - p) + s) * ((1 - p) * (1 - p) + s))
    + vsum n (fun i => x i * x i * ((x i + u) * (x i + u))) <= 128 / 729.
  Proof.
    intros Hp E Eu. pose proof (others_norm (1 - p) E) as Tq. set (q := 1 - p) in *.
    pose proof (pq2_le p ltac:(lra)) as M. fold q in M. set (m := p * (q * q)) in *.
    assert (q0 : 0 <= q) by (unfold q; lra). assert (m0 : 0 <= m) by (repeat apply Rmult_le_pos; lra).
    assert (S : s <= q * q) by (rewrite <- st; apply Rmult_le_compat; lra).
    assert (s0 : 0 <= s) by apply dot_self.
    assert (K : 0 <= p * (q * q + s) <= 2 * m).
    { unfold m. split; [apply Rmult_le_pos; nra|]. pose proof (Rmult_le_compat_l p _ _ (proj1 Hp) S). lra. }
    assert (K2 : p * (q * q + s) * (p * (q * q + s)) <= 2 * m * (2 * m)) by (apply Rmult_le_compat; lra).
    assert (quarter : p <= 1 / 4 -> m <= 9 / 64).
    { intros L. unfold m. replace q with (1 - p) by reflexivity.
      assert (0 <= (1 / 4 - p) * (p * p + 7 / 4 * (1 / 4 - p) + 1 / 8)); [|lra].
      apply Rmult_le_pos; [lra|]. pose proof (Rle_0_sqr p) as Q. unfold Rsqr in Q. lra. }
    destruct (Rle_dec 0 (t + 2 * u)) as [A|B].
    - pose proof (others_above A) as O.
      assert (T : 0 <= t * (t + u)) by (apply Rmult_le_pos; lra).
      assert (O' : s * ((t + u) * (t + u)) = t * (t + u) * (t * (t + u))) by (rewrite <- st; ring).
      destruct (Rle_dec (1 / 4) p) as [P|P].
      + assert (B2 : t * (t + u) <= 2 * m).
        { assert (0 <= (q - t) * (2 * p * q + p * t - t * t)).
          - apply Rmult_le_pos; [lra|]. pose proof (Rmult_le_compat_r t _ _ t0 Tq) as Q1.
            pose proof (Rmult_le_compat_r q (1 / 4) p q0 P) as Q2. destruct (Rle_dec p q) as [L|L].
            + pose proof (Rmult_le_compat_l (q - p) _ _ ltac:(lra) Tq). unfold q in *. lra.
            + pose proof (Rmult_le_compat_r t q p t0 ltac:(lra)). pose proof (Rmult_le_pos p q). lra.
          - unfold m. rewrite Eu, <- st. unfold q in *. lra. }
        assert (t * (t + u) * (t * (t + u)) <= 2 * m * (2 * m)) by (apply Rmult_le_compat; lra).
        assert (m * m <= 4 / 27 * (4 / 27)) by (apply Rmult_le_compat; lra). lra.
      + specialize (quarter ltac:(lra)).
        assert (B2 : t * (t + u) <= 4 / 27 + m).
        { pose proof (pq2_le (1 - t)) as C. rewrite Eu, <- st. unfold m.
          assert (p * q * t <= p * q * q) by (apply Rmult_le_compat_l; [apply Rmult_le_pos|]; lra).
          specialize (C ltac:(lra)). lra. }
        assert (t * (t + u) * (t * (t + u)) <= (4 / 27 + m) * (4 / 27 + m)) by (apply Rmult_le_compat; lra).
        assert (m * m <= 9 / 64 * (9 / 64)) by (apply Rmult_le_compat; lra). lra.
    - assert (P : p <= 1 / 4).
      { rewrite Eu, <- st in B. destruct (Rle_dec p (1 / 4)) as [L|L]; [exact L|exfalso].
        pose proof (Rmult_le_pos p q (proj1 Hp) q0). destruct (Rle_dec t (1 / 2)) as [L2|L2].
        - pose proof (Rmult_le_compat_l t _ _ t0 L2). lra.
        - assert (t * (2 * t - 1) <= q * (2 * q - 1)) by (apply Rmult_le_compat; lra).
          pose proof (Rmult_le_compat_r q (1 / 4) p q0 ltac:(lra)). unfold q in *. lra. }
      specialize (quarter P).
      pose proof (others_below ltac:(lra)) as O. pose proof (t5_le t t0) as T5.
      assert (m * m <= 9 / 64 * (9 / 64)) by (apply Rmult_le_compat; lra).
      assert (F : (t + 2 * u) * (s * s) + u * u * s = p * q * (p * q) * s + t * t * (t * t) * t * (1 - t)).
      { rewrite Eu, <- st. ring. }
      assert (p * q * (p * q) * s <= m * m).
      { unfold m. replace (p * (q * q) * (p * (q * q))) with (p * q * (p * q) * (q * q)) by ring.
        apply Rmult_le_compat_l; [apply Rle_0_sqr|exact S]. }
      lra.
  Qed.
End Others.

(** ** The slope *)

Section Slope.
  Variables (n : nat) (p : vec).
  Hypothesis P : probability n p.

  Lemma slope_square : 8 * sqrt 2 / 27 * (8 * sqrt 2 / 27) = 128 / 729.
  Proof. pose proof (sqrt_sqrt 2 ltac:(lra)). lra. Qed.

  Let slope_nonneg : 0 <= 8 * sqrt 2 / 27.
  Proof. pose proof (sqrt_pos 2). lra. Qed.

  (** At b = 0: |p_i - |p|^2| <= 1 - p_i and p_i (1 - p_i)^2 <= 4/27. *)
  Lemma slope_at_zero : norm2 n (jac n p p) <= 8 * sqrt 2 / 27.
  Proof.
    apply norm2_le_sq; [exact slope_nonneg|]. rewrite slope_square.
    apply Rle_trans with (vsum n (fun i => p i * (4 / 27))); [|rewrite vsum_scal_r, (proj2 P); lra].
    apply vsum_le. intros i Hi. pose proof (probability_le_1 n p i P Hi) as B.
    pose proof (probability_square n p i P Hi) as U.
    assert (L : p i * p i <= dot n p p) by (apply (vsum_term n i (fun j => p j * p j)); [intros; nra|exact Hi]).
    set (s := dot n p p) in *. unfold jac. fold s.
    replace (p i * (p i - s) * (p i * (p i - s))) with (p i * (p i * ((p i - s) * (p i - s)))) by ring.
    apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [|apply (pq2_le (p i)); lra].
    apply Rmult_le_compat_l; [lra|]. apply Rsqr_le_abs_1. rewrite (Rabs_pos_eq (1 - p i)) by lra. apply Rabs_le.
    assert (0 <= p i * (1 - p i)) by (apply Rmult_le_pos; lra). pose proof (Rle_0_sqr (1 - p i)). unfold Rsqr in *.
    split; nra.
  Qed.

  Section Vertex.
    Variable k : nat.
    Hypothesis Hk : (k < n)%nat.
    Let x i := if Nat.eqb i k then 0 else p i.
    Let u := p k * (1 - p k) - dot n x x.

    Let sum_x : vsum n x = 1 - p k.
    Proof.
      rewrite <- (proj2 P), <- (vsum_delta n k p Hk), <- vsum_minus. apply vsum_ext. intros i _. unfold x.
      destruct (Nat.eqb i k); ring.
    Qed.

    Let square : dot n p p = p k * p k + dot n x x.
    Proof.
      rewrite <- (vsum_delta n k (fun i => p i * p i) Hk). unfold dot. rewrite <- vsum_plus. apply vsum_ext.
      intros i _. unfold x. destruct (Nat.eqb i k); ring.
    Qed.

    Lemma slope_at_vertex : norm2 n (jac n p (vsub p (vunit k))) <= 8 * sqrt 2 / 27.
    Proof.
      apply norm2_le_sq; [exact slope_nonneg|]. rewrite slope_square. pose proof (probability_le_1 n p k P Hk) as B.
      assert (V := vertex_square n x u). rewrite sum_x in V.
      specialize (V ltac:(intros i Hi; unfold x; destruct (Nat.eqb i k); [lra|apply P, Hi]) ltac:(lra) (p k) B
        eq_refl eq_refl).
      eapply Rle_trans; [right|exact V].
      set (q := 1 - p k) in *. set (s := dot n x x) in *.
      rewrite <- (vsum_delta n k (fun i => p i * p i * ((q * q + s) * (q * q + s))) Hk), <- vsum_plus.
      apply vsum_ext. intros i _. unfold jac, vsub at 1 3. unfold vsub.
      rewrite dot_minus_r, dot_delta, square by exact Hk.
      fold s. unfold x, vunit. destruct (Nat.eqb_spec i k) as [->|E]; unfold u, q; ring.
    Qed.
  End Vertex.

  (** For any target, J(p) (p - b) = (1 - sum b) J(p) p + sum_k b_k J(p) (p - e_k). *)
  Lemma jac_residual b i : (i < n)%nat -> jac n p (vsub p b) i
    = (1 - vsum n b) * jac n p p i + vsum n (fun k => b k * jac n p (vsub p (vunit k)) i).
  Proof.
    intros Hi. unfold jac. set (s := dot n p p).
    rewrite (vsum_ext n (fun k => b k * (p i * (vsub p (vunit k) i - dot n p (vsub p (vunit k)))))
      (fun k => b k * (p i * (p i - s)) - (if Nat.eqb i k then b k * p i else 0) + p i * (p k * b k))).
    - rewrite vsum_plus, vsum_minus, vsum_scal_r, vsum_scal, (vsum_delta_l n i (fun k => b k * p i) Hi).
      fold (dot n p b). unfold vsub. rewrite dot_minus_r. fold s. ring.
    - intros k Hk. unfold vsub. rewrite dot_minus_r, dot_delta by exact Hk. fold s. unfold vunit.
      destruct (Nat.eqb i k); ring.
  Qed.

  Theorem slope_bound b : (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
    norm2 n (jac n p (vsub p b)) <= 8 * sqrt 2 / 27.
  Proof.
    intros Hb Hb1. assert (S : vsum n b <= 1).
    { rewrite (vsum_ext n b (fun i => Rabs (b i))) by (intros; rewrite Rabs_pos_eq; auto). exact Hb1. }
    rewrite (norm2_ext n _ _ (jac_residual b)). eapply Rle_trans; [apply norm2_triangle|].
    rewrite norm2_scal, Rabs_pos_eq by lra.
    pose proof (norm2_weighted_sum n n b (fun k => jac n p (vsub p (vunit k))) _ Hb slope_at_vertex) as W.
    pose proof (Rmult_le_compat_l (1 - vsum n b) _ _ ltac:(lra) slope_at_zero). lra.
  Qed.

  (** |p - b|^2 <= |p|^2 + |b|^2 <= 2. *)
  Theorem residual_bound b : (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 -> norm2 n (vsub p b) <= sqrt 2.
  Proof.
    intros Hb Hb1. apply sqrt_le_1_alt. pose proof P as [Hp E].
    assert (S : vsum n b <= 1).
    { rewrite (vsum_ext n b (fun i => Rabs (b i))) by (intros; rewrite Rabs_pos_eq; auto). exact Hb1. }
    apply Rle_trans with (vsum n p + vsum n b); [|lra]. rewrite <- vsum_plus. apply vsum_le. intros i Hi.
    pose proof (probability_le_1 n p i P Hi) as B. pose proof (Hb i Hi) as b0.
    assert (b i <= 1) by (eapply Rle_trans; [apply (vsum_term n i b Hb Hi)|exact S]).
    unfold vsub. nra.
  Qed.
End Slope.

(** ** The loss and its gradient in x *)

Section Loss.
  Variables (n : nat) (b : vec).
  Hypotheses (Hn : (1 <= n)%nat) (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Lemma residual_norm z : norm2 n (residual n b z) <= 8 * sqrt 2 / 27.
  Proof. apply slope_bound; [apply softmax_probability, Hn|exact Hb|exact Hb1]. Qed.

  (** Along the segment from w to z the slope is <J c, z - w>. *)
  Theorem loss_moves z w :
    Rabs (dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2
          - dot n (vsub (softmax n w) b) (vsub (softmax n w) b) / 2) <= 8 * sqrt 2 / 27 * norm2 n (vsub z w).
  Proof.
    set (L := fun z => dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2).
    change (Rabs (L z - L w) <= 8 * sqrt 2 / 27 * norm2 n (vsub z w)).
    assert (one_side : forall z w, L z - L w <= 8 * sqrt 2 / 27 * norm2 n (vsub z w)).
    { clear z w. intros z w. pose proof (mean_value (fun t => L (between w z t))
        (fun t => dot n (residual n b (between w z t)) (vsub z w))) as M.
      cbv beta in M. rewrite between_0, between_1 in M. apply M.
      - intros t _. apply (deriv_loss n (between w z) t (vsub z w)). intros; apply deriv_between.
      - intros t _. eapply Rle_trans; [apply dot_le_norm2|].
        apply Rmult_le_compat_r; [apply norm2_nonneg|apply residual_norm]. }
    apply Rabs_le. split; [|apply one_side]. pose proof (one_side w z) as H.
    replace (norm2 n (vsub w z)) with (norm2 n (vsub z w)) in H by apply norm2_minus_sym. lra.
  Qed.

  (** Two points whose gradients are g and k: |g - k| <= (5/16) R^2 |x - y|. *)
  Theorem gradient_moves d A x y g k r : opbound n d A r ->
    (forall i, (i < d)%nat -> g i = mulv n (tr A) (residual n b (mulv d A x)) i) ->
    (forall i, (i < d)%nat -> k i = mulv n (tr A) (residual n b (mulv d A y)) i) ->
    norm2 d (vsub g k) <= 5 / 16 * r ^ 2 * norm2 d (vsub x y).
  Proof.
    intros HA Hg Hk. rewrite (norm2_ext d (vsub g k)
      (mulv n (tr A) (vsub (residual n b (mulv d A x)) (residual n b (mulv d A y)))))
      by (intros i Hi; unfold vsub at 1; rewrite Hg, Hk by exact Hi; symmetry; apply mulv_minus).
    pose proof (field_moves n _ _ (loss_hessian_field n b) (5 / 16) (mulv d A x) (mulv d A y)
      (fun z => opbound_hess n b _ (softmax_probability n z Hn) Hb Hb1)) as M.
    rewrite vsub_mulv in M. pose proof (opbound_mulv _ _ _ _ (vsub x y) HA) as V.
    pose proof (opbound_nonneg _ _ _ _ HA) as r0.
    eapply Rle_trans; [apply (opbound_mulv_le d n (tr A) r); [apply opbound_tr, HA|exact M]|].
    replace (5 / 16 * r ^ 2 * norm2 d (vsub x y)) with (r * (5 / 16 * (r * norm2 d (vsub x y)))) by ring.
    apply Rmult_le_compat_l, Rmult_le_compat_l; lra.
  Qed.
End Loss.
