(** * Means of r y^2 for a number y of mean 0, as mixtures of numbers with two values.

    With y = v - <p, v> and M = sum p y^+ = sum p y^-, M times the mean is the sum over i and j of
    p_i p_j y_i^+ y_j^- (y_i^+ r_i + y_j^- r_j).  Where v has spread at most 1 and y_i^+ is the share x of
    e = y_i^+ + y_j^-, that is e^3 x (1 - x) (x r_i + (1 - x) r_j), at most e (x C_j + (1 - x) C_i) for prices C >= 0
    that exceed the value of every pair; these terms add up to M <p, C>. *)

From Coq Require Import Reals Arith Lia Lra.
From Certify Require Import Lang Sums Softmax.
Local Open Scope R_scope.

Section Mixture.
  Variables (n : nat) (p v r C : vec).
  Hypothesis P : probability n p.
  Hypothesis spread : forall i j, (i < n)%nat -> (j < n)%nat -> v i - v j <= 1.
  Hypothesis C_nonneg : forall i, (i < n)%nat -> 0 <= C i.
  Hypothesis prices : forall i j x, (i < n)%nat -> (j < n)%nat -> i <> j -> 0 <= x <= 1 ->
    x * (1 - x) * (x * r i + (1 - x) * r j) <= x * C j + (1 - x) * C i.

  Let y i := v i - dot n p v.
  Let up i := Rmax (y i) 0.
  Let down i := Rmax (- y i) 0.
  Let is_up i := if Rle_dec 0 (y i) then 1 else 0.
  Let is_down i := if Rle_dec 0 (y i) then 0 else 1.
  Let M := dot n p up.

  Let mean_down : dot n p down = M.
  Proof.
    assert (Z : dot n p y = 0).
    { unfold y. rewrite dot_minus_r. unfold dot at 2. rewrite vsum_scal_r, (proj2 P). ring. }
    enough (M - dot n p down = dot n p y) by lra. unfold M. rewrite <- dot_minus_r. apply dot_ext; [reflexivity|].
    intros i _. unfold up, down, Rmax. destruct (Rle_dec (y i) 0), (Rle_dec (- y i) 0); lra.
  Qed.

  (** The values al and - be, at a distance of at most 1. *)
  Let two_values al be i j : 0 <= al -> 0 < be -> al + be <= 1 -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    al * be * (al * r i + be * r j) <= al * C j + be * C i.
  Proof.
    intros Ha Hb H1 Hi Hj N. set (e := al + be) in *. assert (e0 : 0 < e) by (unfold e; lra). set (x := al / e).
    assert (Ea : al = x * e) by (unfold x; field; lra).
    assert (Hx : 0 <= x <= 1).
    { split; apply Rmult_le_reg_r with e; try exact e0; rewrite <- Ea; unfold e; lra. }
    assert (Eb : be = (1 - x) * e) by (unfold e in *; lra). pose proof (prices i j x Hi Hj N Hx) as B.
    assert (Z : 0 <= x * C j + (1 - x) * C i)
      by (apply Rplus_le_le_0_compat; apply Rmult_le_pos; try apply C_nonneg; auto; lra).
    assert (E3 : 0 <= e * e * e) by (repeat apply Rmult_le_pos; lra). apply (Rmult_le_compat_l _ _ _ E3) in B.
    assert (E2 : e * e * e <= e).
    { assert (e * e <= 1 * 1) by (apply Rmult_le_compat; lra). rewrite <- (Rmult_1_l e) at 4.
      apply Rmult_le_compat_r; lra. }
    apply (Rmult_le_compat_r _ _ _ Z) in E2. rewrite Ea, Eb. lra.
  Qed.

  Let pair i j : (i < n)%nat -> (j < n)%nat ->
    down j * (up i * up i * r i) + up i * (down j * down j * r j) <= up i * (is_down j * C j) + is_up i * C i * down j.
  Proof.
    intros Hi Hj. pose proof (C_nonneg i Hi) as Ci. pose proof (C_nonneg j Hj) as Cj.
    unfold up, down, is_up, is_down, Rmax.
    destruct (Rle_dec (y i) 0) as [U|U], (Rle_dec (- y j) 0) as [L|L], (Rle_dec 0 (y i)) as [U'|U'],
      (Rle_dec 0 (y j)) as [L'|L']; try lra.
    - pose proof (Rmult_le_pos _ _ Ci (Rlt_le _ _ (Rnot_le_lt _ _ L))). lra.
    - assert (N : i <> j) by (intros ->; lra). pose proof (spread i j Hi Hj) as S.
      pose proof (two_values (y i) (- y j) i j ltac:(lra) ltac:(lra)) as B.
      specialize (B ltac:(unfold y; lra) Hi Hj N). lra.
  Qed.

  Let mixture : M * dot n p (fun i => r i * (y i * y i)) <= M * dot n p C.
  Proof.
    apply Rle_trans with (vsum n (fun i => vsum n (fun j =>
      p i * p j * (up i * (is_down j * C j) + is_up i * C i * down j)))).
    - replace (M * dot n p (fun i => r i * (y i * y i))) with (vsum n (fun i => vsum n (fun j =>
        p i * p j * (down j * (up i * up i * r i) + up i * (down j * down j * r j))))).
      + apply vsum_le. intros i Hi. apply vsum_le. intros j Hj.
        apply Rmult_le_compat_l; [apply Rmult_le_pos; apply P; assumption|apply pair; assumption].
      + transitivity (dot n p (fun i => up i * up i * r i) * dot n p down
          + M * dot n p (fun j => down j * down j * r j)).
        * unfold M, dot. rewrite !vsum_product, <- vsum_plus. apply vsum_ext. intros i _. rewrite <- vsum_plus.
          apply vsum_ext. intros; ring.
        * rewrite mean_down, (Rmult_comm _ M), <- Rmult_plus_distr_l, <- dot_plus_r. f_equal.
          apply dot_ext; [reflexivity|]. intros i _. unfold up, down, Rmax.
          destruct (Rle_dec (y i) 0), (Rle_dec (- y i) 0); [replace (y i) with 0 by lra; ring|ring|ring|lra].
    - right. transitivity (M * dot n p (fun j => is_down j * C j) + dot n p (fun i => is_up i * C i) * dot n p down).
      + unfold M, dot. rewrite !vsum_product, <- vsum_plus. apply vsum_ext. intros i _.
        rewrite <- vsum_plus. apply vsum_ext. intros; ring.
      + rewrite mean_down, (Rmult_comm _ M), <- Rmult_plus_distr_l, <- dot_plus_r. f_equal.
        apply dot_ext; [reflexivity|]. intros i _. unfold is_up, is_down. destruct (Rle_dec 0 (y i)); ring.
  Qed.

  Let up_nonneg i : (i < n)%nat -> 0 <= p i * up i.
  Proof. intros Hi. apply Rmult_le_pos; [apply P, Hi|apply Rmax_r]. Qed.
  Let down_nonneg i : (i < n)%nat -> 0 <= p i * down i.
  Proof. intros Hi. apply Rmult_le_pos; [apply P, Hi|apply Rmax_r]. Qed.

  (** Where v is the same almost everywhere. *)
  Let constant : M = 0 -> dot n p (fun i => r i * (y i * y i)) = 0.
  Proof.
    intros M0. apply vsum_zero. intros i Hi.
    assert (Zu : p i * up i = 0).
    { pose proof (vsum_term n i (fun i => p i * up i) up_nonneg Hi) as T. fold (dot n p up) in T. fold M in T.
      rewrite M0 in T. pose proof (up_nonneg i Hi). lra. }
    assert (Zd : p i * down i = 0).
    { pose proof (vsum_term n i (fun i => p i * down i) down_nonneg Hi) as T. fold (dot n p down) in T.
      rewrite mean_down, M0 in T. pose proof (down_nonneg i Hi). lra. }
    assert (Zy : p i * y i = 0).
    { revert Zu Zd. unfold up, down, Rmax.
      destruct (Rle_dec (y i) 0), (Rle_dec (- y i) 0); intros; [replace (y i) with 0 by lra|..]; lra. }
    transitivity (r i * y i * (p i * y i)); [ring|rewrite Zy; ring].
  Qed.

  Theorem mean_le_prices : dot n p (fun i => r i * ((v i - dot n p v) * (v i - dot n p v))) <= dot n p C.
  Proof.
    change (dot n p (fun i => r i * (y i * y i)) <= dot n p C).
    destruct (vsum_nonneg n (fun i => p i * up i) up_nonneg) as [M0|M0].
    - apply Rmult_le_reg_l with M; [exact M0|exact mixture].
    - rewrite constant by (symmetry; exact M0). apply vsum_nonneg. intros i Hi. apply Rmult_le_pos; [apply P, Hi|auto].
  Qed.
End Mixture.
