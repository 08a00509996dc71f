(** The Hessian is Lipschitz: proofs of the claims of [hessian_lipschitz.py], one for exp, cosh and sinh alike.

    Every claim has the hypotheses of its section, some of which its proof does not use. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Regression Fields Composite Constants Hyperbolic Entrywise
  RescaledRegression RescaledHessian.
Local Open Scope R_scope.

Set Default Proof Using "All".

Section Family.
  Variables (g s : R -> R).
  Hypothesis P : hyperbolic g s.
  Variables (d n : nat) (A : mat) (b x y : vec) (r : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).

  Let L x := rescaled_loss n g b (mulv d A x).

  Variable D : vec -> vec.
  Hypothesis HD : gradient_field d L D.
  Variable H : mat.
  Hypothesis HH : hessian_at d D H x.
  Variable D' : vec -> vec.
  Hypothesis HD' : gradient_field d L D'.
  Variable H' : mat.
  Hypothesis HH' : hessian_at d D' H' y.
  Hypotheses (HA : opbound n d A r) (Hx : norm2 d x <= r) (Hy : norm2 d y <= r).
  Hypotheses (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Lemma hessian_lipschitz : opbound d d (msub H H')
    ((1 + sqrt (INR n)) ^ 2 * (3 + sqrt (INR n)) * r ^ 3 * exp (2 * r ^ 2) * norm2 d (vsub x y)).
  Proof.
    pose proof (sqrt_pos (INR n)) as S. set (k := (1 + sqrt (INR n)) ^ 2 * (3 + sqrt (INR n)) * exp (2 * r ^ 2)).
    assert (Hk : 0 <= k) by (apply Rmult_le_pos; [apply Rmult_le_pos; [apply pow2_ge_0|lra]|left; apply exp_pos]).
    replace (_ * r ^ 3 * exp (2 * r ^ 2)) with (r ^ 3 * k) by (unfold k; ring).
    apply (hessian_lipschitz_in_x d n A _ _ _ D H x D' H' y r k (rescaled_gradient_field g s n b P)
      (rescaled_hessian_field g s n b P)); try assumption.
    apply inner_moves; [exact P| |apply logits_norm; assumption..].
    eapply Rle_trans; [apply norm2_le_norm1|exact Hb1].
  Qed.

  Lemma hessian_lipschitz_cubic : opbound d d (msub H H')
    (16 * (INR n * sqrt (INR n)) * r ^ 3 * exp (2 * r ^ 2) * norm2 d (vsub x y)).
  Proof.
    apply (opbound_weaken _ _ _ _ _ hessian_lipschitz). apply Rmult_le_compat_r; [apply norm2_nonneg|].
    apply rescaled_constant; [exact Hn|exact (opbound_nonneg _ _ _ _ HA)].
  Qed.

  Lemma hessian_lipschitz_exponential : opbound d d (msub H H')
    (7 * (INR n * sqrt (INR n)) * exp (3 * r ^ 2) * norm2 d (vsub x y)).
  Proof.
    apply (opbound_weaken _ _ _ _ _ hessian_lipschitz_cubic). apply Rmult_le_compat_r; [apply norm2_nonneg|].
    apply rescaled_constant_exp; [exact Hn|exact (opbound_nonneg _ _ _ _ HA)].
  Qed.

  Lemma hessian_lipschitz_log : opbound d d (msub H H') (exp (9 * (r ^ 2 + ln (INR n))) * norm2 d (vsub x y)).
  Proof.
    apply (opbound_weaken _ _ _ _ _ hessian_lipschitz_cubic). apply Rmult_le_compat_r; [apply norm2_nonneg|].
    apply rescaled_constant_log; [exact Hn|exact (opbound_nonneg _ _ _ _ HA)].
  Qed.
End Family.

Definition hessian_lipschitz__exp := hessian_lipschitz exp exp hyperbolic_exp.
Definition hessian_lipschitz__cosh := hessian_lipschitz cosh sinh hyperbolic_cosh.
Definition hessian_lipschitz__sinh := hessian_lipschitz sinh cosh hyperbolic_sinh.

Definition hessian_lipschitz_exponential__exp := hessian_lipschitz_exponential exp exp hyperbolic_exp.
Definition hessian_lipschitz_exponential__cosh := hessian_lipschitz_exponential cosh sinh hyperbolic_cosh.
Definition hessian_lipschitz_exponential__sinh := hessian_lipschitz_exponential sinh cosh hyperbolic_sinh.
