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

(** ** Four pieces: three of size [d], then the rest *)

Definition stacked4 (d : nat) (u v w x : vec) : vec := fun i =>
  if Nat.ltb i d then u i else if Nat.ltb i (2 * d) then v (i - d)%nat
  else if Nat.ltb i (3 * d) then w (i - 2 * d)%nat else x (i - 3 * d)%nat.
Definition above4 (d : nat) (M N P Q : mat) : mat := fun i j =>
  if Nat.ltb i d then M i j else if Nat.ltb i (2 * d) then N (i - d)%nat j
  else if Nat.ltb i (3 * d) then P (i - 2 * d)%nat j else Q (i - 3 * d)%nat j.
Definition beside4 (d : nat) (M N P Q : mat) : mat := fun i => stacked4 d (M i) (N i) (P i) (Q i).

Section Four.
  Variables (d : nat) (u v w x : vec).

  Lemma stacked4_1 i : (i < d)%nat -> stacked4 d u v w x i = u i.
  Proof. intros H. unfold stacked4. destruct (Nat.ltb_spec i d); [reflexivity|lia]. Qed.

  Lemma stacked4_2 i : (i < d)%nat -> stacked4 d u v w x (d + i)%nat = v i.
  Proof.
    intros H. unfold stacked4. destruct (Nat.ltb_spec (d + i) d); [lia|].
    destruct (Nat.ltb_spec (d + i) (2 * d)); [f_equal; lia|lia].
  Qed.

  Lemma stacked4_3 i : (i < d)%nat -> stacked4 d u v w x (2 * d + i)%nat = w i.
  Proof.
    intros H. unfold stacked4. destruct (Nat.ltb_spec (2 * d + i) d); [lia|].
    destruct (Nat.ltb_spec (2 * d + i) (2 * d)); [lia|].
    destruct (Nat.ltb_spec (2 * d + i) (3 * d)); [f_equal; lia|lia].
  Qed.

  Lemma stacked4_4 i : stacked4 d u v w x (3 * d + i)%nat = x i.
  Proof.
    unfold stacked4. destruct (Nat.ltb_spec (3 * d + i) d); [lia|].
    destruct (Nat.ltb_spec (3 * d + i) (2 * d)); [lia|].
    destruct (Nat.ltb_spec (3 * d + i) (3 * d)); [lia|f_equal; lia].
  Qed.

  (** An index is in one of the four. *)
  Lemma piece4 n i : (i < 3 * d + n)%nat -> (i < d)%nat \/ (exists k, (k < d)%nat /\ i = (d + k)%nat)
    \/ (exists k, (k < d)%nat /\ i = (2 * d + k)%nat) \/ exists k, (k < n)%nat /\ i = (3 * d + k)%nat.
  Proof.
    intros H. destruct (Nat.lt_ge_cases i d); [left; assumption|right].
    destruct (Nat.lt_ge_cases i (2 * d)); [left; exists (i - d)%nat; lia|right].
    destruct (Nat.lt_ge_cases i (3 * d)); [left; exists (i - 2 * d)%nat; lia|right; exists (i - 3 * d)%nat; lia].
  Qed.
End Four.

Lemma vsum_four d n g : vsum (3 * d + n) g = vsum d g + vsum d (fun k => g (d + k)%nat)
  + vsum d (fun k => g (2 * d + k)%nat) + vsum n (fun k => g (3 * d + k)%nat).
Proof.
  rewrite vsum_split. replace (3 * d)%nat with (d + d + d)%nat by lia. rewrite !vsum_split.
  replace (2 * d)%nat with (d + d)%nat by lia. reflexivity.
Qed.

Lemma mulv_beside4 d n M N P Q u v w x i : mulv (3 * d + n) (beside4 d M N P Q) (stacked4 d u v w x) i
  = mulv d M u i + mulv d N v i + mulv d P w i + mulv n Q x i.
Proof.
  unfold mulv, beside4. rewrite vsum_four. f_equal; [f_equal; [f_equal|]|]; apply vsum_ext; intros j Hj.
  - rewrite !stacked4_1 by exact Hj. reflexivity.
  - rewrite !stacked4_2 by exact Hj. reflexivity.
  - rewrite !stacked4_3 by exact Hj. reflexivity.
  - rewrite !stacked4_4. reflexivity.
Qed.

(** A product with rows in four pieces. *)
Lemma mulv_above4 d n M N P Q v i : mulv n (above4 d M N P Q) v i
  = stacked4 d (mulv n M v) (mulv n N v) (mulv n P v) (mulv n Q v) i.
Proof.
  unfold above4, stacked4, mulv. destruct (Nat.ltb i d); [reflexivity|]. destruct (Nat.ltb i (2 * d)); [reflexivity|].
  destruct (Nat.ltb i (3 * d)); reflexivity.
