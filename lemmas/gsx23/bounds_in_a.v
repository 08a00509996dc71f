(** Lipschitz bounds in A for the parts of one block: proofs of the claims of [bounds_in_a.py].

    Every claim has the hypotheses of its section, most of which its proof does not use. The norm of A - A' is the
    least of its bounds [s]; any bound would do. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Scalars Softmax Regression RescaledLoss RescaledMoves.
Local Open Scope R_scope.

Set Default Proof Using "All".

Section Given.
  Variables (d n : nat) (A A' : mat) (b x : vec) (r beta : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Variable s : R.
  Hypotheses (Hs : opbound n (d * d) (msub A A') s) (least : forall t : R, opbound n (d * d) (msub A A') t -> s <= t).
  Hypotheses (Hr : 4 < r) (beta_pos : 0 < beta) (beta_lt_1 : beta < 1).
  Hypotheses (HA : opbound n (d * d) A r) (HA' : opbound n (d * d) A' r) (Hx : norm2 (d * d) x <= r).

  Let z := mulv (d * d) A x.
  Let w := mulv (d * d) A' x.

  Hypotheses (alpha_A : beta <= vsum n (vexp z)) (alpha_A' : beta <= vsum n (vexp w)) (Hb : norm1 n b <= 1).

  Theorem exp_lipschitz : norm2 n (vsub (vexp z) (vexp w)) <= r * exp (r ^ 2) * s.
  Proof. apply exp_lipschitz_in_A; assumption. Qed.

  Theorem alpha_lipschitz :
    Rabs (vsum n (vexp z) - vsum n (vexp w)) <= sqrt (INR n) * (r * exp (r ^ 2)) * s.
  Proof. rewrite Rmult_assoc. apply alpha_moves, exp_lipschitz. Qed.

  Theorem h_lipschitz :
    norm2 n (vsub (vscale (vsum n (vexp z)) b) (vscale (vsum n (vexp w)) b)) <= sqrt (INR n) * (r * exp (r ^ 2)) * s.
  Proof. rewrite Rmult_assoc. apply scaled_target_moves; [exact Hb|apply exp_lipschitz]. Qed.

  Theorem q_lipschitz :
    norm2 n (vsub (rescaled n b z) (rescaled n b w)) <= 2 * sqrt (INR n) * (r * exp (r ^ 2)) * s.
  Proof. rewrite Rmult_assoc. apply rescaled_moves; [exact Hn|exact Hb|apply exp_lipschitz]. Qed.

  Hypothesis beta_nonzero : beta <> 0.

  Theorem alpha_inverse_lipschitz :
    Rabs (/ vsum n (vexp z) - / vsum n (vexp w)) <= / beta ^ 2 * sqrt (INR n) * (r * exp (r ^ 2)) * s.
  Proof. rewrite !Rmult_assoc, <- (Rmult_assoc r). apply inverse_alpha_moves; [apply exp_lipschitz|assumption..]. Qed.

  (** R/2 is below the constant of the paper. *)
  Theorem f_lipschitz :
    norm2 n (vsub (softmax n z) (softmax n w)) <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * s.
  Proof.
    eapply Rle_trans; [apply (f_lipschitz_in_A n (d * d) A A' x r s); assumption|].
    apply Rmult_le_compat_r; [apply (opbound_nonneg _ _ _ _ Hs)|].
    apply half_le_with_beta_variant; [assumption..|lra].
  Qed.

  Theorem c_lipschitz : norm2 n (vsub (vsub (softmax n z) b) (vsub (softmax n w) b))
    <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * s.
  Proof. rewrite vsub_vsub. apply f_lipschitz. Qed.
End Given.
