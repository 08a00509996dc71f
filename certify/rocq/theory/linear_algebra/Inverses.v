(** * Inverses: what is known of a matrix is that its product with another is the identity. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices.
Local Open Scope R_scope.

(** M (P v) = v for a right inverse P. *)
Lemma mulv_inverse n M P v i : (forall i j, (i < n)%nat -> (j < n)%nat -> mulm n M P i j = meye i j) ->
  (i < n)%nat -> mulv n M (mulv n P v) i = v i.
Proof.
  intros E Hi. rewrite <- mulv_mulm. rewrite <- (mulv_meye n v i Hi). apply vsum_ext. intros j Hj.
  rewrite E by assumption. reflexivity.
Qed.

(** M y = u gives y = P u for a left inverse P. *)
Lemma inverse_solves n M P y u i : (forall i j, (i < n)%nat -> (j < n)%nat -> mulm n P M i j = meye i j) ->
  (forall j, (j < n)%nat -> mulv n M y j = u j) -> (i < n)%nat -> mulv n P u i = y i.
Proof.
  intros E H Hi. rewrite <- (mulv_inverse n P M y i E Hi). apply mulv_ext_r. intros j Hj. symmetry. apply H, Hj.
Qed.

(** Sherman and Morrison: the inverse Q of M = A + x v^T from the inverse P of A. *)
Theorem sherman_morrison n A M P Q x v u i :
  (forall i j, (i < n)%nat -> (j < n)%nat -> M i j = A i j + x i * v j) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> mulm n A P i j = meye i j) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> mulm n Q M i j = meye i j) ->
  1 + dot n v (mulv n P x) <> 0 -> (i < n)%nat ->
  mulv n Q u i = mulv n P u i - mulv n P x i * (dot n v (mulv n P u) / (1 + dot n v (mulv n P x))).
Proof.
  intros EM EP EQ N Hi. set (k := dot n v (mulv n P u) / (1 + dot n v (mulv n P x))).
  apply (inverse_solves n M Q (fun i => mulv n P u i - mulv n P x i * k)); [exact EQ| |exact Hi]. intros j Hj.
  transitivity (mulv n A (fun i => mulv n P u i - k * mulv n P x i) j
                + x j * dot n v (fun i => mulv n P u i - k * mulv n P x i)).
  - unfold mulv at 1 4. unfold dot at 1. rewrite <- vsum_scal, <- vsum_plus. apply vsum_ext. intros l Hl.
    rewrite EM by assumption. ring.
  - rewrite mulv_minus, mulv_scal, dot_minus_r, dot_scal_r, !(mulv_inverse n A P) by assumption.
    unfold k. field. exact N.
Qed.
