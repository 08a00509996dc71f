(** * Symmetric trilinear forms on vectors: the norm from the cubic form (a theorem of Banach).

    If |T(u, u, u)| <= K for all unit vectors u, then |T(v, v, h)| <= K |v|^2 |h|.  In the plane of unit vectors v and
    h, at the angle 3 theta, T(v, v, h) is w_0 T(u_0) + w_1 T(u_1) + w_2 T(u_2) for the cubic form at the angles theta
    and theta +- pi/3, with weights whose absolute values add up to 1. *)

From Coq Require Import Reals Arith Lia Lra Psatz Ratan.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms.
Local Open Scope R_scope.

(** ** In the plane *)

Section Plane.
  (** The cubic form at (c, s). *)
  Variables A B C D K : R.
  Let P c s := c * c * c * A + 3 * (c * c * s) * B + 3 * (c * (s * s)) * C + s * s * s * D.
  Hypothesis bound : forall c s, c * c + s * s = 1 -> Rabs (P c s) <= K.

  (** cos 3 theta and sin 3 theta. *)
  Let c3 c s := c * c * c - 3 * (c * (s * s)).
  Let s3 c s := 3 * (c * c * s) - s * s * s.

  (** On the circle only the frequencies 1 and 3 occur. *)
  Let p := 3 * (A + C) / 4.
  Let q := 3 * (B + D) / 4.
  Let third c s := (A - 3 * C) / 4 * c3 c s + (3 * B - D) / 4 * s3 c s.

  Let harmonics c s : c * c + s * s = 1 -> P c s = p * c + q * s + third c s.
  Proof.
    intros E. replace (p * c) with (p * c * (c * c + s * s)) by (rewrite E; ring).
    replace (q * s) with (q * s * (c * c + s * s)) by (rewrite E; ring). unfold P, p, q, third, c3, s3. field.
  Qed.

  Let r3 := sqrt 3.
  Let r3_sq : r3 * r3 = 3. Proof. apply sqrt_sqrt. lra. Qed.

  (** A turn by pi/3, or by - pi/3 for e = - sqrt 3, changes the sign of the frequency 3. *)
  Let turned e c s : e * e = 3 -> c * c + s * s = 1 ->
    P (c / 2 - e / 2 * s) (s / 2 + e / 2 * c) = p * (c / 2 - e / 2 * s) + q * (s / 2 + e / 2 * c) - third c s.
  Proof.
    intros He E. rewrite harmonics.
    - assert (e3 : e * e * e = 3 * e) by (rewrite He; ring).
      assert (C3 : c3 (c / 2 - e / 2 * s) (s / 2 + e / 2 * c) = - c3 c s).
      { transitivity ((c * c * c - 3 * c * (s * s)) / 8 - 3 * (e * e) * (c * c * c - 3 * c * (s * s)) / 8
          + (e * e * e - 3 * e) * (3 * c * c * s - s * s * s) / 8); [unfold c3; field|].
        rewrite e3, He. unfold c3. field. }
      assert (S3 : s3 (c / 2 - e / 2 * s) (s / 2 + e / 2 * c) = - s3 c s).
      { transitivity ((3 * c * c * s - s * s * s) / 8 - 3 * (e * e) * (3 * c * c * s - s * s * s) / 8
          - (e * e * e - 3 * e) * (c * c * c - 3 * c * (s * s)) / 8); [unfold s3; field|].
        rewrite e3, He. unfold s3. field. }
      unfold third. rewrite C3, S3. ring.
    - transitivity ((c * c + s * s) * (1 + e * e) / 4); [field|]. rewrite E, He. field.
  Qed.

  Let w c s e := 2 * (s * s) * (- (2 * (3 - 2 * (s * s))) / 9 + 4 * (e * c * s) / 9).

  Let nodes c s : c * c + s * s = 1 -> c3 c s * A + s3 c s * B
    = (3 - 4 * (s * s)) * (3 - 4 * (s * s)) / 9 * P c s
      + w c s r3 * P (c / 2 - r3 / 2 * s) (s / 2 + r3 / 2 * c)
      + w c s (- r3) * P (c / 2 - - r3 / 2 * s) (s / 2 + - r3 / 2 * c).
  Proof.
    intros E. rewrite (harmonics c s E), !turned by (exact E || exact r3_sq || (rewrite <- r3_sq; ring)).
    assert (E1 : c3 c s = c * (1 - 4 * (s * s))) by
      (unfold c3; rewrite Rmult_assoc; replace (c * c) with (1 - s * s) by lra; ring).
    assert (E2 : s3 c s = s * (3 - 4 * (s * s))) by
      (unfold s3; replace (c * c) with (1 - s * s) by lra; ring).
    transitivity (p * (c * (1 - 4 * (s * s))) + q * (s * (3 - 4 * (s * s)) / 3) + third c s).
    - rewrite <- E1, <- E2. unfold p, q, third. field.
    - unfold w. set (x := s * s) in *.
      transitivity ((3 - 4 * x) * (3 - 4 * x) / 9 * (p * c + q * s + third c s)
        - 8 * x * (3 - 2 * x) / 9 * (p * c / 2 + q * s / 2 - third c s)
        + 8 * x * (r3 * r3) * (q * (c * c) * s - p * c * x) / 9).
      + rewrite r3_sq. replace (c * c) with (1 - x) by lra. field.
      + unfold x. field.
  Qed.

  Lemma plane c s : c * c + s * s = 1 -> Rabs (c3 c s * A + s3 c s * B) <= K.
  Proof.
    intros E. rewrite (nodes c s E).
    assert (unit : forall e, e * e = 3 ->
      Rabs (P (c / 2 - e / 2 * s) (s / 2 + e / 2 * c)) <= K /\ w c s e <= 0).
    { intros e He. split.
      - apply bound. transitivity ((c * c + s * s) * (1 + e * e) / 4); [field|]. rewrite E, He. field.
      - unfold w. pose proof (Rle_0_sqr s) as S. pose proof (Rle_0_sqr (e * c - s)) as Q. unfold Rsqr in *.
        assert (N : 2 * (e * c * s) <= 3 - 2 * (s * s)).
        { replace ((e * c - s) * (e * c - s)) with (e * e * (c * c) - 2 * (e * c * s) + s * s) in Q by ring.
          rewrite He in Q. lra. }
        apply (Rmult_le_compat_l (2 * (s * s))) in N; [|lra]. lra. }
    destruct (unit r3 r3_sq) as [B1 W1]. destruct (unit (- r3)) as [B2 W2]; [rewrite <- r3_sq; ring|].
    pose proof (bound c s E) as B0. set (w0 := (3 - 4 * (s * s)) * (3 - 4 * (s * s)) / 9).
    assert (W0 : 0 <= w0) by (unfold w0; pose proof (Rle_0_sqr (3 - 4 * (s * s))) as S; unfold Rsqr in S; lra).
    assert (total : w0 - w c s r3 - w c s (- r3) = 1) by (unfold w0, w; field).
    apply Rabs_le. apply Rabs_le_between in B0, B1, B2.
    pose proof (Rmult_le_compat_l _ _ _ W0 (proj1 B0)). pose proof (Rmult_le_compat_l _ _ _ W0 (proj2 B0)).
    pose proof (Rmult_le_compat_neg_l _ _ _ W1 (proj1 B1)). pose proof (Rmult_le_compat_neg_l _ _ _ W1 (proj2 B1)).
    pose proof (Rmult_le_compat_neg_l _ _ _ W2 (proj1 B2)). pose proof (Rmult_le_compat_neg_l _ _ _ W2 (proj2 B2)).
    assert (K = (w0 - w c s r3 - w c s (- r3)) * K) by (rewrite total; ring). lra.
  Qed.

  (** At any point (x, y) of the circle: theta is a third of its angle. *)
  Theorem plane_bound x y : x * x + y * y = 1 -> 0 <= y -> Rabs (x * A + y * B) <= K.
  Proof.
    intros E Hy. assert (Hx : -1 <= x <= 1) by (split; nra).
    set (t := acos x / 3). pose proof (sin2_cos2 t) as S. unfold Rsqr in S.
    assert (T : c3 (cos t) (sin t) = x /\ s3 (cos t) (sin t) = y).
    { assert (X : cos (3 * t) = x) by (replace (3 * t) with (acos x) by (unfold t; field); apply cos_acos; lra).
      assert (Y : sin (3 * t) = y).
      { replace (3 * t) with (acos x) by (unfold t; field). rewrite sin_acos by lra.
        rewrite <- (sqrt_square y Hy). f_equal. unfold Rsqr. lra. }
      replace (3 * t) with (2 * t + t) in X, Y by ring. rewrite cos_plus, cos_2a, sin_2a in X.
      rewrite sin_plus, cos_2a, sin_2a in Y. unfold c3, s3. split; [rewrite <- X|rewrite <- Y]; ring. }
    destruct T as [X Y]. pose proof (plane (cos t) (sin t) ltac:(lra)) as L. rewrite X, Y in L. exact L.
  Qed.
