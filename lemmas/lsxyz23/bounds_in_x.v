(** Basic bounds in x: proofs of the claims of [bounds_in_x.py].

    Every claim has the hypotheses of its section, most of which its proof does not use; those of c have the
    target b, too. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Set Default Proof Using "All - b".

Section Given.
  Variables (d n : nat) (A : mat) (b x y : vec) (r beta : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat) (Hr : 4 <= r).
  Hypotheses (HA : opbound n d A r) (Hx : norm2 d x <= r) (Hy : norm2 d y <= r).
  Hypothesis small : norminf n (mulv d A (vsub x y)) < 1 / 100.
  Hypotheses (alpha_x : beta <= vsum n (vexp (mulv d A x))) (alpha_y : beta <= vsum n (vexp (mulv d A y))).
  Hypotheses (beta_pos : 0 < beta) (beta_lt_1 : beta < 1).

  Theorem exp_max : norminf n (vexp (mulv d A x)) <= exp (r ^ 2).
  Proof. apply exp_norminf_le. intros; apply (logit_le n); assumption. Qed.

  Theorem exp_norm : norm2 n (vexp (mulv d A x)) <= sqrt (INR n) * exp (r ^ 2).
  Proof.
    eapply Rle_trans; [apply norm2_le_norminf|]. apply Rmult_le_compat_l; [apply sqrt_pos|apply exp_max].
  Qed.

  Theorem exp_lipschitz :
    norm2 n (vsub (vexp (mulv d A x)) (vexp (mulv d A y)))
    <= 2 * sqrt (INR n) * r * exp (r ^ 2) * norm2 d (vsub x y).
  Proof.
    eapply Rle_trans; [apply exp_lipschitz_in_x; eassumption|]. apply Rmult_le_compat_r; [apply norm2_nonneg|].
    apply exp_square_le_published; [exact Hn|lra].
  Qed.

  Theorem alpha_lipschitz :
    Rabs (vsum n (vexp (mulv d A x)) - vsum n (vexp (mulv d A y)))
    <= sqrt (INR n) * norm2 n (vsub (vexp (mulv d A x)) (vexp (mulv d A y))).
  Proof. apply sum_moves. Qed.

  (** A single term of alpha is above e^{-R^2} already. *)
  Theorem alpha_lower : exp (- r ^ 2) <= vsum n (vexp (mulv d A x)).
  Proof.
    eapply Rle_trans; [|apply (vsum_term n O (vexp (mulv d A x))); [|lia]].
    - apply exp_le. pose proof (logit_bound n d A x r O HA Hx ltac:(lia)) as B. apply Rabs_le_between in B. lra.
    - intros; left; apply exp_pos.
  Qed.

  Hypothesis beta_nonzero : beta <> 0.

  Theorem alpha_inverse_lipschitz :
    Rabs (/ vsum n (vexp (mulv d A x)) - / vsum n (vexp (mulv d A y)))
    <= / beta ^ 2 * Rabs (vsum n (vexp (mulv d A x)) - vsum n (vexp (mulv d A y))).
  Proof. apply inverse_lipschitz; assumption. Qed.

  (** Whatever is above R/2 is a Lipschitz constant of f and of c. *)
  Lemma above_half k : r / 2 <= k ->
    norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y))) <= k * norm2 d (vsub x y).
  Proof.
    intros H. eapply Rle_trans; [apply f_lipschitz_in_x; eassumption|].
    apply Rmult_le_compat_r; [apply norm2_nonneg|exact H].
  Qed.

  Theorem f_lipschitz :
    norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y)))
    <= 4 * / beta ^ 2 * (INR n * sqrt (INR n)) * r * exp (2 * r ^ 2) * norm2 d (vsub x y).
  Proof. apply above_half, half_le_with_beta; [assumption..|lra]. Qed.

  Theorem f_lipschitz_variant :
    norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y)))
    <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * norm2 d (vsub x y).
  Proof. apply above_half, half_le_with_beta_variant; [assumption..|lra]. Qed.

  Theorem c_lipschitz :
    norm2 n (vsub (vsub (softmax n (mulv d A x)) b) (vsub (softmax n (mulv d A y)) b))
    <= 4 * / beta ^ 2 * (INR n * sqrt (INR n)) * r * exp (2 * r ^ 2) * norm2 d (vsub x y).
  Proof using All. rewrite vsub_vsub. apply f_lipschitz. Qed.

  Theorem c_lipschitz_variant :
    norm2 n (vsub (vsub (softmax n (mulv d A x)) b) (vsub (softmax n (mulv d A y)) b))
    <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * norm2 d (vsub x y).
  Proof using All. rewrite vsub_vsub. apply f_lipschitz_variant. Qed.
End Given.
