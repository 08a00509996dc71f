(** * Arrays that move: derivatives of expressions along a segment, operation by operation, and what follows from
    them by the mean value inequality. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Certify Require Import EmittedSteps.
Local Open Scope R_scope.

(** ** Speeds *)

(** At the time [t] the number, the vector or the matrix moves at the speed [d]. *)
Definition moves0 (E : R -> R) (d t : R) : Prop := deriv_at E t d.
Definition moves1 (n : nat) (E : R -> vec) (d : vec) (t : R) : Prop :=
  forall i, (i < n)%nat -> deriv_at (fun s => E s i) t (d i).
Definition moves2 (m n : nat) (E : R -> mat) (d : mat) (t : R) : Prop :=
  forall i j, (i < m)%nat -> (j < n)%nat -> deriv_at (fun s => E s i j) t (d i j).

Lemma moves0_eq {E d t} k : moves0 E k t -> d = k -> moves0 E d t.
Proof. intros H ->. exact H. Qed.

Lemma moves1_eq {n E d t} k : moves1 n E k t -> (forall i, (i < n)%nat -> d i = k i) -> moves1 n E d t.
Proof. intros H K i Hi. rewrite (K i Hi). apply H, Hi. Qed.

Lemma moves2_eq {m n E d t} k : moves2 m n E k t ->
  (forall i j, (i < m)%nat -> (j < n)%nat -> d i j = k i j) -> moves2 m n E d t.
Proof. intros H K i j Hi Hj. rewrite (K i j Hi Hj). apply H; assumption. Qed.

Lemma moves0_const a t : moves0 (fun _ => a) 0 t.
Proof. apply deriv_const. Qed.

Lemma moves1_const n v t : moves1 n (fun _ => v) (vconst 0) t.
Proof. intros i _. apply deriv_const. Qed.

Lemma moves2_const m n M t : moves2 m n (fun _ => M) (mconst 0) t.
Proof. intros i j _ _. apply deriv_const. Qed.

(** ** Points of a segment *)

Lemma moves1_between n a b t : moves1 n (fun s => between a b s) (vsub b a) t.
Proof. intros i _. apply deriv_between. Qed.

Definition mbetween (A B : mat) (t : R) : mat := fun i j => A i j + t * (B i j - A i j).

Lemma mbetween_0 A B : mbetween A B 0 = A.
Proof. do 2 (apply functional_extensionality; intro). unfold mbetween. ring. Qed.

Lemma mbetween_1 A B : mbetween A B 1 = B.
Proof. do 2 (apply functional_extensionality; intro). unfold mbetween. ring. Qed.

Lemma moves2_between m n A B t : moves2 m n (fun s => mbetween A B s) (msub B A) t.
Proof. intros i j _ _. apply deriv_line. Qed.

Lemma moves1_line n x v : moves1 n (fun s => vadd x (vscale s v)) v 0.
Proof. intros i _. apply deriv_line. Qed.

Lemma moves2_line m n M V : moves2 m n (fun s => madd M (mscale s V)) V 0.
Proof. intros i j _ _. apply deriv_line. Qed.

(** A ball of any norm is convex. *)
Section Balls.
  Context {t : R} (Ht : 0 <= t <= 1).

  Lemma between_l2 {n a b r} : norm2 n b <= r -> norm2 n a <= r -> norm2 n (between a b t) <= r.
  Proof. apply between_norm2, Ht. Qed.

  Lemma between_entry a b r : Rabs b <= r -> Rabs a <= r -> Rabs (a + t * (b - a)) <= r.
  Proof.
    intros H K. replace (a + t * (b - a)) with ((1 - t) * a + t * b) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_pos_eq t), (Rabs_pos_eq (1 - t)) by lra.
    pose proof (Rmult_le_compat_l t _ _ ltac:(lra) H). pose proof (Rmult_le_compat_l (1 - t) _ _ ltac:(lra) K). lra.
  Qed.

  Lemma between_size {n a b r} : size1 n b r -> size1 n a r -> size1 n (between a b t) r.
  Proof.
    intros [H0 H] [_ K]. split; [exact H0|]. intros i Hi. apply between_entry; [apply H, Hi|apply K, Hi].
  Qed.

  Lemma between_l1 {n a b r} : norm1 n b <= r -> norm1 n a <= r -> norm1 n (between a b t) <= r.
  Proof.
    intros H K. apply (norm1_bound_ext (vadd (vscale (1 - t) a) (vscale t b)));
      [|intros; unfold between, vadd, vscale; ring].
    apply (valued (fun r => norm1 n _ <= r) (a := (1 - t) * r + t * r)); [|ring].
    apply l1_triangle; apply l1_scaling; try assumption; apply size_nonneg0; lra.
  Qed.

  Lemma between_spectral {m n A B r} : opbound m n B r -> opbound m n A r -> opbound m n (mbetween A B t) r.
  Proof.
    intros H K. apply (opbound_same (madd (mscale (1 - t) A) (mscale t B)));
      [|intros; unfold mbetween, madd, mscale; ring].
    apply (valued (opbound m n _) (a := (1 - t) * r + t * r)); [|ring].
    apply spectral_triangle; apply spectral_scaling; try assumption; apply size_nonneg0; lra.
  Qed.
