(** The Hessian is Lipschitz, and the regularizer has no part in it: proofs of the claims of [hessian_lipschitz.py],
    one for exp, cosh and sinh alike.

    Every claim has the hypotheses of its section, some of which its proof does not use. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Regression Fields Composite Constants Hyperbolic Entrywise
  PlainRegression.
Local Open Scope R_scope.

Set Default Proof Using "All".

Section Family.
  Variables (g s : R -> R).
  Hypothesis P : hyperbolic g s.
  Variables (d n : nat) (A : mat) (b : vec).

  Let L x := plain_loss n g b (mulv d A x).
  Let M z := vdiag (fun i => curvature g s (b i) (z i)).
  Let HM : hessian_field n (plain_gradient n g s b) M.
  Proof. apply (plain_hessian_field g s n b P (fun z i => curvature g s (b i) (z i))). reflexivity. Qed.

  Section Moves.
    Variables (x y : vec) (r : R).
    Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
    Variable D : vec -> vec.
    Hypothesis HD : gradient_field d L D.
    Variable H : mat.
    Hypothesis HH : hessian_at d D H x.
    Variable D' : vec -> vec.
    Hypothesis HD' : gradient_field d L D'.
    Variable H' : mat.
    Hypothesis HH' : hessian_at d D' H' y.
    Hypotheses (Hr : 2 <= r) (Hb : norm2 n b <= r) (HA : opbound n d A r) (Hx : norm2 d x <= r) (Hy : norm2 d y <= r).
    Hypothesis near : norminf n (mulv d A (vsub x y)) < 1 / 100.

    Lemma hessian_lipschitz : opbound d d (msub H H') (sqrt (INR n) * exp (6 * r ^ 2) * norm2 d (vsub x y)).
    Proof.
      apply (opbound_weaken _ _ _ (r ^ 3 * (4 * exp (2 * r ^ 2) + r * exp (r ^ 2)) * norm2 d (vsub x y))).
      - apply (plain_hessian_lipschitz g s (fun m r => 4 * exp (2 * m) + r * exp m) P
          (fun m r beta t => speed_hyperbolic g s m r beta t P) d n A b x y r Hd Hn D HD H HH D' HD' H' HH');
          assumption.
      - apply Rmult_le_compat_r; [apply norm2_nonneg|]. apply plain_constant; assumption.
    Qed.
  End Moves.

  Section Regularizer.
    Variables (w x y : vec).
    Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).

    Let regularized x := plain_loss n g b (mulv d A x) + regularizer n w (mulv d A x).

    Variable D2 : vec -> vec.
    Hypothesis HD2 : gradient_field d regularized D2.
    Variable D1 : mat.
    Hypothesis HD1 : hessian_at d D2 D1 x.
    Variable D4 : vec -> vec.
    Hypothesis HD4 : gradient_field d regularized D4.
    Variable D3 : mat.
    Hypothesis HD3 : hessian_at d D4 D3 y.
    Variable D6 : vec -> vec.
    Hypothesis HD6 : gradient_field d L D6.
    Variable D5 : mat.
    Hypothesis HD5 : hessian_at d D6 D5 x.
    Variable D8 : vec -> vec.
    Hypothesis HD8 : gradient_field d L D8.
    Variable D7 : mat.
    Hypothesis HD7 : hessian_at d D8 D7 y.

    Let GR := gradient_field_plus _ _ _ _ _ (plain_gradient_field g s n b P) (regularizer_gradient n w).
    Let HR := hessian_field_plus _ _ _ _ _ HM (regularizer_hessian n w).

    Lemma regularizer_cancels : forall i j : nat, (i < d)%nat -> (j < d)%nat -> msub D1 D3 i j = msub D5 D7 i j.
    Proof.
      intros i j Hi Hj. unfold msub. pose proof (plain_gradient_field g s n b P) as GL.
      rewrite (hessian_entries d n A _ _ _ GR HR D2 D1 x HD2 HD1 i j Hi Hj).
      rewrite (hessian_entries d n A _ _ _ GR HR D4 D3 y HD4 HD3 i j Hi Hj).
      rewrite (hessian_entries d n A _ _ _ GL HM D6 D5 x HD6 HD5 i j Hi Hj).
      rewrite (hessian_entries d n A _ _ _ GL HM D8 D7 y HD8 HD7 i j Hi Hj).
      rewrite !sandwich_madd. ring.
    Qed.
  End Regularizer.
End Family.

Definition hessian_lipschitz__exp := hessian_lipschitz exp exp hyperbolic_exp.
Definition hessian_lipschitz__cosh := hessian_lipschitz cosh sinh hyperbolic_cosh.
Definition hessian_lipschitz__sinh := hessian_lipschitz sinh cosh hyperbolic_sinh.

Definition regularizer_cancels__exp := regularizer_cancels exp exp hyperbolic_exp.
Definition regularizer_cancels__cosh := regularizer_cancels cosh sinh hyperbolic_cosh.
Definition regularizer_cancels__sinh := regularizer_cancels sinh cosh hyperbolic_sinh.
