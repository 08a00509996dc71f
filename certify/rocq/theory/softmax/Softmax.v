(** * Softmax: its values are probability vectors; its derivative, and the constant 1/2. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives.
From Certify Require Export Probability.
Local Open Scope R_scope.

(** ** Values *)

Lemma vsum_exp_pos n z : (1 <= n)%nat -> 0 < vsum n (fun k => exp (z k)).
Proof. intros H. apply vsum_pos; [exact H|]. intros; apply exp_pos. Qed.

Lemma softmax_pos n z i : (1 <= n)%nat -> 0 < softmax n z i.
Proof. intros H. apply Rdiv_lt_0_compat; [apply exp_pos|apply vsum_exp_pos, H]. Qed.

Lemma softmax_probability n z : (1 <= n)%nat -> probability n (softmax n z).
Proof.
  intros H. split; [intros i _; left; apply softmax_pos, H|].
  unfold softmax. rewrite vsum_div. apply Rinv_r. apply Rgt_not_eq, vsum_exp_pos, H.
Qed.

(** <softmax z, w> = <exp z, w> / alpha. *)
Lemma dot_softmax n z w : (1 <= n)%nat -> dot n (softmax n z) w = dot n (vexp z) w / vsum n (vexp z).
Proof.
  intros Hn. unfold dot. rewrite <- vsum_div. apply vsum_ext. intros i _. unfold softmax, vexp. field.
  apply Rgt_not_eq, vsum_exp_pos, Hn.
Qed.

(** ** The derivative of softmax *)

Lemma deriv_softmax n (Z : R -> vec) t h i : (i < n)%nat ->
  (forall k, (k < n)%nat -> deriv_at (fun s => Z s k) t (h k)) ->
  deriv_at (fun s => softmax n (Z s) i) t (jac n (softmax n (Z t)) h i).
Proof.
  intros Hi H. pose proof (vsum_exp_pos n (Z t) ltac:(lia)) as S. unfold softmax.
  eapply deriv_eq.
  - apply deriv_div; [apply deriv_exp, H, Hi| |apply Rgt_not_eq, S].
    apply (deriv_vsum n (fun s k => exp (Z s k))). intros k Hk. apply deriv_exp, H, Hk.
  - unfold jac, dot. cbv beta.
    rewrite (vsum_ext n (fun k => exp (Z t k) / vsum n (fun j => exp (Z t j)) * h k)
                        (fun k => exp (Z t k) * h k / vsum n (fun j => exp (Z t j))))
      by (intros; field; apply Rgt_not_eq, S).
    rewrite vsum_div. field. apply Rgt_not_eq, S.
Qed.

Section Lipschitz.
  Variables (n : nat) (a b : vec).
  Hypothesis Hn : (1 <= n)%nat.

  Let F t := softmax n (between b a t).
  Let dF t := jac n (F t) (fun i => a i - b i).

  Let derivative t i : (i < n)%nat -> deriv_at (fun s => F s i) t (dF t i).
  Proof. intros Hi. apply (deriv_softmax n (between b a)); [exact Hi|]. intros; apply deriv_between. Qed.

  Let ends i : (i < n)%nat -> softmax n a i - softmax n b i = F 1 i - F 0 i.
  Proof. intros _. unfold F. rewrite between_0, between_1. reflexivity. Qed.

  (** Softmax is 1/2-Lipschitz in the norms l_2, l_infinity and l_1: the Jacobian is at most 1/2 in each. *)
  Local Ltac along_segment ext mean_value jac_norm :=
    rewrite (ext n _ _ ends); apply (mean_value n F dF); [intros; apply derivative; assumption|];
    intros t _; apply jac_norm; [exact Hn|apply softmax_probability, Hn].

  Theorem softmax_half_norm2 :
    norm2 n (fun i => softmax n a i - softmax n b i) <= norm2 n (fun i => a i - b i) / 2.
  Proof. along_segment norm2_ext mean_value_norm2 jac_norm2. Qed.

  Theorem softmax_half_norminf :
    norminf n (fun i => softmax n a i - softmax n b i) <= norminf n (fun i => a i - b i) / 2.
  Proof. along_segment norminf_ext mean_value_norminf jac_norminf. Qed.

  Theorem softmax_half_norm1 :
    norm1 n (fun i => softmax n a i - softmax n b i) <= norm1 n (fun i => a i - b i) / 2.
  Proof. along_segment norm1_ext mean_value_norm1 jac_norm1. Qed.

  (** Softmax is 2-co-coercive: along the segment <w, F>' <= |w|^2 / 2 + <h, F>' / 4 with w = F(1) - F(0). *)
  Theorem softmax_cocoercive :
    2 * dot n (vsub (softmax n a) (softmax n b)) (vsub (softmax n a) (softmax n b))
    <= dot n (vsub (softmax n a) (softmax n b)) (vsub a b).
  Proof.
    set (w := vsub (softmax n a) (softmax n b)). set (h := vsub a b).
    assert (Ew : forall u, dot n w u = dot n (F 1) u - dot n (F 0) u).
    { intros u. rewrite <- dot_minus_l. apply dot_ext; [exact ends|reflexivity]. }
    enough (dot n w w - dot n w h / 4 <= dot n w w / 2) by lra.
    rewrite (Ew w) at 1. rewrite (Ew h).
    pose proof (mean_value (fun t => dot n (F t) w - dot n (F t) h * (1 / 4))
      (fun t => dot n (dF t) w - dot n (dF t) h * (1 / 4)) (dot n w w / 2)) as M. cbv beta in M.
    enough (dot n (F 1) w - dot n (F 1) h * (1 / 4) - (dot n (F 0) w - dot n (F 0) h * (1 / 4)) <= dot n w w / 2)
      by lra.
    apply M.
    - intros t _. apply deriv_minus; [|apply deriv_scal_r]; apply deriv_dot_const; intros; apply derivative; assumption.
    - intros t _. pose proof (softmax_probability n (between b a t) Hn) as P.
      pose proof (dot_jac_le n _ w h P) as B. pose proof (variance_le_norm2 n _ w Hn P) as V.
      change (dF t) with (jac n (softmax n (between b a t)) h). unfold variance in *.
      rewrite (dot_sym n (jac n _ h) w), (dot_sym n (jac n _ h) h). lra.
  Qed.
End Lipschitz.

(** With a temperature: softmax (lambda x) is lambda/2-Lipschitz and 2/lambda-co-coercive. *)
Theorem softmax_temperature n x y l : (1 <= n)%nat -> 0 < l ->
  norm2 n (vsub (softmax n (vscale l x)) (softmax n (vscale l y))) <= l / 2 * norm2 n (vsub x y).
Proof.
  intros Hn Hl. eapply Rle_trans; [apply (softmax_half_norm2 n _ _ Hn)|].
  change (norm2 n (vsub (vscale l x) (vscale l y)) / 2 <= l / 2 * norm2 n (vsub x y)).
  rewrite vsub_vscale. unfold vscale. rewrite norm2_scal, Rabs_pos_eq by lra. lra.
Qed.

Theorem softmax_cocoercive_temperature n x y l : (1 <= n)%nat -> 0 < l ->
  let w := vsub (softmax n (vscale l x)) (softmax n (vscale l y)) in
  2 / l * norm2 n w ^ 2 <= dot n w (vsub x y).
Proof.
  intros Hn Hl w. pose proof (softmax_cocoercive n (vscale l x) (vscale l y) Hn) as H. fold w in H.
  rewrite vsub_vscale in H. unfold vscale in H. rewrite dot_scal_r in H.
  replace (norm2 n w ^ 2) with (dot n w w) by (rewrite <- norm2_sq; ring).
  apply Rmult_le_reg_l with l; [exact Hl|].
  replace (l * (2 / l * dot n w w)) with (2 * dot n w w) by (field; lra). exact H.
Qed.
