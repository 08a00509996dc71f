(** The bound of Boehning on the covariance of a draw: proof of the claim of [curvature.py]. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Scalars Softmax Regression.
Local Open Scope R_scope.

(** A variance does not change when a constant is subtracted, here the mean of the entries: then
    Var v <= |v - mean|^2 / 2 = (|v|^2 - (sum v)^2 / K) / 2. *)
Theorem curvature : forall (K : nat) (p : vec), (1 <= K)%nat ->
  (forall i : nat, (i < K)%nat -> 0 <= p i) -> vsum K p = 1 ->
  psd K (msub (vdiag p) (outer p p))
    (mhdiv (msub meye (mhdiv (outer (vconst 1) (vconst 1)) (mconst (INR K)))) (mconst 2)).
Proof.
  intros K p HK Hp Ep v. pose proof (INR_ge_1 K HK) as N. assert (P : probability K p) by (split; assumption).
  rewrite quadratic_mhdiv, (quadratic_msub K meye), quadratic_meye, quadratic_mhdiv, quadratic_outer.
  rewrite (dot_ext K v v _ (jac K p v)) by (reflexivity || apply mulv_jacobian).
  replace (dot K (vconst 1) v) with (vsum K v) by (apply vsum_ext; intros; unfold vconst; ring).
  set (a := vsum K v / INR K). change (dot K v (jac K p v)) with (variance K p v).
  rewrite <- (variance_shift K p v a P). eapply Rle_trans; [apply (variance_le_norm2 K p _ HK P)|].
  replace (dot K (fun i => v i - a) (fun i => v i - a)) with (dot K v v - vsum K v * vsum K v / INR K); [lra|].
  rewrite dot_minus_l, !dot_minus_r. unfold dot. rewrite vsum_scal_r, vsum_scal, vsum_const. unfold a. field. lra.
Qed.
