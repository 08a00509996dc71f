(** * The Hessian of the loss in the logits is at most I/3.

    With y = v - <p, v> the form is sum p_i r_i y_i^2 for r_i = 2 p_i - b_i - |p|^2 + <p, b>.  A number of mean 0 is a
    mixture of numbers with two values: for M = sum p y^+ = sum p y^-, M times the form is the sum over i and j of
    p_i p_j y_i^+ y_j^- (y_i^+ r_i + y_j^- r_j).  With d = y_i^+ + y_j^- and x = y_i^+ / d, the mean x r_i + (1 - x) r_j
    is at most 7/6 - 2 x (1 - x), and x (1 - x) times that at most 1/6. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Softmax LossHessian.
Local Open Scope R_scope.

(** ** Numbers: two values and a target *)

(** Neither value is the target's, whose probability is [a]. *)
Lemma pair_of_others x pi pj a s : a + pi + pj <= 1 -> a * a + pi * pi + pj * pj <= s ->
  x * (2 * pi) + (1 - x) * (2 * pj) - s + a <= 7 / 6 - 2 * (x * (1 - x)).
Proof.
  intros H S. pose proof (Rle_0_sqr (pi - x + 1 / 6)) as Q1. pose proof (Rle_0_sqr (pj - (1 - x) + 1 / 6)) as Q2.
  pose proof (Rle_0_sqr (a - 1 / 3)) as Q3. unfold Rsqr in *. lra.
Qed.

(** The first value is the target's. *)
Lemma pair_with_target x a pj s : a + pj <= 1 -> a * a + pj * pj <= s ->
  x * (2 * a - 1) + (1 - x) * (2 * pj) - s + a <= 7 / 6 - 2 * (x * (1 - x)).
Proof.
  intros H S. pose proof (Rle_0_sqr (a - (1 + 4 * x) / 4)) as Q1.
  pose proof (Rle_0_sqr (pj - 1 + (1 + 4 * x) / 4)) as Q2.
  unfold Rsqr in *. lra.
Qed.

(** ** Two entries *)

Section Pairs.
  Variables (n : nat) (b p : vec).
  Hypotheses (P : probability n p) (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Definition weight (i : nat) : R := 2 * p i - b i - dot n p (vsub p b).

  Let s := dot n p p.

  (** Sums over two or three entries are at most those over all. *)
  Let two (w : vec) i j : (forall k, (k < n)%nat -> 0 <= w k) -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    w i + w j <= vsum n w.
  Proof.
    intros H Hi Hj N. rewrite <- (vsum_delta n i w Hi) at 1. rewrite <- (vsum_delta n j w Hj) at 1.
    rewrite <- vsum_plus. apply vsum_le. intros k Hk. specialize (H k Hk).
    destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j); try lra. exfalso. apply N. congruence.
  Qed.

  Let three (w : vec) i j l : (forall k, (k < n)%nat -> 0 <= w k) -> (i < n)%nat -> (j < n)%nat -> (l < n)%nat ->
    i <> j -> l <> i -> l <> j -> w l + w i + w j <= vsum n w.
  Proof.
    intros H Hi Hj Hl N1 N2 N3. rewrite <- (vsum_delta n i w Hi) at 1. rewrite <- (vsum_delta n j w Hj) at 1.
    rewrite <- (vsum_delta n l w Hl) at 1. rewrite <- !vsum_plus. apply vsum_le. intros k Hk. specialize (H k Hk).
    destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j), (Nat.eqb_spec k l); try lra; exfalso; congruence.
  Qed.

  Let squares k : (k < n)%nat -> 0 <= p k * p k. Proof. intros _. apply Rle_0_sqr. Qed.

  (** The value at the target e_l, minus what it is at the target 0. *)
  Let at_target i l := p l - (if Nat.eqb i l then 1 else 0).

  Let vertex x i j l : 0 <= x <= 1 -> (i < n)%nat -> (j < n)%nat -> i <> j -> (l < n)%nat ->
    x * (2 * p i) + (1 - x) * (2 * p j) - s + (x * at_target i l + (1 - x) * at_target j l)
    <= 7 / 6 - 2 * (x * (1 - x)).
  Proof.
    intros Hx Hi Hj N Hl. unfold at_target. pose proof (proj2 P) as E.
    pose proof (two p i j (proj1 P) Hi Hj N) as T1. pose proof (two (fun k => p k * p k) i j squares Hi Hj N) as T2.
    fold (dot n p p) in T2. fold s in T2. rewrite E in T1.
    destruct (Nat.eqb_spec i l) as [->|Ni]; [|destruct (Nat.eqb_spec j l) as [->|Nj]].
    - replace (Nat.eqb j l) with false by (symmetry; apply Nat.eqb_neq; congruence).
      pose proof (pair_with_target x (p l) (p j) s T1 T2). lra.
    - pose proof (pair_with_target (1 - x) (p l) (p i) s ltac:(lra) ltac:(lra)). lra.
    - pose proof (three p i j l (proj1 P) Hi Hj Hl N ltac:(congruence) ltac:(congruence)) as T3.
      pose proof (three (fun k => p k * p k) i j l squares Hi Hj Hl N ltac:(congruence) ltac:(congruence)) as T4.
      fold (dot n p p) in T4. fold s in T4. rewrite E in T3.
      pose proof (pair_of_others x (p i) (p j) (p l) s T3 T4). lra.
  Qed.

  Let origin x i j : 0 <= x <= 1 -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    x * (2 * p i) + (1 - x) * (2 * p j) - s <= 7 / 6 - 2 * (x * (1 - x)).
  Proof.
    intros Hx Hi Hj N. pose proof (two p i j (proj1 P) Hi Hj N) as T1. rewrite (proj2 P) in T1.
    pose proof (two (fun k => p k * p k) i j squares Hi Hj N) as T2. fold (dot n p p) in T2. fold s in T2.
    pose proof (pair_of_others x (p i) (p j) 0 s ltac:(lra) ltac:(lra)). lra.
  Qed.

  (** A target is a mean of 0 and the e_l. *)
  Lemma pair_le x i j : 0 <= x <= 1 -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    x * weight i + (1 - x) * weight j <= 7 / 6 - 2 * (x * (1 - x)).
  Proof.
    intros Hx Hi Hj N. set (c := 7 / 6 - 2 * (x * (1 - x))). set (o := x * (2 * p i) + (1 - x) * (2 * p j) - s).
    assert (B1 : vsum n b <= 1).
    { rewrite (vsum_ext n b (fun i => Rabs (b i))) by (intros; rewrite Rabs_pos_eq; auto). exact Hb1. }
    assert (T : forall k, (k < n)%nat -> vsum n (fun l => b l * at_target k l) = dot n p b - b k).
    { intros k Hk. unfold at_target. rewrite (vsum_ext n _ (fun l => p l * b l - (if Nat.eqb k l then b l else 0)))
        by (intros l _; destruct (Nat.eqb k l); ring).
      rewrite vsum_minus, vsum_delta_l by exact Hk. reflexivity. }
    assert (E : x * weight i + (1 - x) * weight j
      = (1 - vsum n b) * o + vsum n (fun l => b l * (o + (x * at_target i l + (1 - x) * at_target j l)))).
    { rewrite (vsum_ext n (fun l => b l * (o + _)) (fun l => b l * o + (x * (b l * at_target i l)
        + (1 - x) * (b l * at_target j l)))) by (intros; ring).
      rewrite !vsum_plus, vsum_scal_r, !vsum_scal, !T by assumption. unfold weight, vsub, o.
      rewrite !dot_minus_r. fold s. ring. }
    rewrite E. apply Rle_trans with ((1 - vsum n b) * c + vsum n b * c); [|right; ring].
    apply Rplus_le_compat.
    - apply Rmult_le_compat_l; [lra|apply origin; assumption].
    - rewrite <- vsum_scal_r. apply vsum_le. intros l Hl. apply Rmult_le_compat_l; [apply Hb, Hl|].
      apply vertex; assumption.
  Qed.

  (** With the values al > 0 and - be < 0 at i and j, at a distance of at most d. *)
  Lemma pair_form_le al be d i j : 0 < al -> 0 < be -> al + be <= d -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    al * be * (al * weight i + be * weight j) <= d * d / 6 * (al + be).
  Proof.
    intros Ha Hbe Hd Hi Hj N. set (e := al + be) in *. assert (e0 : 0 < e) by (unfold e; lra).
    set (x := al / e). assert (Hx : 0 <= x <= 1).
    { unfold x. split; [apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, e0]|].
      apply Rmult_le_reg_r with e; [exact e0|]. replace (al / e * e) with al by (field; lra). unfold e. lra. }
    assert (Ea : al = x * e) by (unfold x; field; lra). assert (Eb : be = (1 - x) * e) by (unfold e in *; lra).
    set (k := x * (1 - x)). assert (k0 : 0 <= k) by (apply Rmult_le_pos; lra).
    pose proof (Rle_0_sqr (x - 1 / 2)) as Q. unfold Rsqr in Q. assert (k4 : k <= 1 / 4) by (unfold k; lra).
    pose proof (pair_le x i j Hx Hi Hj N) as B. fold k in B. set (m := x * weight i + (1 - x) * weight j) in *.
    apply (Rmult_le_compat_l k _ _ k0) in B.
    assert (B2 : 0 <= 2 * ((1 / 4 - k) * (1 / 3 - k))) by (apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]).
    assert (B3 : k * m <= 1 / 6) by lra.
    replace (al * be * (al * weight i + be * weight j)) with (e * e * e * (k * m))
      by (unfold m, k; rewrite Ea, Eb; ring).
    assert (E3 : 0 <= e * e * e) by (repeat apply Rmult_le_pos; lra).
    apply (Rmult_le_compat_l _ _ _ E3) in B3. assert (D2 : e * e <= d * d) by (apply Rmult_le_compat; lra).
    apply (Rmult_le_compat_r e) in D2; lra.
  Qed.
