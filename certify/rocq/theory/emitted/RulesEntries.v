(** * Rules of the norm calculus: bounds of entries, from above and from below.

    One lemma a rule; a rule that speaks of numbers, vectors and matrices has one for each, which ends in 0, 1 or 2. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Scalars Hyperbolic HyperbolicTangent Quantities.
Local Open Scope R_scope.

(** ** Sizes of entries *)

Lemma product_le {a b r s} : Rabs a <= r -> Rabs b <= s -> Rabs (a * b) <= r * s.
Proof. intros H K. rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; assumption. Qed.

Lemma size_own0 a : size0 a (Rabs a).
Proof. apply Rle_refl. Qed.

Lemma size_nonneg0 {a} : 0 <= a -> size0 a a.
Proof. intros H. unfold size0. rewrite Rabs_pos_eq; lra. Qed.

Lemma size_constant0 {a} r : - r <= a -> a <= r -> size0 a r.
Proof. intros. apply Rabs_le; lra. Qed.

Lemma size_constant1 n {a} r : 0 <= r -> - r <= a -> a <= r -> size1 n (vconst a) r.
Proof. intros. split; [lra|]. intros i _. apply Rabs_le. unfold vconst. lra. Qed.

Lemma size_sign0 {a r} : size0 a r -> size0 (- a) r.
Proof. unfold size0. rewrite Rabs_Ropp. trivial. Qed.

Lemma size_sign1 {n v r} : size1 n v r -> size1 n (vopp v) r.
Proof. intros [H0 H]. split; [exact H0|]. intros i Hi. unfold vopp. rewrite Rabs_Ropp. apply H, Hi. Qed.

Lemma size_abs0 {a r} : size0 a r -> size0 (Rabs a) r.
Proof. unfold size0. rewrite Rabs_Rabsolu. trivial. Qed.

Lemma size_abs1 {n v r} : size1 n v r -> size1 n (vmap Rabs v) r.
Proof. intros [H0 H]. split; [exact H0|]. intros i Hi. unfold vmap. rewrite Rabs_Rabsolu. apply H, Hi. Qed.

Lemma size_triangle0 {a b r s} : size0 a r -> size0 b s -> size0 (a + b) (r + s).
Proof. unfold size0. intros. eapply Rle_trans; [apply Rabs_triang|]. lra. Qed.

Lemma size_triangle1 {n u v r s} : size1 n u r -> size1 n v s -> size1 n (vadd u v) (r + s).
Proof.
  intros [H0 H] [K0 K]. split; [lra|]. intros i Hi. eapply Rle_trans; [apply Rabs_triang|].
  specialize (H i Hi). specialize (K i Hi). lra.
Qed.

Lemma size_product0 {a b r s} : size0 a r -> size0 b s -> size0 (a * b) (r * s).
Proof. apply product_le. Qed.

Lemma size_product1 {n u v r s} : size1 n u r -> size1 n v s -> size1 n (hmul u v) (r * s).
Proof.
  intros [H0 H] [K0 K]. split; [apply Rmult_le_pos; assumption|]. intros i Hi. apply product_le; auto.
Qed.

Lemma size_scaling1 {n a v r s} : size0 a r -> size1 n v s -> size1 n (vscale a v) (r * s).
Proof.
  intros H [K0 K]. split; [apply Rmult_le_pos; [apply (size0_nonneg H)|assumption]|].
  intros i Hi. apply product_le; auto.
Qed.

Lemma inverse_le {b s} : 0 < s -> s <= b -> Rabs (/ b) <= / s.
Proof.
  intros Hs H. rewrite Rabs_pos_eq by (left; apply Rinv_0_lt_compat; lra). apply Rinv_le_contravar; lra.
Qed.

(** |a / b| <= |a| / min b. *)
Lemma size_quotient0 {a b r s} : size0 a r -> floor0 b s -> 0 < s -> size0 (a / b) (r / s).
Proof. intros H [_ K] Hs. apply product_le; [exact H|]. apply inverse_le; assumption. Qed.

Lemma left_side {a r} : size0 a r -> a <= r.
Proof. intros H. pose proof (Rle_abs a). unfold size0 in H. lra. Qed.

(** ** Exponentials *)

Lemma size_exp0 {a r} : size0 a r -> size0 (exp a) (exp r).
Proof. apply abs_exp_le. Qed.

Lemma size_cosh0 {a r} : size0 a r -> size0 (cosh a) (exp r).
Proof. apply abs_cosh_le_exp. Qed.

Lemma size_sinh0 {a r} : size0 a r -> size0 (sinh a) (exp r).
Proof. apply abs_sinh_le_exp. Qed.

Lemma size_exp1 {n v r} : size1 n v r -> size1 n (vexp v) (exp r).
Proof. intros [_ H]. split; [left; apply exp_pos|]. intros i Hi. apply size_exp0, H, Hi. Qed.

Lemma size_cosh1 {n v r} : size1 n v r -> size1 n (vmap cosh v) (exp r).
Proof. intros [_ H]. split; [left; apply exp_pos|]. intros i Hi. apply size_cosh0, H, Hi. Qed.

Lemma size_sinh1 {n v r} : size1 n v r -> size1 n (vmap sinh v) (exp r).
Proof. intros [_ H]. split; [left; apply exp_pos|]. intros i Hi. apply size_sinh0, H, Hi. Qed.

Lemma size_tanh0 a : size0 (tanh a) 1.
Proof. apply abs_tanh_le_1. Qed.

Lemma size_tanh1 n v : size1 n (vmap tanh v) 1.
Proof. split; [lra|]. intros i _. apply size_tanh0. Qed.

(** ** Norms as numbers *)

Lemma size_norm2 {n v r} : norm2 n v <= r -> size0 (norm2 n v) r.
Proof. intros H. unfold size0. rewrite Rabs_pos_eq by apply norm2_nonneg. exact H. Qed.

Lemma size_norm1 {n v r} : norm1 n v <= r -> size0 (norm1 n v) r.
Proof. intros H. unfold size0. rewrite Rabs_pos_eq by apply norm1_nonneg. exact H. Qed.

Lemma size_norminf {n v r} : size1 n v r -> size0 (norminf n v) r.
Proof. intros [H0 H]. unfold size0. rewrite Rabs_pos_eq by apply norminf_nonneg. apply norminf_le; assumption. Qed.

(** The norms that the l_1 and the l_infinity norm of vectors induce: the largest sum of a column, of a row. *)
Lemma size_columns {m n M r} : columns2 m n M r -> size0 (norminf n (fun j => norm1 m (col M j))) r.
Proof.
  intros [H0 H]. apply size_norminf. split; [exact H0|]. intros j Hj. rewrite Rabs_pos_eq by apply norm1_nonneg.
  apply H, Hj.
Qed.

Lemma size_rows {m n M r} : rows2 m n M r -> size0 (norminf m (fun i => norm1 n (row M i))) r.
Proof.
  intros [H0 H]. apply size_norminf. split; [exact H0|]. intros i Hi. rewrite Rabs_pos_eq by apply norm1_nonneg.
  apply H, Hi.
Qed.

(** ** Bounds from below *)

Lemma floor_constant0 {a} : 0 <= a -> floor0 a a.
Proof. intros H. split; lra. Qed.

Lemma floor_given0 {a r} : 0 <= r -> r <= a -> floor0 a r.
Proof. intros. split; assumption. Qed.

Lemma floor_given1 {n v r} : 0 <= r -> (forall i, (i < n)%nat -> r <= v i) -> floor1 n v r.
Proof. intros. split; assumption. Qed.

Lemma floor_nonneg0 {a} : 0 <= a -> floor0 a 0.
Proof. intros H. split; lra. Qed.

Lemma floor_nonneg1 {n v} : (forall i, (i < n)%nat -> 0 <= v i) -> floor1 n v 0.
Proof. intros H. split; [lra|exact H]. Qed.

(** e^t >= e^-|t|. *)
Lemma floor_exp0 {a r} : size0 a r -> floor0 (exp a) (exp (- r)).
Proof. intros H. apply Rabs_le_between in H. split; [left; apply exp_pos|]. apply exp_le. lra. Qed.

Lemma floor_exp1 {n v r} : size1 n v r -> floor1 n (vexp v) (exp (- r)).
Proof. intros [_ H]. split; [left; apply exp_pos|]. intros i Hi. apply floor_exp0, H, Hi. Qed.

Lemma floor_exp_grows0 {a r} : floor0 a r -> floor0 (exp a) (exp r).
Proof. intros [_ H]. split; [left; apply exp_pos|]. apply exp_le, H. Qed.

Lemma floor_exp_grows1 {n v r} : floor1 n v r -> floor1 n (vexp v) (exp r).
Proof. intros [_ H]. split; [left; apply exp_pos|]. intros i Hi. apply exp_le, H, Hi. Qed.

Lemma floor_cosh0 a : floor0 (cosh a) 1.
Proof. split; [lra|apply cosh_ge_1]. Qed.

Lemma floor_cosh1 n v : floor1 n (vmap cosh v) 1.
Proof. split; [lra|]. intros i _. apply cosh_ge_1. Qed.

Lemma floor_sum0 {a b r s} : floor0 a r -> floor0 b s -> floor0 (a + b) (r + s).
Proof. intros [] []. split; lra. Qed.

Lemma floor_product0 {a b r s} : floor0 a r -> floor0 b s -> floor0 (a * b) (r * s).
Proof. intros [H0 H] [K0 K]. split; [apply Rmult_le_pos; assumption|]. apply Rmult_le_compat; assumption. Qed.

Lemma floor_square0 a : floor0 (a * a) 0.
Proof. split; [lra|apply Rle_0_sqr]. Qed.

Lemma floor_dot_square n v : floor0 (dot n v v) 0.
Proof. split; [lra|apply dot_self]. Qed.

(** A sum is at least its number of terms times the least of them. *)
Lemma floor_total {n v r} : floor1 n v r -> floor0 (vsum n v) (INR n * r).
Proof.
  intros [H0 H]. split; [apply Rmult_le_pos; [apply pos_INR|exact H0]|].
  rewrite <- vsum_const. apply vsum_le. exact H.
Qed.

(** ** One-sided bounds *)

(** What is linear in the bounds of an entry holds entry by entry. *)
Local Ltac entrywise :=
  unfold above0, above1, under0, under1, floor0, floor1, vadd, vopp, vscale; intros;
  repeat match goal with H : _ /\ _ |- _ => destruct H end; split; [nra|];
  try (intros i Hi; repeat match goal with H : forall i, (i < _)%nat -> _ |- _ => specialize (H i Hi) end); nra.

Lemma above_size0 {a r} : size0 a r -> above0 a r.
Proof. intros H. split; [apply (size0_nonneg H)|apply (left_side H)]. Qed.

Lemma above_size1 {n v r} : size1 n v r -> above1 n v r.
Proof. intros [H0 H]. split; [exact H0|]. intros i Hi. apply above_size0, H, Hi. Qed.

Lemma under_size0 {a r} : size0 a r -> under0 a r.
Proof. intros H. split; [apply (size0_nonneg H)|]. apply Rabs_le_between in H. lra. Qed.

Lemma under_size1 {n v r} : size1 n v r -> under1 n v r.
Proof. intros [H0 H]. split; [exact H0|]. intros i Hi. apply under_size0, H, Hi. Qed.

Lemma above_sum0 {a b r s} : above0 a r -> above0 b s -> above0 (a + b) (r + s).
Proof. entrywise. Qed.

Lemma above_sum1 {n u v r s} : above1 n u r -> above1 n v s -> above1 n (vadd u v) (r + s).
Proof. entrywise. Qed.

Lemma under_sum0 {a b r s} : under0 a r -> under0 b s -> under0 (a + b) (r + s).
Proof. entrywise. Qed.

Lemma under_sum1 {n u v r s} : under1 n u r -> under1 n v s -> under1 n (vadd u v) (r + s).
Proof. entrywise. Qed.

Lemma above_sign0 {a r} : under0 a r -> above0 (- a) r.
Proof. entrywise. Qed.

Lemma above_sign1 {n v r} : under1 n v r -> above1 n (vopp v) r.
Proof. entrywise. Qed.

Lemma under_sign0 {a r} : above0 a r -> under0 (- a) r.
Proof. entrywise. Qed.

Lemma under_sign1 {n v r} : above1 n v r -> under1 n (vopp v) r.
Proof. entrywise. Qed.

Lemma under_floor0 {a r} : floor0 a r -> under0 a 0.
Proof. entrywise. Qed.

Lemma under_floor1 {n v r} : floor1 n v r -> under1 n v 0.
Proof. entrywise. Qed.

(** A number times an array: by its sign, the same side or the other one. *)
Lemma above_multiple0 {c a r} : 0 <= c -> above0 a r -> above0 (c * a) (c * r).
Proof. entrywise. Qed.

Lemma above_multiple1 {n c v r} : 0 <= c -> above1 n v r -> above1 n (vscale c v) (c * r).
Proof. entrywise. Qed.

Lemma under_multiple0 {c a r} : 0 <= c -> under0 a r -> under0 (c * a) (c * r).
Proof. entrywise. Qed.

Lemma under_multiple1 {n c v r} : 0 <= c -> under1 n v r -> under1 n (vscale c v) (c * r).
Proof. entrywise. Qed.

Lemma above_opposite0 {c a r} : c <= 0 -> under0 a r -> above0 (c * a) (- c * r).
Proof. entrywise. Qed.

Lemma above_opposite1 {n c v r} : c <= 0 -> under1 n v r -> above1 n (vscale c v) (- c * r).
Proof. entrywise. Qed.

Lemma under_opposite0 {c a r} : c <= 0 -> above0 a r -> under0 (c * a) (- c * r).
Proof. entrywise. Qed.

Lemma under_opposite1 {n c v r} : c <= 0 -> above1 n v r -> under1 n (vscale c v) (- c * r).
Proof. entrywise. Qed.

Lemma above_number0 {a} r : 0 <= r -> a <= r -> above0 a r.
Proof. entrywise. Qed.

Lemma under_number0 {a} r : 0 <= r -> - r <= a -> under0 a r.
Proof. entrywise. Qed.

(** A factor that is never negative. *)
Lemma above_weight0 {a b l r s} : floor0 a l -> size0 a r -> above0 b s -> above0 (a * b) (r * s).
Proof.
  intros [Hl Ha] H [Hs Hb]. pose proof (size0_nonneg H). split; [apply Rmult_le_pos; assumption|].
  pose proof (left_side H). apply Rle_trans with (a * s); [apply Rmult_le_compat_l|apply Rmult_le_compat_r]; lra.
Qed.

Lemma under_weight0 {a b l r s} : floor0 a l -> size0 a r -> under0 b s -> under0 (a * b) (r * s).
Proof.
  intros F H K. pose proof (above_weight0 F H (above_sign0 K)) as [N L].
  split; lra.
Qed.

Lemma above_weight_second0 {a b l r s} : floor0 b l -> size0 b r -> above0 a s -> above0 (a * b) (r * s).
Proof. rewrite (Rmult_comm a). apply above_weight0. Qed.

Lemma under_weight_second0 {a b l r s} : floor0 b l -> size0 b r -> under0 a s -> under0 (a * b) (r * s).
Proof. rewrite (Rmult_comm a). apply under_weight0. Qed.

(** A bound of the size that is at least both. *)
Lemma size_sides0 {a r s} t : above0 a r -> under0 a s -> r <= t -> s <= t -> size0 a t.
Proof. intros [] [] ? ?. apply Rabs_le; lra. Qed.

Lemma size_sides1 {n v r s} t : above1 n v r -> under1 n v s -> r <= t -> s <= t -> size1 n v t.
Proof.
  intros [H0 H] [K0 K] ? ?. split; [lra|]. intros i Hi. specialize (H i Hi). specialize (K i Hi). apply Rabs_le; lra.
Qed.
