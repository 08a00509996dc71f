(** * Tactics of emitted proofs: leaves of the norm calculus, and small changes of form. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Export Lang Sums Norms Matrices Scalars Frobenius Derivatives Softmax.
From Certify Require Export Quantities RulesEntries RulesPowers RulesVectors RulesMatrices RulesFrobenius RulesSoftmax.
Local Open Scope R_scope.

(** ** Signs that hypotheses imply *)

Ltac learn H :=
  let T := type of H in
  lazymatch goal with
  | _ : T |- _ => fail
  | _ => pose proof H
  end.

(** A spectral norm that is less than [r]: some smaller number bounds it. *)
Lemma strict_bound_nonneg {m n M r} : (exists s : R, s < r /\ opbound m n M s) -> 0 <= r.
Proof. intros (s & L & H). pose proof (opbound_nonneg _ _ _ _ H). lra. Qed.

(** What bounds a norm is not negative. *)
Ltac signs :=
  repeat match goal with
  | H : opbound _ _ _ _ |- _ => learn (opbound_nonneg _ _ _ _ H)
  | H : exists s : R, s < _ /\ opbound _ _ _ s |- _ => learn (strict_bound_nonneg H)
  | H : norm2 _ _ <= _ |- _ => learn (norm2_bound_nonneg H)
  | H : norm2 _ _ < _ |- _ => learn (norm2_bound_nonneg (Rlt_le _ _ H))
  | H : norm1 _ _ <= _ |- _ => learn (norm1_bound_nonneg H)
  | H : norminf _ _ <= _ |- _ => learn (norminf_bound_nonneg H)
  | H : norminf _ _ < _ |- _ => learn (norminf_bound_nonneg (Rlt_le _ _ H))
  | H : Rabs _ <= _ |- _ => learn (size0_nonneg H)
  end.

(** ** What is given *)

Ltac weak H := first [exact H | exact (Rlt_le _ _ H) | right; exact H | right; symmetry; exact H].

Ltac given_l2 H := weak H.
Ltac given_l1 H := first [weak H | eapply Rle_trans; [right; apply nonnegative_norm1; assumption | weak H]].
(** The sum of entries that are never negative. *)
Ltac given_sum :=
  match goal with
  | H : forall i, (i < ?n)%nat -> 0 <= ?b i |- norm1 ?n ?b <= _ => rewrite (nonnegative_norm1 H); lra
  end.
Ltac given_fro H := weak H.
Ltac given_spectral H :=
  first [exact H | let r := fresh in let L := fresh in let K := fresh in
                   destruct H as (r & L & K); exact (opbound_weaken _ _ _ _ _ K (Rlt_le _ _ L))].
Ltac given_size H := first [apply size_from_norminf; weak H | weak H].
Ltac given_floor H :=
  first [ apply floor_given0; [solve [nonneg] | weak H]
        | apply floor_given1; [solve [nonneg] | first [exact H | intros; left; apply H; assumption]] ].

Lemma size_itself {a r} : floor0 a r -> size0 a a.
Proof. intros []. apply size_nonneg0. lra. Qed.

Ltac scalar_of_claim :=
  first [apply size_nonneg0; solve [nonneg] | apply size_own0 | apply floor_constant0; solve [nonneg]].

(** ** Norms that stand for themselves, of an array that is written in another way *)

Ltac own_norm2 :=
  first [ apply Rle_refl | right; apply norm2_minus_sym | right; apply norm2_ext; entries
        | right; apply norm2_flip; entries ].
Ltac own_norm1 :=
  first [ apply Rle_refl | right; apply norm1_ext; entries
        | apply (norm1_bound_ext (vopp _) (l1_sign (Rle_refl _))); entries ].
Ltac own_normfro := first [apply Rle_refl | right; apply normfro_tr | right; apply normfro_ext; entries].
Ltac own_spectral H :=
  first [ exact H | exact (spectral_minus_sym H) | exact (spectral_transpose H) | apply (opbound_same _ H); entries
        | apply (opbound_same _ (spectral_sign H)); entries ].

Lemma entry_own n v : size1 n v (norminf n v).
Proof. apply size_from_norminf, Rle_refl. Qed.

Lemma size0_opp {a} b {r} : size0 b r -> a = - b -> size0 a r.
Proof. intros H ->. apply size_sign0, H. Qed.

(** The same number, or its opposite. *)
Ltac same_size H :=
  first [exact H | apply (size0_ext _ H); entries | apply (size0_opp _ H); entries].

Ltac own_size :=
  first [ apply size_own0 | apply entry_own | apply (size1_ext _ (entry_own _ _)); entries
        | apply (size1_ext _ (size_sign1 (entry_own _ _))); entries
        | match goal with |- size0 _ (Rabs ?a) => same_size (size_own0 a) end ].

(** ** The derivative of softmax in any order of terms and factors *)

Ltac moved p h :=
  intros; rewrite ?(dot_sym _ h p); cbv beta delta [jac vadd vsub vopp vscale hmul]; ring.

Ltac moved_dot p h :=
  first [ reflexivity
        | apply dot_ext; intros; [moved p h | reflexivity]
        | rewrite dot_sym; apply dot_ext; intros; [moved p h | reflexivity] ].

(** One of two values, or their sum, is at least each of them. *)
Ltac larger :=
  first [ lra
        | match goal with
          | |- ?a <= ?a + ?b => assert (0 <= b) by nonneg; lra
          | |- ?b <= ?a + ?b => assert (0 <= a) by nonneg; lra
          end ].

(** ** From the bound of the left side to the conclusion *)

Lemma left_side_strict {a r s} : size0 a r -> r < s -> a < s.
Proof. intros H L. pose proof (left_side H). lra. Qed.

(** Entries in which quotients of exponentials may stand for softmax. *)
Ltac quotients :=
  intros; cbv beta delta [vadd vsub vopp vscale hmul hdiv vconst vmap vexp softmax]; first [ring | entries].

(** The same norm of an array that is written in another way. *)
Ltac same_norm :=
  first [ reflexivity | apply norm2_minus_sym | apply norm2_ext; quotients | apply norm2_flip; quotients
        | apply norm1_ext; quotients | apply norminf_ext; quotients ].

(** Differences of like terms, taken inside: the same entries after arithmetic. *)
Ltac like_terms H := first [exact H | apply (size0_ext _ H); first [same_norm | quotients | f_equal; entries]].

(** First powers as they are printed, without an exponent. *)
Ltac powers := cbn [pow]; rewrite ?Rmult_1_r; reflexivity.

(** A multiple of the identity. *)
Ltac identity := intros; cbv beta delta [mhdiv mscale mopp mconst]; field.
