(** * Softmax regression: f = softmax (A x), c = f - b and the loss |c|^2 / 2.

    Bounds first, in terms of logits z = A x where possible; then derivatives along lines x + t v and A + t V. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax.
Local Open Scope R_scope.

(** ** Bounds *)

(** |A x| <= R^2 when |A| <= R and |x| <= R. *)
Lemma logits_norm n d A x r : opbound n d A r -> norm2 d x <= r -> norm2 n (mulv d A x) <= r ^ 2.
Proof. intros HA Hx. replace (r ^ 2) with (r * r) by ring. apply opbound_mulv_le; assumption. Qed.

(** So is each logit. *)
Lemma logit_bound n d A x r i :
  opbound n d A r -> norm2 d x <= r -> (i < n)%nat -> Rabs (mulv d A x i) <= r ^ 2.
Proof.
  intros HA Hx Hi. eapply Rle_trans; [apply (entry_le_norm2 n i _ Hi)|].
  apply logits_norm; assumption.
Qed.

Lemma logit_le n d A x r i : opbound n d A r -> norm2 d x <= r -> (i < n)%nat -> mulv d A x i <= r ^ 2.
Proof. intros HA Hx Hi. pose proof (logit_bound n d A x r i HA Hx Hi). pose proof (Rle_abs (mulv d A x i)). lra. Qed.

Lemma exp_norminf_le n z m : (forall i, (i < n)%nat -> z i <= m) -> norminf n (vexp z) <= exp m.
Proof.
  intros H. apply norminf_le; [left; apply exp_pos|]. intros i Hi. unfold vexp.
  rewrite Rabs_pos_eq by (left; apply exp_pos). apply exp_le, H, Hi.
Qed.

(** exp is e^m-Lipschitz where entries are at most m. *)
Lemma exp_moves n z w m : (forall i, (i < n)%nat -> z i <= m) -> (forall i, (i < n)%nat -> w i <= m) ->
  norm2 n (vsub (vexp z) (vexp w)) <= exp m * norm2 n (vsub z w).
Proof.
  intros Hz Hw. apply norm2_le_scaled; [left; apply exp_pos|]. intros i Hi. apply exp_lipschitz; auto.
Qed.

(** For moves of any size, relative to e^z: |e^z - e^w| <= |e^z| (e^|z - w| - 1). *)
Lemma exp_difference_norm2 n z w :
  norm2 n (vsub (vexp z) (vexp w)) <= norm2 n (vexp z) * (exp (norminf n (vsub z w)) - 1).
Proof.
  pose proof (exp_ge_1 _ (norminf_nonneg n (vsub z w))) as E. rewrite Rmult_comm.
  apply norm2_le_scaled; [lra|]. intros i Hi. unfold vexp at 3. rewrite (Rabs_pos_eq (exp (z i))), Rmult_comm
    by (left; apply exp_pos).
  apply exp_difference. apply (entry_le_norminf n i (vsub z w) Hi).
Qed.

(** A sum moves by at most sqrt(n) times what its terms move by. *)
Lemma sum_moves n u v : Rabs (vsum n u - vsum n v) <= sqrt (INR n) * norm2 n (vsub u v).
Proof. rewrite <- vsum_minus. apply (abs_vsum_le_norm2 n (vsub u v)). Qed.

(** The inverse of alpha = sum exp z, where alpha >= beta: it moves by at most 1/beta times the largest move of z,
    as log alpha moves by at most that. *)
Lemma alpha_inverse_moves n z w b h : (1 <= n)%nat -> 0 < b ->
  b <= vsum n (vexp z) -> b <= vsum n (vexp w) -> (forall i, (i < n)%nat -> Rabs (z i - w i) <= h) ->
  Rabs (/ vsum n (vexp z) - / vsum n (vexp w)) <= h / b.
Proof.
  intros Hn Hb. assert (one_side : forall z w, b <= vsum n (vexp z) -> b <= vsum n (vexp w) ->
    (forall i, (i < n)%nat -> Rabs (z i - w i) <= h) -> / vsum n (vexp z) - / vsum n (vexp w) <= h / b).
  { clear z w. intros z w Hz Hw H. set (s := vsum n (vexp z)) in *. set (t := vsum n (vexp w)) in *.
    assert (h0 : 0 <= h) by (eapply Rle_trans; [apply Rabs_pos|apply (H O); lia]).
    assert (B : t * (1 - h) <= s).
    { unfold s, t. rewrite <- vsum_scal_r. apply vsum_le. intros i Hi. unfold vexp.
      eapply Rle_trans; [|apply (exp_tangent (z i) (w i))].
      apply Rmult_le_compat_l; [left; apply exp_pos|]. specialize (H i Hi). apply Rabs_le_between in H. lra. }
    replace (/ s - / t) with ((t - s) * / (s * t)) by (field; lra).
    apply Rle_trans with (t * h * / (s * t)).
    - apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra|lra].
    - replace (t * h * / (s * t)) with (h * / s) by (field; lra).
      apply Rmult_le_compat_l; [exact h0|]. apply Rinv_le_contravar; lra. }
  intros Hz Hw H. apply Rabs_le. split; [|apply one_side; assumption].
  enough (/ vsum n (vexp w) - / vsum n (vexp z) <= h / b) by lra.
  apply one_side; [assumption|assumption|]. intros i Hi. rewrite Rabs_minus_sym. apply H, Hi.
