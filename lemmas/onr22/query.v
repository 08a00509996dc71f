(** The layer when the query is one of the tokens it sums over: proofs of the claims of [query.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Frobenius Blocks Derivatives LinearAttention.
From Lemmas.onr22 Require Import gradient_step.
Local Open Scope R_scope.

Local Notation query d_x W_0 x := (stacked d_x x (mulv d_x (mopp W_0) x)).
Local Notation predicted d_x W_0 x := (stacked d_x x (mulv d_x W_0 x)).
(** The examples and one more token. *)
Local Notation tokens d_x N X Y q := (above N (beside d_x X Y) (outer (vconst 1) q)).

(** The layer, with one more token (x', y') among those it sums over. *)
Lemma descends_with m n N c W X Y x' y' x y i : (i < m + n)%nat ->
  vadd (stacked m x y) (attending m n (N + 1) c W (tokens m N X Y (stacked m x' y')) (stacked m x y)) i
  = stacked m x (fun k => y k - mulv m (descent m N c W X Y) x k + c * (dot m x' x * (mulv m W x' k - y' k))) i.
Proof.
  intros Hi. rewrite (attending_descends m n (N + 1) c W _ (above N X (outer (vconst 1) x'))
    (above N Y (outer (vconst 1) y'))); [| | |exact Hi].
  - unfold stacked. destruct (Nat.ltb i m); [reflexivity|]. unfold vsub. rewrite mulv_descent_one_more. ring.
  - intros k j Hk Hj. destruct (piece N 1 k Hk) as [L|(l & _ & ->)].
    + rewrite !above_first by exact L. apply beside_first, Hj.
    + rewrite !above_second. unfold outer. rewrite stacked_first by exact Hj. reflexivity.
  - intros k j Hk Hj. destruct (piece N 1 k Hk) as [L|(l & _ & ->)].
    + rewrite !above_first by exact L. apply beside_second.
    + rewrite !above_second. unfold outer. rewrite stacked_second. reflexivity.
Qed.

Lemma stacked_ext m u v w i : (forall k, v k = w k) -> stacked m u v i = stacked m u w i.
Proof. intros E. unfold stacked. rewrite E. reflexivity. Qed.

Theorem example_with_query : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R) (j : nat),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> (j < N)%nat -> forall i : nat, (i < d_x + d_y)%nat ->
  vadd (stacked d_x (row X j) (row Y j)) (attending d_x d_y (N + 1) (eta / INR N) W_0
    (tokens d_x N X Y (query d_x W_0 x)) (stacked d_x (row X j) (row Y j))) i
  = stacked d_x (row X j) (vadd (vsub (row Y j) (mulv d_x (descent d_x N (eta / INR N) W_0 X Y) (row X j)))
      (vscale (dot d_x x (row X j)) (vscale (2 * eta / INR N) (mulv d_x W_0 x)))) i.
Proof.
  intros N d_x d_y W_0 X Y x eta j _ _ _ _ i Hi. rewrite descends_with by exact Hi. apply stacked_ext. intros k.
  unfold vadd, vsub, vscale. rewrite mulv_mopp. unfold Rdiv. ring.
Qed.

Theorem query_with_query : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> forall i : nat, (i < d_x + d_y)%nat ->
  vadd (query d_x W_0 x) (attending d_x d_y (N + 1) (eta / INR N) W_0
    (tokens d_x N X Y (query d_x W_0 x)) (query d_x W_0 x)) i
  = stacked d_x x (vadd (vsub (mulv d_x (mopp W_0) x) (mulv d_x (descent d_x N (eta / INR N) W_0 X Y) x))
      (vscale (dot d_x x x) (vscale (2 * eta / INR N) (mulv d_x W_0 x)))) i.
Proof.
  intros N d_x d_y W_0 X Y x eta _ _ _ i Hi. rewrite descends_with by exact Hi. apply stacked_ext. intros k.
  unfold vadd, vsub, vscale. rewrite !mulv_mopp. unfold Rdiv. ring.
Qed.

Theorem prediction_with_query : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> forall i : nat, (i < d_y)%nat ->
  vopp (mulv (d_x + d_y) (value_part d_x) (vadd (query d_x W_0 x) (attending d_x d_y (N + 1) (eta / INR N) W_0
    (tokens d_x N X Y (query d_x W_0 x)) (query d_x W_0 x)))) i
  = vsub (mulv d_x (madd W_0 (descent d_x N (eta / INR N) W_0 X Y)) x)
      (vscale (dot d_x x x) (vscale (2 * eta / INR N) (mulv d_x W_0 x))) i.
Proof.
  intros N d_x d_y W_0 X Y x eta _ _ _ i Hi. unfold vopp.
  rewrite mulv_value_part, descends_with, stacked_second by lia. unfold vsub, vscale.
  rewrite mulv_madd, !mulv_mopp. unfold Rdiv. ring.
Qed.

(** ** Where the query does no harm *)

Lemma mulv_zero m W x k : (forall j, (j < m)%nat -> W k j = mconst 0 k j) -> mulv m W x k = 0.
Proof. intros Z. apply vsum_zero. intros j Hj. rewrite Z by exact Hj. unfold mconst. ring. Qed.

Theorem from_zero__example : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R) (j : nat),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> (j < N)%nat ->
  (forall i k : nat, (i < d_y)%nat -> (k < d_x)%nat -> W_0 i k = mconst 0 i k) ->
  forall i : nat, (i < d_x + d_y)%nat ->
  vadd (stacked d_x (row X j) (row Y j)) (attending d_x d_y (N + 1) (eta / INR N) W_0
    (tokens d_x N X Y (query d_x W_0 x)) (stacked d_x (row X j) (row Y j))) i
  = stacked d_x (row X j) (vsub (row Y j) (mulv d_x (descent d_x N (eta / INR N) W_0 X Y) (row X j))) i.
Proof.
  intros N d_x d_y W_0 X Y x eta j HN Hx Hy Hj Z i Hi. rewrite example_with_query by assumption.
  destruct (piece d_x d_y i Hi) as [L|(k & Hk & ->)]; [rewrite !stacked_first by exact L; reflexivity|].
  rewrite !stacked_second. unfold vadd, vscale. rewrite (mulv_zero d_x W_0 x k) by (intros; apply Z; assumption). ring.
Qed.

Theorem from_zero__prediction : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat ->
  (forall i j : nat, (i < d_y)%nat -> (j < d_x)%nat -> W_0 i j = mconst 0 i j) -> forall i : nat, (i < d_y)%nat ->
  vopp (mulv (d_x + d_y) (value_part d_x) (vadd (query d_x W_0 x) (attending d_x d_y (N + 1) (eta / INR N) W_0
    (tokens d_x N X Y (query d_x W_0 x)) (query d_x W_0 x)))) i
  = mulv d_x (madd W_0 (descent d_x N (eta / INR N) W_0 X Y)) x i.
Proof.
  intros N d_x d_y W_0 X Y x eta HN Hx Hy Z i Hi. rewrite prediction_with_query by assumption.
  unfold vsub, vscale. rewrite (mulv_zero d_x W_0 x i) by (intros; apply Z; assumption). ring.
Qed.

Theorem query_as_prediction__example : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R) (j : nat),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> (j < N)%nat -> forall i : nat, (i < d_x + d_y)%nat ->
  vadd (stacked d_x (row X j) (row Y j)) (attending d_x d_y (N + 1) (eta / INR N) W_0
    (tokens d_x N X Y (predicted d_x W_0 x)) (stacked d_x (row X j) (row Y j))) i
  = stacked d_x (row X j) (vsub (row Y j) (mulv d_x (descent d_x N (eta / INR N) W_0 X Y) (row X j))) i.
Proof.
  intros N d_x d_y W_0 X Y x eta j _ _ _ _ i Hi. rewrite descends_with by exact Hi. apply stacked_ext. intros k.
  unfold vsub. ring.
Qed.

Theorem query_as_prediction__prediction : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> forall i : nat, (i < d_y)%nat ->
  vsub (vscale 2 (mulv d_x W_0 x)) (mulv (d_x + d_y) (value_part d_x)
    (vadd (predicted d_x W_0 x) (attending d_x d_y (N + 1) (eta / INR N) W_0
      (tokens d_x N X Y (predicted d_x W_0 x)) (predicted d_x W_0 x)))) i
  = mulv d_x (madd W_0 (descent d_x N (eta / INR N) W_0 X Y)) x i.
Proof.
  intros N d_x d_y W_0 X Y x eta _ _ _ i Hi. unfold vsub, vscale.
  rewrite mulv_value_part, descends_with, stacked_second by lia. rewrite mulv_madd. ring.
Qed.

(** ** All examples at once

    Row i of the result is the update of example i: its scores are row i of E F^T (E F^T)^T. *)
Theorem all_at_once : forall (N d_x d_y : nat) (W_0 X Y : mat) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat ->
  let m := (d_x + d_y)%nat in let E := beside d_x X Y in let K := mulm m E (tr (first_part d_x)) in
  forall i j : nat, (i < N)%nat -> (j < d_x + d_y)%nat ->
  madd E (mulm N (mulm m K (tr K))
    (mulm m E (tr (mulm m (mscale (eta / INR N) meye) (residual_value d_x W_0))))) i j
  = beside d_x X (msub Y (mulm d_x X (tr (descent d_x N (eta / INR N) W_0 X Y)))) i j.
Proof.
  intros N d_x d_y W_0 X Y eta _ _ _ m E K i j Hi Hj.
  transitivity (vadd (stacked d_x (row X i) (row Y i)) (attending d_x d_y N (eta / INR N) W_0 E
    (stacked d_x (row X i) (row Y i))) j).
  - unfold madd, vadd. f_equal. unfold m, K. rewrite attending_rows. reflexivity.
  - unfold E. rewrite descends by exact Hj. unfold stacked, beside. destruct (Nat.ltb j d_x); [reflexivity|].
    unfold msub, vsub. f_equal. unfold mulm, mulv. apply vsum_ext. intros k _. unfold tr, row. ring.
Qed.
