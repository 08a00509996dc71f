(** * Newton's method for f (A x) with f strongly convex, from a stationary point.

    y = x_t - M^{-1} g - x_star is what the step leaves of e = x_t - x_star. As the gradient at x_star is 0,
    <y, M y> = <A y, H (A e) - (G (A x_t) - G (A x_star))>, which the Lipschitz constant of H bounds. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Inverses Derivatives Softmax Fields SingularValues Composite
  LossHessian Spectrum ThirdBound Regularized.
Local Open Scope R_scope.

Section Step.
  Variables (n d : nat) (A : mat) (f : vec -> R) (G : vec -> vec) (H : vec -> mat).
  Hypotheses (HG : gradient_field n f G) (HH : hessian_field n G H).
  Variables (x x_star g g_star : vec) (M P : mat).
  Hypothesis Hg : forall v, deriv_at (fun t => f (mulv d A (vadd x (vscale t v)))) 0 (dot d g v).
  Hypothesis Hstar : forall v, deriv_at (fun t => f (mulv d A (vadd x_star (vscale t v)))) 0 (dot d g_star v).
  Hypothesis stationary : forall i, (i < d)%nat -> g_star i = 0.
  Hypothesis inverse : forall i j, (i < d)%nat -> (j < d)%nat -> mulm d M P i j = meye i j.

  Let e := vsub x x_star.
  Let y := vsub (vsub x (mulv d P g)) x_star.

  (** For any matrix M in place of the Hessian. *)
  Lemma step_form : dot d y (mulv d M y)
    = dot d y (mulv d M e) - dot n (mulv d A y) (vsub (G (mulv d A x)) (G (mulv d A x_star))).
  Proof using HG Hg Hstar stationary inverse.
    assert (Ex : dot n (mulv d A y) (G (mulv d A x)) = dot d y g).
    { rewrite dot_sym, (dot_mulv n d A), dot_sym. apply dot_ext; [reflexivity|]. intros i Hi. symmetry.
      exact (gradient_through n d A f G HG x g i Hi Hg). }
    assert (Es : dot n (mulv d A y) (G (mulv d A x_star)) = 0).
    { rewrite dot_sym, (dot_mulv n d A). apply vsum_zero. intros i Hi.
      rewrite <- (gradient_through n d A f G HG x_star g_star i Hi Hstar), (stationary i Hi). ring. }
    unfold vsub at 1. rewrite dot_minus_r, Ex, Es, Rminus_0_r, <- dot_minus_r. apply dot_ext; [reflexivity|].
    intros i Hi. rewrite <- (mulv_inverse d M P g i inverse Hi), <- mulv_minus. apply vsum_ext. intros j _.
    unfold y, e, vsub. ring.
  Qed.

  (** With the Hessian itself: |y| <= K |A|^3 / (2 l) |e|^2. *)
  Theorem newton_quadratic (h : vec -> vec) s l r K :
    gradient_field d (fun x => f (mulv d A x)) h -> hessian_at d h M x ->
    expands n d A s -> 0 < s -> 0 < l -> psd n (mscale (l / s ^ 2) meye) (H (mulv d A x)) ->
    opbound n d A r -> 0 <= K -> (forall z w, opbound n n (msub (H z) (H w)) (K * norm2 n (vsub z w))) ->
    norm2 d y <= K * r ^ 3 / (2 * l) * norm2 d e ^ 2.
  Proof using All.
    intros Hh HM HA Hs Hl HP Hr K0 HK. pose proof (opbound_nonneg _ _ _ _ Hr) as r0.
    pose proof (norm2_nonneg d y) as y0.
    pose proof (hessian_convex d n A f G H HG HH h M x Hh HM s l (le_INR _ _ (expands_tall n d A s Hs HA))
      (or_introl HA) Hs Hl HP y) as C.
    rewrite quadratic_mscale, quadratic_meye, <- norm2_sq, step_form in C.
    rewrite (form_through n d A f G H HG HH h x M Hh HM), <- dot_minus_r in C.
    pose proof (dot_le_norm2 n (mulv d A y)
      (vsub (mulv n (H (mulv d A x)) (mulv d A e)) (vsub (G (mulv d A x)) (G (mulv d A x_star))))) as D.
    pose proof (field_remainder n G H HH K (mulv d A x) (mulv d A x_star) K0 HK) as B.
    rewrite vsub_mulv in B. fold e in B.
    pose proof (opbound_mulv _ _ _ _ y Hr) as Y. pose proof (opbound_mulv _ _ _ _ e Hr) as X.
    assert (X2 : norm2 n (mulv d A e) ^ 2 <= (r * norm2 d e) ^ 2)
      by (apply pow_incr; split; [apply norm2_nonneg|exact X]).
    assert (Q : l * (norm2 d y * norm2 d y) <= r * norm2 d y * (K / 2 * (r * norm2 d e) ^ 2)).
    { eapply Rle_trans; [exact C|]. eapply Rle_trans; [exact D|].
      apply Rmult_le_compat; [apply norm2_nonneg|apply norm2_nonneg|exact Y|].
      eapply Rle_trans; [exact B|]. apply Rmult_le_compat_l; lra. }
    apply Rmult_le_reg_l with l; [exact Hl|].
    replace (l * (K * r ^ 3 / (2 * l) * norm2 d e ^ 2)) with (r * (K / 2 * (r * norm2 d e) ^ 2)) by (field; lra).
    destruct y0 as [y0|Z].
    - apply Rmult_le_reg_r with (norm2 d y); [exact y0|]. lra.
    - rewrite <- Z, Rmult_0_r. apply Rmult_le_pos; [exact r0|]. apply Rmult_le_pos; [lra|apply pow2_ge_0].
  Qed.
End Step.

(** ** Softmax regression with weights w_i^2 >= 1/2 + l / s^2 *)

Section Regression.
  Variables (n d : nat) (A : mat) (b w x x_star g g_star : vec) (h : vec -> vec) (M P : mat) (s l r : R).
  Let f z := dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2
             + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2.
  Hypotheses (Hn : (1 <= n)%nat) (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).
  Hypothesis Hg : forall v, deriv_at (fun t => f (mulv d A (vadd x (vscale t v)))) 0 (dot d g v).
  Hypothesis Hstar : forall v, deriv_at (fun t => f (mulv d A (vadd x_star (vscale t v)))) 0 (dot d g_star v).
  Hypothesis stationary : forall i, (i < d)%nat -> g_star i = 0.
  Hypotheses (Hh : gradient_field d (fun x => f (mulv d A x)) h) (HM : hessian_at d h M x).
  Hypothesis inverse : forall i j, (i < d)%nat -> (j < d)%nat -> mulm d M P i j = meye i j.
  Hypotheses (HA : expands n d A s) (Hs : 0 < s) (Hl : 0 < l) (Hr : opbound n d A r).
  Hypothesis Hw : forall i, (i < n)%nat -> 1 / 2 + l / s ^ 2 <= vmap (fun t => t ^ 2) w i.

  Theorem regression_quadratic : norm2 d (vsub (vsub x (mulv d P g)) x_star)
    <= 5 / sqrt 2 * r ^ 3 / (2 * l) * norm2 d (vsub x x_star) ^ 2.
  Proof using All.
    apply (newton_quadratic n d A f _ _ (regularized_gradient_field n b w) (regularized_hessian_field n b w)
      x x_star g g_star M P Hg Hstar stationary inverse h s l r _ Hh HM HA Hs Hl); [|exact Hr|exact constant_nonneg|].
    - apply (regularized_ge n w _ (1 / 2)); [|exact Hw]. intros v.
      pose proof (loss_form_ge n b (mulv d A x) v Hn Hb Hb1). pose proof (dot_self n v). lra.
    - intros z y. apply regularized_hessian_moves; assumption.
  Qed.

  Corollary regression_close : 5 / sqrt 2 * r ^ 3 * norm2 d (vsub x x_star) <= 1 / 10 * l ->
    norm2 d (vsub (vsub x (mulv d P g)) x_star) <= 1 / 20 * norm2 d (vsub x x_star).
  Proof using All.
    intros C. pose proof (sqrt_lt_R0 2 ltac:(lra)). eapply Rle_trans; [apply regression_quadratic|].
    set (N := norm2 d (vsub x x_star)) in *.
    replace (5 / sqrt 2 * r ^ 3 / (2 * l) * N ^ 2) with (5 / sqrt 2 * r ^ 3 * N * (N / (2 * l))) by (field; lra).
    replace (1 / 20 * N) with (1 / 10 * l * (N / (2 * l))) by (field; lra).
    apply Rmult_le_compat_r; [|exact C].
    apply Rmult_le_pos; [apply norm2_nonneg|left; apply Rinv_0_lt_compat; lra].
  Qed.
End Regression.

(** With Q = A^T W^2 A for the Hessian: |W A y|^2 = - <A y, D>, where D is the change of the gradient of the loss in the
    logits, at most |A e| / 2 in norm, and |W A u|^2 >= mu |A u|^2. *)
Section Preconditioned.
  Variables (n d : nat) (A : mat) (b w x x_star g g_star : vec) (P : mat) (mu : R).
  Let f z := dot n (vsub (softmax n z) b) (vsub (softmax n z) b) / 2
             + dot n (mulv n (vdiag w) z) (mulv n (vdiag w) z) / 2.
  Let Q := mulm n (mulm n (tr A) (mulm n (vdiag w) (vdiag w))) A.
  Hypotheses (Hn : (1 <= n)%nat) (Hb : forall i, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).
  Hypothesis Hg : forall v, deriv_at (fun t => f (mulv d A (vadd x (vscale t v)))) 0 (dot d g v).
  Hypothesis Hstar : forall v, deriv_at (fun t => f (mulv d A (vadd x_star (vscale t v)))) 0 (dot d g_star v).
  Hypothesis stationary : forall i, (i < d)%nat -> g_star i = 0.
  Hypothesis inverse : forall i j, (i < d)%nat -> (j < d)%nat -> mulm d Q P i j = meye i j.
  Hypotheses (Hmu : 0 < mu) (Hw : forall i, (i < n)%nat -> mu <= vmap (fun t => t ^ 2) w i).

  Let length u := norm2 n (mulv n (vdiag w) (mulv d A u)).

  Let length_ge u : mu * (norm2 n (mulv d A u) * norm2 n (mulv d A u)) <= length u * length u.
  Proof using Hw. unfold length. rewrite !norm2_sq, <- quadratic_weights. apply weights_ge, Hw. Qed.

  Theorem regression_preconditioned :
    length (vsub (vsub x (mulv d P g)) x_star) <= length (vsub x x_star) / (2 * mu).
  Proof using All.
    set (y := vsub (vsub x (mulv d P g)) x_star). set (e := vsub x x_star).
    pose proof (step_form n d A f _ (regularized_gradient_field n b w) x x_star g g_star Q P Hg Hstar stationary
      inverse) as F. fold y e in F. unfold Q in F at 1. rewrite quadratic_sandwich, quadratic_weights, <- norm2_sq in F.
    fold (length y) in F.
    set (D := vsub (residual n b (mulv d A x)) (residual n b (mulv d A x_star))).
    assert (E : length y * length y = - dot n (mulv d A y) D).
    { rewrite F. unfold Q. rewrite (dot_ext d y y _ (mulv n (tr A) (mulv n (mulm n (vdiag w) (vdiag w)) (mulv d A e))))
        by (intros; rewrite ?mulv_mulm; reflexivity).
      rewrite (dot_sym d), <- dot_mulv, dot_sym, <- dot_minus_r.
      replace (- dot n (mulv d A y) D) with (dot n (mulv d A y) (fun i => - 1 * D i)) by (rewrite dot_scal_r; ring).
      apply dot_ext; [reflexivity|]. intros i Hi. unfold D, e. rewrite <- vsub_mulv, mulv_mulm, !mulv_vdiag by exact Hi.
      unfold vsub, vadd. ring. }
    assert (B : norm2 n D <= 1 / 2 * norm2 n (mulv d A e)).
    { unfold D, e. rewrite <- vsub_mulv. apply (field_moves n _ _ (loss_hessian_field n b)). intros z.
      apply opbound_hess_half; [apply softmax_probability, Hn|exact Hb|exact Hb1]. }
    pose proof (abs_dot_le_norm2 n (mulv d A y) D) as C. apply Rabs_le_between in C.
    pose proof (length_ge y) as Y. pose proof (length_ge e) as X.
    assert (0 <= length y) by apply norm2_nonneg. assert (0 <= length e) by apply norm2_nonneg.
    pose proof (norm2_nonneg n (mulv d A y)). pose proof (norm2_nonneg n (mulv d A e)).
    set (p := norm2 n (mulv d A y)) in *. set (q := norm2 n (mulv d A e)) in *.
    assert (PQ : mu * (p * q) <= length y * length e).
    { apply Rsqr_incr_0_var; [|apply Rmult_le_pos; assumption]. unfold Rsqr.
      replace (mu * (p * q) * (mu * (p * q))) with (mu * (p * p) * (mu * (q * q))) by ring.
      replace (length y * length e * (length y * length e)) with (length y * length y * (length e * length e)) by ring.
      apply Rmult_le_compat; [| |exact Y|exact X]; apply Rmult_le_pos; nra. }
    apply Rmult_le_reg_l with (2 * mu); [lra|].
    replace (2 * mu * (length e / (2 * mu))) with (length e) by (field; lra).
    destruct (Req_dec (length y) 0) as [Z|Z]; [rewrite Z; lra|].
    apply Rmult_le_reg_r with (length y); [lra|].
    assert (T : length y * length y <= 1 / 2 * (p * q)).
    { pose proof (Rmult_le_compat_l p _ _ ltac:(assumption) B). lra. }
    pose proof (Rmult_le_compat_l (2 * mu) _ _ ltac:(lra) T). lra.
  Qed.
End Preconditioned.
