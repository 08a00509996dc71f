(** * The quantities that the norm calculus bounds.

    Each is a statement that something is at most [r], and each of them implies [0 <= r], so that bounds may be
    multiplied.  Norms of vectors and the norm of Frobenius are numbers, bounded by [<=]; the spectral norm is
    [opbound]. *)

From Coq Require Import Reals Arith Lia Lra Psatz FunctionalExtensionality.
From Certify Require Import Lang Sums Norms Matrices Frobenius.
Local Open Scope R_scope.

(** ** Definitions *)

(** All entries have at most the size [r]. *)
Definition size0 (a r : R) : Prop := Rabs a <= r.
Definition size1 (n : nat) (v : vec) (r : R) : Prop := 0 <= r /\ forall i, (i < n)%nat -> Rabs (v i) <= r.
Definition size2 (m n : nat) (M : mat) (r : R) : Prop :=
  0 <= r /\ forall i j, (i < m)%nat -> (j < n)%nat -> Rabs (M i j) <= r.

(** All entries are at least [r], which is not negative. *)
Definition floor0 (a r : R) : Prop := 0 <= r /\ r <= a.
Definition floor1 (n : nat) (v : vec) (r : R) : Prop := 0 <= r /\ forall i, (i < n)%nat -> r <= v i.
Definition floor2 (m n : nat) (M : mat) (r : R) : Prop :=
  0 <= r /\ forall i j, (i < m)%nat -> (j < n)%nat -> r <= M i j.

(** One-sided: all entries are at most [r], or at least [- r], where [r] is not negative. *)
Definition above0 (a r : R) : Prop := 0 <= r /\ a <= r.
Definition above1 (n : nat) (v : vec) (r : R) : Prop := 0 <= r /\ forall i, (i < n)%nat -> v i <= r.
Definition under0 (a r : R) : Prop := 0 <= r /\ - r <= a.
Definition under1 (n : nat) (v : vec) (r : R) : Prop := 0 <= r /\ forall i, (i < n)%nat -> - r <= v i.

(** No two entries are further apart than [r]. *)
Definition spread1 (n : nat) (v : vec) (r : R) : Prop :=
  0 <= r /\ forall i j, (i < n)%nat -> (j < n)%nat -> v i - v j <= r.

(** Every row (every column) has an l_1 norm of at most [r]. *)
Definition rows2 (m n : nat) (M : mat) (r : R) : Prop := 0 <= r /\ forall i, (i < m)%nat -> norm1 n (row M i) <= r.
Definition columns2 (m n : nat) (M : mat) (r : R) : Prop := 0 <= r /\ forall j, (j < n)%nat -> norm1 m (col M j) <= r.

(** ** Bounds are not negative *)

Lemma size0_nonneg {a r} : size0 a r -> 0 <= r.
Proof. intros H. pose proof (Rabs_pos a). unfold size0 in H. lra. Qed.

Lemma norm1_bound_nonneg {n v r} : norm1 n v <= r -> 0 <= r.
Proof. intros H. pose proof (norm1_nonneg n v). lra. Qed.

Lemma norm2_bound_nonneg {n v r} : norm2 n v <= r -> 0 <= r.
Proof. intros H. pose proof (norm2_nonneg n v). lra. Qed.

Lemma norminf_bound_nonneg {n v r} : norminf n v <= r -> 0 <= r.
Proof. intros H. pose proof (norminf_nonneg n v). lra. Qed.

Lemma normfro_bound_nonneg {m n M r} : normfro m n M <= r -> 0 <= r.
Proof. intros H. pose proof (normfro_nonneg m n M). lra. Qed.

(** ** The same bound, written otherwise *)

(** A step of a proof states its value as it is printed, and a rule gives an equal one. *)
Lemma valued (P : R -> Prop) {a b} : P a -> a = b -> P b.
Proof. intros H <-. exact H. Qed.

(** The same quantity of an array with the same entries. *)
Lemma norm2_bound_ext {n} u {v r} : norm2 n u <= r -> (forall i, (i < n)%nat -> v i = u i) -> norm2 n v <= r.
Proof. intros H E. rewrite (norm2_ext n v u E). exact H. Qed.

(** Vectors that are opposite have the same norm. *)
Lemma norm2_flip {n} u v : (forall i, (i < n)%nat -> u i = - v i) -> norm2 n u = norm2 n v.
Proof. intros E. rewrite <- norm2_opp. apply norm2_ext. intros i Hi. rewrite (E i Hi). ring. Qed.

