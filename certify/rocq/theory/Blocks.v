(** * Vectors and matrices in pieces: one below the other, one beside the other. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Kronecker.
Local Open Scope R_scope.

(** [u], which has [m] entries, above [v]; [M], which has [m] rows, above [N]; [M], which has [n] columns, beside
    [N]. *)
Definition stacked (m : nat) (u v : vec) : vec := fun i => if Nat.ltb i m then u i else v (i - m)%nat.
Definition above (m : nat) (M N : mat) : mat := fun i j => if Nat.ltb i m then M i j else N (i - m)%nat j.
Definition beside (n : nat) (M N : mat) : mat := fun i j => if Nat.ltb j n then M i j else N i (j - n)%nat.
Definition blocks (m n : nat) (A B C D : mat) : mat := above m (beside n A B) (beside n C D).

Lemma stacked_first m u v i : (i < m)%nat -> stacked m u v i = u i.
Proof. intros H. unfold stacked. destruct (Nat.ltb_spec i m); [reflexivity|lia]. Qed.

Lemma stacked_second m u v i : stacked m u v (m + i)%nat = v i.
Proof. unfold stacked. destruct (Nat.ltb_spec (m + i) m); [lia|]. f_equal. lia. Qed.

Lemma above_first m M N i j : (i < m)%nat -> above m M N i j = M i j.
Proof. intros H. unfold above. destruct (Nat.ltb_spec i m); [reflexivity|lia]. Qed.

Lemma above_second m M N i j : above m M N (m + i)%nat j = N i j.
Proof. unfold above. destruct (Nat.ltb_spec (m + i) m); [lia|]. f_equal. lia. Qed.

Lemma beside_first n M N i j : (j < n)%nat -> beside n M N i j = M i j.
Proof. intros H. unfold beside. destruct (Nat.ltb_spec j n); [reflexivity|lia]. Qed.

Lemma beside_second n M N i j : beside n M N i (n + j)%nat = N i j.
Proof. unfold beside. destruct (Nat.ltb_spec (n + j) n); [lia|]. f_equal. lia. Qed.

Lemma row_above_first m M N i : (i < m)%nat -> row (above m M N) i = row M i.
Proof. intros H. apply functional_extensionality. intros j. apply above_first, H. Qed.

Lemma row_above_second m M x i : row (above m M (outer (vconst 1) x)) (m + i)%nat = x.
Proof.
  apply functional_extensionality. intros j. unfold row. rewrite above_second. unfold outer, vconst. ring.
Qed.

(** An index is in the first or in the second piece. *)
Lemma piece m n i : (i < m + n)%nat -> (i < m)%nat \/ exists k, (k < n)%nat /\ i = (m + k)%nat.
Proof. intros H. destruct (Nat.lt_ge_cases i m); [left; assumption|right; exists (i - m)%nat; lia]. Qed.

Lemma dot_pieces m n u v : dot (m + n) u v = dot m u v + dot n (fun k => u (m + k)%nat) (fun k => v (m + k)%nat).
Proof. apply vsum_split. Qed.

(** [M | N] times a vector. *)
Lemma mulv_beside m n M N v i :
  mulv (m + n) (beside m M N) v i = mulv m M v i + mulv n N (fun k => v (m + k)%nat) i.
Proof.
  unfold mulv. rewrite vsum_split. f_equal; apply vsum_ext; intros j Hj.
  - rewrite beside_first by exact Hj. reflexivity.
  - rewrite beside_second. reflexivity.
Qed.

(** One more row [x]: the sum over rows gets one more term. *)
Lemma mulm_one_more n X Z x z i j :
  mulm (n + 1) (tr (above n X (outer (vconst 1) x))) (above n Z (outer (vconst 1) z)) i j
  = mulm n (tr X) Z i j + x i * z j.
Proof.
  unfold mulm, tr. rewrite vsum_split. f_equal.
  - apply vsum_ext. intros k Hk. rewrite !above_first by exact Hk. reflexivity.
  - simpl. rewrite !above_second. unfold outer, vconst. ring.
Qed.

Lemma mulv_one_more n X x Y y i :
  mulv (n + 1) (tr (above n X (outer (vconst 1) x))) (stacked n Y (vscale y (vconst 1))) i
  = mulv n (tr X) Y i + y * x i.
Proof.
  unfold mulv, tr. rewrite vsum_split. f_equal.
  - apply vsum_ext. intros k Hk. rewrite above_first, stacked_first by exact Hk. reflexivity.
  - simpl. rewrite above_second, stacked_second. unfold outer, vconst, vscale. ring.
Qed.
