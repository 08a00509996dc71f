(** Gradients of both losses: proofs of the claims of [gradients.py].

    In the logits Z the gradient is 2 G, and Z is linear in x, in X, in A_1 and in A_2. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Sums Norms Matrices Derivatives Softmax LossHessian RescaledLoss Kronecker Frobenius
  RowSums Attention AttentionLosses AttentionGradients.
Local Open Scope R_scope.

Set Default Proof Using "All".

(** ** As sums over the blocks *)

(** f o c - <f, c> f with c = f - b, which is J(f) c. *)
Definition half_gradient (n : nat) (b z : vec) : vec :=
  let f := softmax n z in let c := vsub f b in vsub (hmul f c) (vscale (dot n f c) f).

Lemma half_gradient_slope n b z k : half_gradient n b z k = LossHessian.residual n b z k.
Proof. unfold half_gradient, LossHessian.residual, jac, vsub at 1, hmul, vscale. ring. Qed.

Theorem normalized_in_x : forall (d n : nat) (A_1 A_2 B : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let z := fun x => through (d * d) (block n d A_1 A_2) x in
  forall v : vec, deriv_at (fun t => normalized_loss n B (z (vadd x (vscale t v)))) 0
    (dot (d * d) (vscale 2 (fun k => vsum n (fun j =>
      mulv n (tr (block n d A_1 A_2 j)) (half_gradient n (row B j) (z x j)) k))) v).
Proof.
  intros d n A_1 A_2 B x _ _ z v.
  eapply deriv_ext; [intros t; unfold z; rewrite through_line; reflexivity|].
  eapply deriv_eq; [apply deriv_normalized_loss|]. rewrite inner_through, <- dot_scal_l.
  apply dot_ext; [|reflexivity]. intros k _. unfold vscale. f_equal. apply vsum_ext. intros j _. apply vsum_ext.
  intros i _. f_equal. symmetry. apply half_gradient_slope.
Qed.

Theorem rescaled_in_x : forall (d n : nat) (A_1 A_2 B : mat) (x : vec), (1 <= d)%nat -> (1 <= n)%nat ->
  let z := fun x => through (d * d) (block n d A_1 A_2) x in
  forall v : vec, deriv_at (fun t => rescaled_loss n B (z (vadd x (vscale t v)))) 0
    (dot (d * d) (vscale 2 (fun k => vsum n (fun j =>
      mulv n (tr (block n d A_1 A_2 j)) (rescaled_gradient n (row B j) (z x j)) k))) v).
Proof.
  intros d n A_1 A_2 B x _ _ z v.
  eapply deriv_ext; [intros t; unfold z; rewrite through_line; reflexivity|].
  eapply deriv_eq; [apply deriv_rescaled_loss|]. rewrite inner_through, <- dot_scal_l. reflexivity.
Qed.

(** ** G, which has the rows f o c - <f, c> f and u o (q - <b, q>) *)

(** From the attention matrix P = D^{-1} U, and from U and Q = U - D B. *)
Definition G_normalized (n : nat) (P B : mat) : mat :=
  let PC := mhmul P (msub P B) in msub PC (mulm n (vdiag (fun i => vsum n (row PC i))) P).
Definition G_rescaled (n : nat) (U B : mat) : mat :=
  let Q := msub U (mulm n (row_sums n U) B) in
  msub (mhmul U Q) (mulm n (vdiag (fun i => vsum n (row (mhmul B Q) i))) U).

Lemma G_normalized_entry n N B Z j k : gives_one n N (row_sums n (mmap exp Z)) -> (j < n)%nat ->
  G_normalized n (mulm n N (mmap exp Z)) B j k = normalized_slopes n B Z j k.
Proof.
  intros HN Hj. set (f := softmax n (row Z j)). set (c := vsub f (row B j)).
  assert (E : forall i, mulm n N (mmap exp Z) j i = f i) by (intros; apply attention_entry; assumption).
  unfold G_normalized, msub at 1. rewrite mulm_vdiag by exact Hj.
  rewrite (vsum_ext n _ (fun i => f i * c i)) by (intros; unfold row, mhmul, msub; rewrite E; reflexivity).
  unfold mhmul, msub. rewrite E. fold (dot n f c). transitivity (jac n f c k); [|reflexivity].
  unfold jac, c, vsub, row. ring.
Qed.

Lemma G_rescaled_entry n B Z j k : (j < n)%nat -> G_rescaled n (mmap exp Z) B j k = rescaled_slopes n B Z j k.
Proof.
  intros Hj. set (q := rescaled n (row B j) (row Z j)).
  assert (E : forall i, msub (mmap exp Z) (mulm n (row_sums n (mmap exp Z)) B) j i = q i)
    by (intros; unfold msub; rewrite scaled_entry by exact Hj; reflexivity).
  unfold G_rescaled, msub at 1. rewrite mulm_vdiag by exact Hj.
  rewrite (vsum_ext n _ (fun i => row B j i * q i)) by (intros; unfold row at 1, mhmul; rewrite E; reflexivity).
  unfold mhmul at 1. rewrite E. fold (dot n (row B j) q).
  transitivity (rescaled_gradient n (row B j) (row Z j) k); [|reflexivity].
  unfold rescaled_gradient. fold q. unfold mmap, hmul, vexp, vsub, vconst, row. ring.
Qed.

(** ** Along X, A_1 and A_2 *)

Section Along.
  (** L moves with the logits, by 2 <S, V> along V, and S has the entries of G. *)
  Variables (d n : nat) (A_1 A_2 X S G : mat) (L : mat -> R).
  Hypothesis HL : forall V, deriv_at (fun t => L (madd (logits d A_1 X A_2) (mscale t V))) 0 (2 * inner n n S V).
  Hypothesis HG : forall j k, (j < n)%nat -> (k < n)%nat -> G j k = S j k.

  Let slopes V : deriv_at (fun t => L (madd (logits d A_1 X A_2) (mscale t V))) 0 (2 * inner n n G V).
  Proof. eapply deriv_eq; [apply HL|]. f_equal. apply inner_ext; [intros; symmetry; auto|reflexivity]. Qed.

  Let factor k l M N P i j : mscale 2 (mulm k (mulm l M N) P) i j = mulm k (mulm l (mscale 2 M) N) P i j.
  Proof.
    etransitivity; [symmetry; apply (mulm_mscale_l k 2)|].
    apply mulm_ext; [intros; symmetry; apply mulm_mscale_l|reflexivity].
  Qed.

  Local Ltac along rule :=
    eapply deriv_eq; [apply (rule d n A_1 A_2 X G L slopes)|apply inner_ext; [intros; apply factor|reflexivity]].

  Lemma along_X V : deriv_at (fun t => L (logits d A_1 (madd X (mscale t V)) A_2)) 0
    (inner d d (mulm n (mulm n (mscale 2 (tr A_1)) G) A_2) V).
  Proof. along deriv_in_X. Qed.

  Lemma along_A_1 V : deriv_at (fun t => L (logits d (madd A_1 (mscale t V)) X A_2)) 0
    (inner n d (mulm d (mulm n (mscale 2 G) A_2) (tr X)) V).
  Proof. along deriv_in_A_1. Qed.

  Lemma along_A_2 V : deriv_at (fun t => L (logits d A_1 X (madd A_2 (mscale t V)))) 0
    (inner n d (mulm d (mulm n (mscale 2 (tr G)) A_1) X) V).
  Proof. along deriv_in_A_2. Qed.

  (** vec(A_1^T G A_2) = (A_1 kron A_2)^T vec(G). *)
  Lemma along_X_flat V : deriv_at (fun t => L (logits d A_1 (madd X (mscale t V)) A_2)) 0
    (vsum d (fun i => vsum d (fun j =>
      mulv (n * n) (mscale 2 (tr (kron n d A_1 A_2))) (vec_rows n G) (i * d + j)%nat * V i j))).
  Proof.
    eapply deriv_eq; [apply along_X|]. apply inner_ext; [|reflexivity]. intros i j Hi Hj. rewrite mulv_mscale.
    change (tr (kron n d A_1 A_2)) with (kron d n (tr A_1) (tr A_2)).
    rewrite mulv_kron, place_div, place_mod by exact Hj. change (tr (tr A_2)) with A_2.
    rewrite <- mulm_mscale_l. apply mulm_ext; [|reflexivity]. intros. apply mulm_mscale_l.
  Qed.
End Along.

(** The printed loss is [loss], a function of the logits. *)
Local Ltac by_slopes loss along :=
  let V := fresh in intros V; eapply deriv_ext; [intros t; symmetry; apply loss|exact (along V)].

(** ** The normalized loss, with the inverse F of D wherever there is one and N at the point *)

Section Normalized.
  Variables (d n : nat) (A_1 A_2 B X : mat).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).

  Local Notation U A_1 X A_2 := (mmap exp (logits d A_1 X A_2)).
  Local Notation D A_1 X A_2 := (row_sums n (U A_1 X A_2)).
  Local Notation loss F A_1 X A_2 := (normfro n n (msub (mulm n F (U A_1 X A_2)) B) ^ 2).

  Variable N : mat.
  Hypotheses (HDN : gives_one n (D A_1 X A_2) N) (HND : gives_one n N (D A_1 X A_2)).
  Variable F : mat -> mat.

  Let G := G_normalized n (mulm n N (U A_1 X A_2)) B.
  Let HG j k : (j < n)%nat -> (k < n)%nat -> G j k = normalized_slopes n B (logits d A_1 X A_2) j k.
  Proof. intros Hj _. apply G_normalized_entry; assumption. Qed.
  Let HL := deriv_normalized_loss n B (logits d A_1 X A_2).

  Theorem normalized_in_X : inverse_wherever n (fun X => D A_1 X A_2) F -> forall v : mat,
    deriv_at (fun t => let X := madd X (mscale t v) in loss (F X) A_1 X A_2) 0
      (inner d d (mulm n (mulm n (mscale 2 (tr A_1)) G) A_2) v).
  Proof. intros HF. by_slopes (normalized_of_inverse n B _ F Hn HF) (along_X d n A_1 A_2 X _ G _ HL HG). Qed.

  Theorem normalized_in_A_1 : inverse_wherever n (fun A_1 => D A_1 X A_2) F -> forall v : mat,
    deriv_at (fun t => let A_1 := madd A_1 (mscale t v) in loss (F A_1) A_1 X A_2) 0
      (inner n d (mulm d (mulm n (mscale 2 G) A_2) (tr X)) v).
  Proof. intros HF. by_slopes (normalized_of_inverse n B _ F Hn HF) (along_A_1 d n A_1 A_2 X _ G _ HL HG). Qed.

  Theorem normalized_in_A_2 : inverse_wherever n (fun A_2 => D A_1 X A_2) F -> forall v : mat,
    deriv_at (fun t => let A_2 := madd A_2 (mscale t v) in loss (F A_2) A_1 X A_2) 0
      (inner n d (mulm d (mulm n (mscale 2 (tr G)) A_1) X) v).
  Proof. intros HF. by_slopes (normalized_of_inverse n B _ F Hn HF) (along_A_2 d n A_1 A_2 X _ G _ HL HG). Qed.

  Theorem normalized_flat : inverse_wherever n (fun X => D A_1 X A_2) F -> forall v : mat,
    deriv_at (fun t => let X := madd X (mscale t v) in loss (F X) A_1 X A_2) 0
      (vsum d (fun i => vsum d (fun j =>
        mulv (n * n) (mscale 2 (tr (kron n d A_1 A_2))) (vec_rows n G) (i * d + j)%nat * v i j))).
  Proof. intros HF. by_slopes (normalized_of_inverse n B _ F Hn HF) (along_X_flat d n A_1 A_2 X _ G _ HL HG). Qed.
End Normalized.

(** ** The rescaled loss *)

Section Rescaled.
  Variables (d n : nat) (A_1 A_2 B X : mat).
  Hypotheses (Hd : (1 <= d)%nat) (Hn : (1 <= n)%nat).

  Local Notation U A_1 X A_2 := (mmap exp (logits d A_1 X A_2)).
  Local Notation loss A_1 X A_2 := (normfro n n (msub (U A_1 X A_2) (mulm n (row_sums n (U A_1 X A_2)) B)) ^ 2).

  Let G := G_rescaled n (U A_1 X A_2) B.
  Let HG j k : (j < n)%nat -> (k < n)%nat -> G j k = rescaled_slopes n B (logits d A_1 X A_2) j k.
  Proof. intros Hj _. apply G_rescaled_entry, Hj. Qed.
  Let HL := deriv_rescaled_loss n B (logits d A_1 X A_2).

  Theorem rescaled_in_X : forall v : mat, deriv_at (fun t => loss A_1 (madd X (mscale t v)) A_2) 0
    (inner d d (mulm n (mulm n (mscale 2 (tr A_1)) G) A_2) v).
  Proof. by_slopes (normfro_rescaled n B) (along_X d n A_1 A_2 X _ G _ HL HG). Qed.

  Theorem rescaled_in_A_1 : forall v : mat, deriv_at (fun t => loss (madd A_1 (mscale t v)) X A_2) 0
    (inner n d (mulm d (mulm n (mscale 2 G) A_2) (tr X)) v).
  Proof. by_slopes (normfro_rescaled n B) (along_A_1 d n A_1 A_2 X _ G _ HL HG). Qed.

  Theorem rescaled_in_A_2 : forall v : mat, deriv_at (fun t => loss A_1 X (madd A_2 (mscale t v))) 0
    (inner n d (mulm d (mulm n (mscale 2 (tr G)) A_1) X) v).
  Proof. by_slopes (normfro_rescaled n B) (along_A_2 d n A_1 A_2 X _ G _ HL HG). Qed.

  Theorem rescaled_flat : forall v : mat, deriv_at (fun t => loss A_1 (madd X (mscale t v)) A_2) 0
    (vsum d (fun i => vsum d (fun j =>
      mulv (n * n) (mscale 2 (tr (kron n d A_1 A_2))) (vec_rows n G) (i * d + j)%nat * v i j))).
  Proof. by_slopes (normfro_rescaled n B) (along_X_flat d n A_1 A_2 X _ G _ HL HG). Qed.
End Rescaled.
