(** * Matrices as vectors, and Kronecker products.

    The entry (i, j) of a matrix with [n] columns is at the place [i * n + j] when it is read row by row. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices.
Local Open Scope R_scope.

(** ** Places *)

Lemma place_div n i j : (j < n)%nat -> ((i * n + j) / n = i)%nat.
Proof. intros H. symmetry. apply (Nat.div_unique (i * n + j) n i j); lia. Qed.

Lemma place_mod n i j : (j < n)%nat -> ((i * n + j) mod n = j)%nat.
Proof. intros H. symmetry. apply (Nat.mod_unique (i * n + j) n i j); lia. Qed.

Lemma place_lt m n i j : (i < m)%nat -> (j < n)%nat -> (i * n + j < m * n)%nat.
Proof. intros Hi Hj. nia. Qed.

Lemma div_lt_rows m n k : (k < m * n)%nat -> (k / n < m)%nat.
Proof. intros H. apply Nat.div_lt_upper_bound; lia. Qed.

Lemma mod_lt_columns m n k : (k < m * n)%nat -> (k mod n < n)%nat.
Proof. intros H. apply Nat.mod_upper_bound. lia. Qed.

Lemma place_eq n k : (1 <= n)%nat -> (k / n * n + k mod n = k)%nat.
Proof. intros H. rewrite (Nat.div_mod k n) at 3 by lia. lia. Qed.

(** Two places are the same where their rows and their columns are. *)
Lemma place_eqb n k l : (1 <= n)%nat ->
  Nat.eqb k l = (Nat.eqb (k / n) (l / n) && Nat.eqb (k mod n) (l mod n))%bool.
Proof.
  intros H. destruct (Nat.eqb_spec k l) as [->|E]; [rewrite !Nat.eqb_refl; reflexivity|].
  destruct (Nat.eqb_spec (k / n) (l / n)) as [D|]; [|reflexivity].
  destruct (Nat.eqb_spec (k mod n) (l mod n)) as [M|]; [|reflexivity].
  exfalso. apply E. rewrite <- (place_eq n k H), <- (place_eq n l H), D, M. reflexivity.
Qed.

(** ** Sums over places *)

Lemma vsum_split a b v : vsum (a + b) v = vsum a v + vsum b (fun j => v (a + j)%nat).
Proof.
  induction b as [|b IH]; simpl; [rewrite Nat.add_0_r; ring|].
  rewrite Nat.add_succ_r. simpl. rewrite IH. ring.
Qed.

Lemma vsum_places m n v : vsum (m * n) v = vsum m (fun i => vsum n (fun j => v (i * n + j)%nat)).
Proof.
  induction m as [|m IH]; simpl; [reflexivity|]. rewrite (Nat.add_comm n), vsum_split, IH. reflexivity.
Qed.

Lemma vsum_entries m n (M : mat) :
  vsum (m * n) (fun k => M (k / n)%nat (k mod n)%nat) = vsum m (fun i => vsum n (fun j => M i j)).
Proof.
  rewrite vsum_places. apply vsum_ext. intros i _. apply vsum_ext. intros j Hj.
  rewrite place_div, place_mod by exact Hj. reflexivity.
Qed.

(** ** vec and its inverse *)

(** Row by row, and column by column: [n] is the number of columns, [m] that of rows. *)
Definition vec_rows (n : nat) (M : mat) : vec := fun k => M (Nat.div k n) (Nat.modulo k n).
Definition vec_columns (m : nat) (M : mat) : vec := fun k => M (Nat.modulo k m) (Nat.div k m).
Definition unvec (n : nat) (v : vec) : mat := fun i j => v (i * n + j)%nat.

Lemma vec_rows_place n M i j : (j < n)%nat -> vec_rows n M (i * n + j)%nat = M i j.
Proof. intros H. unfold vec_rows. rewrite place_div, place_mod by exact H. reflexivity. Qed.

Lemma vec_unvec n v k : (1 <= n)%nat -> vec_rows n (unvec n v) k = v k.
Proof. intros H. unfold vec_rows, unvec. rewrite place_eq by exact H. reflexivity. Qed.

Lemma dot_vec_rows m n M N :
  dot (m * n) (vec_rows n M) (vec_rows n N) = vsum m (fun i => dot n (row M i) (row N i)).
Proof. exact (vsum_entries m n (fun i j => M i j * N i j)). Qed.

Lemma norm2_vec_rows m n M : norm2 (m * n) (vec_rows n M) = normfro m n M.
Proof. unfold norm2. rewrite dot_vec_rows. reflexivity. Qed.

Lemma norm2_vec_columns m n M : norm2 (m * n) (vec_columns m M) = normfro m n M.
Proof.
  rewrite Nat.mul_comm. change (vec_columns m M) with (vec_rows m (tr M)). rewrite norm2_vec_rows. unfold normfro.
  f_equal. exact (vsum_swap n m (fun i j => M j i * M j i)).
Qed.

(** A sum over the entries of a matrix of coefficients at their places. *)
Lemma dot_vec_rows_r m n w M :
  dot (m * n) w (vec_rows n M) = vsum m (fun i => vsum n (fun j => w (i * n + j)%nat * M i j)).
Proof.
  unfold dot. rewrite vsum_places. apply vsum_ext. intros i _. apply vsum_ext. intros j Hj.
  rewrite vec_rows_place by exact Hj. reflexivity.
Qed.

(** A unit matrix is a unit vector. *)
Lemma vec_rows_unit n k l : (1 <= n)%nat -> vec_rows n (outer (vunit (k / n)) (vunit (k mod n))) l = vunit k l.
Proof.
  intros H. unfold vec_rows, outer, vunit. rewrite (place_eqb n l k H).
  destruct (Nat.eqb (l / n) (k / n)), (Nat.eqb (l mod n) (k mod n)); simpl; ring.
Qed.

(** ** Kronecker products *)

(** [N] has [p] rows and [q] columns. *)
Definition kron (p q : nat) (M N : mat) : mat :=
  fun i j => M (Nat.div i p) (Nat.div j q) * N (Nat.modulo i p) (Nat.modulo j q).

(** (M kron N) vec(X) = vec(M X N^T), row by row, at every place. *)
Theorem mulv_kron p q r M N X i :
  mulv (p * q) (kron r q M N) (vec_rows q X) i = mulm q (mulm p M X) (tr N) (i / r)%nat (i mod r)%nat.
Proof.
  unfold mulv, kron, vec_rows.
  rewrite (vsum_entries p q (fun a b => M (i / r)%nat a * N (i mod r)%nat b * X a b)), vsum_swap.
  unfold mulm, tr. apply vsum_ext. intros b _. rewrite <- vsum_scal_r. apply vsum_ext. intros; ring.
Qed.

(** (A kron B) (C kron D) = (A C) kron (B D). *)
Theorem mulm_kron p q r s A B C D i j :
  mulm (p * q) (kron r q A B) (kron q s C D) i j = kron r s (mulm p A C) (mulm q B D) i j.
Proof.
  unfold mulm, kron. rewrite (vsum_entries p q (fun a b =>
    A (i / r)%nat a * B (i mod r)%nat b * (C a (j / s)%nat * D b (j mod s)%nat))), vsum_product.
  apply vsum_ext. intros a _. apply vsum_ext. intros; ring.
Qed.

(** A diagonal matrix times the identity, on either side, is diagonal. *)
Lemma kron_vdiag_meye n w i j : (1 <= n)%nat ->
  kron n n (vdiag w) meye i j = vdiag (fun k => w (k / n)%nat) i j.
Proof.
  intros H. unfold kron, vdiag, meye. rewrite (place_eqb n i j H).
  destruct (Nat.eqb (i / n) (j / n)), (Nat.eqb (i mod n) (j mod n)); simpl; ring.
Qed.

Lemma kron_meye_vdiag n w i j : (1 <= n)%nat ->
  kron n n meye (vdiag w) i j = vdiag (fun k => w (k mod n)%nat) i j.
Proof.
  intros H. unfold kron, vdiag, meye. rewrite (place_eqb n i j H).
  destruct (Nat.eqb (i / n) (j / n)), (Nat.eqb (i mod n) (j mod n)); simpl; ring.
Qed.

Lemma mulv_kron_vdiag_meye n w v k : (1 <= n)%nat -> (k < n * n)%nat ->
  mulv (n * n) (kron n n (vdiag w) meye) v k = w (k / n)%nat * v k.
Proof.
  intros Hn Hk. transitivity (mulv (n * n) (vdiag (fun k => w (k / n)%nat)) v k).
  - apply vsum_ext. intros j _. rewrite kron_vdiag_meye by exact Hn. reflexivity.
  - exact (mulv_vdiag (n * n) (fun k => w (k / n)%nat) v k Hk).
Qed.

Lemma mulv_kron_meye_vdiag n w v k : (1 <= n)%nat -> (k < n * n)%nat ->
  mulv (n * n) (kron n n meye (vdiag w)) v k = w (k mod n)%nat * v k.
Proof.
  intros Hn Hk. transitivity (mulv (n * n) (vdiag (fun k => w (k mod n)%nat)) v k).
  - apply vsum_ext. intros j _. rewrite kron_meye_vdiag by exact Hn. reflexivity.
  - exact (mulv_vdiag (n * n) (fun k => w (k mod n)%nat) v k Hk).
Qed.

(** I kron 1^T adds up the entries of each block. *)
Lemma mulv_block_sums m n v i : (i < m)%nat ->
  mulv (m * n) (kron 1 n meye (mconst 1)) v i = vsum n (fun j => v (i * n + j)%nat).
Proof.
  intros Hi. unfold mulv. rewrite vsum_places.
  rewrite (vsum_ext m _ (fun a => if Nat.eqb i a then vsum n (fun j => v (a * n + j)%nat) else 0)).
  - exact (vsum_delta_l m i (fun a => vsum n (fun j => v (a * n + j)%nat)) Hi).
  - intros a _. unfold kron, meye, mconst. rewrite Nat.div_1_r. destruct (Nat.eqb i a) eqn:E.
    + apply vsum_ext. intros j Hj. rewrite place_div, E by exact Hj. ring.
    + apply vsum_zero. intros j Hj. rewrite place_div, E by exact Hj. ring.
Qed.

(** ** Inverses of diagonal matrices *)

Section Inverse.
  Variables (n : nat) (w : vec) (M N : mat).
  Hypothesis diagonal : forall i j, (i < n)%nat -> (j < n)%nat -> M i j = vdiag w i j.
  Hypothesis left_inverse : forall i j, (i < n)%nat -> (j < n)%nat -> mulm n N M i j = meye i j.

  Let entry i j : (i < n)%nat -> (j < n)%nat -> N i j * w j = meye i j.
  Proof.
    intros Hi Hj. rewrite <- left_inverse by assumption. symmetry. unfold mulm.
    rewrite <- (vsum_delta n j (fun k => N i k * w k) Hj). apply vsum_ext. intros k Hk.
    rewrite diagonal by assumption. unfold vdiag. destruct (Nat.eqb k j); ring.
  Qed.

  Lemma diagonal_nonzero i : (i < n)%nat -> w i <> 0.
  Proof.
    intros Hi E. pose proof (entry i i Hi Hi) as H. rewrite E in H. unfold meye in H. rewrite Nat.eqb_refl in H. lra.
  Qed.

  Lemma inverse_of_diagonal i j : (i < n)%nat -> (j < n)%nat -> N i j = vdiag (fun k => / w k) i j.
  Proof.
    intros Hi Hj. pose proof (diagonal_nonzero j Hj) as W. apply Rmult_eq_reg_r with (w j); [|exact W].
    rewrite entry by assumption. unfold meye, vdiag. destruct (Nat.eqb_spec i j) as [->|]; [field; exact W|ring].
  Qed.

  Lemma mulv_inverse_diagonal v i : (i < n)%nat -> mulv n N v i = v i / w i.
  Proof.
    intros Hi. transitivity (mulv n (vdiag (fun k => / w k)) v i).
    - apply vsum_ext. intros j Hj. rewrite inverse_of_diagonal by assumption. reflexivity.
    - rewrite mulv_vdiag by exact Hi. unfold Rdiv. ring.
  Qed.

  Lemma mulm_inverse_diagonal P i j : (i < n)%nat -> mulm n N P i j = P i j / w i.
  Proof. intros Hi. exact (mulv_inverse_diagonal (fun k => P k j) i Hi). Qed.
End Inverse.

Lemma mulm_vdiag n w M i j : (i < n)%nat -> mulm n (vdiag w) M i j = w i * M i j.
Proof. intros Hi. exact (mulv_vdiag n w (fun k => M k j) i Hi). Qed.
