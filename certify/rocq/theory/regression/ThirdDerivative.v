(** * The third derivative of the loss in the logits as a symmetric trilinear form.

    Under p, with u' = u - <p, u> and E for means, the derivatives of softmax along u, v, w are p u',
    p (u' v' - E u' v') and p (u' v' w' - u' E v' w' - v' E u' w' - w' E u' v' - E u' v' w'), so that of |f - b|^2 / 2
    is <f_u, f_vw> + <f_v, f_uw> + <f_w, f_uv> + <f - b, f_uvw>. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Softmax HessianLipschitz.
Local Open Scope R_scope.

Section Forms.
  Variables (n : nat) (b p : vec).
  Hypothesis P : probability n p.
  Local Notation "u '^c'" := (centred n p u) (at level 3, format "u '^c'").

  Definition mean2 (u v : vec) : R := vsum n (fun j => p j * (u^c j * v^c j)).
  Definition mean3 (u v w : vec) : R := vsum n (fun j => p j * (u^c j * v^c j * w^c j)).

  (** The third derivative of entry j of softmax. *)
  Definition third_entry (u v w : vec) (j : nat) : R :=
    p j * (u^c j * v^c j * w^c j - u^c j * mean2 v w - v^c j * mean2 u w - w^c j * mean2 u v - mean3 u v w).

  Definition first_second (u v w : vec) : R := vsum n (fun j => p j * u^c j * (p j * (v^c j * w^c j - mean2 v w))).

  Definition third_form (u v w : vec) : R :=
    first_second u v w + first_second v u w + first_second w u v + vsum n (fun j => (p j - b j) * third_entry u v w j).

  (** ** Symmetric and linear *)

  Lemma centred_ext u u' j : (forall i, (i < n)%nat -> u i = u' i) -> (j < n)%nat -> u^c j = u'^c j.
  Proof. intros H Hj. unfold centred. rewrite (H j Hj), (dot_ext n p p u u') by auto. reflexivity. Qed.

  Lemma centred_linear x y u w j : centred n p (fun i => x * u i + y * w i) j = x * u^c j + y * w^c j.
  Proof. unfold centred. rewrite dot_plus_r, !dot_scal_r. ring. Qed.

  Lemma mean2_sym u v : mean2 u v = mean2 v u.
  Proof. apply vsum_ext. intros; ring. Qed.
  Lemma mean3_12 u v w : mean3 u v w = mean3 v u w.
  Proof. apply vsum_ext. intros; ring. Qed.
  Lemma mean3_23 u v w : mean3 u v w = mean3 u w v.
  Proof. apply vsum_ext. intros; ring. Qed.

  Lemma mean2_linear x y u u' v : mean2 (fun i => x * u i + y * u' i) v = x * mean2 u v + y * mean2 u' v.
  Proof.
    unfold mean2. rewrite <- !vsum_scal, <- vsum_plus. apply vsum_ext. intros j _. rewrite centred_linear. ring.
  Qed.

  Lemma mean3_linear x y u u' v w : mean3 (fun i => x * u i + y * u' i) v w = x * mean3 u v w + y * mean3 u' v w.
  Proof.
    unfold mean3. rewrite <- !vsum_scal, <- vsum_plus. apply vsum_ext. intros j _. rewrite centred_linear. ring.
  Qed.

  Lemma mean2_ext u u' v : (forall i, (i < n)%nat -> u i = u' i) -> mean2 u v = mean2 u' v.
  Proof. intros H. apply vsum_ext. intros j Hj. rewrite (centred_ext u u' j H Hj). reflexivity. Qed.
  Lemma mean3_ext u u' v w : (forall i, (i < n)%nat -> u i = u' i) -> mean3 u v w = mean3 u' v w.
  Proof. intros H. apply vsum_ext. intros j Hj. rewrite (centred_ext u u' j H Hj). reflexivity. Qed.

  Lemma third_form_12 u v w : third_form u v w = third_form v u w.
  Proof.
    unfold third_form. replace (first_second w u v) with (first_second w v u)
      by (apply vsum_ext; intros; rewrite (mean2_sym v u); ring).
    rewrite (Rplus_comm (first_second u v w)). f_equal. apply vsum_ext. intros j _. unfold third_entry.
    rewrite (mean2_sym u v), (mean3_12 u v w). ring.
  Qed.

  Lemma third_form_23 u v w : third_form u v w = third_form u w v.
  Proof.
    unfold third_form. replace (first_second u w v) with (first_second u v w)
      by (apply vsum_ext; intros; rewrite (mean2_sym v w); ring).
    rewrite !Rplus_assoc. f_equal. rewrite <- !Rplus_assoc, (Rplus_comm (first_second v u w)). f_equal.
    apply vsum_ext. intros j _. unfold third_entry. rewrite (mean2_sym v w), (mean3_23 u v w). ring.
  Qed.

  Lemma third_form_ext u u' v w : (forall i, (i < n)%nat -> u i = u' i) -> third_form u v w = third_form u' v w.
  Proof.
    intros H. unfold third_form, first_second, third_entry.
    rewrite (mean2_ext u u' v H), (mean2_ext u u' w H), (mean3_ext u u' v w H).
    rewrite <- !vsum_plus. apply vsum_ext. intros j Hj. rewrite (centred_ext u u' j H Hj). reflexivity.
  Qed.

  Lemma third_form_linear x y u u' v w :
    third_form (fun i => x * u i + y * u' i) v w = x * third_form u v w + y * third_form u' v w.
  Proof.
    unfold third_form, first_second, third_entry. rewrite !mean2_linear, mean3_linear.
    rewrite <- !vsum_plus, <- !vsum_scal, <- vsum_plus. apply vsum_ext. intros j _. rewrite centred_linear. ring.
  Qed.

  (** ** It is what <v, hess v> moves by *)

  (** E[a' x] = E[a (x - E x)]. *)
  Lemma centred_moves (a x : vec) :
    vsum n (fun j => p j * a^c j * x j) = vsum n (fun j => p j * a j * (x j - dot n p x)).
  Proof.
    unfold centred.
    rewrite (vsum_ext n _ (fun j => p j * a j * x j - dot n p a * (p j * x j))) by (intros; ring).
    rewrite (vsum_ext n (fun j => p j * a j * (x j - dot n p x)) (fun j => p j * a j * x j - dot n p x * (p j * a j)))
      by (intros; ring).
    rewrite !vsum_minus, !vsum_scal. fold (dot n p x). fold (dot n p a). ring.
  Qed.

  Lemma mean_centred_0 u : vsum n (fun j => p j * u^c j) = 0.
  Proof. exact (mean_centred n p u P). Qed.

  Lemma third_is_form h v : third n b p h v = third_form v v h.
  Proof.
    assert (J : forall x y z, vsum n (fun j => p j * centred n p (jac n p x) j * (y^c j * z^c j)) = first_second x y z).
    { intros x y z. rewrite (centred_moves (jac n p x) (fun j => y^c j * z^c j)). apply vsum_ext. intros j _.
      unfold jac. fold (centred n p x j). fold (mean2 y z). unfold dot. fold (mean2 y z). ring. }
    unfold third. rewrite (J v h v), (J h v v). unfold third_form.
    replace (first_second v h v) with (first_second v v h)
      by (apply vsum_ext; intros; rewrite (mean2_sym v h); ring).
    set (X := fun j => h^c j * (v^c j * v^c j) - h^c j * mean2 v v - 2 * (v^c j * mean2 h v)).
    assert (EX : dot n p X = mean3 v v h).
    { unfold X, dot. rewrite (vsum_ext n _ (fun j => p j * (v^c j * v^c j * h^c j) - mean2 v v * (p j * h^c j)
        - 2 * mean2 h v * (p j * v^c j))) by (intros; ring).
      rewrite !vsum_minus, !vsum_scal, !mean_centred_0. fold (mean3 v v h). ring. }
    assert (C : vsum n (fun j => (p j - b j) * third_entry v v h j)
      = vsum n (fun j => p j * centred n p (vsub p b) j * X j)).
    { rewrite centred_moves, EX. apply vsum_ext. intros j _. unfold third_entry, X, vsub.
      rewrite (mean2_sym v h). ring. }
    rewrite C. unfold X.
    rewrite (vsum_ext n (fun j => p j * centred n p (vsub p b) j * _)
      (fun j => p j * (h^c j * centred n p (vsub p b) j) * (v^c j * v^c j)
        - p j * 1 * (h^c j * centred n p (vsub p b) j) * mean2 v v
        - 2 * (p j * 1 * (centred n p (vsub p b) j * v^c j)) * mean2 h v)) by (intros; ring).
    rewrite !vsum_minus, !vsum_scal_r, vsum_scal.
    replace (vsum n (fun j => p j * 1 * (v^c j * v^c j))) with (mean2 v v) by (apply vsum_ext; intros; ring).
    replace (vsum n (fun j => p j * 1 * (h^c j * v^c j))) with (mean2 h v) by (apply vsum_ext; intros; ring).
    ring.
  Qed.
End Forms.
