(** * How far the attention matrix moves. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Softmax Moves Frobenius Attention.
Local Open Scope R_scope.

(** ** Logits *)

Lemma msub_line M N : msub M N = madd M (mscale (- 1) N).
Proof.
  apply functional_extensionality. intros i. apply functional_extensionality. intros j.
  unfold msub, madd, mscale. ring.
Qed.

Lemma logits_minus_X d A_1 A_2 X Y :
  msub (logits d A_1 X A_2) (logits d A_1 Y A_2) = logits d A_1 (msub X Y) A_2.
Proof. rewrite (msub_line X Y), logits_in_X, <- msub_line. reflexivity. Qed.

Lemma logits_minus_A_1 d A_1 A_1' A_2 X :
  msub (logits d A_1 X A_2) (logits d A_1' X A_2) = logits d (msub A_1 A_1') X A_2.
Proof. rewrite (msub_line A_1 A_1'), logits_in_A_1, <- msub_line. reflexivity. Qed.

Lemma logits_minus_A_2 d A_1 A_2 A_2' X :
  msub (logits d A_1 X A_2) (logits d A_1 X A_2') = logits d A_1 X (msub A_2 A_2').
Proof. rewrite (msub_line A_2 A_2'), logits_in_A_2, <- msub_line. reflexivity. Qed.

Lemma normfro_logits_X n d A_1 A_2 V r s : opbound n d A_1 r -> opbound n d A_2 s ->
  normfro n n (logits d A_1 V A_2) <= r * s * normfro d d V.
Proof.
  intros Hr Hs. eapply Rle_trans; [apply (normfro_mulm_r n d n _ _ s), opbound_tr, Hs|].
  pose proof (normfro_mulm_l n d d A_1 V r Hr) as H.
  apply (Rmult_le_compat_l s) in H; [lra|apply (opbound_nonneg _ _ _ _ Hs)].
Qed.

Lemma normfro_logits_A_1 n d A_2 X V s : opbound n d (mulm d A_2 (tr X)) s ->
  normfro n n (logits d V X A_2) <= s * normfro n d V.
Proof.
  intros Hs. unfold logits. rewrite (normfro_ext n n _ (mulm d V (mulm d X (tr A_2)))) by (intros; apply mulm_assoc).
  apply normfro_mulm_r. apply opbound_ext with (tr (mulm d A_2 (tr X))); [|apply opbound_tr, Hs].
  intros; apply tr_mulm.
Qed.

Lemma normfro_logits_A_2 n d A_1 X V s : opbound n d (mulm d A_1 X) s ->
  normfro n n (logits d A_1 X V) <= s * normfro n d V.
Proof. intros Hs. rewrite <- (normfro_tr d n V). apply normfro_mulm_l, Hs. Qed.

(** ** The attention matrix: each row is a softmax *)

Section Moves.
  Variables (n : nat) (M N Z W : mat).
  Hypothesis Hn : (1 <= n)%nat.
  Hypotheses (HM : gives_one n M (row_sums n (mmap exp Z))) (HN : gives_one n N (row_sums n (mmap exp W))).

  Let F := mulm n M (mmap exp Z).
  Let F' := mulm n N (mmap exp W).

  Lemma attention_row_moves i : (i < n)%nat ->
    norm2 n (row (msub F F') i) = norm2 n (vsub (softmax n (row Z i)) (softmax n (row W i))).
  Proof.
    intros Hi. apply norm2_ext. intros k _. unfold row at 1, msub, F, F'.
    rewrite (attention_entry n M Z i k HM Hi), (attention_entry n N W i k HN Hi). reflexivity.
  Qed.

  Theorem attention_moves : normfro n n (msub F F') <= 1 / 2 * normfro n n (msub Z W).
  Proof.
    apply normfro_le_rows; [lra|]. intros i Hi. rewrite attention_row_moves by exact Hi.
    eapply Rle_trans; [apply (softmax_half_norm2 n _ _ Hn)|].
    change (norm2 n (row (msub Z W) i) / 2 <= 1 / 2 * norm2 n (row (msub Z W) i)). lra.
  Qed.

  (** For moves of any size, each logit by at most m. *)
  Theorem attention_any_move m : 0 <= m ->
    (forall i j, (i < n)%nat -> (j < n)%nat -> Rabs (msub Z W i j) <= m) ->
    normfro n n (msub F F') <= sqrt (INR n) * (sqrt 2 * tanh (m / 2)).
  Proof.
    intros Hm H. rewrite normfro_rows. apply norm2_le_const.
    - apply Rmult_le_pos; [apply sqrt_pos|]. rewrite <- tanh_0. apply tanh_le. lra.
    - intros i Hi. rewrite Rabs_pos_eq, attention_row_moves by (exact Hi || apply norm2_nonneg).
      eapply Rle_trans; [apply (softmax_any_move_norminf n _ _ Hn)|].
      apply Rmult_le_compat_l; [apply sqrt_pos|]. apply tanh_le.
      assert (norminf n (vsub (row Z i) (row W i)) <= m); [|lra].
      apply norminf_le; [exact Hm|]. intros j Hj. apply (H i j Hi Hj).
  Qed.
End Moves.
