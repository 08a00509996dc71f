(** What is true of Example 2 of Nair25: proofs of the claims of [two_large_entries.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Powers.
Local Open Scope R_scope.

Set Default Proof Using "All".

Local Notation J q := (msub (vdiag q) (outer q q)).
Local Notation e i := (vunit i%nat).
Local Notation rest := (vsub (vsub (vconst 1) (e 0)) (e 1)).
Local Notation example n delta :=
  (vadd (vscale (1 / 2 - delta) (vadd (e 0) (e 1))) (vscale (2 * delta / (INR n + (- 2))) rest)).
Local Notation direction c := (hdiv (vsub (e 0) (e 1)) (vconst c)).

(** ** (1, -1, 0, ..., 0) is an eigenvector where the first two entries are equal *)

Lemma two_entries n (u : vec) : (2 <= n)%nat -> dot n u (vsub (e 0) (e 1)) = u 0%nat - u 1%nat.
Proof. intros Hn. unfold vsub. rewrite dot_minus_r, !dot_delta by lia. reflexivity. Qed.

Lemma eigen n q t c i : (2 <= n)%nat -> q 0%nat = t -> q 1%nat = t -> (i < n)%nat ->
  mulv n (J q) (direction c) i = t * direction c i.
Proof.
  intros Hn H0 H1 Hi. rewrite mulv_jacobian by exact Hi. unfold jac.
  rewrite (dot_ext n q q (direction c) (fun k => / c * vsub (e 0) (e 1) k))
    by (intros; unfold hdiv, vconst, Rdiv; try reflexivity; apply Rmult_comm).
  rewrite dot_scal_r, two_entries, H0, H1 by exact Hn. unfold hdiv, vsub, vunit, vconst, Rdiv.
  destruct i as [|[|i]]; simpl; rewrite ?H0, ?H1; ring.
Qed.

Theorem any_shares : forall (n : nat) (w : vec) (t : R), (1 <= n)%nat -> 2 <= INR n -> forall i : nat, (i < n)%nat ->
  mulv n (J (vadd (vscale t (vadd (e 0) (e 1))) (hmul rest w))) (direction 1) i = vscale t (direction 1) i.
Proof.
  intros n w t _ H2 i Hi. apply eigen; [apply INR_le; simpl; lra| | |exact Hi];
    unfold vadd, vscale, hmul, vsub, vconst, vunit; simpl; ring.
Qed.

(** ** The example *)

Section Example.
  Variables (n : nat) (delta : R).
  Hypotheses (Hn : (1 <= n)%nat) (H3 : 3 <= INR n) (d0 : 0 < delta) (d1 : delta < 1 / 2) (nonzero : INR n + (- 2) <> 0).

  Lemma example_eigen c i : (i < n)%nat ->
    mulv n (J (example n delta)) (direction c) i = (1 / 2 - delta) * direction c i.
  Proof.
    intros Hi. apply eigen; [apply INR_le; simpl; lra| | |exact Hi];
      unfold vadd, vscale, vsub, vconst, vunit; simpl; field; exact nonzero.
  Qed.

  Theorem eigenvector : forall i : nat, (i < n)%nat ->
    mulv n (J (example n delta)) (direction 1) i = vscale (1 / 2 - delta) (direction 1) i.
  Proof. intros i Hi. apply example_eigen, Hi. Qed.

  Lemma first c : mulv n (J (example n delta)) (direction c) 0%nat = (1 / 2 - delta) / c.
  Proof. rewrite example_eigen by lia. unfold hdiv, vsub, vunit, vconst, Rdiv. simpl. ring. Qed.

  Theorem first_entry__p_1 : mulv n (J (example n delta)) (direction 2) 0%nat = (1 / 2 - delta) / 2.
  Proof. apply first. Qed.
  Theorem first_entry__p_2 : mulv n (J (example n delta)) (direction (sqrt 2)) 0%nat = (1 / 2 - delta) / sqrt 2.
  Proof. apply first. Qed.
  Theorem first_entry__p_inf : mulv n (J (example n delta)) (direction 1) 0%nat = (1 / 2 - delta) / 1.
  Proof. apply first. Qed.

  (** The norm of (1, -1, 0, ..., 0) / 2^{1/p} is 1: a sum over two entries. *)
  Lemma sum_of_two (u : vec) : u 0%nat = u 1%nat -> (forall i, u (S (S i)) = 0) -> vsum n u = 2 * u 0%nat.
  Proof.
    intros E Z. assert (H2 : (2 <= n)%nat) by (apply INR_le; simpl; lra).
    rewrite (vsum_ext n u (fun i => (if Nat.eqb i 0 then u i else 0) + (if Nat.eqb i 1 then u i else 0))).
    - rewrite vsum_plus, !vsum_delta, <- E by lia. ring.
    - intros [|[|i]] _; simpl; [ring|ring|rewrite Z; ring].
  Qed.

  Lemma size_1 : norm1 n (mulv n (J (example n delta)) (direction 2)) = 1 / 2 - delta.
  Proof.
    rewrite (norm1_ext n _ _ (example_eigen 2)). unfold norm1.
    rewrite sum_of_two; unfold hdiv, vsub, vunit, vconst; simpl.
    - rewrite Rabs_pos_eq; lra.
    - rewrite <- Rabs_Ropp. f_equal. field.
    - intros i. replace ((1 / 2 - delta) * ((0 - 0) / 2)) with 0 by field. apply Rabs_R0.
  Qed.

  Lemma size_2 : norm2 n (mulv n (J (example n delta)) (direction (sqrt 2))) = 1 / 2 - delta.
  Proof.
    pose proof (sqrt_lt_R0 2 ltac:(lra)) as R2. pose proof (sqrt_sqrt 2 ltac:(lra)) as S2.
    rewrite (norm2_ext n _ _ (example_eigen (sqrt 2))), norm2_scal, Rabs_pos_eq by lra.
    replace (norm2 n (direction (sqrt 2))) with 1; [ring|]. symmetry. rewrite <- sqrt_1. unfold norm2. f_equal.
    unfold dot. rewrite sum_of_two; unfold hdiv, vsub, vunit, vconst; simpl.
    - replace 2 with (sqrt 2 * sqrt 2) at 1 by exact S2. field. lra.
    - field. lra.
    - intros i. field. lra.
  Qed.

  Lemma size_inf : norminf n (mulv n (J (example n delta)) (direction 1)) = 1 / 2 - delta.
  Proof.
    rewrite (norminf_ext n _ _ (example_eigen 1)). apply Rle_antisym.
    - apply norminf_le; [lra|]. intros [|[|i]] _; unfold hdiv, vsub, vunit, vconst; simpl.
      + rewrite Rabs_pos_eq; lra.
      + rewrite Rabs_left; lra.
      + replace ((1 / 2 - delta) * ((0 - 0) / 1)) with 0 by field. rewrite Rabs_R0. lra.
    - eapply Rle_trans; [|apply (entry_le_norminf n 0); lia]. unfold hdiv, vsub, vunit, vconst. simpl.
      eapply Rle_trans; [|apply Rle_abs]. lra.
  Qed.

  Theorem norm__p_1 : norm1 n (mulv n (J (example n delta)) (direction 2)) <= 1 / 2 - delta /\
    1 / 2 - delta <= norm1 n (mulv n (J (example n delta)) (direction 2)).
  Proof. rewrite size_1. lra. Qed.

  Theorem norm__p_2 : norm2 n (mulv n (J (example n delta)) (direction (sqrt 2))) <= 1 / 2 - delta /\
    1 / 2 - delta <= norm2 n (mulv n (J (example n delta)) (direction (sqrt 2))).
  Proof. rewrite size_2. lra. Qed.

  Theorem norm__p_inf : norminf n (mulv n (J (example n delta)) (direction 1)) <= 1 / 2 - delta /\
    1 / 2 - delta <= norminf n (mulv n (J (example n delta)) (direction 1)).
  Proof. rewrite size_inf. lra. Qed.

  Lemma near_half a : a = 1 / 2 - delta -> Rabs (a + - (1 / 2)) <= delta.
  Proof. intros ->. apply Rabs_le. lra. Qed.

  Theorem approaches_half__p_1 : Rabs (norm1 n (mulv n (J (example n delta)) (direction 2)) + (- (1 / 2))) <= delta.
  Proof. apply near_half, size_1. Qed.

  Theorem approaches_half__p_2 :
    Rabs (norm2 n (mulv n (J (example n delta)) (direction (sqrt 2))) + (- (1 / 2))) <= delta.
  Proof. apply near_half, size_2. Qed.

  Theorem approaches_half__p_inf : Rabs (norminf n (mulv n (J (example n delta)) (direction 1)) + (- (1 / 2))) <= delta.
  Proof. apply near_half, size_inf. Qed.
End Example.

(** ** Every p *)

Theorem first_entry_p : forall (n : nat) (delta p : R), (1 <= n)%nat -> 3 <= INR n -> 0 < delta -> delta < 1 / 2 ->
  1 <= p -> INR n + (- 2) <> 0 -> p <> 0 ->
  mulv n (J (example n delta)) (direction (rpow 2 (1 / p))) 0%nat = (1 / 2 - delta) / rpow 2 (1 / p).
Proof. intros. apply first; assumption. Qed.

Theorem norm_p : forall (n : nat) (delta p : R), (1 <= n)%nat -> 3 <= INR n -> 0 < delta -> delta < 1 / 2 ->
  1 <= p -> INR n + (- 2) <> 0 -> p <> 0 -> 0 < p ->
  normp n p (mulv n (J (example n delta)) (direction (rpow 2 (1 / p)))) = 1 / 2 - delta.
Proof.
  intros n delta p Hn H3 d0 d1 _ nonzero _ Hp. set (c := rpow 2 (1 / p)).
  assert (C : 0 < c) by (apply rpow_pos; lra).
  rewrite (normp_ext n p _ _ (example_eigen n delta Hn H3 d0 d1 nonzero c)), normp_scal, Rabs_pos_eq by lra.
  replace (normp n p (direction c)) with 1; [ring|]. unfold normp.
  rewrite (sum_of_two n delta Hn H3 d0 d1 nonzero); unfold hdiv, vsub, vunit, vconst; simpl.
  - replace (2 * rpow (Rabs ((1 - 0) / c)) p) with 1.
    + rewrite rpow_Rpower by lra. unfold Rpower. rewrite ln_1, Rmult_0_r, exp_0. reflexivity.
    + replace 2 with (rpow c p) by (apply root_rpow; lra).
      rewrite <- rpow_mult by (lra || apply Rabs_pos). rewrite Rabs_pos_eq.
      * replace (c * ((1 - 0) / c)) with 1 by (field; lra). rewrite rpow_Rpower by lra. unfold Rpower.
        rewrite ln_1, Rmult_0_r, exp_0. reflexivity.
      * rewrite Rminus_0_r. left. apply Rdiv_lt_0_compat; lra.
  - f_equal. rewrite <- Rabs_Ropp. f_equal. field. lra.
  - intros i. replace ((0 - 0) / c) with 0 by (field; lra). rewrite Rabs_R0. apply rpow_0.
Qed.