End Balls.

(** ** Operations *)

Section Operations.
  Context {t : R}.

  Lemma moves0_plus {E F d e} : moves0 E d t -> moves0 F e t -> moves0 (fun s => E s + F s) (d + e) t.
  Proof. apply deriv_plus. Qed.
  Lemma moves0_opp {E d} : moves0 E d t -> moves0 (fun s => - E s) (- d) t.
  Proof. apply deriv_opp. Qed.
  Lemma moves0_mult {E F d e} : moves0 E d t -> moves0 F e t -> moves0 (fun s => E s * F s) (d * F t + E t * e) t.
  Proof. apply deriv_mult. Qed.
  Lemma moves0_div {E F d e} : moves0 E d t -> moves0 F e t -> F t <> 0 ->
    moves0 (fun s => E s / F s) ((d - E t / F t * e) / F t) t.
  Proof.
    intros H K N. apply (deriv_eq _ _ _ _ (deriv_div _ _ _ _ _ H K N)). field. exact N.
  Qed.
  Lemma moves0_exp {E d} : moves0 E d t -> moves0 (fun s => exp (E s)) (exp (E t) * d) t.
  Proof. apply deriv_exp. Qed.
  Lemma moves0_ln {E d} : moves0 E d t -> 0 < E t -> moves0 (fun s => ln (E s)) (d / E t) t.
  Proof. intros H K. apply deriv_ln; assumption. Qed.

  Lemma deriv_cosh_at E d : deriv_at E t d -> deriv_at (fun s => cosh (E s)) t (sinh (E t) * d).
  Proof. intros H. apply (deriv_comp cosh); [apply is_derive_Reals, derivable_pt_lim_cosh|exact H]. Qed.
  Lemma deriv_sinh_at E d : deriv_at E t d -> deriv_at (fun s => sinh (E s)) t (cosh (E t) * d).
  Proof. intros H. apply (deriv_comp sinh); [apply is_derive_Reals, derivable_pt_lim_sinh|exact H]. Qed.

  Context {n : nat}.

  Lemma moves1_plus {E F d e} : moves1 n E d t -> moves1 n F e t -> moves1 n (fun s => vadd (E s) (F s)) (vadd d e) t.
  Proof. intros H K i Hi. apply deriv_plus; [apply H, Hi|apply K, Hi]. Qed.
  Lemma moves1_opp {E d} : moves1 n E d t -> moves1 n (fun s => vopp (E s)) (vopp d) t.
  Proof. intros H i Hi. apply deriv_opp, H, Hi. Qed.
  Lemma moves1_exp {E d} : moves1 n E d t -> moves1 n (fun s => vexp (E s)) (hmul (vexp (E t)) d) t.
  Proof. intros H i Hi. apply deriv_exp, H, Hi. Qed.
  Lemma moves1_cosh {E d} : moves1 n E d t -> moves1 n (fun s => vmap cosh (E s)) (hmul (vmap sinh (E t)) d) t.
  Proof. intros H i Hi. apply (deriv_cosh_at (fun s => E s i)), H, Hi. Qed.
  Lemma moves1_sinh {E d} : moves1 n E d t -> moves1 n (fun s => vmap sinh (E s)) (hmul (vmap cosh (E t)) d) t.
  Proof. intros H i Hi. apply (deriv_sinh_at (fun s => E s i)), H, Hi. Qed.
  Lemma moves1_softmax {E d} : (1 <= n)%nat -> moves1 n E d t ->
    let p := softmax n (E t) in
    moves1 n (fun s => softmax n (E s)) (vsub (hmul p d) (vscale (dot n p d) p)) t.
  Proof.
    intros Hn H p i Hi. apply (deriv_eq _ _ _ _ (deriv_softmax n E t d i Hi H)). unfold jac, vsub, hmul, vscale. fold p.
    ring.
  Qed.
  Lemma moves1_hmul {E F d e} : moves1 n E d t -> moves1 n F e t ->
    moves1 n (fun s => hmul (E s) (F s)) (vadd (hmul d (F t)) (hmul (E t) e)) t.
  Proof. intros H K i Hi. apply (deriv_mult (fun s => E s i) (fun s => F s i)); [apply H, Hi|apply K, Hi]. Qed.
  Lemma moves1_vscale {E F d e} : moves0 E d t -> moves1 n F e t ->
    moves1 n (fun s => vscale (E s) (F s)) (vadd (vscale d (F t)) (vscale (E t) e)) t.
  Proof. intros H K i Hi. apply (deriv_mult E (fun s => F s i)); [apply H|apply K, Hi]. Qed.
  Lemma moves1_over {E F d e} : moves1 n E d t -> moves0 F e t -> F t <> 0 ->
    moves1 n (fun s => hdiv (E s) (vconst (F s))) (hdiv (vsub d (vscale e (hdiv (E t) (vconst (F t))))) (vconst (F t))) t.
  Proof.
    intros H K N i Hi. apply (deriv_eq _ _ _ _ (deriv_div _ _ _ _ _ (H i Hi) K N)).
    unfold hdiv, vsub, vscale, vconst. field. exact N.
  Qed.
  Lemma moves0_vsum {E d} : moves1 n E d t -> moves0 (fun s => vsum n (E s)) (vsum n d) t.
  Proof. intros H. exact (deriv_vsum n E t d H). Qed.
  Lemma moves0_dot {E F d e} : moves1 n E d t -> moves1 n F e t ->
    moves0 (fun s => dot n (E s) (F s)) (dot n d (F t) + dot n (E t) e) t.
  Proof. intros H K. exact (deriv_dot n E F t d e H K). Qed.
  Lemma moves0_log_sum_exp {E d} : (1 <= n)%nat -> moves1 n E d t ->
    moves0 (fun s => ln (vsum n (vexp (E s)))) (dot n (softmax n (E t)) d) t.
  Proof.
    intros Hn H. rewrite (dot_softmax n (E t) d Hn). apply deriv_ln; [apply vsum_exp_pos, Hn|].
    apply (moves0_vsum (moves1_exp H)).
  Qed.
  Lemma moves0_dot_first {E d v} : moves1 n E d t -> moves0 (fun s => dot n (E s) v) (dot n d v) t.
  Proof. intros H. exact (deriv_dot_const n E t d v H). Qed.
  Lemma moves0_dot_second {E d v} : moves1 n E d t -> moves0 (fun s => dot n v (E s)) (dot n v d) t.
  Proof.
    intros H. apply (deriv_ext (fun s => dot n (E s) v)); [intros; apply dot_sym|]. rewrite (dot_sym n v d).
    apply moves0_dot_first, H.
  Qed.
  Lemma moves0_dot_self {E d} : moves1 n E d t -> moves0 (fun s => dot n (E s) (E s)) (2 * dot n (E t) d) t.
  Proof.
    intros H. apply (deriv_eq _ _ _ _ (moves0_dot H H)). rewrite (dot_sym n d (E t)). ring.
  Qed.
  Lemma moves1_mulv {m M E d} : moves1 n E d t -> moves1 m (fun s => mulv n M (E s)) (mulv n M d) t.
  Proof. intros H i _. apply (deriv_mulv n M E t d i), H. Qed.
  Lemma moves1_mulv_matrix {m E d x} : moves2 m n E d t -> moves1 m (fun s => mulv n (E s) x) (mulv n d x) t.
  Proof.
    intros H i Hi. apply (deriv_vsum n (fun s j => E s i j * x j)). intros j Hj.
    apply (deriv_scal_r (x j) (fun s => E s i j)), H; assumption.
  Qed.
