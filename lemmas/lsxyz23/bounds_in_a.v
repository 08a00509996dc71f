(** Basic bounds in A: proofs of the claims of [bounds_in_a.py].

    Every claim has the hypotheses of its section, most of which its proof does not use. The norm of A - A' is the
    least of its bounds [s]; any bound would do. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

Set Default Proof Using "All".

Section Given.
  Variables (d n : nat) (A A' : mat) (x : vec) (r beta : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).

  Section Step.
    Variable s : R.
    Hypotheses (Hs : opbound n d (msub A A') s) (least : forall t : R, opbound n d (msub A A') t -> s <= t).
    Hypotheses (HA : opbound n d A r) (HA' : opbound n d A' r) (Hx : norm2 d x <= r).
    Hypothesis small : norminf n (mulv d (msub A A') x) < 1 / 100.
    Hypotheses (alpha_A : beta <= vsum n (vexp (mulv d A x))) (alpha_A' : beta <= vsum n (vexp (mulv d A' x))).
    Hypotheses (beta_pos : 0 < beta) (beta_lt_1 : beta < 1).

    Theorem exp_lipschitz :
      norm2 n (vsub (vexp (mulv d A x)) (vexp (mulv d A' x))) <= 2 * sqrt (INR n) * r * exp (r ^ 2) * s.
    Proof.
      eapply Rle_trans; [apply (exp_lipschitz_in_A n d A A' x r s); assumption|].
      apply Rmult_le_compat_r; [apply (opbound_nonneg _ _ _ _ Hs)|].
      apply exp_square_le_published; [exact Hn|apply (opbound_nonneg _ _ _ _ HA)].
    Qed.

    Hypothesis beta_nonzero : beta <> 0.

    (** Whatever is above R/2 is a Lipschitz constant of f. *)
    Lemma above_half k : r / 2 <= k ->
      norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A' x))) <= k * s.
    Proof.
      intros H. eapply Rle_trans; [apply (f_lipschitz_in_A n d A A' x r s); assumption|].
      apply Rmult_le_compat_r; [apply (opbound_nonneg _ _ _ _ Hs)|exact H].
    Qed.

    Theorem f_lipschitz :
      norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A' x)))
      <= 4 * / beta ^ 2 * (INR n * sqrt (INR n)) * r * exp (2 * r ^ 2) * s.
    Proof. apply above_half, half_le_with_beta; [assumption..|apply (opbound_nonneg _ _ _ _ HA)]. Qed.

    Theorem f_lipschitz_variant :
      norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A' x)))
      <= 2 * / beta ^ 2 * INR n * r * exp (2 * r ^ 2) * s.
    Proof. apply above_half, half_le_with_beta_variant; [assumption..|apply (opbound_nonneg _ _ _ _ HA)]. Qed.
  End Step.

  Hypotheses (HA : opbound n d A r) (HA' : opbound n d A' r) (Hx : norm2 d x <= r).
  Hypothesis small : norminf n (mulv d (msub A A') x) < 1 / 100.
  Hypotheses (alpha_A : beta <= vsum n (vexp (mulv d A x))) (alpha_A' : beta <= vsum n (vexp (mulv d A' x))).
  Hypotheses (beta_pos : 0 < beta) (beta_lt_1 : beta < 1).

  Theorem alpha_lipschitz :
    Rabs (vsum n (vexp (mulv d A x)) - vsum n (vexp (mulv d A' x)))
    <= sqrt (INR n) * norm2 n (vsub (vexp (mulv d A x)) (vexp (mulv d A' x))).
  Proof. apply sum_moves. Qed.

  Hypothesis beta_nonzero : beta <> 0.

  Theorem alpha_inverse_lipschitz :
    Rabs (/ vsum n (vexp (mulv d A x)) - / vsum n (vexp (mulv d A' x)))
    <= / beta ^ 2 * Rabs (vsum n (vexp (mulv d A x)) - vsum n (vexp (mulv d A' x))).
  Proof. apply inverse_lipschitz; assumption. Qed.
End Given.
