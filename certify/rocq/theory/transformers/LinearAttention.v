(** * A layer of linear self-attention whose keys and queries are the first parts of tokens, and a step of gradient
    descent of linear regression.

    A token has m entries, then n more.  Its score with another is the inner product of their first parts; its value is
    W times its first part less its second one, placed below m zeros. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Kronecker Frobenius Blocks Derivatives.
Local Open Scope R_scope.

Definition first_part (m : nat) : mat := blocks m m meye (mconst 0) (mconst 0) (mconst 0).
Definition value_part (m : nat) : mat := beside m (mconst 0) meye.
Definition residual_value (m : nat) (W : mat) : mat := blocks m m (mconst 0) (mconst 0) W (mopp meye).

Lemma mulv_mconst_0 n v i : mulv n (mconst 0) v i = 0.
Proof. apply vsum_zero. intros. unfold mconst. ring. Qed.

Lemma mulv_first_part m n v i : (i < m + n)%nat -> mulv (m + n) (first_part m) v i = stacked m v (vconst 0) i.
Proof.
  intros Hi. unfold first_part, blocks. destruct (piece m n i Hi) as [H|(k & Hk & ->)].
  - rewrite stacked_first by exact H. transitivity (mulv (m + n) (beside m meye (mconst 0)) v i).
    + apply vsum_ext. intros j _. rewrite above_first by exact H. reflexivity.
    + rewrite mulv_beside, mulv_mconst_0, mulv_meye by exact H. ring.
  - rewrite stacked_second. transitivity (mulv (m + n) (beside m (mconst 0) (mconst 0)) v k).
    + apply vsum_ext. intros j _. rewrite above_second. reflexivity.
    + rewrite mulv_beside, !mulv_mconst_0. unfold vconst. ring.
Qed.

(** The score: <u, F^T F e> is the inner product of the first parts. *)
Lemma score m n u e :
  dot (m + n) u (mulv (m + n) (mulm (m + n) (tr (first_part m)) (first_part m)) e) = dot m u e.
Proof.
  rewrite (dot_ext (m + n) u u _ (mulv (m + n) (tr (first_part m)) (mulv (m + n) (first_part m) e)))
    by (intros; rewrite ?mulv_mulm; reflexivity).
  rewrite dot_sym, <- dot_mulv, dot_sym.
  rewrite (dot_ext _ _ (stacked m u (vconst 0)) _ (stacked m e (vconst 0)))
    by (intros; apply mulv_first_part; assumption).
  rewrite dot_pieces, <- (Rplus_0_r (dot m u e)). f_equal.
  - apply dot_ext; intros; apply stacked_first; assumption.
  - apply vsum_zero. intros. rewrite !stacked_second. unfold vconst. ring.
Qed.

(** Of a vector, [value_part] keeps the second part. *)
Lemma mulv_value_part m n v i : (i < n)%nat -> mulv (m + n) (value_part m) v i = v (m + i)%nat.
Proof.
  intros Hi. unfold value_part. rewrite mulv_beside, mulv_mconst_0, mulv_meye by exact Hi. ring.
Qed.

(** The value of a token, times c. *)
Lemma mulv_residual_value m n c W v i : (i < m + n)%nat ->
  mulv (m + n) (mulm (m + n) (mscale c meye) (residual_value m W)) v i
  = stacked m (vconst 0) (fun k => c * (mulv m W v k - v (m + k)%nat)) i.
Proof.
  intros Hi. rewrite mulv_mulm, mulv_mscale, mulv_meye by exact Hi. unfold residual_value, blocks.
  destruct (piece m n i Hi) as [H|(k & Hk & ->)].
  - rewrite stacked_first by exact H.
    replace (mulv (m + n) (above m (beside m (mconst 0) (mconst 0)) (beside m W (mopp meye))) v i)
      with (mulv (m + n) (beside m (mconst 0) (mconst 0)) v i)
      by (apply vsum_ext; intros j _; rewrite above_first by exact H; reflexivity).
    rewrite mulv_beside, !mulv_mconst_0. unfold vconst. ring.
  - rewrite stacked_second.
    replace (mulv (m + n) (above m (beside m (mconst 0) (mconst 0)) (beside m W (mopp meye))) v (m + k)%nat)
      with (mulv (m + n) (beside m W (mopp meye)) v k)
      by (apply vsum_ext; intros j _; rewrite above_second; reflexivity).
    rewrite mulv_beside. replace (mulv n (mopp meye) (fun j => v (m + j)%nat) k) with (- v (m + k)%nat); [ring|].
    rewrite <- (mulv_meye n (fun j => v (m + j)%nat) k Hk). unfold mulv. rewrite <- vsum_opp. apply vsum_ext.
    intros j _. unfold mopp. ring.
Qed.

(** What the layer adds to the token e: the sum over the tokens T i of their values, weighted by their scores. *)
Definition attending (m n M : nat) (c : R) (W T : mat) (e : vec) : vec :=
  mulv (m + n) (mulm (m + n) (mscale c meye) (residual_value m W))
    (fun k => vsum M (fun i => vscale
      (dot (m + n) (row T i) (mulv (m + n) (mulm (m + n) (tr (first_part m)) (first_part m)) e)) (row T i) k)).

Theorem attending_entry m n M c W T e i : (i < m + n)%nat ->
  attending m n M c W T e i
  = stacked m (vconst 0)
      (fun k => c * vsum M (fun i => dot m (row T i) e * (mulv m W (row T i) k - T i (m + k)%nat))) i.
Proof.
  intros Hi. unfold attending. rewrite mulv_residual_value by exact Hi.
  destruct (piece m n i Hi) as [H|(k & Hk & ->)]; [rewrite !stacked_first by exact H; reflexivity|].
  rewrite !stacked_second. f_equal.
  transitivity (vsum M (fun i => dot m (row T i) e * mulv m W (row T i) k)
                - vsum M (fun i => dot m (row T i) e * T i (m + k)%nat)).
  - f_equal.
    + unfold mulv at 1.
      rewrite (vsum_ext m _ (fun j => vsum M (fun i => dot m (row T i) e * (W k j * row T i j)))).
      * rewrite <- vsum_swap. apply vsum_ext. intros i' _. apply vsum_scal.
      * intros j _. rewrite <- vsum_scal. apply vsum_ext. intros i' _. rewrite score. unfold vscale. ring.
    + apply vsum_ext. intros i' _. rewrite score. reflexivity.
  - rewrite <- vsum_minus. apply vsum_ext. intros; ring.
Qed.

(** ** The step of gradient descent *)

(** -(eta / N) sum_i (W x_i - y_i) x_i^T for the rows x_i of X and y_i of Y. *)
Definition descent (m N : nat) (c : R) (W X Y : mat) : mat :=
  mscale (- c) (fun k l => vsum N (fun i => outer (vsub (mulv m W (row X i)) (row Y i)) (row X i) k l)).

Lemma mulv_descent m N c W X Y x k :
  mulv m (descent m N c W X Y) x k = - (c * vsum N (fun i => dot m (row X i) x * (mulv m W (row X i) k - Y i k))).
Proof.
  unfold descent. rewrite mulv_mscale, Ropp_mult_distr_l. f_equal. unfold mulv at 1.
  rewrite (vsum_ext m _ (fun j => vsum N (fun i => (mulv m W (row X i) k - Y i k) * (row X i j * x j)))).
  - rewrite <- vsum_swap. apply vsum_ext. intros i _. rewrite vsum_scal. unfold dot. ring.
  - intros j _. rewrite <- vsum_scal_r. apply vsum_ext. intros i _. unfold outer, vsub, row. ring.
Qed.

Lemma mulv_descent_one_more m N c W X Y x y z k :
  mulv m (descent m (N + 1) c W (above N X (outer (vconst 1) x)) (above N Y (outer (vconst 1) y))) z k
  = mulv m (descent m N c W X Y) z k - c * (dot m x z * (mulv m W x k - y k)).
Proof.
  rewrite !mulv_descent, vsum_split.
  replace (vsum N (fun i => dot m (row (above N X (outer (vconst 1) x)) i) z
      * (mulv m W (row (above N X (outer (vconst 1) x)) i) k - above N Y (outer (vconst 1) y) i k)))
    with (vsum N (fun i => dot m (row X i) z * (mulv m W (row X i) k - Y i k))).
  - simpl. rewrite above_second, row_above_second. unfold outer, vconst. ring.
  - apply vsum_ext. intros i Hi. rewrite above_first, row_above_first by exact Hi. reflexivity.
Qed.

(** The layer changes the second part of a token (x, y) by a step of descent from W, where the rows of X and Y are the
    first and the second parts of the tokens. *)
Theorem attending_descends m n M c W T X Y x y i :
  (forall i j, (i < M)%nat -> (j < m)%nat -> T i j = X i j) ->
  (forall i k, (i < M)%nat -> (k < n)%nat -> T i (m + k)%nat = Y i k) -> (i < m + n)%nat ->
  vadd (stacked m x y) (attending m n M c W T (stacked m x y)) i
  = stacked m x (vsub y (mulv m (descent m M c W X Y) x)) i.
Proof.
  intros HX HY Hi. unfold vadd. rewrite attending_entry by exact Hi.
  destruct (piece m n i Hi) as [H|(k & Hk & ->)]; [rewrite !stacked_first by exact H; unfold vconst; ring|].
  rewrite !stacked_second. unfold vsub. rewrite mulv_descent. unfold Rminus at 2. rewrite Ropp_involutive. do 2 f_equal.
  apply vsum_ext. intros l Hl. rewrite HY by assumption. f_equal.
  - apply dot_ext; intros j Hj; [apply HX; assumption|apply stacked_first, Hj].
  - f_equal. apply vsum_ext. intros j Hj. unfold row. rewrite HX by assumption. reflexivity.
Qed.

(** All tokens at once, as a product of matrices: row i is what the layer adds to token i. *)
Lemma attending_rows m n N c W E i j : let K := mulm (m + n) E (tr (first_part m)) in
  mulm N (mulm (m + n) K (tr K)) (mulm (m + n) E (tr (mulm (m + n) (mscale c meye) (residual_value m W)))) i j
  = attending m n N c W E (row E i) j.
Proof.
  intros K. set (V := mulm (m + n) (mscale c meye) (residual_value m W)).
  assert (EK : forall k l, (l < m + n)%nat -> K k l = mulv (m + n) (first_part m) (row E k) l).
  { intros k l _. apply vsum_ext. intros. unfold tr, row. ring. }
  assert (ES : forall k, mulm (m + n) K (tr K) i k = dot m (row E k) (row E i)).
  { intros k. rewrite <- (score m n). rewrite (dot_ext _ (row E k) (row E k) _
      (mulv (m + n) (tr (first_part m)) (mulv (m + n) (first_part m) (row E i))))
      by (intros; rewrite ?mulv_mulm; reflexivity).
    rewrite dot_sym, <- dot_mulv. apply vsum_ext. intros l Hl. unfold tr. rewrite !EK by exact Hl. reflexivity. }
  unfold attending. fold V. unfold mulv at 1.
  rewrite (vsum_ext (m + n) _ (fun l => vsum N (fun k => dot m (row E k) (row E i) * (V j l * E k l)))).
  - rewrite <- vsum_swap. apply vsum_ext. intros k _. rewrite ES, vsum_scal. f_equal. apply vsum_ext. intros.
    unfold tr. ring.
  - intros l _. rewrite <- vsum_scal. apply vsum_ext. intros k _. rewrite score. unfold vscale, row. ring.
Qed.