Qed.

(** ** Five pieces: three of size p, two of size h *)

Definition stacked5 (p q r s : nat) (u v w x y : vec) : vec := fun i =>
  if Nat.ltb i p then u i else if Nat.ltb i q then v (i - p)%nat else if Nat.ltb i r then w (i - q)%nat
  else if Nat.ltb i s then x (i - r)%nat else y (i - s)%nat.
Definition above5 (p q r s : nat) (M N P Q S : mat) : mat := fun i j =>
  if Nat.ltb i p then M i j else if Nat.ltb i q then N (i - p)%nat j else if Nat.ltb i r then P (i - q)%nat j
  else if Nat.ltb i s then Q (i - r)%nat j else S (i - s)%nat j.
Definition beside5 (p q r s : nat) (M N P Q S : mat) : mat :=
  fun i => stacked5 p q r s (M i) (N i) (P i) (Q i) (S i).

Section Five.
  Variables (p h q r s : nat).
  Hypotheses (Eq : q = (p + p)%nat) (Er : r = (q + p)%nat) (Es : s = (r + h)%nat).

  Lemma stacked5_1 u v w x y i : (i < p)%nat -> stacked5 p q r s u v w x y i = u i.
  Proof using All. intros H. unfold stacked5. destruct (Nat.ltb_spec i p); [reflexivity|lia]. Qed.

  Lemma stacked5_2 u v w x y i : (i < p)%nat -> stacked5 p q r s u v w x y (p + i)%nat = v i.
  Proof using All.
    intros H. unfold stacked5. destruct (Nat.ltb_spec (p + i) p); [lia|].
    destruct (Nat.ltb_spec (p + i) q); [f_equal; lia|lia].
  Qed.

  Lemma stacked5_3 u v w x y i : (i < p)%nat -> stacked5 p q r s u v w x y (q + i)%nat = w i.
  Proof using All.
    intros H. unfold stacked5. destruct (Nat.ltb_spec (q + i) p); [lia|]. destruct (Nat.ltb_spec (q + i) q); [lia|].
    destruct (Nat.ltb_spec (q + i) r); [f_equal; lia|lia].
  Qed.

  Lemma stacked5_4 u v w x y i : (i < h)%nat -> stacked5 p q r s u v w x y (r + i)%nat = x i.
  Proof using All.
    intros H. unfold stacked5. destruct (Nat.ltb_spec (r + i) p); [lia|]. destruct (Nat.ltb_spec (r + i) q); [lia|].
    destruct (Nat.ltb_spec (r + i) r); [lia|]. destruct (Nat.ltb_spec (r + i) s); [f_equal; lia|lia].
  Qed.

  Lemma stacked5_5 u v w x y i : stacked5 p q r s u v w x y (s + i)%nat = y i.
  Proof using All.
    unfold stacked5. destruct (Nat.ltb_spec (s + i) p); [lia|]. destruct (Nat.ltb_spec (s + i) q); [lia|].
    destruct (Nat.ltb_spec (s + i) r); [lia|]. destruct (Nat.ltb_spec (s + i) s); [lia|f_equal; lia].
  Qed.

  Lemma mulv_beside5 M N P Q S g i : mulv (s + h) (beside5 p q r s M N P Q S) g i
    = mulv p M g i + mulv p N (fun k => g (p + k)%nat) i + mulv p P (fun k => g (q + k)%nat) i
      + mulv h Q (fun k => g (r + k)%nat) i + mulv h S (fun k => g (s + k)%nat) i.
  Proof using All.
    unfold mulv at 1, beside5. rewrite vsum_split. rewrite Es at 1. rewrite vsum_split. rewrite Er at 1.
    rewrite vsum_split. rewrite Eq at 1. rewrite vsum_split.
    f_equal; [f_equal; [f_equal; [f_equal|]|]|]; apply vsum_ext; intros j Hj.
    - rewrite stacked5_1 by exact Hj. reflexivity.
    - rewrite stacked5_2 by exact Hj. reflexivity.
    - rewrite stacked5_3 by exact Hj. reflexivity.
    - rewrite stacked5_4 by exact Hj. reflexivity.
    - rewrite stacked5_5. reflexivity.
  Qed.

  Lemma mulv_above5 n M N P Q S v i : mulv n (above5 p q r s M N P Q S) v i
    = stacked5 p q r s (mulv n M v) (mulv n N v) (mulv n P v) (mulv n Q v) (mulv n S v) i.
  Proof using All.
    unfold above5, stacked5, mulv. destruct (Nat.ltb i p); [reflexivity|]. destruct (Nat.ltb i q); [reflexivity|].
    destruct (Nat.ltb i r); [reflexivity|]. destruct (Nat.ltb i s); reflexivity.
  Qed.
End Five.
