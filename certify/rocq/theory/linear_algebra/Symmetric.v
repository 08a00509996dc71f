(** * Symmetric matrices: the norm from the quadratic form. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices.
Local Open Scope R_scope.

Definition symmetric (n : nat) (M : mat) : Prop :=
  forall i j, (i < n)%nat -> (j < n)%nat -> M i j = M j i.

Lemma symmetric_form n M u v : symmetric n M -> dot n u (mulv n M v) = dot n v (mulv n M u).
Proof.
  intros S. rewrite dot_mulv, dot_sym. apply dot_ext; [reflexivity|]. intros i Hi. apply vsum_ext.
  intros j Hj. unfold tr. rewrite (S j i Hj Hi). reflexivity.
Qed.

(** The quadratic form at u + v and at u - v gives the bilinear form at u, v. *)
Lemma polarisation n M u v : symmetric n M ->
  4 * dot n u (mulv n M v)
  = dot n (fun i => u i + v i) (mulv n M (fun i => u i + v i))
    - dot n (fun i => u i - v i) (mulv n M (fun i => u i - v i)).
Proof.
  intros S.
  rewrite (dot_ext n (fun i => u i + v i) (fun i => u i + v i) _ (fun i => mulv n M u i + mulv n M v i))
    by (intros; reflexivity || apply mulv_plus).
  rewrite (dot_ext n (fun i => u i - v i) (fun i => u i - v i) _ (fun i => mulv n M u i - mulv n M v i))
    by (intros; reflexivity || apply mulv_minus).
  rewrite dot_plus_l, !dot_plus_r, dot_minus_l, !dot_minus_r, (symmetric_form n M v u S). ring.
Qed.

(** |<v, M v>| <= r |v|^2 for all v gives |M v| <= r |v|. *)
Theorem symmetric_opbound n M r : 0 <= r -> symmetric n M ->
  (forall v, - (r * dot n v v) <= dot n v (mulv n M v) <= r * dot n v v) -> opbound n n M r.
Proof.
  intros Hr S H. split; [exact Hr|]. intros v. set (w := mulv n M v).
  pose proof (norm2_nonneg n v) as Nv. pose proof (norm2_nonneg n w) as Nw.
  destruct (Req_dec (norm2 n w) 0) as [E|E]; [rewrite E; apply Rmult_le_pos; lra|].
  set (s := norm2 n v / norm2 n w). set (u := fun i => s * w i).
  pose proof (polarisation n M u v S) as P. fold w in P.
  pose proof (H (fun i => u i + v i)) as [_ U]. pose proof (H (fun i => u i - v i)) as [L _].
  assert (Q : r * dot n (fun i => u i + v i) (fun i => u i + v i) + r * dot n (fun i => u i - v i) (fun i => u i - v i)
              = 2 * r * (dot n u u + dot n v v)).
  { rewrite dot_plus_l, !dot_plus_r, dot_minus_l, !dot_minus_r. ring. }
  assert (Eu : dot n u w = norm2 n v * norm2 n w).
  { unfold u. rewrite dot_scal_l, <- norm2_sq. unfold s. field. exact E. }
  assert (Euu : dot n u u = norm2 n v * norm2 n v).
  { unfold u. rewrite dot_scal_l, dot_scal_r, <- norm2_sq. unfold s. field. exact E. }
  rewrite Eu in P. rewrite Euu, <- (norm2_sq n v) in Q.
  destruct (Req_dec (norm2 n v) 0) as [Z|Z].
  - exfalso. assert (C : norm2 n w <= 0); [|lra]. apply norm2_le_sq; [lra|].
    replace (dot n w w) with 0; [lra|]. symmetry. apply vsum_zero. intros i _. unfold w.
    replace (mulv n M v i) with 0; [ring|]. symmetry. apply vsum_zero. intros j Hj.
    rewrite (norm2_zero_entries n v Z j Hj). ring.
  - apply Rmult_le_reg_l with (norm2 n v); [lra|]. lra.
Qed.
