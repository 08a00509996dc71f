(** * A function entry by entry: derivatives along curves of vectors, and how far it moves. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression.
Local Open Scope R_scope.

(** ** Bounds *)

Lemma norminf_vmap_le n (g : R -> R) z k : 0 <= k -> (forall i, (i < n)%nat -> Rabs (g (z i)) <= k) ->
  norminf n (vmap g z) <= k.
Proof. exact (norminf_le n (vmap g z) k). Qed.

(** A slope of at most [k] on [-m, m] is a Lipschitz constant there. *)
Lemma lipschitz_of_slope (g s : R -> R) k m a b : (forall t, deriv_at g t (s t)) ->
  (forall t, Rabs t <= m -> Rabs (s t) <= k) -> Rabs a <= m -> Rabs b <= m -> Rabs (g a - g b) <= k * Rabs (a - b).
Proof.
  intros D K Ha Hb. set (X := fun t => b + t * (a - b)).
  pose proof (mean_value_norminf 1 (fun t _ => g (X t)) (fun t _ => s (X t) * (a - b)) (k * Rabs (a - b))) as M.
  unfold norminf in M. rewrite !(Rmax_right 0) in M by apply Rabs_pos.
  replace (X 1) with a in M by (unfold X; ring). replace (X 0) with b in M by (unfold X; ring). apply M.
  - intros t _ _ _. apply (deriv_comp g X); [apply D|apply deriv_line].
  - intros t Ht. rewrite Rmax_right by apply Rabs_pos. rewrite Rabs_mult.
    apply Rmult_le_compat_r; [apply Rabs_pos|]. apply K. unfold X.
    replace (b + t * (a - b)) with (t * a + (1 - t) * b) by ring. eapply Rle_trans; [apply Rabs_triang|].
    rewrite !Rabs_mult, (Rabs_pos_eq t), (Rabs_pos_eq (1 - t)) by lra.
    pose proof (Rmult_le_compat_l t _ _ ltac:(lra) Ha). pose proof (Rmult_le_compat_l (1 - t) _ _ ltac:(lra) Hb). lra.
Qed.

Section Slope.
  Variables (g s : R -> R).
  Hypothesis slope : forall t, deriv_at g t (s t).

  (** Along a curve, and along a line. *)
  Lemma deriv_vmap (Z : R -> vec) t h k : deriv_at (fun a => Z a k) t h ->
    deriv_at (fun a => vmap g (Z a) k) t (vmap s (Z t) k * h).
  Proof. intros HZ. apply (deriv_comp g (fun a => Z a k)); [apply slope|exact HZ]. Qed.

  Lemma deriv_vmap_line z h k : deriv_at (fun t => vmap g (vadd z (vscale t h)) k) 0 (vmap s z k * h k).
  Proof.
    pose proof (deriv_vmap (fun t => vadd z (vscale t h)) 0 (h k) k (deriv_line _ _ _)) as D. cbv beta in D.
    rewrite vadd_vscale_0 in D. exact D.
  Qed.

  Lemma deriv_vsum_vmap_line n z h : deriv_at (fun t => vsum n (vmap g (vadd z (vscale t h)))) 0 (dot n (vmap s z) h).
  Proof.
    apply (deriv_vsum n (fun t => vmap g (vadd z (vscale t h)))). intros k _. apply deriv_vmap_line.
  Qed.

  Section Moves.
    Variables (n : nat) (z w : vec) (m k : R).
    Hypotheses (Hk : forall t, Rabs t <= m -> Rabs (s t) <= k) (Hz : norm2 n z <= m) (Hw : norm2 n w <= m).

    Let slope_nonneg : 0 <= k.
    Proof.
      eapply Rle_trans; [apply (Rabs_pos (s 0))|]. apply Hk. rewrite Rabs_R0. pose proof (norm2_nonneg n z). lra.
    Qed.

    Lemma entry_moves i : (i < n)%nat -> Rabs (vsub (vmap g z) (vmap g w) i) <= k * Rabs (vsub z w i).
    Proof using slope Hk Hz Hw.
      intros Hi. apply (lipschitz_of_slope g s k m _ _ slope Hk).
      - eapply Rle_trans; [apply (entry_le_norm2 n i z Hi)|exact Hz].
      - eapply Rle_trans; [apply (entry_le_norm2 n i w Hi)|exact Hw].
    Qed.

    Lemma vmap_moves : norm2 n (vsub (vmap g z) (vmap g w)) <= k * norm2 n (vsub z w).
    Proof using slope Hk Hz Hw. apply norm2_le_scaled; [exact slope_nonneg|exact entry_moves]. Qed.

    Lemma vmap_moves_norminf : norminf n (vsub (vmap g z) (vmap g w)) <= k * norm2 n (vsub z w).
    Proof using slope Hk Hz Hw. eapply Rle_trans; [apply norminf_le_norm2|exact vmap_moves]. Qed.

    Lemma vsum_vmap_moves : Rabs (vsum n (vmap g z) - vsum n (vmap g w)) <= k * norm1 n (vsub z w).
    Proof using slope Hk Hz Hw.
      rewrite <- vsum_minus. eapply Rle_trans; [apply vsum_abs|]. unfold norm1. rewrite <- vsum_scal.
      apply vsum_le. exact entry_moves.
    Qed.
  End Moves.

  (** A sum moves by the norm of the slopes, by the mean value inequality along the segment. *)
  Lemma vsum_vmap_moves_norm2 n z w m k : (forall p, norm2 n p <= m -> norm2 n (vmap s p) <= k) ->
    norm2 n z <= m -> norm2 n w <= m -> Rabs (vsum n (vmap g z) - vsum n (vmap g w)) <= k * norm2 n (vsub z w).
  Proof using slope.
    intros Hk. assert (one_side : forall z w, norm2 n z <= m -> norm2 n w <= m ->
      vsum n (vmap g z) - vsum n (vmap g w) <= k * norm2 n (vsub z w)).
    { clear z w. intros z w Hz Hw.
      pose proof (mean_value (fun t => vsum n (vmap g (between w z t)))
        (fun t => dot n (vmap s (between w z t)) (vsub z w)) (k * norm2 n (vsub z w))) as M.
      cbv beta in M. rewrite between_0, between_1 in M. apply M; clear M.
      - intros t _. apply (deriv_vsum n (fun t => vmap g (between w z t))). intros i _.
        apply (deriv_vmap (between w z)), deriv_between.
      - intros t Ht. eapply Rle_trans; [apply dot_le_norm2|].
        apply Rmult_le_compat_r; [apply norm2_nonneg|]. apply Hk, between_norm2; assumption. }
    intros Hz Hw. pose proof (one_side z w Hz Hw) as U. pose proof (one_side w z Hw Hz) as L.
    replace (norm2 n (vsub w z)) with (norm2 n (vsub z w)) in L by apply norm2_minus_sym. apply Rabs_le. lra.
  Qed.
End Slope.

(** ** In x, for logits A x with |A|, |x| <= r: constants r k for a bound k on the slopes *)

Section InX.
  Variables (n d : nat) (A : mat) (x y : vec) (r : R) (g s : R -> R).
  Hypotheses (HA : opbound n d A r) (Hx : norm2 d x <= r) (Hy : norm2 d y <= r).
  Hypothesis slope : forall t, deriv_at g t (s t).

  Lemma logits_move : norm2 n (vsub (mulv d A x) (mulv d A y)) <= r * norm2 d (vsub x y).
  Proof using HA. rewrite vsub_mulv. apply opbound_mulv, HA. Qed.

  Let through k : 0 <= k -> k * norm2 n (vsub (mulv d A x) (mulv d A y)) <= r * k * norm2 d (vsub x y).
  Proof using HA. intros Hk. pose proof (Rmult_le_compat_l _ _ _ Hk logits_move). lra. Qed.

  Lemma value_moves_in_x k : (forall t, Rabs t <= r ^ 2 -> Rabs (s t) <= k) ->
    norm2 n (vsub (vmap g (mulv d A x)) (vmap g (mulv d A y))) <= r * k * norm2 d (vsub x y).
  Proof using HA Hx Hy slope.
    intros Hk. eapply Rle_trans; [|apply through].
    - apply (vmap_moves g s slope n _ _ (r ^ 2)); [exact Hk|apply logits_norm..]; assumption.
    - eapply Rle_trans; [apply (Rabs_pos (s 0))|]. apply Hk. rewrite Rabs_R0. apply pow2_ge_0.
  Qed.

  Lemma sum_moves_in_x k : (forall p, norm2 n p <= r ^ 2 -> norm2 n (vmap s p) <= k) ->
    Rabs (vsum n (vmap g (mulv d A x)) - vsum n (vmap g (mulv d A y))) <= r * k * norm2 d (vsub x y).
  Proof using HA Hx Hy slope.
    intros Hk. eapply Rle_trans; [|apply through].
    - apply (vsum_vmap_moves_norm2 g s slope n _ _ (r ^ 2)); [exact Hk|apply logits_norm..]; assumption.
    - eapply Rle_trans; [apply norm2_nonneg|]. apply (Hk (mulv d A x)), logits_norm; assumption.
  Qed.
End InX.

(** ** The inverse of a derivative that is not 0 *)

Lemma deriv_inverse (a : R -> R) t l : deriv_at a t l -> a t <> 0 -> deriv_at (fun s => / a s) t (- (/ a t ^ 2) * l).
Proof. intros H E. eapply deriv_eq; [apply (deriv_inv a t l H E)|field; exact E]. Qed.
