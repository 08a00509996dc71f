(** * Functions of one variable from the signs of their derivatives: constant, monotone, convex. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang Derivatives.
Local Open Scope R_scope.

(** The slope of a difference: g b - g a = g'(c) (b - a) for some c between. *)
Lemma slope_between (g dg : R -> R) a b : a < b -> (forall t, a <= t <= b -> deriv_at g t (dg t)) ->
  exists c, g b - g a = dg c * (b - a) /\ a < c < b.
Proof.
  intros L H. destruct (MVT_cor2 g dg a b L) as (c & E & Hc); [|exists c; split; assumption].
  intros t Ht. apply is_derive_Reals, H, Ht.
Qed.

Lemma constant_of_derivative g a b : (forall t, deriv_at g t 0) -> g a = g b.
Proof.
  intros H. destruct (total_order_T a b) as [[L|E]|L]; [|rewrite E; reflexivity|];
    destruct (slope_between g (fun _ => 0) _ _ L ltac:(intros; apply H)) as (c & E & _); lra.
Qed.

Lemma increasing_of_derivative g dg a b : a <= b -> (forall t, a <= t <= b -> deriv_at g t (dg t)) ->
  (forall t, a < t < b -> 0 <= dg t) -> g a <= g b.
Proof.
  intros [L| ->] H P; [|lra]. destruct (slope_between g dg a b L H) as (c & E & Hc).
  specialize (P c Hc). pose proof (Rmult_le_pos (dg c) (b - a) P ltac:(lra)). lra.
Qed.

(** A convex function has mixed differences h (a + b) - h a - h b + h 0 of the sign of a b. *)
Theorem mixed_difference (h dh ddh : R -> R) a b :
  (forall t, deriv_at h t (dh t)) -> (forall t, deriv_at dh t (ddh t)) ->
  (forall t, 0 <= ddh t) -> 0 <= a * b * (h (a + b) - h a - h b + h 0).
Proof.
  intros Hh Hdh P.
  assert (S : forall s, 0 <= a * (dh (a + s) - dh s)).
  { intros s. pose proof (increasing_of_derivative (fun t => a * dh (t * a + s))
      (fun t => a * (ddh (t * a + s) * a)) 0 1 ltac:(lra)) as I. cbv beta in I.
    rewrite Rmult_0_l, Rmult_1_l, Rplus_0_l in I.
    enough (a * dh s <= a * dh (a + s)) by lra. apply I.
    - intros t _. apply deriv_scal. apply (deriv_comp dh (fun t => t * a + s)); [apply Hdh|].
      eapply deriv_eq; [apply deriv_plus; [apply deriv_scal_r, deriv_id|apply deriv_const]|ring].
    - intros t _. replace (a * (ddh (t * a + s) * a)) with (a * a * ddh (t * a + s)) by ring.
      apply Rmult_le_pos; [apply Rle_0_sqr|apply P]. }
  assert (D : forall g dg c, (forall t, deriv_at g t (dg t)) ->
    forall t, deriv_at (fun t => g (t * b + c)) t (dg (t * b + c) * (1 * b))).
  { intros g dg c H t. apply (deriv_comp g (fun t => t * b + c)); [apply H|].
    eapply deriv_eq; [apply deriv_plus; [apply deriv_scal_r, deriv_id|apply deriv_const]|ring]. }
  pose proof (increasing_of_derivative (fun t => a * b * (h (t * b + a) - h (t * b + 0)))
    (fun t => a * b * (dh (t * b + a) * (1 * b) - dh (t * b + 0) * (1 * b))) 0 1 ltac:(lra)) as I. cbv beta in I.
  replace (0 * b + a) with a in I by ring. replace (0 * b + 0) with 0 in I by ring.
  replace (1 * b + a) with (a + b) in I by ring. replace (1 * b + 0) with b in I by ring.
  enough (a * b * (h a - h 0) <= a * b * (h (a + b) - h b)) by lra. apply I.
  - intros t _. apply deriv_scal, deriv_minus; apply D, Hh.
  - intros t _. specialize (S (t * b)). rewrite Rplus_0_r, (Rplus_comm (t * b) a).
    pose proof (Rmult_le_pos _ _ S (Rle_0_sqr b)) as Q. unfold Rsqr in Q. lra.
Qed.

(** Second derivatives in order give mixed differences in order. *)
Corollary mixed_difference_le (h dh ddh k dk ddk : R -> R) a b :
  (forall t, deriv_at h t (dh t)) -> (forall t, deriv_at dh t (ddh t)) ->
  (forall t, deriv_at k t (dk t)) -> (forall t, deriv_at dk t (ddk t)) -> (forall t, ddh t <= ddk t) ->
  a * b * (h (a + b) - h a - h b + h 0) <= a * b * (k (a + b) - k a - k b + k 0).
Proof.
  intros Hh Hdh Hk Hdk L.
  pose proof (mixed_difference (fun t => k t - h t) (fun t => dk t - dh t) (fun t => ddk t - ddh t) a b) as M.
  enough (0 <= a * b * (k (a + b) - h (a + b) - (k a - h a) - (k b - h b) + (k 0 - h 0))) by lra. apply M.
  - intros t. apply deriv_minus; auto.
  - intros t. apply deriv_minus; auto.
  - intros t. specialize (L t). lra.
Qed.
