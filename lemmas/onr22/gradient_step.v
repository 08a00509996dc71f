(** Linear self-attention and one step of gradient descent: proofs of the claims of [gradient_step.py] that are true. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Frobenius Blocks Derivatives LinearAttention.
Local Open Scope R_scope.

(** The rows of X and Y are the examples; the tokens are (x_i, y_i). *)
Local Notation tokens d_x X Y := (beside d_x X Y).
Local Notation query d_x W_0 x := (stacked d_x x (mulv d_x (mopp W_0) x)).

Lemma mulv_mopp n M v k : mulv n (mopp M) v k = - mulv n M v k.
Proof. unfold mulv. rewrite <- vsum_opp. apply vsum_ext. intros. unfold mopp. ring. Qed.

(** The layer, on the examples only. *)
Lemma descends m n N c W X Y x y i : (i < m + n)%nat ->
  vadd (stacked m x y) (attending m n N c W (tokens m X Y) (stacked m x y)) i
  = stacked m x (vsub y (mulv m (descent m N c W X Y) x)) i.
Proof. intros Hi. apply attending_descends; [intros; apply beside_first|intros; apply beside_second|]; assumption. Qed.

Theorem gradient : forall (N d_x d_y : nat) (W X Y : mat) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> forall D : mat,
  (forall v : mat, deriv_at (fun t => let W := madd W (mscale t v) in
     vsum N (fun i => let r := vsub (mulv d_x W (row X i)) (row Y i) in dot d_y r r) / (2 * INR N)) 0
     (inner d_y d_x D v)) ->
  forall i j : nat, (i < d_y)%nat -> (j < d_x)%nat -> descent d_x N (eta / INR N) W X Y i j = mscale (- eta) D i j.
Proof.
  intros N d_x d_y W X Y eta HN _ _ D HD i j Hi Hj. pose proof (lt_0_INR N ltac:(lia)) as N0.
  set (V := outer (vunit i) (vunit j)).
  set (r := fun t k => vsub (mulv d_x (madd W (mscale t V)) (row X k)) (row Y k)).
  assert (HV : forall k l, (l < d_y)%nat -> deriv_at (fun t => r t k l) 0 (mulv d_x V (row X k) l)).
  { intros k l _. eapply deriv_eq; [apply deriv_minus; [|apply deriv_const]|apply Rminus_0_r].
    apply (deriv_vsum d_x (fun t m => madd W (mscale t V) l m * row X k m)). intros m _.
    apply (deriv_scal_r (row X k m) (fun t => W l m + t * V l m)), deriv_line. }
  assert (E : forall k u, dot d_y (mulv d_x V (row X k)) u = X k j * u i).
  { intros k u. rewrite (dot_ext d_y _ (fun l => X k j * vunit i l) u u);
      [rewrite dot_scal_l, dot_sym, dot_delta by exact Hi; reflexivity| |reflexivity].
    intros l _. unfold V. rewrite mulv_outer, dot_sym, dot_delta by exact Hj. unfold row. ring. }
  assert (H : D i j = vsum N (fun k => 2 * (X k j * r 0 k i)) / (2 * INR N)).
  { rewrite <- (inner_unit d_y d_x D i j Hi Hj). apply (deriv_unique _ _ _ _ (HD V)).
    apply (deriv_scal_r (/ (2 * INR N)) (fun t => vsum N (fun k => dot d_y (r t k) (r t k)))).
    apply (deriv_vsum N (fun t k => dot d_y (r t k) (r t k))). intros k _.
    eapply deriv_eq; [apply (deriv_dot d_y (fun t => r t k) (fun t => r t k)); apply HV|].
    rewrite (dot_sym d_y (r 0 k)), !E. ring. }
  unfold descent, mscale. rewrite H, vsum_scal. unfold r. rewrite madd_mscale_0.
  rewrite (vsum_ext N _ (fun k => X k j * vsub (mulv d_x W (row X k)) (row Y k) i))
    by (intros; unfold outer, row; ring).
  field. lra.
Qed.

Theorem shifted_targets : forall (N d_x d_y : nat) (W X Y : mat) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> let S := descent d_x N (eta / INR N) W X Y in
  vsum N (fun i => let r := vsub (mulv d_x (madd W S) (row X i)) (row Y i) in dot d_y r r) / (2 * INR N)
  = vsum N (fun i => norm2 d_y (vsub (mulv d_x W (row X i)) (vsub (row Y i) (mulv d_x S (row X i)))) ^ 2) / (2 * INR N).
Proof.
  intros N d_x d_y W X Y eta _ _ _ S. f_equal. apply vsum_ext. intros i _. cbv zeta.
  rewrite <- Rsqr_pow2. unfold Rsqr. rewrite norm2_sq.
  apply dot_ext; intros k _; unfold vsub; rewrite mulv_madd; ring.
Qed.

Theorem examples_updated__sum_over_the_examples : forall (N d_x d_y : nat) (W_0 X Y : mat) (eta : R) (j : nat),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> (j < N)%nat -> forall i : nat, (i < d_x + d_y)%nat ->
  vadd (stacked d_x (row X j) (row Y j))
    (attending d_x d_y N (eta / INR N) W_0 (tokens d_x X Y) (stacked d_x (row X j) (row Y j))) i
  = stacked d_x (row X j) (vsub (row Y j) (mulv d_x (descent d_x N (eta / INR N) W_0 X Y) (row X j))) i.
Proof. intros. apply descends. assumption. Qed.

Theorem query_updated__sum_over_the_examples : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> forall i : nat, (i < d_x + d_y)%nat ->
  vadd (query d_x W_0 x) (attending d_x d_y N (eta / INR N) W_0 (tokens d_x X Y) (query d_x W_0 x)) i
  = stacked d_x x (vsub (mulv d_x (mopp W_0) x) (mulv d_x (descent d_x N (eta / INR N) W_0 X Y) x)) i.
Proof. intros. apply descends. assumption. Qed.

Theorem prediction__sum_over_the_examples : forall (N d_x d_y : nat) (W_0 X Y : mat) (x : vec) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> forall i : nat, (i < d_y)%nat ->
  vopp (mulv (d_x + d_y) (value_part d_x)
    (vadd (query d_x W_0 x) (attending d_x d_y N (eta / INR N) W_0 (tokens d_x X Y) (query d_x W_0 x)))) i
  = mulv d_x (madd W_0 (descent d_x N (eta / INR N) W_0 X Y)) x i.
Proof.
  intros N d_x d_y W_0 X Y x eta _ _ _ i Hi. unfold vopp.
  rewrite mulv_value_part, descends, stacked_second by lia. unfold vsub. rewrite mulv_madd, mulv_mopp. ring.
Qed.

Theorem two_layers : forall (N d_x d_y : nat) (W_0 X Y : mat) (eta : R),
  (1 <= N)%nat -> (1 <= d_x)%nat -> (1 <= d_y)%nat -> let S := descent d_x N (eta / INR N) W_0 X Y in
  forall i j : nat, (i < d_y)%nat -> (j < d_x)%nat ->
  mscale (- (eta / INR N)) (fun k l => vsum N (fun i =>
    outer (vsub (mulv d_x W_0 (row X i)) (vsub (row Y i) (mulv d_x S (row X i)))) (row X i) k l)) i j
  = descent d_x N (eta / INR N) (madd W_0 S) X Y i j.
Proof.
  intros N d_x d_y W_0 X Y eta _ _ _ S i j _ _. unfold descent at 1, mscale. f_equal. apply vsum_ext. intros k _.
  unfold outer, vsub. rewrite mulv_madd. ring.
Qed.
