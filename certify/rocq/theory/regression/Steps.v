(** * A gradient step in x against an update of A: how far the two values of softmax are apart.

    The step goes from x to x - eta g with g the gradient of the loss, the update from A to A + M; both are measured
    by the moves of the logits, - eta A g and M x. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Moves Regression Fields LossHessian.
Local Open Scope R_scope.

Lemma norm2_le_norm1 n v : norm2 n v <= norm1 n v.
Proof.
  apply norm2_le_sq; [apply norm1_nonneg|]. unfold norm1 at 1. rewrite <- vsum_scal_r. apply vsum_le. intros i Hi.
  rewrite <- (Rabs_pos_eq (v i * v i)) by apply Rle_0_sqr. rewrite Rabs_mult.
  apply Rmult_le_compat_l; [apply Rabs_pos|].
  apply (vsum_term n i (fun j => Rabs (v j))); [intros; apply Rabs_pos|exact Hi].
Qed.

Lemma norminf_opp n v : norminf n (vopp v) = norminf n v.
Proof. induction n as [|n IH]; simpl; [reflexivity|]. rewrite IH. unfold vopp. rewrite Rabs_Ropp. reflexivity. Qed.

(** ** The moves of the logits *)

Lemma step_logits d A x eta g :
  mulv d A (vsub x (vscale eta g)) = vsub (mulv d A x) (vscale eta (mulv d A g)).
Proof.
  apply functional_extensionality. intros i. unfold vsub, vscale. rewrite mulv_minus, mulv_scal. reflexivity.
Qed.

Lemma update_logits d A M x : mulv d (madd A M) x = vadd (mulv d A x) (mulv d M x).
Proof. apply functional_extensionality. intros i. apply mulv_madd. Qed.

Lemma gap_of_logits d A x eta g M :
  vsub (mulv d A (vsub x (vscale eta g))) (mulv d (madd A M) x) = vopp (vadd (vscale eta (mulv d A g)) (mulv d M x)).
Proof.
  rewrite step_logits, update_logits. apply functional_extensionality. intros i. unfold vsub, vadd, vopp. ring.
Qed.

Section Gap.
  Variables (n d : nat) (A M : mat) (x g : vec) (eta : R).
  Hypothesis Hn : (1 <= n)%nat.
  Let gap := norm2 n (vsub (softmax n (mulv d A (vsub x (vscale eta g)))) (softmax n (mulv d (madd A M) x))).

  Theorem gap_norm2 : gap <= norm2 n (vadd (vscale eta (mulv d A g)) (mulv d M x)) / 2.
  Proof.
    pose proof (softmax_half_norm2 n (mulv d A (vsub x (vscale eta g))) (mulv d (madd A M) x) Hn) as H.
    change (gap <= norm2 n (vsub (mulv d A (vsub x (vscale eta g))) (mulv d (madd A M) x)) / 2) in H.
    rewrite gap_of_logits in H. unfold vopp in H. rewrite norm2_opp in H. exact H.
  Qed.

  Theorem gap_norminf : gap <= sqrt 2 * tanh (norminf n (vadd (vscale eta (mulv d A g)) (mulv d M x)) / 2).
  Proof. rewrite <- norminf_opp, <- gap_of_logits. apply softmax_any_move_norminf, Hn. Qed.
End Gap.

(** ** The step *)

Section Step.
  Variables (n d : nat) (A : mat) (b x g : vec) (r : R).
  Hypothesis Hg : forall v, deriv_at (fun t => dot n (vsub (softmax n (mulv d A (vadd x (vscale t v)))) b)
    (vsub (softmax n (mulv d A (vadd x (vscale t v)))) b) / 2) 0 (dot d g v).
  Hypothesis HA : opbound n d A r.

  Lemma step_gradient i : (i < d)%nat -> g i = mulv n (tr A) (residual n b (mulv d A x)) i.
  Proof. intros Hi. exact (gradient_through n d A _ _ (loss_gradient_field n b) x g i Hi Hg). Qed.

  (** |A g| = |A A^T J c| <= |A|^2 |J c|. *)
  Lemma step_size : norm2 n (mulv d A g) <= r ^ 2 * norm2 n (residual n b (mulv d A x)).
  Proof.
    replace (r ^ 2 * norm2 n (residual n b (mulv d A x))) with (r * (r * norm2 n (residual n b (mulv d A x)))) by ring.
    apply opbound_mulv_le; [exact HA|]. rewrite (norm2_ext d g _ step_gradient).
    apply opbound_mulv, opbound_tr, HA.
  Qed.

  Theorem step_moves eta : (1 <= n)%nat -> 0 < eta ->
    norm2 n (vsub (softmax n (mulv d A (vsub x (vscale eta g)))) (softmax n (mulv d A x)))
    <= eta / 2 * r ^ 2 * norm2 n (residual n b (mulv d A x)).
  Proof.
    intros Hn He. eapply Rle_trans; [apply (softmax_half_norm2 n _ _ Hn)|].
    rewrite (norm2_ext n _ (fun i => - eta * mulv d A g i))
      by (intros i _; rewrite step_logits; unfold vsub, vscale; ring).
    rewrite norm2_scal, Rabs_Ropp, Rabs_pos_eq by lra. pose proof step_size as S.
    apply (Rmult_le_compat_l eta) in S; lra.
  Qed.
End Step.

(** ** Updates by a layer: M = a S (A V^T + b v^T) with S = A A^T, or with rows of S that are probabilities *)

Section Layer.
  Variables (n d : nat) (A V : mat) (b v x : vec) (r s : R).
  Hypotheses (HA : opbound n d A r) (HV : opbound d d V s) (Hx : norm2 d x <= r) (Hb1 : norm1 n b <= 1).

  (** What the layer averages: A V^T x + <v, x> b. *)
  Definition layer_values : vec := vadd (mulv d A (mulv d (tr V) x)) (vscale (dot d v x) b).

  Lemma layer_logits a S i :
    mulv d (mscale a (mulm n S (madd (mulm d A (tr V)) (outer b v)))) x i = a * mulv n S layer_values i.
  Proof.
    rewrite mulv_mscale, mulv_mulm. f_equal. apply vsum_ext. intros k _. f_equal.
    rewrite mulv_madd, mulv_mulm, mulv_outer. unfold layer_values, vadd, vscale. ring.
  Qed.

  Lemma layer_values_norm : norm2 n layer_values <= r * (r * s + norm2 d v).
  Proof.
    pose proof (opbound_nonneg _ _ _ _ HA) as r0. pose proof (opbound_nonneg _ _ _ _ HV) as s0.
    pose proof (norm2_nonneg d x) as x0. pose proof (norm2_nonneg d v) as v0.
    unfold layer_values, vadd, vscale. eapply Rle_trans; [apply norm2_triangle|]. rewrite norm2_scal.
    pose proof (opbound_mulv_le d d (tr V) s x r (opbound_tr _ _ _ _ HV) Hx) as B1.
    pose proof (opbound_mulv_le n d A r _ _ HA B1) as B2. pose proof (abs_dot_le_norm2 d v x) as B3.
    pose proof (Rle_trans _ _ _ (norm2_le_norm1 n b) Hb1) as B4.
    assert (B5 : Rabs (dot d v x) <= norm2 d v * r) by (pose proof (Rmult_le_compat_l _ _ _ v0 Hx); lra).
    pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos (dot d v x)) (norm2_nonneg n b) B5 B4). lra.
  Qed.

  (** |M x| <= a |A|^2 |values|. *)
  Lemma linear_layer_norm a : 0 <= a ->
    norm2 n (mulv d (mscale a (mulm n (mulm d A (tr A)) (madd (mulm d A (tr V)) (outer b v)))) x)
    <= a * (r ^ 3 * (r * s + norm2 d v)).
  Proof.
    intros Ha. rewrite (norm2_ext n _ (fun i => a * mulv n (mulm d A (tr A)) layer_values i))
      by (intros; apply layer_logits).
    rewrite norm2_scal, Rabs_pos_eq by exact Ha. apply Rmult_le_compat_l; [exact Ha|].
    replace (r ^ 3 * (r * s + norm2 d v)) with (r * r * (r * (r * s + norm2 d v))) by ring.
    apply opbound_mulv_le; [|exact layer_values_norm]. apply opbound_mulm; [exact HA|apply opbound_tr, HA].
  Qed.

  (** An average is at most the largest of the values. *)
  Lemma softmax_layer_entry (S : mat) a i : 0 <= a -> probability n (S i) ->
    Rabs (mulv d (mscale a (mulm n S (madd (mulm d A (tr V)) (outer b v)))) x i) <= a * (r * (r * s + norm2 d v)).
  Proof.
    intros Ha [S0 S1]. rewrite layer_logits, Rabs_mult, Rabs_pos_eq by exact Ha. apply Rmult_le_compat_l; [exact Ha|].
    eapply Rle_trans; [apply (abs_dot_le_norm1 n (S i) layer_values)|].
    replace (norm1 n (S i)) with 1.
    - rewrite Rmult_1_l. eapply Rle_trans; [apply norminf_le_norm2|exact layer_values_norm].
    - rewrite <- S1. apply vsum_ext. intros k Hk. symmetry. apply Rabs_pos_eq, S0, Hk.
  Qed.
End Layer.