End Plane.

(** ** On vectors *)

Section Banach.
  Variables (n : nat) (T : vec -> vec -> vec -> R) (K : R).
  Hypothesis T_ext : forall u u' v w, (forall i, (i < n)%nat -> u i = u' i) -> T u v w = T u' v w.
  Hypothesis T_linear : forall a b u u' v w, T (fun i => a * u i + b * u' i) v w = a * T u v w + b * T u' v w.
  Hypotheses (T_12 : forall u v w, T u v w = T v u w) (T_23 : forall u v w, T u v w = T u w v).
  Hypothesis bound : forall u, dot n u u = 1 -> Rabs (T u u u) <= K.

  Let expand c s v h :
    T (fun i => c * v i + s * h i) (fun i => c * v i + s * h i) (fun i => c * v i + s * h i)
    = c * c * c * T v v v + 3 * (c * c * s) * T v v h + 3 * (c * (s * s)) * T v h h + s * s * s * T h h h.
  Proof.
    set (u := fun i => c * v i + s * h i).
    assert (L : forall x y, T u x y = c * T v x y + s * T h x y) by (intros; apply T_linear).
    rewrite L, (T_12 v u u), (T_12 h u u), !L, !(T_23 _ _ u), !(T_12 _ u), !L.
    rewrite (T_12 h v), !(T_23 _ h v), (T_12 h v). ring.
  Qed.

  (** For unit vectors: h = x v + y e with a unit vector e orthogonal to v, unless h = +- v. *)
  Let units v h : dot n v v = 1 -> dot n h h = 1 -> Rabs (T v v h) <= K.
  Proof.
    intros Hv Hh. set (x := dot n v h). set (y2 := 1 - x * x).
    set (o := fun i => h i - x * v i).
    assert (O : dot n o o = y2).
    { unfold o. rewrite dot_minus_l, !dot_minus_r, !dot_scal_l, !dot_scal_r, (dot_sym n h v), Hv, Hh.
      fold x. unfold y2. ring. }
    assert (Ov : dot n v o = 0) by (unfold o; rewrite dot_minus_r, dot_scal_r, Hv; fold x; ring).
    assert (Y0 : 0 <= y2) by (rewrite <- O; apply dot_self).
    assert (Th : T v v h = x * T v v v + 1 * T v v o).
    { rewrite (T_23 v v h), (T_12 v h v), (T_23 v v o), (T_12 v o v), <- T_linear. apply T_ext.
      intros i _. unfold o. ring. }
    destruct Y0 as [Y0|Y0].
    - set (y := sqrt y2). assert (Yp : 0 < y) by apply sqrt_lt_R0, Y0.
      assert (Ys : y * y = y2) by (apply sqrt_sqrt; lra).
      set (e := fun i => / y * o i).
      assert (He : dot n e e = 1) by (unfold e; rewrite dot_scal_l, dot_scal_r, O, <- Ys; field; lra).
      assert (Hve : dot n v e = 0) by (unfold e; rewrite dot_scal_r, Ov; ring).
      assert (To : T v v o = y * T v v e).
      { rewrite (T_23 v v o), (T_12 v o v), (T_23 v v e), (T_12 v e v).
        replace (y * T e v v) with (y * T e v v + 0 * T e v v) by ring. rewrite <- T_linear. apply T_ext.
        intros i _. unfold e. field. lra. }
      rewrite Th, To, Rmult_1_l.
      apply (plane_bound (T v v v) (T v v e) (T v e e) (T e e e)); [|unfold y2 in Ys; lra|lra].
      intros c s E. rewrite <- expand. apply bound.
      rewrite dot_plus_l, !dot_plus_r, !dot_scal_l, !dot_scal_r, (dot_sym n e v), Hv, He, Hve. lra.
    - assert (Z : forall i, (i < n)%nat -> o i = 0).
      { apply norm2_zero_entries. unfold norm2. rewrite O, <- Y0. apply sqrt_0. }
      assert (To : T v v o = 0).
      { rewrite (T_23 v v o), (T_12 v o v). replace 0 with (0 * T o v v + 0 * T o v v) by ring.
        rewrite <- T_linear. apply T_ext. intros i Hi. rewrite Z by exact Hi. ring. }
      rewrite Th, To, Rmult_0_r, Rplus_0_r, Rabs_mult. replace (Rabs x) with 1; [rewrite Rmult_1_l; apply bound, Hv|].
      symmetry. rewrite <- (Rabs_pos_eq 1) by lra. apply Rsqr_eq_abs_0. unfold Rsqr, y2 in *. lra.
  Qed.

  Theorem banach v h : Rabs (T v v h) <= K * (dot n v v * norm2 n h).
  Proof.
    assert (scaled : forall a u w z, T (fun i => a * u i) w z = a * T u w z).
    { intros a u w z. replace (a * T u w z) with (a * T u w z + 0 * T u w z) by ring. rewrite <- T_linear.
      apply T_ext. intros; ring. }
    assert (zero : forall u w z, norm2 n u = 0 -> T u w z = 0).
    { intros u w z E. replace 0 with (0 * T u w z) by ring. rewrite <- scaled. apply T_ext. intros i Hi.
      rewrite (norm2_zero_entries n u E i Hi). ring. }
    rewrite <- norm2_sq. set (N := norm2 n v). set (M := norm2 n h).
    pose proof (norm2_nonneg n v : 0 <= N) as [Np|Nz].
    2: { rewrite zero, Rabs_R0, <- Nz by (symmetry; exact Nz). lra. }
    pose proof (norm2_nonneg n h : 0 <= M) as [Mp|Mz].
    2: { rewrite (T_23 v v h), (T_12 v h v), zero, Rabs_R0, <- Mz by (symmetry; exact Mz). lra. }
    set (v1 := fun i => / N * v i). set (h1 := fun i => / M * h i).
    assert (Hv : dot n v1 v1 = 1).
    { unfold v1. rewrite dot_scal_l, dot_scal_r, <- norm2_sq. fold N. field. lra. }
    assert (Hh : dot n h1 h1 = 1).
    { unfold h1. rewrite dot_scal_l, dot_scal_r, <- norm2_sq. fold M. field. lra. }
    pose proof (units v1 h1 Hv Hh) as B. unfold v1 in B.
    rewrite scaled, (T_12 v _ h1), scaled, (T_23 v v h1), (T_12 v h1 v) in B. unfold h1 in B. rewrite scaled in B.
    rewrite (T_12 h v v), (T_23 v h v) in B. rewrite !Rabs_mult, !(Rabs_pos_eq (/ _)) in B
      by (left; apply Rinv_0_lt_compat; assumption).
    apply (Rmult_le_compat_l (N * N * M)) in B; [|repeat apply Rmult_le_pos; lra].
    replace (N * N * M * (/ N * (/ N * (/ M * Rabs (T v v h))))) with (Rabs (T v v h)) in B by (field; lra). lra.
  Qed.
End Banach.