Lemma norm1_bound_ext {n} u {v r} : norm1 n u <= r -> (forall i, (i < n)%nat -> v i = u i) -> norm1 n v <= r.
Proof. intros H E. rewrite (norm1_ext n v u E). exact H. Qed.

Lemma size1_ext {n} u {v r} : size1 n u r -> (forall i, (i < n)%nat -> v i = u i) -> size1 n v r.
Proof. intros [H0 H] E. split; [exact H0|]. intros i Hi. rewrite (E i Hi). apply H, Hi. Qed.

Lemma size0_ext a {b r} : size0 a r -> b = a -> size0 b r.
Proof. intros H ->. exact H. Qed.

Lemma floor0_ext a {b r} : floor0 a r -> b = a -> floor0 b r.
Proof. intros H ->. exact H. Qed.

Lemma spread1_ext {n} u {v r} : spread1 n u r -> (forall i, (i < n)%nat -> v i = u i) -> spread1 n v r.
Proof. intros [H0 H] E. split; [exact H0|]. intros i j Hi Hj. rewrite (E i Hi), (E j Hj). apply H; assumption. Qed.

Lemma opbound_same {m n} M {N r} :
  opbound m n M r -> (forall i j, (i < m)%nat -> (j < n)%nat -> N i j = M i j) -> opbound m n N r.
Proof. intros H E. apply (opbound_ext m n M N r); [|exact H]. intros i j Hi Hj. symmetry. apply E; assumption. Qed.

(** ** Tactics of emitted proofs *)

(** A dimension that occurs in a claim is at least 1. *)
Ltac dims := first [assumption | lia | nia].

(** Numbers that are not negative by their form, given that their parts are not. *)
Ltac nonneg :=
  lazymatch goal with
  | |- 0 <= _ + _ => first [apply Rplus_le_le_0_compat; nonneg | lra]
  | |- 0 <= _ * _ => first [apply Rmult_le_pos; nonneg | lra]
  | |- 0 <= _ / _ => first [apply Rmult_le_pos; [nonneg | nonneg] | lra]
  | |- 0 <= / _ => first [apply Rlt_le, Rinv_0_lt_compat; positive | lra]
  | |- 0 <= _ ^ _ => first [apply pow_le; nonneg | apply pow2_ge_0]
  | |- 0 <= sqrt _ => apply sqrt_pos
  | |- 0 <= exp _ => apply Rlt_le, exp_pos
  | |- 0 <= Rabs _ => apply Rabs_pos
  | |- 0 <= INR _ => apply pos_INR
  | |- 0 <= norm2 _ _ => apply norm2_nonneg
  | |- 0 <= norm1 _ _ => apply norm1_nonneg
  | |- 0 <= norminf _ _ => apply norminf_nonneg
  | |- 0 <= normfro _ _ _ => apply normfro_nonneg
  | |- _ => first [assumption | lra]
  end
with positive :=
  lazymatch goal with
  | |- 0 < _ * _ => first [apply Rmult_lt_0_compat; positive | lra]
  | |- 0 < _ / _ => first [apply Rmult_lt_0_compat; [positive | apply Rinv_0_lt_compat; positive] | lra]
  | |- 0 < / _ => first [apply Rinv_0_lt_compat; positive | lra]
  | |- 0 < _ ^ _ => first [apply pow_lt; positive | lra]
  | |- 0 < sqrt _ => apply sqrt_lt_R0; positive
  | |- 0 < exp _ => apply exp_pos
  | |- 0 < INR _ => apply lt_0_INR; dims
  | |- 0 < vsum _ (vexp _) => apply vsum_pos; [dims | intros; apply exp_pos]
  | |- _ => first [assumption | lra]
  end.

Ltac nonzero := apply not_eq_sym, Rlt_not_eq; positive.

(** Entries of arrays that are equal by the rules of arithmetic, also inside of a sum. *)
Ltac entries :=
  intros; cbv beta delta [vadd vsub vopp vscale hmul hdiv vconst vmap vexp vdiag outer madd msub mopp mscale mhmul mconst
    mulv dot tr row col];
  first [ring | solve [field; repeat split; nonzero] | solve [unfold Rdiv; ring]
        | solve [rewrite <- ?vsum_minus, <- ?vsum_plus; apply vsum_ext; intros; ring]].

(** Two ways to write the value of a bound. *)
Ltac value :=
  first
    [ reflexivity
    | ring
    | solve [unfold Rdiv; ring]
    | solve [field; repeat split; nonzero]
    | solve [rewrite ?mult_INR, ?plus_INR; rewrite ?sqrt_square by nonneg; first [ring | field; repeat split; nonzero]]
    | solve [rewrite ?sqrt_1; ring]
    | solve [f_equal; ring] ].