End Pairs.

(** ** The form *)

Section Form.
  Variables (n : nat) (b p v : vec) (d : R).
  Hypotheses (P : probability n p) (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).
  Hypothesis spread : forall i j, (i < n)%nat -> (j < n)%nat -> v i - v j <= d.

  Let y i := v i - dot n p v.
  Let up i := Rmax (y i) 0.
  Let down i := Rmax (- y i) 0.
  Let is_up i := if Rlt_dec 0 (y i) then 1 else 0.
  Let is_down i := if Rlt_dec (y i) 0 then 1 else 0.
  Let r := weight n b p.
  Let M := dot n p up.

  Let mean_down : dot n p down = M.
  Proof.
    assert (Z : dot n p y = 0).
    { unfold y. rewrite dot_minus_r. unfold dot at 2. rewrite vsum_scal_r, (proj2 P). ring. }
    enough (M - dot n p down = dot n p y) by lra. unfold M. rewrite <- dot_minus_r. apply dot_ext; [reflexivity|].
    intros i _. unfold up, down, Rmax. destruct (Rle_dec (y i) 0), (Rle_dec (- y i) 0); lra.
  Qed.

  Let pair i j : (i < n)%nat -> (j < n)%nat ->
    down j * (up i * up i * r i) + up i * (down j * down j * r j) <= d * d / 6 * (up i * is_down j + is_up i * down j).
  Proof.
    intros Hi Hj. unfold up, down, is_up, is_down, Rmax.
    destruct (Rle_dec (y i) 0) as [U|U], (Rle_dec (- y j) 0) as [L|L], (Rlt_dec 0 (y i)) as [U'|U'],
      (Rlt_dec (y j) 0) as [L'|L']; try lra.
    assert (N : i <> j) by (intros ->; lra).
    pose proof (pair_form_le n b p P Hb Hb1 (y i) (- y j) d i j ltac:(lra) ltac:(lra)) as B.
    pose proof (spread i j Hi Hj) as S. unfold r. rewrite !Rmult_1_r, Rmult_1_l.
    specialize (B ltac:(unfold y; lra) Hi Hj N). lra.
  Qed.

  Let share : dot n p is_down + dot n p is_up <= 1.
  Proof.
    rewrite <- (proj2 P), <- dot_plus_r. apply vsum_le. intros i Hi. pose proof (proj1 P i Hi). unfold is_down, is_up.
    destruct (Rlt_dec (y i) 0), (Rlt_dec 0 (y i)); lra.
  Qed.

  (** M sum p r y^2 <= M d^2 / 6. *)
  Let mixture : M * dot n p (fun i => r i * (y i * y i)) <= M * (d * d / 6).
  Proof.
    apply Rle_trans with (vsum n (fun i => vsum n (fun j =>
      p i * p j * (d * d / 6 * (up i * is_down j + is_up i * down j))))).
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
    - replace (vsum n (fun i => vsum n (fun j => p i * p j * (d * d / 6 * (up i * is_down j + is_up i * down j)))))
        with (M * (d * d / 6) * (dot n p is_down + dot n p is_up)).
      + assert (M0 : 0 <= M).
        { apply vsum_nonneg. intros i Hi. apply Rmult_le_pos; [apply P, Hi|apply Rmax_r]. }
        assert (D0 : 0 <= d * d / 6) by (pose proof (Rle_0_sqr d) as Q; unfold Rsqr in Q; lra).
        pose proof (Rmult_le_compat_l _ _ _ (Rmult_le_pos _ _ M0 D0) share). lra.
      + transitivity (d * d / 6 * (M * dot n p is_down + dot n p is_up * dot n p down)); [rewrite mean_down; ring|].
        unfold M, dot. rewrite !vsum_product, <- vsum_plus, <- vsum_scal. apply vsum_ext. intros i _.
        rewrite <- vsum_plus, <- vsum_scal. apply vsum_ext. intros; ring.
  Qed.

  Theorem form_le_spread : dot n v (mulv n (hess n b p) v) <= d * d / 6.
  Proof.
    rewrite (quadratic_hess n b p v P).
    rewrite (vsum_ext n _ (fun i => p i * (r i * (y i * y i)))) by (intros; unfold r, weight, y; ring).
    fold (dot n p (fun i => r i * (y i * y i))).
    assert (M0 : 0 <= M) by (apply vsum_nonneg; intros i Hi; apply Rmult_le_pos; [apply P, Hi|apply Rmax_r]).
    destruct M0 as [M0|M0]; [apply Rmult_le_reg_l with M; [exact M0|exact mixture]|].
    replace (dot n p (fun i => r i * (y i * y i))) with 0;
      [pose proof (Rle_0_sqr d) as Q; unfold Rsqr in Q; lra|].
    symmetry. apply vsum_zero. intros i Hi.
    assert (Zu : p i * up i = 0).
    { pose proof (vsum_term n i (fun i => p i * up i)) as T. fold (dot n p up) in T. fold M in T. rewrite <- M0 in T.
      assert (0 <= p i * up i) by (apply Rmult_le_pos; [apply P, Hi|apply Rmax_r]).
      specialize (T ltac:(intros; apply Rmult_le_pos; [apply P; assumption|apply Rmax_r]) Hi). lra. }
    assert (Zd : p i * down i = 0).
    { pose proof (vsum_term n i (fun i => p i * down i)) as T. fold (dot n p down) in T. rewrite mean_down, <- M0 in T.
      assert (0 <= p i * down i) by (apply Rmult_le_pos; [apply P, Hi|apply Rmax_r]).
      specialize (T ltac:(intros; apply Rmult_le_pos; [apply P; assumption|apply Rmax_r]) Hi). lra. }
    assert (Zy : p i * y i = 0).
    { revert Zu Zd. unfold up, down, Rmax.
      destruct (Rle_dec (y i) 0), (Rle_dec (- y i) 0); intros; [replace (y i) with 0 by lra|..]; lra. }
    transitivity (r i * y i * (p i * y i)); [ring|rewrite Zy; ring].
  Qed.
End Form.

(** (v_i - v_j)^2 <= 2 |v|^2. *)
Theorem form_le_third n b p v : probability n p -> (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  dot n v (mulv n (hess n b p) v) <= dot n v v / 3.
Proof.
  intros P Hb Hb1. pose proof (sqrt_pos (2 * dot n v v)) as D. pose proof (dot_self n v) as N.
  pose proof (form_le_spread n b p v (sqrt (2 * dot n v v)) P Hb Hb1) as F.
  rewrite sqrt_sqrt in F by lra. enough (dot n v (mulv n (hess n b p) v) <= 2 * dot n v v / 6) by lra. apply F.
  intros i j Hi Hj. eapply Rle_trans; [apply Rle_abs|]. rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt.
  exact (spread_le_norm2 n v i j Hi Hj).
Qed.