End Operations.

(** ** Mean values *)

Lemma mean_l2 n (F dF : R -> vec) K : (forall t, 0 <= t <= 1 -> moves1 n F (dF t) t) ->
  (forall t, 0 <= t <= 1 -> norm2 n (dF t) <= K) -> norm2 n (vsub (F 1) (F 0)) <= K.
Proof. intros H B. apply (mean_value_norm2 n F dF); [intros t i Ht Hi; apply H; assumption|exact B]. Qed.

Lemma mean_l1 n (F dF : R -> vec) K : (forall t, 0 <= t <= 1 -> moves1 n F (dF t) t) ->
  (forall t, 0 <= t <= 1 -> norm1 n (dF t) <= K) -> norm1 n (vsub (F 1) (F 0)) <= K.
Proof. intros H B. apply (mean_value_norm1 n F dF); [intros t i Ht Hi; apply H; assumption|exact B]. Qed.

Lemma mean_size1 n (F dF : R -> vec) K : (forall t, 0 <= t <= 1 -> moves1 n F (dF t) t) ->
  (forall t, 0 <= t <= 1 -> size1 n (dF t) K) -> norminf n (vsub (F 1) (F 0)) <= K.
Proof.
  intros H B. apply (mean_value_norminf n F dF); [intros t i Ht Hi; apply H; assumption|].
  intros t Ht. destruct (B t Ht). apply norminf_le; assumption.
