(** * The Hessian of the loss is 5/sqrt(2)-Lipschitz in the logits.

    Write a' for a - <p, a> and E for the mean under p.  Where the logits move at the velocity h, <v, hess v> moves at
    2 E[(Jv)' h' v'] + E[(Jh)' v' v'] + E[h' c' v' v'] - E[h' c'] E[v' v'] - 2 E[h' v'] E[c' v'] with c = p - b.  The
    entries of a' are at most sqrt(2) |a|, the mean of its squares at most |a|^2 / 2; |c'| <= 2 and E[c' c'] <= 1. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Symmetric Derivatives Scalars Softmax Regression Fields
  LossHessian.
Local Open Scope R_scope.

(** ** Means of products *)

Definition centred (n : nat) (p a : vec) : vec := fun j => a j - dot n p a.

(** Cauchy-Schwarz for means. *)
Lemma mean_product_le n p a x y m s t : (forall j, (j < n)%nat -> 0 <= p j) -> 0 <= m -> 0 <= s -> 0 <= t ->
  (forall j, (j < n)%nat -> Rabs (a j) <= m) ->
  dot n p (fun j => x j * x j) <= s * s -> dot n p (fun j => y j * y j) <= t * t ->
  Rabs (vsum n (fun j => p j * a j * (x j * y j))) <= m * (s * t).
Proof.
  intros Hp Hm Hs Ht Ha Hx Hy.
  assert (Q : forall z r, 0 <= r -> dot n p (fun j => z j * z j) <= r * r ->
    norm2 n (fun j => sqrt (p j) * Rabs (z j)) <= r).
  { intros z r Hr H. apply norm2_le_sq; [exact Hr|]. eapply Rle_trans; [|exact H]. right. apply vsum_ext. intros j Hj.
    replace (z j * z j) with (Rabs (z j) * Rabs (z j)) by (rewrite <- Rabs_mult; apply Rabs_pos_eq, Rle_0_sqr).
    rewrite <- (sqrt_sqrt (p j) (Hp j Hj)) at 3. ring. }
  pose proof (Q x s Hs Hx) as X. pose proof (Q y t Ht Hy) as Y.
  eapply Rle_trans; [apply vsum_abs|].
  apply Rle_trans with (m * dot n (fun j => sqrt (p j) * Rabs (x j)) (fun j => sqrt (p j) * Rabs (y j))).
  - unfold dot. rewrite <- vsum_scal. apply vsum_le. intros j Hj. rewrite !Rabs_mult, (Rabs_pos_eq (p j)) by auto.
    replace (sqrt (p j) * Rabs (x j) * (sqrt (p j) * Rabs (y j))) with (p j * (Rabs (x j) * Rabs (y j)))
      by (rewrite <- (sqrt_sqrt (p j) (Hp j Hj)) at 1; ring).
    assert (0 <= p j * (Rabs (x j) * Rabs (y j))) by (repeat apply Rmult_le_pos; auto using Rabs_pos).
    pose proof (Rmult_le_compat_r _ _ _ H (Ha j Hj)). lra.
  - apply Rmult_le_compat_l; [exact Hm|]. eapply Rle_trans; [apply dot_le_norm2|].
    apply Rmult_le_compat; auto using norm2_nonneg.
Qed.

Lemma sqrt_2_sq : sqrt 2 * sqrt 2 = 2.
Proof. apply sqrt_sqrt. lra. Qed.

Lemma mean_centred n p a : probability n p -> dot n p (centred n p a) = 0.
Proof. intros [_ E]. unfold centred. rewrite dot_minus_r. unfold dot at 2. rewrite vsum_scal_r, E. ring. Qed.

Lemma centred_square_le n p a : (1 <= n)%nat -> probability n p ->
  dot n p (fun j => centred n p a j * centred n p a j) <= norm2 n a / sqrt 2 * (norm2 n a / sqrt 2).
Proof.
  intros Hn P. pose proof (variance_le_norm2 n p a Hn P) as V. rewrite (variance_centre n p a (dot n p a) P) in V.
  assert (E : norm2 n a / sqrt 2 * (norm2 n a / sqrt 2) = dot n a a / 2).
  { rewrite <- norm2_sq. pose proof (sqrt_lt_R0 2 ltac:(lra)). rewrite <- sqrt_2_sq at 3. field. lra. }
  rewrite E. unfold centred. lra.
Qed.

Lemma centred_entry_le n p a j : probability n p -> (j < n)%nat -> Rabs (centred n p a j) <= sqrt 2 * norm2 n a.
Proof.
  intros P Hj. rewrite <- sqrt_Rsqr_abs. unfold norm2. rewrite <- sqrt_mult_alt by lra.
  apply sqrt_le_1_alt. exact (centred_le_norm2 n p a j P Hj).
Qed.

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

(** ** The bound *)

Section Bound.
  Variables (n : nat) (b p : vec).
  Hypotheses (Hn : (1 <= n)%nat) (P : probability n p).
  Hypotheses (Hb : forall i : nat, (i < n)%nat -> 0 <= b i) (Hb1 : norm1 n b <= 1).

  Let c_between j : (j < n)%nat -> -1 <= vsub p b j <= 1.
  Proof.
    intros Hj. pose proof (probability_le_1 n p j P Hj). pose proof (Hb j Hj).
    pose proof (vsum_term n j (fun k => Rabs (b k)) ltac:(intros; apply Rabs_pos) Hj) as T. cbv beta in T.
    rewrite Rabs_pos_eq in T by auto. unfold norm1 in Hb1. unfold vsub. lra.
  Qed.

  Let mean_c_between : -1 <= dot n p (vsub p b) <= 1.
  Proof.
    destruct P as [Hp E]. split.
    - apply Rle_trans with (- vsum n p); [rewrite E; lra|]. rewrite <- vsum_opp.
      apply vsum_le. intros j Hj. pose proof (c_between j Hj). specialize (Hp j Hj). nra.
    - apply Rle_trans with (vsum n p); [|rewrite E; lra].
      apply vsum_le. intros j Hj. pose proof (c_between j Hj). specialize (Hp j Hj). nra.
  Qed.

  Let c_entry j : (j < n)%nat -> Rabs (centred n p (vsub p b) j) <= 2.
  Proof. intros Hj. pose proof (c_between j Hj). pose proof mean_c_between. apply Rabs_le. unfold centred. lra. Qed.

  Let c_square : dot n p (fun j => centred n p (vsub p b) j * centred n p (vsub p b) j) <= 1 * 1.
  Proof.
    pose proof (variance_le_spread n p _ (-1) 1 P c_between) as V.
    rewrite (variance_centre n p _ (dot n p (vsub p b)) P) in V. unfold centred. lra.
  Qed.

  Lemma third_le h v : Rabs (third n b p h v) <= 5 / sqrt 2 * norm2 n h * (norm2 n v * norm2 n v).
  Proof.
    pose proof (proj1 P) as Hp. pose proof (sqrt_lt_R0 2 ltac:(lra)) as R2. pose proof sqrt_2_sq as S2.
    pose proof (norm2_nonneg n h) as H0. pose proof (norm2_nonneg n v) as V0.
    pose proof (centred_square_le n p h Hn P) as Hh. pose proof (centred_square_le n p v Hn P) as Hv.
    set (M := norm2 n h) in *. set (N := norm2 n v) in *. set (r := sqrt 2) in *.
    assert (h0 : 0 <= M / r) by (apply Rmult_le_pos; [exact H0|left; apply Rinv_0_lt_compat, R2]).
    assert (v0 : 0 <= N / r) by (apply Rmult_le_pos; [exact V0|left; apply Rinv_0_lt_compat, R2]).
    assert (J : forall a j, (j < n)%nat -> Rabs (centred n p (jac n p a) j) <= r * (norm2 n a / 2)).
    { intros a j Hj. eapply Rle_trans; [apply (centred_entry_le n p _ j P Hj)|].
      apply Rmult_le_compat_l; [left; exact R2|]. apply jac_norm2; assumption. }
    assert (one : forall j, (j < n)%nat -> Rabs 1 <= 1) by (intros; rewrite Rabs_R1; lra).
    pose proof (mean_product_le n p _ _ _ (r * (N / 2)) _ _ Hp ltac:(nra) h0 v0 (J v) Hh Hv) as B1.
    pose proof (mean_product_le n p _ _ _ (r * (M / 2)) _ _ Hp ltac:(nra) v0 v0 (J h) Hv Hv) as B2.
    assert (EC : forall j, (j < n)%nat -> Rabs (centred n p h j * centred n p (vsub p b) j) <= r * M * 2).
    { intros j Hj. rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos.
      apply centred_entry_le; assumption. }
    pose proof (mean_product_le n p _ _ _ (r * M * 2) _ _ Hp ltac:(nra) v0 v0 EC Hv Hv) as B3.
    pose proof (mean_product_le n p (fun _ => 1) _ _ 1 _ 1 Hp ltac:(lra) h0 ltac:(lra) one Hh c_square) as B4.
    pose proof (mean_product_le n p (fun _ => 1) _ _ 1 _ _ Hp ltac:(lra) v0 v0 one Hv Hv) as B5.
    pose proof (mean_product_le n p (fun _ => 1) _ _ 1 _ _ Hp ltac:(lra) h0 v0 one Hh Hv) as B6.
    pose proof (mean_product_le n p (fun _ => 1) _ _ 1 1 _ Hp ltac:(lra) ltac:(lra) v0 one c_square Hv) as B7.
    cbv beta in B4, B5, B6, B7. unfold third.
    set (t1 := vsum n _) in B1. set (t2 := vsum n _) in B2. set (t3 := vsum n _) in B3. set (t4 := vsum n _) in B4.
    set (t5 := vsum n _) in B5. set (t6 := vsum n _) in B6. set (t7 := vsum n _) in B7.
    change (Rabs (2 * t1 + t2 + t3 - t4 * t5 - 2 * (t6 * t7)) <= 5 / r * M * (N * N)).
    pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos t4) (Rabs_pos t5) B4 B5) as C1. rewrite <- Rabs_mult in C1.
    pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos t6) (Rabs_pos t7) B6 B7) as C2. rewrite <- Rabs_mult in C2.
    replace (5 / r * M * (N * N)) with (2 * (r * (N / 2) * (M / r * (N / r))) + r * (M / 2) * (N / r * (N / r))
      + r * M * 2 * (N / r * (N / r)) + 1 * (M / r * 1) * (1 * (N / r * (N / r)))
      + 2 * (1 * (M / r * (N / r)) * (1 * (1 * (N / r))))).
    2: { apply Rmult_eq_reg_r with (r * r * r); [|apply Rgt_not_eq; repeat apply Rmult_lt_0_compat; exact R2].
         field_simplify; [|lra|lra]. replace (r ^ 2) with 2 by (rewrite <- S2; ring). field. }
    apply Rabs_le_between in B1. apply Rabs_le_between in B2. apply Rabs_le_between in B3.
    apply Rabs_le_between in C1. apply Rabs_le_between in C2. apply Rabs_le. lra.
  Qed.
End Bound.

Lemma constant_nonneg : 0 <= 5 / sqrt 2.
Proof. apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, sqrt_lt_R0; lra]. Qed.

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

Theorem loss_hessian_moves n b z w : (1 <= n)%nat ->
  (forall i : nat, (i < n)%nat -> 0 <= b i) -> norm1 n b <= 1 ->
  opbound n n (msub (hess n b (softmax n z)) (hess n b (softmax n w))) (5 / sqrt 2 * norm2 n (vsub z w)).
Proof.
  intros Hn Hb Hb1. apply hessian_moves_by; [exact Hn|exact constant_nonneg|]. intros p h v P.
  apply third_le; assumption.
Qed.
