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

(** ** A power below an exponential

    With y = g^k: theta y e <= e^(theta y), hence y^a <= (theta e)^-a e^(theta a y). *)

Lemma pow_le_inv {x y} k : (1 <= k)%nat -> 0 <= y -> x ^ k <= y ^ k -> x <= y.
Proof.
  intros Hk Hy H. destruct (Rle_lt_dec x y) as [|L]; [assumption|exfalso].
  assert (S : forall j, (1 <= j)%nat -> y ^ j < x ^ j).
  { induction j as [|[|j] IH]; intros Hj; [lia|simpl; lra|]. specialize (IH ltac:(lia)).
    change (y * y ^ S j < x * x ^ S j). pose proof (pow_le y (S j) Hy).
    apply Rle_lt_trans with (x * y ^ S j); [apply Rmult_le_compat_r; lra|apply Rmult_lt_compat_l; lra]. }
  specialize (S k Hk). lra.
Qed.

Lemma doubled_le r a b : 0 <= r -> r <= exp a -> b = a + a -> r * r <= exp b.
Proof. intros Hr H ->. rewrite exp_plus. apply Rmult_le_compat; assumption. Qed.

Ltac doubled a :=
  match goal with H : ?r <= exp a |- _ => apply Rle_trans with (r * r); [lra|apply (doubled_le r a); [lra|exact H|lra]] end.

(** A lower bound of e from 1 + 1/256 <= e^(1/256), squared eight times. *)
Lemma e_ge : 2712 / 1000 <= exp 1.
Proof.
  pose proof (exp_ineq1_le (1 / 256)) as E0.
  assert (E1 : 10078277 / 10000000 <= exp (1 / 128)) by (doubled (1 / 256)).
  assert (E2 : 5078583 / 5000000 <= exp (1 / 64)) by (doubled (1 / 128)).
  assert (E3 : 5158401 / 5000000 <= exp (1 / 32)) by (doubled (1 / 64)).
  assert (E4 : 266091 / 250000 <= exp (1 / 16)) by (doubled (1 / 32)).
  assert (E5 : 11328707 / 10000000 <= exp (1 / 8)) by (doubled (1 / 16)).
  assert (E6 : 320849 / 250000 <= exp (1 / 4)) by (doubled (1 / 8)).
  assert (E7 : 4117763 / 2500000 <= exp (1 / 2)) by (doubled (1 / 4)).
  assert (E8 : 5425911 / 2000000 <= exp (1)) by (doubled (1 / 2)).
  lra.
Qed.

Lemma power_le_exp (g c theta m : R) (a k s : nat) : 0 <= g -> 0 < theta -> 0 <= m -> (1 <= k)%nat ->
  theta * INR a = INR (s * k) * c -> / (theta * (2712 / 1000)) ^ a <= m ^ k -> g ^ a <= m * exp (c * g ^ k) ^ s.
Proof.
  intros Hg Ht Hm Hk E N. set (y := g ^ k). assert (Hy : 0 <= y) by (apply pow_le, Hg).
  pose proof (exp_pos (c * y)) as P. apply (pow_le_inv k Hk).
  { apply Rmult_le_pos; [exact Hm|]. apply pow_le. lra. }
  rewrite Rpow_mult_distr, <- !pow_mult, Nat.mul_comm, (pow_mult g k a). fold y.
  rewrite <- (exp_power (s * k) (INR (s * k) * (c * y)) (c * y) eq_refl).
  replace (INR (s * k) * (c * y)) with (INR a * (theta * y)) 
    by (transitivity (theta * INR a * y); [ring|rewrite E; ring]).
  rewrite (exp_power a _ _ eq_refl).
  apply Rle_trans with (/ (theta * (2712 / 1000)) ^ a * exp (theta * y) ^ a).
  - rewrite <- pow_inv, <- Rpow_mult_distr. apply pow_incr. split; [exact Hy|].
    pose proof (exp_tangent (theta * y) 1) as T. pose proof e_ge.
    assert (0 <= theta * y) by (apply Rmult_le_pos; lra).
    apply Rmult_le_reg_l with (theta * (2712 / 1000)); [lra|]. rewrite <- Rmult_assoc, Rinv_r by lra.
    pose proof (Rmult_le_compat_r (theta * y) _ _ H0 H). lra.
  - apply Rmult_le_compat_r; [apply pow_le; left; apply exp_pos|exact N].
Qed.

Lemma opposite {a} b : a = - b -> 0 <= b -> a <= 0.
Proof. intros -> H. lra. Qed.

Lemma itself_between a : 0 <= a -> 0 <= a <= a.
Proof. intros H. split; [exact H|apply Rle_refl]. Qed.

Lemma le_multiples x a b {l r} : l = a * x -> r = b * x -> 0 <= x -> a <= b -> l <= r.
Proof. intros -> -> Hx H. apply Rmult_le_compat_r; assumption. Qed.

(** 0 <= g^a <= m e^(c g^k)^s. *)
Ltac tamed g c theta m a k s :=
  pose proof (power_le_exp g c theta m a k s ltac:(nonneg) ltac:(lra) ltac:(lra) ltac:(lia)
    ltac:(cbn [INR Nat.mul Nat.add]; lra) ltac:(cbn [pow]; lra)) as K;
  rewrite ?Rmult_1_l, ?pow_1 in K |- *; split; [nonneg|]; first [exact K | cbn [pow] in K |- *; lra].

(** ** Both sides as sums of their terms *)

Lemma le_sums {a b c d} : a = c -> b = d -> c <= d -> a <= b.
Proof. intros -> ->. trivial. Qed.

Lemma lt_sums {a b c d} : a = c -> b = d -> c < d -> a < b.
Proof. intros -> ->. trivial. Qed.
