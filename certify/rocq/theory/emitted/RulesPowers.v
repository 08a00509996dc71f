(** * Rules of the norm calculus: powers and roots, from above and from below. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Scalars Quantities RulesEntries.
Local Open Scope R_scope.

Lemma power_le k {a r} : Rabs a <= r -> Rabs (a ^ k) <= r ^ k.
Proof. intros H. rewrite <- RPow_abs. apply pow_incr. split; [apply Rabs_pos|exact H]. Qed.

Lemma size_power0 k {a r} : size0 a r -> size0 (a ^ k) (r ^ k).
Proof. apply power_le. Qed.

Lemma size_power1 k {n v r} : size1 n v r -> size1 n (vmap (fun t => t ^ k) v) (r ^ k).
Proof. intros [H0 H]. split; [apply pow_le, H0|]. intros i Hi. apply power_le, H, Hi. Qed.

Lemma size_negative_power0 k {a r} : floor0 a r -> 0 < r -> size0 (/ a ^ k) (/ r ^ k).
Proof.
  intros [_ H] Hr. apply inverse_le; [apply pow_lt, Hr|]. apply pow_incr. lra.
Qed.

Lemma size_root0 {a r} : size0 a r -> size0 (sqrt a) (sqrt r).
Proof.
  intros H. unfold size0. rewrite Rabs_pos_eq by apply sqrt_pos. apply sqrt_le_1_alt, left_side, H.
Qed.

Lemma floor_power0 k {a r} : floor0 a r -> floor0 (a ^ k) (r ^ k).
Proof. intros [H0 H]. split; [apply pow_le, H0|]. apply pow_incr. lra. Qed.

Lemma floor_even_power0 k a : floor0 (a ^ (2 * k)) 0.
Proof. split; [lra|]. rewrite pow_mult. apply pow_le, pow2_ge_0. Qed.

Lemma floor_root0 {a r} : floor0 a r -> floor0 (sqrt a) (sqrt r).
Proof. intros [_ H]. split; [apply sqrt_pos|]. apply sqrt_le_1_alt, H. Qed.

Lemma floor_ones1 n : floor1 n (vconst 1) 1.
Proof. split; [lra|]. intros i _. apply Rle_refl. Qed.
