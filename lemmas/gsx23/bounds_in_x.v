(** Lipschitz bounds in x for the parts of one block: proofs of the claims of [bounds_in_x.py].

    Every claim has the hypotheses of its section, most of which its proof does not use. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Scalars Softmax Regression RescaledLoss RescaledMoves.
Local Open Scope R_scope.

Set Default Proof Using "All".

Section Given.
  Variables (d n : nat) (A : mat) (b x y : vec) (r beta : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat) (Hr : 4 < r) (beta_pos : 0 < beta) (beta_lt_1 : beta < 1).
  Hypotheses (HA : opbound n (d * d) A r) (Hx : norm2 (d * d) x <= r) (Hy : norm2 (d * d) y <= r).

  Let z := mulv (d * d) A x.
  Let w := mulv (d * d) A y.
  Let step := norm2 (d * d) (vsub x y).

  Hypotheses (alpha_x : beta <= vsum n (vexp z)) (alpha_y : beta <= vsum n (vexp w)) (Hb : norm1 n b <= 1).

  Theorem exp_lipschitz : norm2 n (vsub (vexp z) (vexp w)) <= r * exp (r ^ 2) * step.
  Proof. apply exp_lipschitz_in_x; assumption. Qed.

  Theorem alpha_lipschitz :
    Rabs (vsum n (vexp z) - vsum n (vexp w)) <= sqrt (INR n) * (r * exp (r ^ 2)) * step.
  Proof. rewrite Rmult_assoc. apply alpha_moves, exp_lipschitz. Qed.

  Theorem h_lipschitz :
    norm2 n (vsub (vscale (vsum n (vexp z)) b) (vscale (vsum n (vexp w)) b)) <= sqrt (INR n) * (r * exp (r ^ 2)) * step.
  Proof. rewrite Rmult_assoc. apply scaled_target_moves; [exact Hb|apply exp_lipschitz]. Qed.

  Theorem q_lipschitz :
    norm2 n (vsub (rescaled n b z) (rescaled n b w)) <= 2 * sqrt (INR n) * (r * exp (r ^ 2)) * step.
  Proof. rewrite Rmult_assoc. apply rescaled_moves; [exact Hn|exact Hb|apply exp_lipschitz]. Qed.

  Hypothesis beta_nonzero : beta <> 0.

  Theorem alpha_inverse_lipschitz :
    Rabs (/ vsum n (vexp z) - / vsum n (vexp w)) <= / beta ^ 2 * sqrt (INR n) * (r * exp (r ^ 2)) * step.
  Proof. rewrite !Rmult_assoc, <- (Rmult_assoc r). apply inverse_alpha_moves; [apply exp_lipschitz|assumption..]. Qed.

  (** R/2 is below the constant of the paper. *)
  Theorem f_lipschitz :
    norm2 n (vsub (softmax n z) (softmax n w)) <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * step.
  Proof.
    eapply Rle_trans; [apply f_lipschitz_in_x; eassumption|]. apply Rmult_le_compat_r; [apply norm2_nonneg|].
    apply half_le_with_beta_variant; [assumption..|lra].
  Qed.

  Theorem c_lipschitz : norm2 n (vsub (vsub (softmax n z) b) (vsub (softmax n w) b))
    <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * step.
  Proof. rewrite vsub_vsub. apply f_lipschitz. Qed.
End Given.