Qed.

(** Jensen: the mean of e^z is at least e^(mean of z). *)
Lemma jensen_exp n z : (1 <= n)%nat -> INR n * exp (vsum n z / INR n) <= vsum n (vexp z).
Proof.
  intros Hn. pose proof (INR_ge_1 n Hn) as N. set (m := vsum n z / INR n).
  replace (INR n * exp m) with (vsum n (fun i => exp m * (1 + (z i - m)))).
  - apply vsum_le. intros i _. apply exp_tangent.
  - rewrite vsum_scal, vsum_plus, vsum_minus, !vsum_const. unfold m. field. lra.
Qed.

(** f is (R/2)-Lipschitz in x, and in A. *)
Theorem f_lipschitz_in_x n d A x y r : (1 <= n)%nat -> opbound n d A r ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A y))) <= r / 2 * norm2 d (vsub x y).
Proof.
  intros Hn H. eapply Rle_trans; [apply (softmax_half_norm2 n _ _ Hn)|].
  change (norm2 n (vsub (mulv d A x) (mulv d A y)) / 2 <= r / 2 * norm2 d (vsub x y)).
  rewrite vsub_mulv. pose proof (opbound_mulv n d A r (vsub x y) H). lra.
Qed.

Theorem f_lipschitz_in_A n d A A' x r s : (1 <= n)%nat -> opbound n d (msub A A') s -> norm2 d x <= r ->
  norm2 n (vsub (softmax n (mulv d A x)) (softmax n (mulv d A' x))) <= r / 2 * s.
Proof.
  intros Hn H Hx. eapply Rle_trans; [apply (softmax_half_norm2 n _ _ Hn)|].
  change (norm2 n (vsub (mulv d A x) (mulv d A' x)) / 2 <= r / 2 * s).
  rewrite vsub_mulv_l. pose proof (opbound_mulv_le n d _ s x r H Hx). lra.
Qed.

(** exp (A x) is R e^{R^2}-Lipschitz in x, and in A. *)
Lemma exp_lipschitz_in_x n d A x y r : opbound n d A r -> norm2 d x <= r -> norm2 d y <= r ->
  norm2 n (vsub (vexp (mulv d A x)) (vexp (mulv d A y))) <= r * exp (r ^ 2) * norm2 d (vsub x y).
Proof.
  intros HA Hx Hy. eapply Rle_trans; [apply (exp_moves n _ _ (r ^ 2)); intros; apply (logit_le n); assumption|].
  rewrite vsub_mulv, (Rmult_comm r), Rmult_assoc.
  apply Rmult_le_compat_l; [left; apply exp_pos|apply opbound_mulv, HA].
Qed.

Lemma exp_lipschitz_in_A n d A A' x r s :
  opbound n d (msub A A') s -> opbound n d A r -> opbound n d A' r -> norm2 d x <= r ->
  norm2 n (vsub (vexp (mulv d A x)) (vexp (mulv d A' x))) <= r * exp (r ^ 2) * s.
Proof.
  intros HS HA HA' Hx. eapply Rle_trans; [apply (exp_moves n _ _ (r ^ 2)); intros; apply (logit_le n); assumption|].
  rewrite vsub_mulv_l, (Rmult_comm r), Rmult_assoc, (Rmult_comm r).
  apply Rmult_le_compat_l; [left; apply exp_pos|apply opbound_mulv_le; assumption].
Qed.

(** ** First derivatives *)

Section Curves.
  (** Along any curve of logits Z with velocity h at t. *)
  Variables (n : nat) (Z : R -> vec) (t : R) (h : vec).
  Hypothesis HZ : forall k, (k < n)%nat -> deriv_at (fun s => Z s k) t (h k).

  Lemma deriv_u k : (k < n)%nat -> deriv_at (fun s => vexp (Z s) k) t (vexp (Z t) k * h k).
  Proof. intros Hk. apply deriv_exp, HZ, Hk. Qed.

  Lemma deriv_alpha : deriv_at (fun s => vsum n (vexp (Z s))) t (dot n (vexp (Z t)) h).
  Proof. apply (deriv_vsum n (fun s k => vexp (Z s) k)). apply deriv_u. Qed.

  Lemma deriv_f k : (k < n)%nat -> deriv_at (fun s => softmax n (Z s) k) t (jac n (softmax n (Z t)) h k).
  Proof. intros Hk. exact (deriv_softmax n Z t h k Hk HZ). Qed.

  Lemma deriv_slope w : deriv_at (fun s => dot n (softmax n (Z s)) w) t (dot n (jac n (softmax n (Z t)) h) w).
  Proof. apply deriv_dot_const, deriv_f. Qed.

  Lemma deriv_c b k : (k < n)%nat ->
    deriv_at (fun s => vsub (softmax n (Z s)) b k) t (jac n (softmax n (Z t)) h k).
  Proof.
    intros Hk. eapply deriv_eq; [apply deriv_minus; [apply deriv_f, Hk|apply deriv_const]|apply Rminus_0_r].
  Qed.

  (** The loss: <c, J h> = <J c, h>. *)
  Lemma deriv_loss b :
    deriv_at (fun s => dot n (vsub (softmax n (Z s)) b) (vsub (softmax n (Z s)) b) / 2) t
      (dot n (jac n (softmax n (Z t)) (vsub (softmax n (Z t)) b)) h).
  Proof.
    set (c := fun s => vsub (softmax n (Z s)) b). set (g := jac n (softmax n (Z t)) h).
    assert (D : deriv_at (fun s => dot n (c s) (c s)) t (dot n g (c t) + dot n (c t) g)).
    { apply deriv_dot; intros; apply deriv_c; assumption. }
    apply (deriv_eq _ _ _ _ (deriv_scal_r (/ 2) _ _ _ D)). fold (c t).
    rewrite (dot_sym n _ h), jac_sym. fold g. rewrite (dot_sym n g (c t)). field.
  Qed.
End Curves.

(** Logits along a line in x, and along a line in A. *)
Lemma deriv_logits d A x v k t : deriv_at (fun s => mulv d A (vadd x (vscale s v)) k) t (mulv d A v k).
Proof. apply (deriv_mulv d A (fun s => vadd x (vscale s v))). intros j _. apply deriv_line. Qed.

Lemma deriv_logits_in_A d A V x k t : deriv_at (fun s => mulv d (madd A (mscale s V)) x k) t (mulv d V x k).
Proof.
  apply (deriv_vsum d (fun s j => madd A (mscale s V) k j * x j)). intros j _.
  apply (deriv_scal_r (x j) (fun s => A k j + s * V k j)), deriv_line.
Qed.

Section InX.
  (** At t = 0 on the line x + t v. *)
  Variables (n d : nat) (A : mat) (x v : vec).

  Let z := mulv d A x.
  Let h := mulv d A v.
  Let Z s := mulv d A (vadd x (vscale s v)).

  Let HZ : forall k, (k < n)%nat -> deriv_at (fun s => Z s k) 0 (h k).
  Proof. intros k _. apply deriv_logits. Qed.
  Let Z0 : Z 0 = z.
  Proof. unfold Z. rewrite vadd_vscale_0. reflexivity. Qed.

  Lemma deriv_u_in_x k : (k < n)%nat -> deriv_at (fun s => vexp (Z s) k) 0 (vexp z k * h k).
  Proof. rewrite <- Z0. apply deriv_u, HZ. Qed.
  Lemma deriv_alpha_in_x : deriv_at (fun s => vsum n (vexp (Z s))) 0 (dot n (vexp z) h).
  Proof. rewrite <- Z0. apply deriv_alpha, HZ. Qed.
  Lemma deriv_f_in_x k : (k < n)%nat -> deriv_at (fun s => softmax n (Z s) k) 0 (jac n (softmax n z) h k).
  Proof. rewrite <- Z0. apply deriv_f, HZ. Qed.
  Lemma deriv_slope_in_x w : deriv_at (fun s => dot n (softmax n (Z s)) w) 0 (dot n (jac n (softmax n z) h) w).
  Proof. rewrite <- Z0. apply deriv_slope, HZ. Qed.
  Lemma deriv_loss_in_x b :
    deriv_at (fun s => dot n (vsub (softmax n (Z s)) b) (vsub (softmax n (Z s)) b) / 2) 0
      (dot n (jac n (softmax n z) (vsub (softmax n z) b)) h).
  Proof. rewrite <- Z0. apply deriv_loss, HZ. Qed.
End InX.

Lemma deriv_loss_in_A n d A V x b :
  deriv_at (fun s => dot n (vsub (softmax n (mulv d (madd A (mscale s V)) x)) b)
                           (vsub (softmax n (mulv d (madd A (mscale s V)) x)) b) / 2) 0
    (dot n (jac n (softmax n (mulv d A x)) (vsub (softmax n (mulv d A x)) b)) (mulv d V x)).
Proof.
  pose proof (deriv_loss n (fun s => mulv d (madd A (mscale s V)) x) 0 (mulv d V x)) as H. cbv beta in H.
  rewrite madd_mscale_0 in H. apply H. intros; apply deriv_logits_in_A.
Qed.

(** ** Second derivatives *)

(** The derivative of J(f) a along logits that move at the velocity h, for a constant vector a. *)
Lemma deriv_jac_in_x n d A x v a k : (k < n)%nat ->
  let f := softmax n (mulv d A x) in
  let g := jac n f (mulv d A v) in
  deriv_at (fun t => jac n (softmax n (mulv d A (vadd x (vscale t v)))) a k) 0
    (g k * (a k - dot n f a) - f k * dot n g a).
Proof.
  intros Hk f g. set (F := fun t => softmax n (mulv d A (vadd x (vscale t v)))).
  assert (F0 : F 0 = f) by (unfold F; rewrite vadd_vscale_0; reflexivity).
  apply deriv_eq with (g k * (a k - dot n (F 0) a) + F 0 k * (0 - dot n g a)); [|rewrite F0; ring].
  apply (deriv_mult (fun t => F t k) (fun t => a k - dot n (F t) a)); [apply deriv_f_in_x, Hk|].
  apply deriv_minus; [apply deriv_const|apply deriv_slope_in_x].
Qed.

(** The derivative of the gradient J(f) c in the logits: the Hessian times h. *)
Lemma deriv_gradient_in_x n d A x v b k : (k < n)%nat ->
  let f := softmax n (mulv d A x) in
  let g := jac n f (mulv d A v) in
  deriv_at (fun t => let p := softmax n (mulv d A (vadd x (vscale t v))) in jac n p (vsub p b) k) 0
    (g k * (f k - b k - dot n f (vsub f b)) + f k * (g k - (dot n g (vsub f b) + dot n f g))).
Proof.
  intros Hk f g. set (F := fun t => softmax n (mulv d A (vadd x (vscale t v)))).
  assert (F0 : F 0 = f) by (unfold F; rewrite vadd_vscale_0; reflexivity).
  assert (HF : forall i, (i < n)%nat -> deriv_at (fun t => F t i) 0 (g i)) by (intros; apply deriv_f_in_x; assumption).
  assert (HC : forall i, (i < n)%nat -> deriv_at (fun t => vsub (F t) b i) 0 (g i)).
  { intros i Hi. eapply deriv_eq; [apply deriv_minus; [apply HF, Hi|apply deriv_const]|apply Rminus_0_r]. }
  pose proof (deriv_dot n F (fun t => vsub (F t) b) 0 g g HF HC) as D.
  pose proof (deriv_mult _ _ 0 _ _ (HF k Hk) (deriv_minus _ _ 0 _ _ (HC k Hk) D)) as M.
  apply (deriv_eq _ _ _ _ M). cbv beta. rewrite F0. reflexivity.
Qed.

(** A gradient is determined by the derivatives along lines: entry i is that along e_i. *)
Lemma gradient_entry d (G : vec) (L : vec -> R) x i l : (i < d)%nat ->
  (forall v, deriv_at (fun t => L (vadd x (vscale t v))) 0 (dot d G v)) ->
  deriv_at (fun t => L (vadd x (vscale t (vunit i)))) 0 l -> G i = l.
Proof.
  intros Hi HG Hl. rewrite <- (dot_delta d i G Hi). exact (deriv_unique _ _ _ _ (HG (vunit i)) Hl).
Qed.
