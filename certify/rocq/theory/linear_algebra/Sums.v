(** * Finite sums. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang.
Local Open Scope R_scope.

(** ** Rewriting a sum *)

Lemma vsum_ext n u v : (forall i, (i < n)%nat -> u i = v i) -> vsum n u = vsum n v.
Proof.
  induction n as [|n IH]; intros H; simpl; [reflexivity|].
  rewrite IH by (intros; apply H; lia). rewrite H by lia. reflexivity.
Qed.

Lemma vsum_plus n u v : vsum n (fun i => u i + v i) = vsum n u + vsum n v.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma vsum_minus n u v : vsum n (fun i => u i - v i) = vsum n u - vsum n v.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma vsum_opp n v : vsum n (fun i => - v i) = - vsum n v.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma vsum_scal n a v : vsum n (fun i => a * v i) = a * vsum n v.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma vsum_scal_r n a v : vsum n (fun i => v i * a) = vsum n v * a.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma vsum_div n a v : vsum n (fun i => v i / a) = vsum n v / a.
Proof. apply vsum_scal_r. Qed.

Lemma vsum_const n a : vsum n (fun _ => a) = INR n * a.
Proof. induction n as [|n IH]; [simpl; ring|]. rewrite S_INR. simpl. rewrite IH. ring. Qed.

Lemma vsum_zero n v : (forall i, (i < n)%nat -> v i = 0) -> vsum n v = 0.
Proof. intros H. rewrite (vsum_ext n v (fun _ => 0) H), vsum_const. ring. Qed.

(** Fubini: two finite sums may be exchanged. *)
Lemma vsum_swap m n (M : mat) :
  vsum m (fun i => vsum n (fun j => M i j)) = vsum n (fun j => vsum m (fun i => M i j)).
Proof.
  induction m as [|m IH]; simpl.
  - symmetry. apply vsum_zero. reflexivity.
  - rewrite IH. symmetry. apply vsum_plus.
Qed.

Lemma vsum_product m n u v :
  vsum m u * vsum n v = vsum m (fun i => vsum n (fun j => u i * v j)).
Proof.
  rewrite <- vsum_scal_r. apply vsum_ext. intros i _. symmetry. apply vsum_scal.
Qed.

(** A Kronecker delta picks one term. *)
Lemma vsum_delta n k v : (k < n)%nat -> vsum n (fun i => if Nat.eqb i k then v i else 0) = v k.
Proof.
  induction n as [|n IH]; intros H; [lia|]. simpl.
  destruct (Nat.eqb_spec n k) as [->|E].
  - rewrite vsum_zero; [ring|]. intros i Hi. destruct (Nat.eqb_spec i k); [lia|reflexivity].
  - rewrite IH by lia. ring.
Qed.

Lemma vsum_delta_l n k v : (k < n)%nat -> vsum n (fun i => if Nat.eqb k i then v i else 0) = v k.
Proof.
  intros H. rewrite <- (vsum_delta n k v H). apply vsum_ext. intros i _. rewrite Nat.eqb_sym. reflexivity.
Qed.

(** ** Comparing sums *)

Lemma vsum_le n u v : (forall i, (i < n)%nat -> u i <= v i) -> vsum n u <= vsum n v.
Proof.
  induction n as [|n IH]; intros H; simpl; [lra|].
  apply Rplus_le_compat; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma vsum_nonneg n v : (forall i, (i < n)%nat -> 0 <= v i) -> 0 <= vsum n v.
Proof. intros H. rewrite <- (vsum_zero n (fun _ => 0)) by reflexivity. apply vsum_le, H. Qed.

Lemma vsum_pos n v : (1 <= n)%nat -> (forall i, (i < n)%nat -> 0 < v i) -> 0 < vsum n v.
Proof.
  destruct n as [|n]; intros Hn H; [lia|]. simpl.
  apply Rplus_le_lt_0_compat; [|apply H; lia].
  apply vsum_nonneg. intros i Hi. left. apply H. lia.
Qed.

(** No term is larger than a sum of terms that are not negative. *)
Lemma vsum_term n k v : (forall i, (i < n)%nat -> 0 <= v i) -> (k < n)%nat -> v k <= vsum n v.
Proof.
  intros H Hk. rewrite <- (vsum_delta n k v Hk) at 1. apply vsum_le. intros i Hi.
  destruct (Nat.eqb i k); [lra|apply H, Hi].
Qed.

Lemma two_terms n v i j : (forall k, (k < n)%nat -> 0 <= v k) -> (i < n)%nat -> (j < n)%nat -> i <> j ->
  v i + v j <= vsum n v.
Proof.
  intros H Hi Hj E. rewrite <- (vsum_delta n i v Hi), <- (vsum_delta n j v Hj), <- vsum_plus.
  apply vsum_le. intros k Hk. specialize (H k Hk).
  destruct (Nat.eqb_spec k i), (Nat.eqb_spec k j); subst; try lia; lra.
Qed.

Lemma vsum_abs n v : Rabs (vsum n v) <= vsum n (fun i => Rabs (v i)).
Proof.
  induction n as [|n IH]; simpl; [rewrite Rabs_R0; lra|].
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

(** ** Inner products *)

Lemma dot_ext n u u' v v' :
  (forall i, (i < n)%nat -> u i = u' i) -> (forall i, (i < n)%nat -> v i = v' i) -> dot n u v = dot n u' v'.
Proof. intros Hu Hv. apply vsum_ext. intros i Hi. rewrite Hu, Hv by assumption. reflexivity. Qed.

Lemma dot_sym n u v : dot n u v = dot n v u.
Proof. apply vsum_ext. intros; ring. Qed.

Lemma dot_plus_l n u v w : dot n (fun i => u i + v i) w = dot n u w + dot n v w.
Proof. unfold dot. rewrite <- vsum_plus. apply vsum_ext. intros; ring. Qed.

Lemma dot_plus_r n u v w : dot n w (fun i => u i + v i) = dot n w u + dot n w v.
Proof. unfold dot. rewrite <- vsum_plus. apply vsum_ext. intros; ring. Qed.

Lemma dot_minus_l n u v w : dot n (fun i => u i - v i) w = dot n u w - dot n v w.
Proof. unfold dot. rewrite <- vsum_minus. apply vsum_ext. intros; ring. Qed.

Lemma dot_minus_r n u v w : dot n w (fun i => u i - v i) = dot n w u - dot n w v.
Proof. unfold dot. rewrite <- vsum_minus. apply vsum_ext. intros; ring. Qed.

Lemma dot_scal_l n a u v : dot n (fun i => a * u i) v = a * dot n u v.
Proof. unfold dot. rewrite <- vsum_scal. apply vsum_ext. intros; ring. Qed.

Lemma dot_scal_r n a u v : dot n u (fun i => a * v i) = a * dot n u v.
Proof. unfold dot. rewrite <- vsum_scal. apply vsum_ext. intros; ring. Qed.

Lemma dot_self n v : 0 <= dot n v v.
Proof. apply vsum_nonneg. intros. nra. Qed.

Lemma two_squares n v i j : (i < n)%nat -> (j < n)%nat -> i <> j -> v i * v i + v j * v j <= dot n v v.
Proof. intros. apply (two_terms n (fun k => v k * v k)); try assumption. intros; apply Rle_0_sqr. Qed.

Lemma dot_delta n k v : (k < n)%nat -> dot n v (vunit k) = v k.
Proof.
  intros H. rewrite <- (vsum_delta n k v H). apply vsum_ext. intros i _. unfold vunit.
  destruct (Nat.eqb i k); ring.
Qed.

(** <u, M v> = <M^T u, v>. *)
Lemma dot_mulv m n M u v : dot m u (mulv n M v) = dot n (mulv m (tr M) u) v.
Proof.
  unfold dot, mulv, tr.
  rewrite (vsum_ext m _ (fun i => vsum n (fun j => u i * (M i j * v j)))) by (intros; symmetry; apply vsum_scal).
  rewrite vsum_swap. apply vsum_ext. intros j _. rewrite <- vsum_scal_r. apply vsum_ext. intros; ring.
Qed.

(** The inequality of Cauchy and Schwarz: |v|^2 u - <u, v> v has a square that is not negative. *)
Theorem cauchy_schwarz n u v : dot n u v * dot n u v <= dot n u u * dot n v v.
Proof.
  set (a := dot n u u). set (b := dot n v v). set (k := dot n u v).
  assert (Ha : 0 <= a) by apply dot_self. assert (Hb : 0 <= b) by apply dot_self.
  assert (H : forall s t, 0 <= s * s * a - 2 * s * t * k + t * t * b).
  { intros s t. replace (s * s * a - 2 * s * t * k + t * t * b)
      with (dot n (fun i => s * u i - t * v i) (fun i => s * u i - t * v i)); [apply dot_self|].
    rewrite dot_minus_l, !dot_minus_r, !dot_scal_l, !dot_scal_r, (dot_sym n v u).
    unfold a, b, k. ring. }
  destruct (Req_dec b 0) as [E|E].
  - specialize (H k (a + 1)). rewrite E in *. nra.
  - specialize (H b k). apply Rmult_le_reg_l with b; [lra|nra].
Qed.
