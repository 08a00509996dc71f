(** * Functions of a vector of logits with a gradient and a Hessian everywhere, and what they are in x through A x.

    [gradient_field n l G]: G z is the gradient of l at every z.  [hessian_at n G M z]: M h is the derivative of G at z
    along h, so that M is the Hessian of l there; [hessian_field n G H]: H z is one at every z. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Derivatives Regression.
Local Open Scope R_scope.

Definition gradient_field (n : nat) (l : vec -> R) (G : vec -> vec) : Prop :=
  forall z h : vec, deriv_at (fun t => l (vadd z (vscale t h))) 0 (dot n (G z) h).

Definition hessian_at (n : nat) (G : vec -> vec) (M : mat) (z : vec) : Prop :=
  forall (h : vec) (k : nat), (k < n)%nat -> deriv_at (fun t => G (vadd z (vscale t h)) k) 0 (mulv n M h k).

Definition hessian_field (n : nat) (G : vec -> vec) (H : vec -> mat) : Prop := forall z : vec, hessian_at n G (H z) z.

(** ** Sums *)

Lemma gradient_field_plus n l m G K : gradient_field n l G -> gradient_field n m K ->
  gradient_field n (fun z => l z + m z) (fun z => vadd (G z) (K z)).
Proof.
  intros HG HK z h. eapply deriv_eq; [apply deriv_plus; [apply HG|apply HK]|]. symmetry. apply dot_plus_l.
Qed.

Lemma hessian_field_plus n G K H L : hessian_field n G H -> hessian_field n K L ->
  hessian_field n (fun z => vadd (G z) (K z)) (fun z => madd (H z) (L z)).
Proof.
  intros HG HK z h k Hk. eapply deriv_eq; [apply deriv_plus; [apply HG, Hk|apply HK, Hk]|].
  symmetry. apply mulv_madd.
Qed.

(** ** Through A x *)

Lemma mulv_line d A x t v : mulv d A (vadd x (vscale t v)) = vadd (mulv d A x) (vscale t (mulv d A v)).
Proof.
  apply functional_extensionality. intros i. unfold vadd, vscale. rewrite mulv_plus, mulv_scal. reflexivity.
Qed.

Section Through.
  Variables (n d : nat) (A : mat) (l : vec -> R) (G : vec -> vec) (H : vec -> mat).
  Hypotheses (HG : gradient_field n l G) (HH : hessian_field n G H).

  (** The gradient of l (A x) is A^T G (A x). *)
  Lemma gradient_through x (g : vec) i : (i < d)%nat ->
    (forall v, deriv_at (fun t => l (mulv d A (vadd x (vscale t v)))) 0 (dot d g v)) ->
    g i = mulv n (tr A) (G (mulv d A x)) i.
  Proof.
    intros Hi Hg. apply (gradient_entry d g (fun y => l (mulv d A y)) x i _ Hi Hg).
    apply (deriv_ext (fun t => l (vadd (mulv d A x) (vscale t (col A i))))).
    - intros t. rewrite mulv_line, mulv_vunit_col by exact Hi. reflexivity.
    - eapply deriv_eq; [apply HG|]. unfold mulv, dot, tr, col. apply vsum_ext. intros; ring.
  Qed.

  (** Its Hessian is A^T H A: along v the gradient moves at the velocity A^T H A v. *)
  Lemma gradient_moves_through (g : vec -> vec) x :
    gradient_field d (fun x => l (mulv d A x)) g ->
    forall v i, (i < d)%nat -> deriv_at (fun t => g (vadd x (vscale t v)) i) 0
      (mulv n (tr A) (mulv n (H (mulv d A x)) (mulv d A v)) i).
  Proof.
    intros Hg v i Hi. apply (deriv_ext (fun t => mulv n (tr A) (G (vadd (mulv d A x) (vscale t (mulv d A v)))) i)).
    - intros t. rewrite <- mulv_line. symmetry. apply gradient_through; [exact Hi|apply Hg].
    - apply (deriv_mulv n (tr A) (fun t => G (vadd (mulv d A x) (vscale t (mulv d A v))))). intros k Hk. apply HH, Hk.
  Qed.

  (** So does any matrix M whose products are these derivatives. *)
  Lemma hessian_through (g : vec -> vec) x M :
    gradient_field d (fun x => l (mulv d A x)) g -> hessian_at d g M x ->
    forall v i, (i < d)%nat -> mulv d M v i = mulv n (tr A) (mulv n (H (mulv d A x)) (mulv d A v)) i.
  Proof. intros Hg HM v i Hi. exact (deriv_unique _ _ _ _ (HM v i Hi) (gradient_moves_through g x Hg v i Hi)). Qed.

  (** Hence <u, M v> = <A u, H A v>. *)
  Lemma form_through (g : vec -> vec) x M :
    gradient_field d (fun x => l (mulv d A x)) g -> hessian_at d g M x ->
    forall u v, dot d u (mulv d M v) = dot n (mulv d A u) (mulv n (H (mulv d A x)) (mulv d A v)).
  Proof.
    intros Hg HM u v. rewrite (dot_sym n), (dot_mulv n d A), dot_sym.
    apply dot_ext; [|reflexivity]. intros i Hi. apply (hessian_through g x M Hg HM v i Hi).
  Qed.
End Through.

(** ** Mean values *)

(** The derivative at t from that at 0. *)
Lemma deriv_shift g t l : deriv_at (fun s => g (t + s)) 0 l -> deriv_at g t l.
Proof.
  intros D. apply (deriv_ext (fun s => g (t + (s - t)))); [intros s; f_equal; ring|].
  apply deriv_eq with (l * (1 - 0)); [|ring].
  apply (deriv_comp (fun s => g (t + s)) (fun s => s - t)).
  - replace (t - t) with 0 by ring. exact D.
  - apply deriv_minus; [apply deriv_id|apply deriv_const].
Qed.

Lemma between_shift a b t s : between a b (t + s) = vadd (between a b t) (vscale s (vsub b a)).
Proof. apply functional_extensionality. intros i. unfold between, vadd, vscale, vsub. ring. Qed.

Section Segment.
  Variables (n : nat) (G : vec -> vec) (H : vec -> mat).
  Hypothesis HH : hessian_field n G H.

  Lemma deriv_field a b t k : (k < n)%nat ->
    deriv_at (fun s => G (between a b s) k) t (mulv n (H (between a b t)) (vsub b a) k).
  Proof.
    intros Hk. apply deriv_shift.
    apply (deriv_ext (fun s => G (vadd (between a b t) (vscale s (vsub b a))) k)); [|apply HH, Hk].
    intros s. rewrite between_shift. reflexivity.
  Qed.

  (** |H| <= r gives |G z - G y| <= r |z - y|. *)
  Lemma field_moves r z y : (forall x, opbound n n (H x) r) ->
    norm2 n (vsub (G z) (G y)) <= r * norm2 n (vsub z y).
  Proof.
    intros Hr.
    pose proof (mean_value_norm2 n (fun t => G (between y z t)) (fun t => mulv n (H (between y z t)) (vsub z y))
      (r * norm2 n (vsub z y))) as M. cbv beta in M. rewrite between_0, between_1 in M. apply M.
    - intros t i _ Hi. apply deriv_field, Hi.
    - intros t _. apply opbound_mulv, Hr.
  Qed.

  (** A Hessian with the Lipschitz constant K gives |H(z) (z - y) - (G z - G y)| <= (K/2) |z - y|^2: along
      y + t (z - y), against any w, the derivative is at most K (1 - t) |z - y|^2 |w|. *)
  Theorem field_remainder K z y : 0 <= K ->
    (forall a b, opbound n n (msub (H a) (H b)) (K * norm2 n (vsub a b))) ->
    norm2 n (vsub (mulv n (H z) (vsub z y)) (vsub (G z) (G y))) <= K / 2 * norm2 n (vsub z y) ^ 2.
  Proof.
    intros K0 HK. set (e := vsub z y). set (w := vsub (mulv n (H z) e) (vsub (G z) (G y))). set (N := norm2 n e).
    pose proof (norm2_nonneg n e : 0 <= N) as N0. pose proof (norm2_nonneg n w) as W0.
    assert (KN : 0 <= K / 2 * N ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
    apply norm2_le_dot; [exact KN|].
    pose proof (mean_value
      (fun t => t * dot n (mulv n (H z) e) w - dot n (G (between y z t)) w - K * N ^ 2 * norm2 n w * (t - t * t / 2))
      (fun t => 1 * dot n (mulv n (H z) e) w - dot n (mulv n (H (between y z t)) e) w
                - K * N ^ 2 * norm2 n w * (1 - (1 * t + t * 1) / 2)) 0) as M. cbv beta in M.
    rewrite between_0, between_1 in M.
    assert (E : dot n w w = dot n (mulv n (H z) e) w - dot n (G z) w + dot n (G y) w).
    { unfold w at 1. rewrite <- (dot_minus_l n (mulv n (H z) e) (G z)), <- dot_plus_l.
      apply dot_ext; [intros; unfold vsub; ring|reflexivity]. }
    enough (B : 1 * dot n (mulv n (H z) e) w - dot n (G z) w - K * N ^ 2 * norm2 n w * (1 - 1 * 1 / 2)
      - (0 * dot n (mulv n (H z) e) w - dot n (G y) w - K * N ^ 2 * norm2 n w * (0 - 0 * 0 / 2)) <= 0) by lra.
    apply M.
    - intros t _. apply deriv_minus; [apply deriv_minus|].
      + apply (deriv_scal_r _ (fun t => t)), deriv_id.
      + apply deriv_dot_const. intros i Hi. apply deriv_field, Hi.
      + apply deriv_scal. apply deriv_minus; [apply deriv_id|].
        apply (deriv_scal_r (/ 2) (fun t => t * t)), (deriv_mult (fun t => t) (fun t => t)); apply deriv_id.
    - intros t Ht. pose proof (opbound_mulv _ _ _ _ e (HK z (between y z t))) as B.
      assert (D : norm2 n (vsub z (between y z t)) = (1 - t) * N).
      { rewrite <- (Rabs_pos_eq (1 - t)) by lra. unfold N. rewrite <- norm2_scal. apply norm2_ext. intros i _.
        unfold e, vsub, between. ring. }
      rewrite D in B. fold N in B.
      pose proof (dot_le_norm2 n (mulv n (msub (H z) (H (between y z t))) e) w) as C.
      rewrite <- vsub_mulv_l in C. unfold vsub at 1 in C. rewrite dot_minus_l in C.
      rewrite vsub_mulv_l in C. apply (Rmult_le_compat_r _ _ _ W0) in B. lra.
  Qed.
End Segment.
