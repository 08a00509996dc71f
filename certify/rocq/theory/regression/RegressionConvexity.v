(** * Strong convexity of regularized regression, plain and rescaled, where w^2 is above a threshold.

    The sections have all hypotheses of the claims that they prove, some of which the proofs do not use. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Regression SingularValues Fields Composite Hyperbolic Entrywise
  RescaledRegression RescaledCurvature PlainRegression.
Local Open Scope R_scope.

Set Default Proof Using "All".

(** ** Plain: a threshold [k b] that is at least minus the curvature at every logit *)

Section Plain.
  Variables (g s : R -> R) (k : vec -> vec).
  Hypotheses (P : hyperbolic g s) (Hk : forall b i t, - curvature g s (b i) t <= k b i).

  Variables (d n : nat) (A : mat) (b w x : vec) (l : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Variable s1 : R.
  Hypotheses (Hs : expands n d A s1 \/ expands d n (tr A) s1).
  Hypothesis least : forall r : R, expands n d A r \/ expands d n (tr A) r -> r <= s1.
  Variable D : vec -> vec.
  Hypothesis HD : gradient_field d (fun x => plain_loss n g b (mulv d A x) + regularizer n w (mulv d A x)) D.
  Variable H : mat.
  Hypothesis HH : hessian_at d D H x.
  Hypothesis Hl : 0 < l.
  Hypothesis Hw : forall i, (i < n)%nat -> vadd (k b) (vconst (l / s1 ^ 2)) i <= vmap (fun t => t ^ 2) w i.
  Hypotheses (tall : INR d <= INR n) (s1_pos : 0 < s1) (s1_nonzero : s1 ^ 2 <> 0).

  Theorem plain_convex : psd d (mscale l meye) H.
  Proof.
    apply (hessian_convex d n A (fun z => plain_loss n g b z + regularizer n w z) _
      (fun z => madd (vdiag (fun i => curvature g s (b i) (z i))) (mulm n (vdiag w) (vdiag w)))
      (gradient_field_plus _ _ _ _ _ (plain_gradient_field g s n b P) (regularizer_gradient n w))
      (hessian_field_plus _ _ _ _ _ (plain_hessian_field g s n b P _ (fun _ _ _ => eq_refl)) (regularizer_hessian n w))
      D H x HD HH s1 l tall Hs s1_pos Hl).
    apply (regularized_lower_diagonal n _ w (k b)); [|exact Hw]. intros v. rewrite !quadratic_vdiag.
    apply vsum_le. intros i _. apply Rmult_le_compat_r; [apply Rle_0_sqr|]. unfold vopp.
    specialize (Hk b i (mulv d A x i)). lra.
  Qed.
End Plain.

(** ** Rescaled: a threshold (n - 1) p / 2, where [p] is the size of the products of two entries of u *)

Section Rescaled.
  Variables (g s : R -> R) (p : R -> R).
  Hypotheses (P : hyperbolic g s).
  Hypothesis Hp : forall n z r i j, norm2 n z <= r -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    product_size (p r) (g (z i) * g (z j)).

  Section Curvature.
    Variables (d n : nat) (A : mat) (b x : vec) (r : R).
    Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat) (HA : opbound n d A r) (Hx : norm2 d x <= r).
    Hypotheses (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

    Theorem rescaled_lower :
      psd n (mscale (- ((INR n + - 1) / 2 * p (r ^ 2))) meye) (rescaled_inner n g s b (mulv d A x)).
    Proof.
      apply inner_lower; [exact Hb|exact Hb1|]. intros i j Hi Hj. apply (Hp n); [|exact Hi|exact Hj].
      apply logits_norm; assumption.
    Qed.
  End Curvature.

  Variables (d n : nat) (A : mat) (b w x : vec) (r l : R).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).
  Variable s1 : R.
  Hypotheses (Hs : expands n d A s1 \/ expands d n (tr A) s1).
  Hypothesis least : forall r : R, expands n d A r \/ expands d n (tr A) r -> r <= s1.
  Variable D : vec -> vec.
  Hypothesis HD : gradient_field d (fun x => rescaled_loss n g b (mulv d A x) + regularizer n w (mulv d A x)) D.
  Variable H : mat.
  Hypothesis HH : hessian_at d D H x.
  Hypotheses (HA : opbound n d A r) (Hx : norm2 d x <= r).
  Hypotheses (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1) (Hl : 0 < l).
  Hypothesis Hw : forall i, (i < n)%nat -> (INR n + - 1) / 2 * p (r ^ 2) + l / s1 ^ 2 <= vmap (fun t => t ^ 2) w i.
  Hypotheses (tall : INR d <= INR n) (s1_pos : 0 < s1) (s1_nonzero : s1 ^ 2 <> 0).

  Theorem rescaled_convex : psd d (mscale l meye) H.
  Proof.
    apply (hessian_convex d n A (fun z => rescaled_loss n g b z + regularizer n w z) _
      (fun z => madd (rescaled_inner n g s b z) (mulm n (vdiag w) (vdiag w)))
      (gradient_field_plus _ _ _ _ _ (rescaled_gradient_field g s n b P) (regularizer_gradient n w))
      (hessian_field_plus _ _ _ _ _ (rescaled_hessian_field g s n b P) (regularizer_hessian n w))
      D H x HD HH s1 l tall Hs s1_pos Hl).
    apply (regularized_lower n _ w ((INR n + - 1) / 2 * p (r ^ 2))); [|exact Hw]. apply (rescaled_lower d); assumption.
  Qed.
End Rescaled.

(** ** The least thresholds *)

Lemma square_below beta u : beta * u - 2 * (u * u) <= beta ^ 2 / 8.
Proof. pose proof (Rle_0_sqr (u - beta / 4)) as S. unfold Rsqr in S. lra. Qed.

Lemma threshold_exp beta t : - curvature exp exp beta t <= beta ^ 2 / 8.
Proof. unfold curvature. pose proof (square_below beta (exp t)). lra. Qed.

Lemma threshold_sinh beta t : - curvature sinh cosh beta t <= beta ^ 2 / 8 + - 1.
Proof. unfold curvature. pose proof (square_below beta (sinh t)). pose proof (cosh_square t). lra. Qed.

(** For cosh, which is at least 1: beta - 1 + max(beta - 4, 0)^2 / 8, which is at most 1 + beta^2 / 8. *)
Lemma threshold_cosh beta t : - curvature cosh sinh beta t <= beta + - 1 + Rmax (beta + - 4) 0 ^ 2 / 8.
Proof.
  unfold curvature. pose proof (cosh_square t) as E. pose proof (cosh_ge_1 t) as C. set (c := cosh t) in *.
  destruct (Rle_lt_dec (beta + - 4) 0) as [L|L].
  - rewrite Rmax_right by exact L. assert (0 <= (c - 1) * (2 * (c + 1) - beta)) by (apply Rmult_le_pos; lra). lra.
  - rewrite Rmax_left by lra. pose proof (square_below beta c). lra.
Qed.

Lemma threshold_cosh_le beta : beta + - 1 + Rmax (beta + - 4) 0 ^ 2 / 8 <= 1 + beta ^ 2 / 8.
Proof.
  destruct (Rle_lt_dec (beta + - 4) 0) as [L|L]; [rewrite Rmax_right by exact L|rewrite Rmax_left by lra; lra].
  pose proof (pow2_ge_0 (beta - 4)). lra.
Qed.
