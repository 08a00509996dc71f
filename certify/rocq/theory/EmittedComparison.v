(** * Comparing bounds: sums of monomials in numbers that are not negative.

    A monomial of the left side is set against one of the right side: their common part cancels, what is left on the
    left is bounded from above and what is left on the right from below, factor by factor. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Certify Require Import Lang Scalars Quantities.
Local Open Scope R_scope.

(** ** Factors *)

Lemma le_product {a b c d} : 0 <= a <= b -> 0 <= c <= d -> 0 <= a * c <= b * d.
Proof. intros [] []. split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]. Qed.

Lemma le_power {a b} k : 0 <= a <= b -> 0 <= a ^ k <= b ^ k.
Proof. intros []. split; [apply pow_le; assumption|apply pow_incr; lra]. Qed.

Lemma le_one : 0 <= 1 <= 1.
Proof. lra. Qed.

(** c_t w P <= q (c_b w M) where P <= H and L <= M. *)
Lemma le_monomial {P H L M} w ct cb q : 0 <= P <= H -> 0 <= L <= M -> 0 <= w -> 0 <= ct -> 0 <= q * cb ->
  ct * H <= q * (cb * L) -> ct * (w * P) <= q * (cb * (w * M)).
Proof.
  intros [P0 HP] [L0 HL] Hw Ht Hb N. apply Rle_trans with (w * (ct * H)).
  - replace (ct * (w * P)) with (w * (ct * P)) by ring. apply Rmult_le_compat_l; [exact Hw|].
    apply Rmult_le_compat_l; assumption.
  - apply Rle_trans with (w * (q * cb * L)); [apply Rmult_le_compat_l; [exact Hw|lra]|].
    replace (q * (cb * (w * M))) with (w * (q * cb * M)) by ring. apply Rmult_le_compat_l; [exact Hw|].
    apply Rmult_le_compat_l; assumption.
Qed.

Lemma le_sqrt {a} b : 0 <= b -> b * b <= a -> b <= sqrt a.
Proof. intros Hb H. rewrite <- (sqrt_square b Hb). apply sqrt_le_1_alt, H. Qed.

Lemma sqrt_le {a} b : 0 <= b -> a <= b * b -> sqrt a <= b.
Proof. intros Hb H. rewrite <- (sqrt_square b Hb). apply sqrt_le_1_alt, H. Qed.

(** ** Exponentials and roots by those of single terms *)

Lemma exp_power k a b : a = INR k * b -> exp a = exp b ^ k.
Proof.
  intros ->. induction k as [|k IH]; [rewrite Rmult_0_l; apply exp_0|].
  rewrite S_INR, Rmult_plus_distr_r, exp_plus, Rmult_1_l, IH. simpl. ring.
Qed.

Lemma exp_power_opp k a b : a = - (INR k * b) -> exp a = / exp b ^ k.
Proof. intros ->. rewrite exp_Ropp. f_equal. apply exp_power. reflexivity. Qed.

Lemma exp_product {a x y} b c : exp b = x -> exp c = y -> a = b + c -> exp a = x * y.
Proof. intros <- <- ->. apply exp_plus. Qed.

Lemma sqrt_value {a} b : 0 <= b -> b * b = a -> sqrt a = b.
Proof. intros Hb <-. apply sqrt_square, Hb. Qed.

Lemma sqrt_squared a : 0 <= a -> sqrt a * sqrt a = a.
Proof. apply sqrt_sqrt. Qed.

(** Equal multiples of one term. *)
Ltac multiples := cbn [INR]; rewrite ?mult_INR, ?plus_INR; first [ring | field; repeat split; nonzero].

Ltac numbers := cbn [pow]; lra.

(** ** Ends of ranges, by how they are known *)

Ltac below_range := split; [lra | first [lra | apply INR_ge_1; dims | nonneg]].
Ltac above_range := split; [nonneg | lra].
Ltac below_root := split; [lra | apply le_sqrt; [lra | first [lra | cbn [pow]; apply Rle_trans with 1; [lra | apply INR_ge_1; dims] | nonneg]]].
Ltac above_root := split; [apply sqrt_pos | apply sqrt_le; lra].
Ltac below_exponential := split; [lra | apply exp_ge_1; nonneg].
