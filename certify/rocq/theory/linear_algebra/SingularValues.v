(** * The least singular value, and strong convexity by it.

    For an [m] by [n] matrix it is the largest [s] such that [s |v| <= |A v|] for all [v], or such that this holds for
    the transpose: one of the two has only [s <= 0] where [m] is not [n]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices LinearSystems.
Local Open Scope R_scope.

(** [s |v| <= |A v|] for all [v]. *)
Definition expands (m n : nat) (A : mat) (s : R) : Prop := forall v : vec, s * norm2 n v <= norm2 m (mulv n A v).

(** Where [s > 0], such a matrix has no more columns than rows. *)
Lemma expands_tall m n A s : 0 < s -> expands m n A s -> (n <= m)%nat.
Proof.
  intros Hs H. destruct (le_lt_dec n m) as [|L]; [assumption|exfalso].
  destruct (kernel_of_wide m n A L) as (v & (k & Hk & Nk) & Z).
  specialize (H v). rewrite (norm2_zero m _ Z) in H. pose proof (norm2_nonneg n v) as N.
  apply Nk, (norm2_zero_entries n v); [|exact Hk].
  apply Rle_antisym; [|exact N]. apply Rmult_le_reg_l with s; [exact Hs|lra].
Qed.

(** A square matrix whose transpose expands by [s > 0] does so too: [v = A^T w] gives
    [|v|^2 = <A v, w> <= |A v| |w| <= |A v| |v| / s]. *)
Lemma expands_tr n A s : 0 < s -> expands n n (tr A) s -> expands n n A s.
Proof.
  intros Hs H v. destruct (injective_surjective n (tr A)) with (w := v) as (w & E).
  { intros u Z k Hk. specialize (H u). rewrite (norm2_zero n _ Z) in H. pose proof (norm2_nonneg n u) as N.
    apply (norm2_zero_entries n u); [|exact Hk].
    apply Rle_antisym; [|exact N]. apply Rmult_le_reg_l with s; [exact Hs|lra]. }
  pose proof (norm2_nonneg n v) as Nv. pose proof (norm2_nonneg n (mulv n A v)) as NA.
  specialize (H w). rewrite (norm2_ext n _ v E) in H.
  assert (D : norm2 n v * norm2 n v <= norm2 n (mulv n A v) * norm2 n w).
  { rewrite norm2_sq. rewrite (dot_ext n v (mulv n (tr A) w) v v) by (intros; symmetry; auto || reflexivity).
    rewrite <- dot_mulv, dot_sym. apply dot_le_norm2. }
  destruct (Req_dec (norm2 n v) 0) as [Z|Z]; [rewrite Z; lra|].
  apply Rmult_le_reg_r with (norm2 n v); [lra|].
  apply Rle_trans with (s * (norm2 n (mulv n A v) * norm2 n w)); [rewrite Rmult_assoc; apply Rmult_le_compat_l; lra|].
  pose proof (Rmult_le_compat_l _ _ _ NA H). lra.
Qed.

(** For [n <= m] only the first case matters. *)
Theorem least_singular_value m n A s : INR n <= INR m -> expands m n A s \/ expands n m (tr A) s -> 0 < s ->
  expands m n A s.
Proof.
  intros L [H|H] Hs; [exact H|]. apply INR_le in L.
  pose proof (expands_tall n m (tr A) s Hs H). assert (m = n) as -> by lia. apply expands_tr; assumption.
Qed.

(** The largest [s] is not negative, as 0 is such an [s]. *)
Lemma least_singular_value_nonneg m n A s :
  (forall r, expands m n A r \/ expands n m (tr A) r -> r <= s) -> 0 <= s.
Proof. intros H. apply H. left. intros v. rewrite Rmult_0_l. apply norm2_nonneg. Qed.

(** The form of A^T M A. *)
Lemma quadratic_sandwich m n A M v :
  dot n v (mulv n (mulm m (mulm m (tr A) M) A) v) = dot m (mulv n A v) (mulv m M (mulv n A v)).
Proof.
  rewrite (dot_ext n v v _ (mulv m (tr A) (mulv m M (mulv n A v)))) by (intros; rewrite ?mulv_mulm; reflexivity).
  rewrite (dot_sym n), (dot_sym m). symmetry.
  rewrite dot_mulv, dot_sym. rewrite (dot_mulv n m (tr A)). reflexivity.
Qed.

(** [M >= l / s^2] and [A] expanding by [s] give [A^T M A >= l]. *)
Theorem sandwich_convex m n A M s l : expands m n A s -> 0 < s -> 0 <= l ->
  psd m (mscale (l / s ^ 2) meye) M -> psd n (mscale l meye) (mulm m (mulm m (tr A) M) A).
Proof.
  intros H Hs Hl HM v. rewrite quadratic_sandwich, quadratic_mscale, quadratic_meye.
  eapply Rle_trans; [|apply HM]. rewrite quadratic_mscale, quadratic_meye, <- !norm2_sq.
  specialize (H v). pose proof (norm2_nonneg n v) as N.
  assert (S : s * norm2 n v * (s * norm2 n v) <= norm2 m (mulv n A v) * norm2 m (mulv n A v)).
  { assert (0 <= s * norm2 n v) by (apply Rmult_le_pos; lra). apply Rmult_le_compat; assumption. }
  apply (Rmult_le_compat_l (l / s ^ 2)) in S; [|apply Rmult_le_pos; [exact Hl|left; apply Rinv_0_lt_compat; nra]].
  replace (l / s ^ 2 * (s * norm2 n v * (s * norm2 n v))) with (l * (norm2 n v * norm2 n v)) in S by (field; lra).
  exact S.
Qed.
