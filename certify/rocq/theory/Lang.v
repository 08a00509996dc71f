(** * The vocabulary in which claims are printed.

    Definitions only: what a symbol of the language means to the kernel.  Scalars are real numbers, a vector is a
    function [nat -> R], a matrix a function [nat -> nat -> R].  A dimension is a natural number [n]; only the entries
    [i < n] of a vector mean anything, so equality of vectors is [forall i, (i < n)%nat -> u i = v i], and every sum,
    norm or product takes the dimension over which it runs as its first argument. *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
Local Open Scope R_scope.

Definition vec := nat -> R.
Definition mat := nat -> nat -> R.

(** ** Numbers *)

(** [x^p] for [x >= 0] and a real exponent [p > 0], with [0^p = 0]; for [x > 0] it is [Rpower x p] for every [p]. *)
Definition rpow (x p : R) : R := if Rle_dec x 0 then 0 else Rpower x p.

(** [cosh], [sinh], [tanh], [sqrt], [ln], [exp], [Rabs], [Rmax] and [Rmin] are those of the standard library. *)

(** ** Sums, products and norms of vectors *)

(** [v 0 + ... + v (n - 1)]. *)
Fixpoint vsum (n : nat) (v : vec) : R :=
  match n with
  | O => 0
  | S m => vsum m v + v m
  end.

Definition dot (n : nat) (u v : vec) : R := vsum n (fun i => u i * v i).

Definition norm1 (n : nat) (v : vec) : R := vsum n (fun i => Rabs (v i)).
Definition norm2 (n : nat) (v : vec) : R := sqrt (dot n v v).

(** The largest [|v i|], 0 for the empty vector. *)
Fixpoint norminf (n : nat) (v : vec) : R :=
  match n with
  | O => 0
  | S m => Rmax (norminf m v) (Rabs (v m))
  end.

Definition normp (n : nat) (p : R) (v : vec) : R := rpow (vsum n (fun i => rpow (Rabs (v i)) p)) (1 / p).

(** The largest and the smallest entry, for [n >= 1]; 0 for the empty vector. *)
Fixpoint vmax (n : nat) (v : vec) : R :=
  match n with
  | O => 0
  | S O => v O
  | S m => Rmax (vmax m v) (v m)
  end.

Fixpoint vmin (n : nat) (v : vec) : R :=
  match n with
  | O => 0
  | S O => v O
  | S m => Rmin (vmin m v) (v m)
  end.

(** ** Vectors *)

Definition vconst (a : R) : vec := fun _ => a.
(** The unit vector [e_k]. *)
Definition vunit (k : nat) : vec := fun i => if Nat.eqb i k then 1 else 0.
Definition vadd (u v : vec) : vec := fun i => u i + v i.
Definition vsub (u v : vec) : vec := fun i => u i - v i.
Definition vopp (v : vec) : vec := fun i => - v i.
Definition vscale (a : R) (v : vec) : vec := fun i => a * v i.
(** Entrywise product and quotient. *)
Definition hmul (u v : vec) : vec := fun i => u i * v i.
Definition hdiv (u v : vec) : vec := fun i => u i / v i.
(** A function of one number, entry by entry. *)
Definition vmap (g : R -> R) (v : vec) : vec := fun i => g (v i).
Definition vexp (v : vec) : vec := fun i => exp (v i).

(** ** Matrices *)

Definition mconst (a : R) : mat := fun _ _ => a.
Definition meye : mat := fun i j => if Nat.eqb i j then 1 else 0.
(** The diagonal matrix of a vector, and the diagonal of a matrix. *)
Definition vdiag (v : vec) : mat := fun i j => if Nat.eqb i j then v i else 0.
Definition mdiagonal (M : mat) : vec := fun i => M i i.
Definition outer (u v : vec) : mat := fun i j => u i * v j.
Definition madd (M N : mat) : mat := fun i j => M i j + N i j.
Definition msub (M N : mat) : mat := fun i j => M i j - N i j.
Definition mopp (M : mat) : mat := fun i j => - M i j.
Definition mscale (a : R) (M : mat) : mat := fun i j => a * M i j.
Definition mhmul (M N : mat) : mat := fun i j => M i j * N i j.
Definition mhdiv (M N : mat) : mat := fun i j => M i j / N i j.
Definition mmap (g : R -> R) (M : mat) : mat := fun i j => g (M i j).
Definition tr (M : mat) : mat := fun i j => M j i.
Definition row (M : mat) (i : nat) : vec := fun j => M i j.
Definition col (M : mat) (j : nat) : vec := fun i => M i j.
(** Matrix times vector and matrix times matrix: [n] is the inner dimension, over which the sum runs. *)
Definition mulv (n : nat) (M : mat) (v : vec) : vec := fun i => vsum n (fun j => M i j * v j).
Definition mulm (n : nat) (M N : mat) : mat := fun i k => vsum n (fun j => M i j * N j k).
Definition trace (n : nat) (M : mat) : R := vsum n (fun i => M i i).
(** The sum of all entries of an [m] by [n] matrix. *)
Definition msum (m n : nat) (M : mat) : R := vsum m (fun i => vsum n (fun j => M i j)).
Definition normfro (m n : nat) (M : mat) : R := sqrt (vsum m (fun i => vsum n (fun j => M i j * M i j))).

(** ** Norms of matrices, and the semidefinite order

    An induced norm is never a number here: that it is at most [r] is a statement on all vectors.  [m] is the number
    of rows, [n] of columns. *)

(** [||M||_2 <= r], the spectral norm. *)
Definition opbound (m n : nat) (M : mat) (r : R) : Prop :=
  0 <= r /\ forall v : vec, norm2 m (mulv n M v) <= r * norm2 n v.
(** [||M||_1 <= r], the norm induced by [norm1]. *)
Definition bound1 (m n : nat) (M : mat) (r : R) : Prop :=
  0 <= r /\ forall v : vec, norm1 m (mulv n M v) <= r * norm1 n v.
(** [||M||_inf <= r], the norm induced by [norminf]. *)
Definition boundinf (m n : nat) (M : mat) (r : R) : Prop :=
  0 <= r /\ forall v : vec, norminf m (mulv n M v) <= r * norminf n v.
(** [M <= N] in the semidefinite order, for [n] by [n] matrices that are symmetric. *)
Definition psd (n : nat) (M N : mat) : Prop :=
  forall v : vec, dot n v (mulv n M v) <= dot n v (mulv n N v).

(** ** Softmax *)

Definition softmax (n : nat) (z : vec) : vec := fun i => exp (z i) / vsum n (fun k => exp (z k)).

(** ** Derivatives

    [deriv_at g t l]: [g] is differentiable at [t], and the derivative is [l]; Coquelicot's [is_derive] with its
    types fixed to the real numbers.  A derivative by a vector [x] in the direction [v] is that of
    [fun t => e (vadd x (vscale t v))] at [0]; a partial derivative has [v := vunit i]. *)
Definition deriv_at (g : R -> R) (t l : R) : Prop := @is_derive R_AbsRing R_NormedModule g t l.
