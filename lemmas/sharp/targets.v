(** The shifted target: proofs of the claims of [targets.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Moves Regression.
From Lemmas.lsxyz23 Require Import bounded_shift.
Local Open Scope R_scope.

(** The new target b + f - g, where f and g are the values of softmax before and after. *)
Local Notation target b f g := (vsub (vadd b f) g).

Lemma total n (b z w : vec) : (1 <= n)%nat -> vsum n (target b (softmax n z) (softmax n w)) = vsum n b.
Proof.
  intros Hn. unfold vsub, vadd. rewrite vsum_minus, vsum_plus, !(proj2 (softmax_probability n _ Hn)). ring.
Qed.

Lemma lower n (b z w : vec) i : (1 <= n)%nat -> 0 <= b i -> (i < n)%nat ->
  - norminf n (vsub w z) / 2 <= target b (softmax n z) (softmax n w) i.
Proof.
  intros Hn Hb Hi. pose proof (softmax_half_norminf n w z Hn) as H.
  pose proof (entry_le_norminf n i (fun k => softmax n w k - softmax n z k) Hi) as E. cbv beta in E.
  change (norminf n (fun k => w k - z k)) with (norminf n (vsub w z)) in H.
  pose proof (Rle_abs (softmax n w i - softmax n z i)). unfold vsub at 2, vadd. lra.
Qed.

Lemma size n (b z w : vec) : (1 <= n)%nat -> norm1 n b <= 1 ->
  norm1 n (target b (softmax n z) (softmax n w)) <= 1 + norminf n (vsub w z).
Proof.
  intros Hn Hb. pose proof (softmax_norm1_norminf n w z Hn) as H.
  rewrite (norm1_ext n _ (fun i => b i + (softmax n z i - softmax n w i))) by (intros; unfold vsub, vadd; ring).
  eapply Rle_trans; [apply norm1_triangle|].
  replace (norm1 n (fun i => softmax n z i - softmax n w i)) with (norm1 n (vsub (softmax n w) (softmax n z)))
    by (apply vsum_ext; intros; apply Rabs_minus_sym). lra.
Qed.

(** ** x moves *)

Theorem shift_x : forall (d n : nat) (A : mat) (b x_next x_t : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  opbound n d A r ->
  norm2 n (vsub (target b (softmax n (mulv d A x_t)) (softmax n (mulv d A x_next))) b)
  <= r / 2 * norm2 d (vsub x_next x_t).
Proof. intros d n A b x_next x_t r _ Hn HA. rewrite size_of_shift. apply f_lipschitz_in_x; assumption. Qed.

Theorem total_x : forall (d n : nat) (A : mat) (b x_next x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  vsum n (target b (softmax n (mulv d A x_t)) (softmax n (mulv d A x_next))) = vsum n b.
Proof. intros d n A b x_next x_t _ Hn. apply total, Hn. Qed.

Theorem lower_x : forall (d n : nat) (A : mat) (b x_next x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> forall i : nat, (i < n)%nat ->
  - norminf n (mulv d A (vsub x_next x_t)) / 2
  <= target b (softmax n (mulv d A x_t)) (softmax n (mulv d A x_next)) i.
Proof. intros d n A b x_next x_t _ Hn Hb i Hi. rewrite <- vsub_mulv. apply lower; auto. Qed.

Theorem norm_x : forall (d n : nat) (A : mat) (b x_next x_t : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm1 n (target b (softmax n (mulv d A x_t)) (softmax n (mulv d A x_next)))
  <= 1 + norminf n (mulv d A (vsub x_next x_t)).
Proof. intros d n A b x_next x_t _ Hn _ Hb. rewrite <- vsub_mulv. apply size; assumption. Qed.

(** ** A moves *)

Theorem shift_A : forall (d n : nat) (A_next A_t : mat) (b x : vec) (r : R), (1 <= d)%nat -> (1 <= n)%nat ->
  forall s : R, opbound n d (msub A_next A_t) s -> (forall t : R, opbound n d (msub A_next A_t) t -> s <= t) ->
  norm2 d x <= r ->
  norm2 n (vsub (target b (softmax n (mulv d A_t x)) (softmax n (mulv d A_next x))) b) <= r / 2 * s.
Proof. intros d n A_next A_t b x r _ Hn s Hs _ Hx. rewrite size_of_shift. apply f_lipschitz_in_A; assumption. Qed.

Theorem total_A : forall (d n : nat) (A_next A_t : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  vsum n (target b (softmax n (mulv d A_t x)) (softmax n (mulv d A_next x))) = vsum n b.
Proof. intros d n A_next A_t b x _ Hn. apply total, Hn. Qed.

Theorem lower_A : forall (d n : nat) (A_next A_t : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> forall i : nat, (i < n)%nat ->
  - norminf n (mulv d (msub A_next A_t) x) / 2
  <= target b (softmax n (mulv d A_t x)) (softmax n (mulv d A_next x)) i.
Proof. intros d n A_next A_t b x _ Hn Hb i Hi. rewrite <- vsub_mulv_l. apply lower; auto. Qed.

Theorem norm_A : forall (d n : nat) (A_next A_t : mat) (b x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  norm1 n (target b (softmax n (mulv d A_t x)) (softmax n (mulv d A_next x)))
  <= 1 + norminf n (mulv d (msub A_next A_t) x).
Proof. intros d n A_next A_t b x _ Hn _ Hb. rewrite <- vsub_mulv_l. apply size; assumption. Qed.
