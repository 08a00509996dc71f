(** * The Hessian of the loss in the logits is between - 0.2406 I and (5/16) I.

    The form is affine in the target, so it is a mean of those at 0 and at the e_k; 0 is e_k for one more entry of
    probability 0.  Vectors v of norm 1 have spread at most sqrt(2). *)

From Coq Require Import Reals Arith Lia Lra.
From Certify Require Import Lang Sums Norms Matrices Symmetric Softmax LossHessian SpectrumLower SpectrumUpper.
Local Open Scope R_scope.

Lemma target_total n b : (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 -> 0 <= vsum n b <= 1.
Proof.
  intros Hb Hb1. split; [apply vsum_nonneg, Hb|].
  rewrite (vsum_ext n b (fun i => Rabs (b i))) by (intros; rewrite Rabs_pos_eq; auto). exact Hb1.
Qed.

(** A mean over a target and what is left of 1 is at most what its terms are. *)
Lemma target_mean_le n b m x0 (x : vec) : (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  x0 <= m -> (forall k, (k < n)%nat -> x k <= m) -> (1 - vsum n b) * x0 + dot n b x <= m.
Proof.
  intros Hb Hb1 H0 H. pose proof (target_total n b Hb Hb1) as B.
  assert (L : dot n b x <= vsum n b * m)
    by (rewrite <- vsum_scal_r; apply vsum_le; intros k Hk; apply Rmult_le_compat_l; auto).
  pose proof (Rmult_le_compat_l (1 - vsum n b) _ _ ltac:(lra) H0). lra.
Qed.

Lemma target_mean_between n b lo hi x0 (x : vec) : (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  lo <= x0 <= hi -> (forall k, (k < n)%nat -> lo <= x k <= hi) -> lo <= (1 - vsum n b) * x0 + dot n b x <= hi.
Proof.
  intros Hb Hb1 H0 H. split; [|apply target_mean_le; auto; [lra|intros; apply H; assumption]].
  pose proof (target_mean_le n b (- lo) (- x0) (fun k => - x k) Hb Hb1 ltac:(lra)) as L.
  replace (dot n b (fun k => - x k)) with (- dot n b x) in L by (unfold dot; rewrite <- vsum_opp; apply vsum_ext;
    intros; ring).
  enough (- ((1 - vsum n b) * x0 + dot n b x) <= - lo) by lra. eapply Rle_trans; [right|apply L]; [ring|].
  intros k Hk. destruct (H k Hk). lra.
Qed.

(** ** One more entry *)

Definition with_entry (n : nat) (a : R) (p : vec) : vec := fun j => if Nat.eqb j n then a else p j.

Lemma with_entry_below n a p j : (j < n)%nat -> with_entry n a p j = p j.
Proof. intros H. unfold with_entry. destruct (Nat.eqb_spec j n); [lia|reflexivity]. Qed.

Lemma with_entry_last n a p : with_entry n a p n = a.
Proof. unfold with_entry. rewrite Nat.eqb_refl. reflexivity. Qed.

Lemma with_zero_probability n p : probability n p -> probability (S n) (with_entry n 0 p).
Proof.
  intros [H E]. split.
  - intros j Hj. unfold with_entry. destruct (Nat.eqb_spec j n); [lra|apply H; lia].
  - simpl. rewrite with_entry_last, (vsum_ext n _ p (with_entry_below n 0 p)), E. ring.
Qed.

Lemma dot_with_entry n a p x y : dot (S n) (with_entry n a p) (with_entry n x y) = dot n p y + a * x.
Proof.
  unfold dot. simpl. rewrite !with_entry_last. f_equal. apply vsum_ext. intros j Hj.
  rewrite !with_entry_below by exact Hj. reflexivity.
Qed.

(** ** The form *)

Section Form.
  Variables (n : nat) (p v : vec).
  Hypothesis P : probability n p.

  Let form b := dot n v (mulv n (hess n b p) v).
  Let square j := (v j - dot n p v) * (v j - dot n p v).

  Let opened b : form b = dot n p (fun j => (2 * p j - b j - (dot n p p - dot n p b)) * square j).
  Proof.
    unfold form. rewrite (quadratic_hess n b p v P). apply vsum_ext. intros j _. unfold vsub, square.
    rewrite dot_minus_r. ring.
  Qed.

  Lemma form_affine b : form b = (1 - vsum n b) * form (vconst 0) + dot n b (fun k => form (vunit k)).
  Proof.
    set (w := fun j => (2 * p j - dot n p p) * square j). set (V := dot n p square).
    assert (E : forall b, form b = dot n p w - dot n b (fun j => p j * square j) + dot n p b * V).
    { intros c. rewrite opened. unfold w. set (s := dot n p p). set (t := dot n p c). unfold V. rewrite <- dot_scal_r.
      unfold dot. rewrite <- vsum_minus, <- vsum_plus. apply vsum_ext. intros; ring. }
    assert (Z : forall x, dot n (vconst 0) x = 0) by (intros; apply vsum_zero; intros; unfold vconst; ring).
    rewrite (E b), (E (vconst 0)), Z, (dot_sym n p (vconst 0)), Z.
    rewrite (dot_ext n b b (fun k => form (vunit k)) (fun k => dot n p w - p k * square k + p k * V)).
    - rewrite dot_plus_r, dot_minus_r. replace (dot n b (fun _ => dot n p w)) with (vsum n b * dot n p w)
        by (unfold dot at 2; rewrite vsum_scal_r; reflexivity).
      replace (dot n b (fun k => p k * V)) with (dot n p b * V); [ring|]. rewrite (dot_sym n p b). unfold dot.
      rewrite <- vsum_scal_r. apply vsum_ext. intros; ring.
    - reflexivity.
    - intros k Hk. rewrite E, (dot_sym n (vunit k)), !dot_delta by exact Hk. reflexivity.
  Qed.

  Hypothesis spread : forall i j, (i < n)%nat -> (j < n)%nat -> v i - v j <= 1.

  Let at_zero : - (1203 / 10000) <= form (vconst 0) <= 5 / 32.
  Proof.
    set (p' := with_entry n 0 p). set (v' := with_entry n (v O) v).
    pose proof (with_zero_probability n p P) as P'. fold p' in P'.
    assert (S' : forall i j, (i < S n)%nat -> (j < S n)%nat -> v' i - v' j <= 1).
    { assert (n1 : n <> O) by (intros Z; pose proof (proj2 P) as E; rewrite Z in E; simpl in E; lra).
      assert (Q : forall i, (i < S n)%nat -> exists k, (k < n)%nat /\ v' i = v k).
      { intros i Hi. unfold v', with_entry.
        destruct (Nat.eqb_spec i n); [exists O|exists i]; split; try lia; reflexivity. }
      intros i j Hi Hj. destruct (Q i Hi) as (k & Hk & ->). destruct (Q j Hj) as (l & Hl & ->).
      apply spread; assumption. }
    replace (form (vconst 0)) with (dot (S n) v' (mulv (S n) (hess (S n) (vunit n) p') v')).
    - split; [apply vertex_ge|apply vertex_le]; try assumption; lia.
    - rewrite opened, (quadratic_hess (S n) _ p' v' P'). unfold vsub.
      rewrite dot_minus_r, dot_delta by lia. unfold p', v'. rewrite !dot_with_entry, with_entry_last. cbn [vsum].
      rewrite with_entry_last, !Rmult_0_l, !Rplus_0_r. apply vsum_ext. intros j Hj.
      rewrite !with_entry_below by exact Hj. unfold vunit, vconst, square. rewrite (proj2 (Nat.eqb_neq j n)) by lia.
      replace (dot n p (fun _ => 0)) with 0 by (symmetry; apply vsum_zero; intros; ring).
      ring.
  Qed.

  Lemma form_between_spread b : (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
    - (1203 / 10000) <= form b <= 5 / 32.
  Proof.
    intros Hb Hb1. rewrite form_affine. apply target_mean_between; [exact Hb|exact Hb1|exact at_zero|].
    intros k Hk. split; [apply vertex_ge|apply vertex_le]; assumption.
  Qed.
End Form.

(** (v_i - v_j)^2 <= 2 |v|^2. *)
Theorem form_between n b p v : probability n p -> (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  - (2406 / 10000) * dot n v v <= dot n v (mulv n (hess n b p) v) <= 5 / 16 * dot n v v.
Proof.
  intros P Hb Hb1. destruct (dot_self n v) as [N|N].
  - set (d := sqrt (2 * dot n v v)). assert (d0 : 0 < d) by (apply sqrt_lt_R0; lra).
    assert (dd : d * d = 2 * dot n v v) by (apply sqrt_sqrt; lra). set (u := fun i => / d * v i).
    assert (F : dot n v (mulv n (hess n b p) v) = d * d * dot n u (mulv n (hess n b p) u)).
    { unfold u. rewrite dot_scal_l, (dot_ext n v v (mulv n (hess n b p) (fun i => / d * v i))
        (fun i => / d * mulv n (hess n b p) v i)) by (intros; reflexivity || apply mulv_scal).
      rewrite dot_scal_r. field. lra. }
    pose proof (form_between_spread n p u P) as B.
    enough (- (1203 / 10000) <= dot n u (mulv n (hess n b p) u) <= 5 / 32) as [L U].
    { apply (Rmult_le_compat_l (d * d)) in L, U; lra. }
    apply B; [|exact Hb|exact Hb1]. intros i j Hi Hj. unfold u.
    apply Rmult_le_reg_l with d; [exact d0|]. replace (d * (/ d * v i - / d * v j)) with (v i - v j) by (field; lra).
    rewrite Rmult_1_r. eapply Rle_trans; [apply Rle_abs|]. rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt.
    exact (spread_le_norm2 n v i j Hi Hj).
  - assert (Z : forall i, (i < n)%nat -> v i = 0)
      by (apply norm2_zero_entries; unfold norm2; rewrite <- N; apply sqrt_0).
    replace (dot n v (mulv n (hess n b p) v)) with 0; [lra|]. symmetry. apply vsum_zero. intros i Hi.
    rewrite (Z i Hi). ring.
Qed.

Theorem opbound_hess n b p : probability n p -> (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound n n (hess n b p) (5 / 16).
Proof.
  intros P Hb Hb1. apply symmetric_opbound; [lra|apply hess_symmetric|]. intros v.
  pose proof (form_between n b p v P Hb Hb1). pose proof (dot_self n v). lra.
Qed.

Corollary opbound_hess_half n b p : probability n p -> (forall i, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound n n (hess n b p) (1 / 2).
Proof. intros P Hb Hb1. apply opbound_weaken with (5 / 16); [apply opbound_hess; assumption|lra]. Qed.
