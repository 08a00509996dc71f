(** * One entry of a probability vector and the others.

    The mean under p is p_k x_k plus q = 1 - p_k times the mean under the conditional probabilities of the others. *)

From Coq Require Import Reals Arith Lia Lra.
From Certify Require Import Lang Sums Softmax.
Local Open Scope R_scope.

Section Others.
  Variables (n : nat) (p : vec) (k : nat).
  Hypotheses (P : probability n p) (Hk : (k < n)%nat).

  Definition off : vec := fun j => if Nat.eqb j k then 0 else p j.
  Definition others : vec := fun j => off j / (1 - p k).

  Lemma off_nonneg j : (j < n)%nat -> 0 <= off j.
  Proof. intros Hj. unfold off. destruct (Nat.eqb j k); [lra|apply P, Hj]. Qed.

  Lemma mean_off (x : vec) : dot n p x = p k * x k + dot n off x.
  Proof.
    rewrite <- (vsum_delta n k (fun j => p j * x j) Hk). unfold dot. rewrite <- vsum_plus. apply vsum_ext.
    intros j _. unfold off. destruct (Nat.eqb j k); ring.
  Qed.

  Lemma sum_off : vsum n off = 1 - p k.
  Proof.
    pose proof (mean_off (fun _ => 1)) as E. unfold dot in E. rewrite !vsum_scal_r, (proj2 P) in E. lra.
  Qed.

  (** All the mass on entry k. *)
  Lemma mean_single (x : vec) : 1 - p k = 0 -> dot n p x = x k.
  Proof.
    intros Z. rewrite mean_off. replace (dot n off x) with 0; [replace (p k) with 1 by lra; ring|]. symmetry.
    apply vsum_zero. intros j Hj. pose proof (vsum_term n j off off_nonneg Hj) as T. rewrite sum_off, Z in T.
    pose proof (off_nonneg j Hj). replace (off j) with 0 by lra. ring.
  Qed.

  Hypothesis Hq : 0 < 1 - p k.

  Lemma others_probability : probability n others.
  Proof.
    split; [intros j Hj; apply Rmult_le_pos; [apply off_nonneg, Hj|left; apply Rinv_0_lt_compat, Hq]|].
    unfold others. rewrite vsum_div, sum_off. field. lra.
  Qed.

  Lemma mean_by_others (x : vec) : dot n p x = p k * x k + (1 - p k) * dot n others x.
  Proof.
    rewrite mean_off. f_equal. rewrite <- dot_scal_l. apply dot_ext; [|reflexivity]. intros j _. unfold others.
    field. lra.
  Qed.

  Lemma others_at : others k = 0.
  Proof. unfold others, off. rewrite Nat.eqb_refl. unfold Rdiv. ring. Qed.

  Lemma others_off j : j <> k -> (1 - p k) * others j = p j.
  Proof. intros N. unfold others, off. destruct (Nat.eqb_spec j k); [contradiction|field; lra]. Qed.
End Others.
