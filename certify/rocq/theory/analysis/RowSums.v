(** * Sums over rows: the sum over j of the squares |C_j (row j of Z)|^2 as a function of a matrix Z of logits.

    [G j] is the gradient of |C_j|^2 / 2 and [H j] its Hessian. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression Fields Kronecker Frobenius.
Local Open Scope R_scope.

(** M + t N, entry by entry, is a line in each row. *)
Lemma row_line Z t V j : row (madd Z (mscale t V)) j = vadd (row Z j) (vscale t (row V j)).
Proof. reflexivity. Qed.

Section RowSums.
  Variables (m n : nat) (C G : nat -> vec -> vec) (H : nat -> vec -> mat).
  Hypothesis HG : forall j, gradient_field n (fun z => dot n (C j z) (C j z) / 2) (G j).
  Hypothesis HH : forall j, hessian_field n (G j) (H j).

  Definition squares (Z : mat) : R := vsum m (fun j => dot n (C j (row Z j)) (C j (row Z j))).
  Definition slopes (Z : mat) : mat := fun j => G j (row Z j).

  (** The gradient in Z is 2 G. *)
  Theorem deriv_squares Z V : deriv_at (fun t => squares (madd Z (mscale t V))) 0 (2 * inner m n (slopes Z) V).
  Proof.
    unfold inner. rewrite <- vsum_scal.
    apply (deriv_vsum m (fun t j => dot n (C j (row (madd Z (mscale t V)) j)) (C j (row (madd Z (mscale t V)) j)))).
    intros j _. pose proof (deriv_scal 2 _ _ _ (HG j (row Z j) (row V j))) as D.
    apply (deriv_ext _ (fun t => dot n (C j (row (madd Z (mscale t V)) j)) (C j (row (madd Z (mscale t V)) j)))) in D.
    - exact D.
    - intros t. rewrite row_line. field.
  Qed.

  (** The second derivative along V and E: twice the sum of <H_j v_j, e_j>. *)
  Theorem second_deriv_squares Z V E (D : R -> R) :
    (forall t, deriv_at (fun s => squares (madd (madd Z (mscale t V)) (mscale s E))) 0 (D t)) ->
    deriv_at D 0 (2 * vsum m (fun j => dot n (mulv n (H j (row Z j)) (row V j)) (row E j))).
  Proof.
    intros HD. apply (deriv_ext (fun t => 2 * inner m n (slopes (madd Z (mscale t V))) E)).
    - intros t. exact (deriv_unique _ _ _ _ (deriv_squares _ E) (HD t)).
    - apply deriv_scal. apply (deriv_vsum m (fun t j => dot n (slopes (madd Z (mscale t V)) j) (E j))).
      intros j _. apply (deriv_dot_const n (fun t => slopes (madd Z (mscale t V)) j)). intros k Hk.
      apply (HH j (row Z j) (row V j) k Hk).
  Qed.
End RowSums.

(** ** Through a matrix in each row: row j of the logits is B_j x *)

Section Through.
  Variables (m n d : nat) (B : nat -> mat).

  Definition through (x : vec) : mat := fun j => mulv d (B j) x.

  Lemma through_line x t v : through (vadd x (vscale t v)) = madd (through x) (mscale t (through v)).
  Proof.
    apply functional_extensionality. intros j. apply functional_extensionality. intros k.
    unfold through, madd, mscale. exact (eq_trans (mulv_plus d _ _ _ k) (f_equal _ (mulv_scal d _ _ _ k))).
  Qed.

  (** <G, B v> = <sum B_j^T G_j, v>. *)
  Lemma inner_through G v :
    inner m n G (through v) = dot d (fun k => vsum m (fun j => mulv n (tr (B j)) (row G j) k)) v.
  Proof.
    unfold inner. rewrite (vsum_ext m _ (fun j => dot d (mulv n (tr (B j)) (row G j)) v)).
    - unfold dot at 1. rewrite vsum_swap. apply vsum_ext. intros k _. apply vsum_scal_r.
    - intros j _. exact (dot_mulv n d (B j) (row G j) v).
  Qed.

  (** The entry k of sum B_j^T H_j B_j v. *)
  Lemma quadratic_through (H : nat -> mat) v k : (k < d)%nat ->
    mulv d (fun k l => vsum m (fun j => mulm n (mulm n (tr (B j)) (H j)) (B j) k l)) v k
    = vsum m (fun j => dot n (mulv n (H j) (row (through v) j)) (row (through (vunit k)) j)).
  Proof.
    intros Hk. unfold mulv at 1.
    rewrite (vsum_ext d _ (fun l => vsum m (fun j => mulm n (mulm n (tr (B j)) (H j)) (B j) k l * v l)))
      by (intros; symmetry; apply vsum_scal_r).
    rewrite vsum_swap. apply vsum_ext. intros j _.
    change (mulv d (mulm n (mulm n (tr (B j)) (H j)) (B j)) v k
      = dot n (mulv n (H j) (mulv d (B j) v)) (mulv d (B j) (vunit k))).
    rewrite !mulv_mulm, mulv_vunit_col by exact Hk. apply vsum_ext. intros i _. unfold tr, col. ring.
  Qed.
End Through.
