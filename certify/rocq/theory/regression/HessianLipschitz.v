(** * What the Hessian of the loss in the logits moves by.

    Write a' for a - <p, a> and E for the mean under p.  Where the logits move at the velocity h, <v, hess v> moves at
    2 E[(Jv)' h' v'] + E[(Jh)' v' v'] + E[h' c' v' v'] - E[h' c'] E[v' v'] - 2 E[h' v'] E[c' v'] with c = p - b; a bound
    of that by K |h| |v|^2 is a Lipschitz constant of the Hessian. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Symmetric Derivatives Scalars Softmax Regression Fields
  LossHessian.
Local Open Scope R_scope.

Definition centred (n : nat) (p a : vec) : vec := fun j => a j - dot n p a.

Lemma mean_centred n p a : probability n p -> dot n p (centred n p a) = 0.
Proof. intros [_ E]. unfold centred. rewrite dot_minus_r. unfold dot at 2. rewrite vsum_scal_r, E. ring. Qed.

(** ** The derivative of <v, hess v> *)

(** What the quadratic form moves by where p moves at the velocity p o h'. *)
Definition third (n : nat) (b p h v : vec) : R :=
  let e := centred n p h in let u := centred n p v in let c := centred n p (vsub p b) in
  2 * vsum n (fun j => p j * centred n p (jac n p v) j * (e j * u j))
  + vsum n (fun j => p j * centred n p (jac n p h) j * (u j * u j))
  + vsum n (fun j => p j * (e j * c j) * (u j * u j))
  - vsum n (fun j => p j * 1 * (e j * c j)) * vsum n (fun j => p j * 1 * (u j * u j))
  - 2 * (vsum n (fun j => p j * 1 * (e j * u j)) * vsum n (fun j => p j * 1 * (c j * u j))).

Section Line.
  Variables (n : nat) (b z h v : vec).
  Hypothesis Hn : (1 <= n)%nat.

  Let F t := softmax n (vadd z (vscale t h)).
  Let p := softmax n z.
  Let g := jac n p h.
  Let F0 : F 0 = p.
  Proof. unfold F. rewrite vadd_vscale_0. reflexivity. Qed.
  Let HF i : (i < n)%nat -> deriv_at (fun t => F t i) 0 (g i).
  Proof.
    intros Hi. unfold g. rewrite <- F0. apply (deriv_f n (fun t => vadd z (vscale t h)) 0 h); [|exact Hi].
    intros; apply deriv_line.
  Qed.
  Let HC i : (i < n)%nat -> deriv_at (fun t => vsub (F t) b i) 0 (g i).
  Proof. intros Hi. eapply deriv_eq; [apply deriv_minus; [apply HF, Hi|apply deriv_const]|apply Rminus_0_r]. Qed.

  Lemma deriv_form : deriv_at (fun t => dot n v (mulv n (hess n b (F t)) v)) 0 (third n b p h v).
  Proof.
    apply (deriv_ext (fun t => vsum n (fun j => F t j * (2 * F t j - b j - dot n (F t) (vsub (F t) b))
      * ((v j - dot n (F t) v) * (v j - dot n (F t) v))))).
    { intros t. symmetry. apply quadratic_hess, softmax_probability, Hn. }
    set (k := dot n p (vsub p b)). set (k' := dot n g (vsub p b) + dot n p g).
    set (m := dot n p v). set (m' := dot n g v).
    apply deriv_eq with (vsum n (fun j =>
      (g j * (2 * p j - b j - k) + p j * (2 * g j - 0 - k')) * ((v j - m) * (v j - m))
      + p j * (2 * p j - b j - k) * ((0 - m') * (v j - m) + (v j - m) * (0 - m')))).
    - apply (deriv_vsum n (fun t j => F t j * (2 * F t j - b j - dot n (F t) (vsub (F t) b))
        * ((v j - dot n (F t) v) * (v j - dot n (F t) v)))). intros j Hj.
      assert (DM : deriv_at (fun t => v j - dot n (F t) v) 0 (0 - m')).
      { apply deriv_minus; [apply deriv_const|]. apply deriv_dot_const, HF. }
      assert (DK : deriv_at (fun t => 2 * F t j - b j - dot n (F t) (vsub (F t) b)) 0 (2 * g j - 0 - k')).
      { apply deriv_minus; [apply deriv_minus; [apply deriv_scal, HF, Hj|apply deriv_const]|].
        pose proof (deriv_dot n F (fun t => vsub (F t) b) 0 g g HF HC) as D. cbv beta in D.
        rewrite F0 in D. exact D. }
      pose proof (deriv_mult _ _ 0 _ _ (deriv_mult _ _ 0 _ _ (HF j Hj) DK) (deriv_mult _ _ 0 _ _ DM DM)) as D.
      cbv beta in D. rewrite !F0 in D. exact D.
    - set (e := centred n p h). set (u := centred n p v). set (c := centred n p (vsub p b)).
      pose proof (softmax_probability n z Hn) as P. fold p in P. pose proof (mean_centred n p h P) as E0. fold e in E0.
      assert (Ek : k' = vsum n (fun j => p j * 1 * (e j * c j)) + vsum n (fun j => p j * p j * e j)).
      { replace (vsum n (fun j => p j * 1 * (e j * c j))) with (dot n g (vsub p b) - k * dot n p e).
        - rewrite E0. unfold k'. replace (dot n p g) with (vsum n (fun j => p j * p j * e j)); [ring|].
          apply vsum_ext. intros; unfold g, jac, e, centred; ring.
        - unfold dot. rewrite <- vsum_scal, <- vsum_minus. apply vsum_ext. intros.
          unfold c, g, jac, e, centred. fold k. ring. }
      assert (Em : m' = vsum n (fun j => p j * 1 * (e j * u j))).
      { replace (vsum n (fun j => p j * 1 * (e j * u j))) with (dot n g v - m * dot n p e).
        - rewrite E0. unfold m'. ring.
        - unfold dot. rewrite <- vsum_scal, <- vsum_minus. apply vsum_ext. intros.
          unfold u, g, jac, e, centred. fold m. ring. }
      assert (EJ : forall a, dot n p (jac n p a) = vsum n (fun j => p j * p j * centred n p a j))
        by (intros; apply vsum_ext; intros; unfold jac, centred; ring).
      unfold third. fold e u c. unfold centred at 1 2. rewrite !EJ. fold e u. rewrite <- Em, Ek.
      set (s1 := vsum n (fun j => p j * 1 * (e j * c j))). set (s2 := vsum n (fun j => p j * p j * e j)).
      set (s3 := vsum n (fun j => p j * p j * u j)).
      transitivity (vsum n (fun j => 3 * (p j * p j * (e j * (u j * u j))) + p j * (e j * c j) * (u j * u j)
        - (s1 + s2) * (p j * 1 * (u j * u j)) - 2 * m' * (p j * p j * u j) - 2 * m' * (p j * 1 * (c j * u j)))).
      { apply vsum_ext. intros j _. unfold g, jac, c, u, e, centred. fold k m. unfold vsub. ring. }
      rewrite !vsum_minus, vsum_plus, !vsum_scal.
      replace (vsum n (fun j => p j * (jac n p v j - s3) * (e j * u j)))
        with (vsum n (fun j => p j * p j * (e j * (u j * u j))) - s3 * m').
      2: { rewrite Em, <- vsum_scal, <- vsum_minus. apply vsum_ext. intros.
           unfold jac. fold m. unfold u, centred. fold m. ring. }
      replace (vsum n (fun j => p j * (jac n p h j - s2) * (u j * u j)))
        with (vsum n (fun j => p j * p j * (e j * (u j * u j))) - s2 * vsum n (fun j => p j * 1 * (u j * u j))).
      2: { rewrite <- vsum_scal, <- vsum_minus. apply vsum_ext. intros. unfold jac, e, centred. ring. }
      unfold s3. ring.
  Qed.
End Line.

(** A bound K |h| |v|^2 of what <v, hess v> moves by is a Lipschitz constant of the Hessian. *)
Theorem hessian_moves_by n b K z w : (1 <= n)%nat -> 0 <= K ->
  (forall p h v, probability n p -> Rabs (third n b p h v) <= K * norm2 n h * (norm2 n v * norm2 n v)) ->
  opbound n n (msub (hess n b (softmax n z)) (hess n b (softmax n w))) (K * norm2 n (vsub z w)).
Proof.
  intros Hn K0 HK.
  assert (one_side : forall z w v,
    dot n v (mulv n (hess n b (softmax n z)) v) - dot n v (mulv n (hess n b (softmax n w)) v)
    <= K * norm2 n (vsub z w) * dot n v v).
  { clear z w. intros z w v. set (q := fun t => dot n v (mulv n (hess n b (softmax n (between w z t))) v)).
    pose proof (mean_value q (fun t => third n b (softmax n (between w z t)) (vsub z w) v)
      (K * norm2 n (vsub z w) * dot n v v)) as M. unfold q in M. rewrite between_0, between_1 in M.
    apply M; intros t Ht.
    - apply deriv_shift. apply (deriv_ext (fun s => dot n v (mulv n (hess n b
        (softmax n (vadd (between w z t) (vscale s (vsub z w))))) v))).
      + intros s. rewrite between_shift. reflexivity.
      + apply deriv_form, Hn.
    - rewrite <- norm2_sq. eapply Rle_trans; [apply Rle_abs|]. apply HK, softmax_probability, Hn. }
  apply symmetric_opbound.
  - apply Rmult_le_pos; [exact K0|apply norm2_nonneg].
  - intros i j Hi Hj. unfold msub. f_equal; apply hess_symmetric; assumption.
  - intros v. rewrite quadratic_msub. pose proof (one_side z w v) as U. pose proof (one_side w z v) as L.
    replace (norm2 n (vsub w z)) with (norm2 n (vsub z w)) in L by apply norm2_minus_sym. lra.
Qed.
