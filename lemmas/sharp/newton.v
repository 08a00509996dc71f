(** Newton's method from a stationary point: proofs of the claims of [newton.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax Fields SingularValues LossHessian Newton.
Local Open Scope R_scope.

Set Default Proof Using "All".

Local Notation least n d A s := (expands n d A s \/ expands d n (tr A) s).

Section Setting.
  Variables (d n : nat) (A : mat) (b w x_star x : vec).

  (** The regularized loss at x. *)
  Let L (x : vec) : R := let z := mulv d A x in
    dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2 + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2.

  Section Hessian.
    Variables (r l : R).
    Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
    Variable g_star : vec.
    Hypothesis Hstar : forall v, deriv_at (fun t => L (vadd x_star (vscale t v))) 0 (dot d g_star v).
    Variable s : R.
    Hypotheses (HA : least n d A s) (greatest : forall r : R, least n d A r -> r <= s).
    Variable h : vec -> vec.
    Hypothesis Hh : gradient_field d L h.
    Variable M : mat.
    Hypothesis HM : hessian_at d h M x.
    Variable P : mat.
    Hypothesis right_inverse : forall i j : nat, (i < d)%nat -> (j < d)%nat -> mulm d M P i j = meye i j.
    Hypothesis left_inverse : forall i j : nat, (i < d)%nat -> (j < d)%nat -> mulm d P M i j = meye i j.
    Variable g : vec.
    Hypothesis Hg : forall v, deriv_at (fun t => L (vadd x (vscale t v))) 0 (dot d g v).
    Hypotheses (Hl : 0 < l) (Hr : opbound n d A r).
    Hypotheses (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).
    Hypothesis stationary : forall i : nat, (i < d)%nat -> g_star i = vconst 0 i.
    Hypothesis Hw : forall i : nat, (i < n)%nat -> 1 / 2 + l / s ^ 2 <= vmap (fun t => t ^ 2) w i.

    Theorem quadratic : INR d <= INR n -> 0 < s -> s ^ 2 <> 0 -> 2 * l <> 0 ->
      norm2 d (vsub (vsub x (mulv d P g)) x_star) <= 5 / sqrt 2 * r ^ 3 / (2 * l) * norm2 d (vsub x x_star) ^ 2.
    Proof.
      intros Hdn Hs _ _.
      apply (regression_quadratic n d A b w x x_star g g_star h M P s l r); try assumption.
      apply (least_singular_value n d A s Hdn HA Hs).
    Qed.

    Hypothesis near : 5 / sqrt 2 * r ^ 3 * norm2 d (vsub x x_star) <= 1 / 10 * l.

    Theorem convergence : INR d <= INR n -> 0 < s -> s ^ 2 <> 0 ->
      norm2 d (vsub (vsub x (mulv d P g)) x_star) <= 1 / 20 * norm2 d (vsub x x_star).
    Proof.
      intros Hdn Hs _.
      apply (regression_close n d A b w x x_star g g_star h M P s l r); try assumption.
      apply (least_singular_value n d A s Hdn HA Hs).
    Qed.

    (** For the step p: x + p - x_star is 2 (x - x_star) less x - p - x_star. *)
    Theorem wrong_sign : INR d <= INR n -> 0 < s -> s ^ 2 <> 0 ->
      39 / 20 * norm2 d (vsub x x_star) <= norm2 d (vsub (vadd x (mulv d P g)) x_star).
    Proof.
      intros Hdn Hs H2. pose proof (convergence Hdn Hs H2) as C.
      set (p := mulv d P g) in *. set (N := norm2 d (vsub x x_star)) in *.
      assert (T : norm2 d (fun i => 2 * vsub x x_star i)
                  <= norm2 d (vsub (vadd x p) x_star) + norm2 d (vsub (vsub x p) x_star)).
      { eapply Rle_trans; [|apply norm2_triangle]. right. apply norm2_ext. intros. unfold vadd, vsub. ring. }
      rewrite norm2_scal, Rabs_pos_eq in T by lra. fold N in T. lra.
    Qed.
  End Hessian.

  (** With Q = A^T W^2 A for the Hessian, y for what the step leaves and D for the change of the gradient of the loss in
      the logits, |W A y|^2 = - <A y, D> <= |A y| |A e| / 2, and |W A u|^2 >= mu |A u|^2. *)
  Theorem regularizer_alone : forall mu : R, (1 <= d)%nat -> (1 <= n)%nat ->
    forall g_star : vec, (forall v, deriv_at (fun t => L (vadd x_star (vscale t v))) 0 (dot d g_star v)) ->
    forall s : R, least n d A s -> (forall r : R, least n d A r -> r <= s) ->
    forall P : mat, let Q := mulm n (mulm n (tr A) (mulm n (vdiag w) (vdiag w))) A in
    (forall i j : nat, (i < d)%nat -> (j < d)%nat -> mulm d Q P i j = meye i j) ->
    (forall i j : nat, (i < d)%nat -> (j < d)%nat -> mulm d P Q i j = meye i j) ->
    forall g : vec, (forall v, deriv_at (fun t => L (vadd x (vscale t v))) 0 (dot d g v)) ->
    0 < mu -> (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
    (forall i : nat, (i < d)%nat -> g_star i = vconst 0 i) ->
    (forall i : nat, (i < n)%nat -> mu <= vmap (fun t => t ^ 2) w i) ->
    INR d <= INR n -> 0 < s -> 2 * mu <> 0 ->
    norm2 n (mulv n (vdiag w) (mulv d A (vsub (vsub x (mulv d P g)) x_star)))
    <= norm2 n (mulv n (vdiag w) (mulv d A (vsub x x_star))) / (2 * mu).
  Proof.
    intros mu _ Hn g_star Hstar s _ _ P Q right_inverse _ g Hg Hmu Hb Hb1 stationary Hw _ _ _.
    apply (regression_preconditioned n d A b w x x_star g g_star P mu); assumption.
  Qed.
End Setting.