Qed.

Lemma mean_size0 (F dF : R -> R) K : (forall t, 0 <= t <= 1 -> moves0 F (dF t) t) ->
  (forall t, 0 <= t <= 1 -> size0 (dF t) K) -> Rabs (F 1 - F 0) <= K.
Proof.
  intros H B.
  assert (S : forall s : R, Rabs s = 1 -> s * (F 1 - F 0) <= K).
  { intros s Hs. replace (s * (F 1 - F 0)) with (s * F 1 - s * F 0) by ring.
    apply (mean_value (fun t => s * F t) (fun t => s * dF t)); [intros t Ht; apply deriv_scal, H, Ht|].
    intros t Ht. eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_mult, Hs, Rmult_1_l. apply B, Ht. }
  pose proof (S 1 Rabs_R1) as U. pose proof (S (-1) ltac:(rewrite Rabs_left; lra)) as L.
  apply Rabs_le. lra.
Qed.

Lemma mean_spectral m n (F dF : R -> mat) K : (forall t, 0 <= t <= 1 -> moves2 m n F (dF t) t) ->
  (forall t, 0 <= t <= 1 -> opbound m n (dF t) K) -> opbound m n (msub (F 1) (F 0)) K.
Proof.
  intros H B. pose proof (B 0 ltac:(lra)) as [K0 _]. split; [exact K0|]. intros v.
  rewrite (norm2_ext m _ (vsub (mulv n (F 1) v) (mulv n (F 0) v))) by (intros; apply mulv_msub).
  apply (mean_l2 m (fun s => mulv n (F s) v) (fun s => mulv n (dF s) v)).
  - intros t Ht. apply moves1_mulv_matrix, H, Ht.
  - intros t Ht. apply (B t Ht).
Qed.
