(** * A decoder layer that multiplies matrices by GeLU: the token (F, G, Z) gets F G in place of Z.

    The hidden entries are delta (F_ik + G_kj), delta F_ik and delta G_kj at the place (i, k, j), then N - Z_ij and N;
    sqrt(pi/2) / delta^2 times the sum over k of GeLU of the first less the two others is nearly (F G)_ij. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Kronecker Blocks LinearAttention Gelu Decoder.
Local Open Scope R_scope.

Section Multiplying.
  Variables (a b c : nat) (F G Z : mat) (N R delta : R).
  Hypotheses (Ha : (1 <= a)%nat) (Hb : (1 <= b)%nat) (Hc : (1 <= c)%nat).
  Hypotheses (Hdelta : 0 < delta) (HN : R <= N).
  Hypothesis HF : forall i k, (i < a)%nat -> (k < b)%nat -> Rabs (F i k) <= R.
  Hypothesis HG : forall k j, (k < b)%nat -> (j < c)%nat -> Rabs (G k j) <= R.
  Hypothesis HZ : forall i j, (i < a)%nat -> (j < c)%nat -> Rabs (Z i j) <= R.

  Let Zero := mconst 0.
  Let p := (a * b * c)%nat.
  Let q := (2 * a * b * c)%nat.
  Let r := (3 * a * b * c)%nat.
  Let s := (3 * a * b * c + a * c)%nat.
  Let h := (a * c)%nat.
  Let Eq : q = (p + p)%nat.
  Proof. unfold p, q. lia. Qed.
  Let Er : r = (q + p)%nat.
  Proof. unfold p, q, r. lia. Qed.
  Let Es : s = (r + h)%nat.
  Proof. reflexivity. Qed.

  Definition left_factor : mat := mscale delta (kron c 1 meye (mconst 1)).
  Definition right_factor : mat := mscale delta (kron (b * c) (b * c) (mconst 1) meye).
  Definition sum_over_k : mat :=
    mscale (sqrt (PI / 2) / delta ^ 2) (kron c (b * c) meye (kron c c (mconst 1) meye)).
  Definition mul_1 : mat := let three := beside3 (a * b) (b * c) in
    above5 p q r s (three left_factor right_factor Zero) (three left_factor Zero Zero) (three Zero right_factor Zero)
                   (three Zero Zero (mopp meye)) (three Zero Zero Zero).
  Definition mul_2 : mat := above (a * b + b * c) Zero
    (beside5 p q r s sum_over_k (mopp sum_over_k) (mopp sum_over_k) meye (mopp meye)).
  Definition mul_bias : vec := stacked r (vconst 0) (vscale N (vconst 1)).
  Definition factors (last : mat) : vec := stacked3 (a * b) (b * c) (vec_rows b F) (vec_rows c G) (vec_rows c last).

  (** The place (i, k, j) among the hidden entries. *)
  Let place i k j := (i * (b * c) + (k * c + j))%nat.

  Let place_lt_p i k j : (i < a)%nat -> (k < b)%nat -> (j < c)%nat -> (place i k j < p)%nat.
  Proof.
    intros Hi Hk Hj. unfold place, p. rewrite <- Nat.mul_assoc. apply place_lt; [exact Hi|]. apply place_lt; assumption.
  Qed.

  Let left_entry i k j : (i < a)%nat -> (k < b)%nat -> (j < c)%nat ->
    mulv (a * b) left_factor (vec_rows b F) (place i k j) = delta * F i k.
  Proof.
    intros Hi Hk Hj. unfold left_factor. rewrite mulv_mscale. f_equal.
    assert (E : (place i k j / c = i * b + k)%nat).
    { unfold place. replace (i * (b * c) + (k * c + j))%nat with ((i * b + k) * c + j)%nat by lia.
      apply place_div, Hj. }
    assert (L : (i * b + k < a * b)%nat) by (apply place_lt; assumption).
    rewrite <- (vec_rows_place b F i k Hk). rewrite <- (vsum_delta_l (a * b) (i * b + k) (vec_rows b F) L).
    apply vsum_ext. intros l _. unfold kron. rewrite E, Nat.div_1_r. unfold meye, mconst.
    destruct (Nat.eqb (i * b + k) l); ring.
  Qed.

  Let right_entry i k j : (i < a)%nat -> (k < b)%nat -> (j < c)%nat ->
    mulv (b * c) right_factor (vec_rows c G) (place i k j) = delta * G k j.
  Proof.
    intros Hi Hk Hj. unfold right_factor. rewrite mulv_mscale. f_equal.
    assert (L : (k * c + j < b * c)%nat) by (apply place_lt; assumption).
    rewrite <- (vec_rows_place c G k j Hj). rewrite <- (vsum_delta_l (b * c) (k * c + j) (vec_rows c G) L).
    apply vsum_ext. intros l Hl. unfold kron, place. rewrite place_mod, (Nat.mod_small l) by assumption.
    unfold meye, mconst. destruct (Nat.eqb (k * c + j) l); ring.
  Qed.

  (** The sum over k. *)
  Let sum_entry g i j : (i < a)%nat -> (j < c)%nat ->
    mulv p sum_over_k g (i * c + j)%nat = sqrt (PI / 2) / delta ^ 2 * vsum b (fun k => g (place i k j)).
  Proof.
    intros Hi Hj. unfold sum_over_k. rewrite mulv_mscale. f_equal. unfold mulv, p.
    rewrite <- Nat.mul_assoc, vsum_places.
    rewrite <- (vsum_delta_l a i (fun i' => vsum b (fun k => g (place i' k j))) Hi). apply vsum_ext. intros i' _.
    rewrite vsum_places. destruct (Nat.eqb_spec i i') as [<-|Ne].
    - apply vsum_ext. intros k Hk. rewrite <- (vsum_delta_l c j (fun j' => g (place i k j')) Hj). apply vsum_ext.
      intros j' Hj'. unfold kron. rewrite place_div, place_mod by exact Hj.
      assert (L : (k * c + j' < b * c)%nat) by (apply place_lt; assumption).
      rewrite place_div, place_mod by exact L. rewrite place_mod by exact Hj'. rewrite (Nat.mod_small j) by exact Hj.
      unfold meye, mconst. rewrite Nat.eqb_refl. unfold place. destruct (Nat.eqb j j'); ring.
    - apply vsum_zero. intros k Hk. apply vsum_zero. intros j' Hj'. unfold kron.
      assert (L : (k * c + j' < b * c)%nat) by (apply place_lt; assumption).
      rewrite !place_div by assumption. unfold meye at 1. destruct (Nat.eqb_spec i i'); [contradiction|ring].
  Qed.

  (** The hidden entries. *)
  Let T := (a * b + b * c + a * c)%nat.
  Let u := vadd (mulv T mul_1 (factors Z)) mul_bias.

  Let bias_small i : (i < r)%nat -> mul_bias i = 0.
  Proof. intros H. unfold mul_bias. rewrite stacked_first by exact H. reflexivity. Qed.

  Let bias_large i : mul_bias (r + i)%nat = N.
  Proof. unfold mul_bias. rewrite stacked_second. unfold vscale, vconst. ring. Qed.

  Let u_1 i k j : (i < a)%nat -> (k < b)%nat -> (j < c)%nat -> u (place i k j) = delta * F i k + delta * G k j.
  Proof.
    intros Hi Hk Hj. pose proof (place_lt_p i k j Hi Hk Hj) as L. unfold u, vadd, mul_1.
    rewrite (mulv_above5 p h q r s Eq Er Es).
    rewrite (stacked5_1 p h q r s Eq Er Es) by exact L. unfold T, factors.
    rewrite mulv_beside3, left_entry, right_entry by assumption.
    unfold Zero. rewrite mulv_mconst_0, bias_small by lia. ring.
  Qed.

  Let u_2 i k j : (i < a)%nat -> (k < b)%nat -> (j < c)%nat -> u (p + place i k j)%nat = delta * F i k.
  Proof.
    intros Hi Hk Hj. pose proof (place_lt_p i k j Hi Hk Hj) as L. unfold u, vadd, mul_1.
    rewrite (mulv_above5 p h q r s Eq Er Es).
    rewrite (stacked5_2 p h q r s Eq Er Es) by exact L. unfold T, factors.
    rewrite mulv_beside3, left_entry by assumption.
    unfold Zero. rewrite !mulv_mconst_0, bias_small by lia. ring.
  Qed.

  Let u_3 i k j : (i < a)%nat -> (k < b)%nat -> (j < c)%nat -> u (q + place i k j)%nat = delta * G k j.
  Proof.
    intros Hi Hk Hj. pose proof (place_lt_p i k j Hi Hk Hj) as L. unfold u, vadd, mul_1.
    rewrite (mulv_above5 p h q r s Eq Er Es).
    rewrite (stacked5_3 p h q r s Eq Er Es) by exact L. unfold T, factors.
    rewrite mulv_beside3, right_entry by assumption.
    unfold Zero. rewrite !mulv_mconst_0, bias_small by lia. ring.
  Qed.

  Let u_4 i j : (i < a)%nat -> (j < c)%nat -> u (r + (i * c + j))%nat = N - Z i j.
  Proof.
    intros Hi Hj. assert (L : (i * c + j < h)%nat) by (apply place_lt; assumption). unfold u, vadd, mul_1.
    rewrite (mulv_above5 p h q r s Eq Er Es), (stacked5_4 p h q r s Eq Er Es) by exact L. unfold T, factors.
    rewrite mulv_beside3, mulv_mopp_meye by exact L. rewrite vec_rows_place by exact Hj.
    unfold Zero. rewrite !mulv_mconst_0, bias_large. ring.
  Qed.

  Let u_5 i : u (s + i)%nat = N.
  Proof.
    unfold u, vadd, mul_1. rewrite (mulv_above5 p h q r s Eq Er Es), (stacked5_5 p h q r s Eq Er Es).
    unfold T, factors, Zero. rewrite mulv_beside3, !mulv_mconst_0. rewrite Es, <- Nat.add_assoc, bias_large. ring.
  Qed.

  (** One product: off by at most 7/6 delta^2 R^4. *)
  Let one_product i k j : (i < a)%nat -> (k < b)%nat -> (j < c)%nat ->
    Rabs (sqrt (PI / 2) / delta ^ 2
            * (gelu (delta * F i k + delta * G k j) - gelu (delta * F i k) - gelu (delta * G k j)) - F i k * G k j)
    <= 7 / 6 * delta ^ 2 * R ^ 4.
  Proof.
    intros Hi Hk Hj. pose proof (abs_product_error_le_fourth (delta * F i k) (delta * G k j)) as B.
    pose proof (HF i k Hi Hk) as X. pose proof (HG k j Hk Hj) as Y. set (x := F i k) in *. set (y := G k j) in *.
    assert (D : 0 < delta ^ 2) by (apply pow_lt, Hdelta).
    assert (P4 : forall z, Rabs z <= R -> z ^ 4 <= R ^ 4).
    { intros z Hz. replace (z ^ 4) with (Rabs z ^ 4) by (rewrite RPow_abs; apply Rabs_pos_eq;
        replace (z ^ 4) with ((z ^ 2) ^ 2) by ring; apply pow2_ge_0).
      apply pow_incr. split; [apply Rabs_pos|exact Hz]. }
    pose proof (P4 x X) as X4. pose proof (P4 y Y) as Y4.
    replace (sqrt (PI / 2) / delta ^ 2 * (gelu (delta * x + delta * y) - gelu (delta * x) - gelu (delta * y)) - x * y)
      with (/ delta ^ 2 * product_error (delta * x) (delta * y)) by (unfold product_error; field; lra).
    rewrite Rabs_mult, (Rabs_pos_eq (/ delta ^ 2)) by (left; apply Rinv_0_lt_compat, D).
    apply Rmult_le_reg_l with (delta ^ 2); [exact D|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
    eapply Rle_trans; [exact B|]. rewrite !Rpow_mult_distr.
    apply Rle_trans with (delta ^ 4 * (7 / 12 * (R ^ 4 + R ^ 4))); [|right; field].
    replace (7 / 12 * (delta ^ 4 * x ^ 4 + delta ^ 4 * y ^ 4)) with (delta ^ 4 * (7 / 12 * (x ^ 4 + y ^ 4))) by ring.
    apply Rmult_le_compat_l; [apply pow_le|]; lra.
  Qed.

  Theorem multiplies l : (l < T)%nat ->
    Rabs (feed_forward T (s + h) mul_1 mul_2 mul_bias (factors Z) l - factors (mulm b F G) l)
    <= 7 / 6 * INR b * delta ^ 2 * R ^ 4 + density (N - R).
  Proof using All.
    intros Hl. pose proof (density_pos (N - R)) as P.
    assert (W : 0 <= 7 / 6 * INR b * delta ^ 2 * R ^ 4).
    { pose proof (pos_INR b). pose proof (pow2_ge_0 delta). replace (R ^ 4) with ((R ^ 2) ^ 2) by ring.
      pose proof (pow2_ge_0 (R ^ 2)). apply Rmult_le_pos; [apply Rmult_le_pos; [lra|assumption]|assumption]. }
    unfold feed_forward, vadd at 1. fold u. unfold mul_2.
    destruct (piece (a * b + b * c) (a * c) l Hl) as [L|(m & Hm & ->)].
    - rewrite mulv_above_first by exact L. unfold Zero. rewrite mulv_mconst_0.
      replace (factors Z l) with (factors (mulm b F G) l).
      + rewrite Rplus_0_r, Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
      + unfold factors, stacked3. destruct (Nat.ltb_spec l (a * b)); [reflexivity|].
        destruct (Nat.ltb_spec l (a * b + b * c)); [reflexivity|lia].
    - rewrite mulv_above_second, (mulv_beside5 p h q r s Eq Er Es). unfold factors. rewrite !stacked3_third.
      pose proof (div_lt_rows a c m Hm) as Hi. pose proof (mod_lt_columns a c m Hm) as Hj.
      pose proof (place_eq c m Hc) as Em. set (i := (m / c)%nat) in *. set (j := (m mod c)%nat) in *.
      rewrite <- Em. rewrite !vec_rows_place by exact Hj.
      assert (Eo : forall g, mulv p (mopp sum_over_k) g (i * c + j)%nat = - mulv p sum_over_k g (i * c + j)%nat).
      { intros g. unfold mulv. rewrite <- vsum_opp. apply vsum_ext. intros. unfold mopp. ring. }
      rewrite !Eo, !sum_entry, mulv_mopp_meye, mulv_meye by (assumption || (rewrite Em; exact Hm)).
      rewrite !vgelu_entry, u_4, u_5 by assumption.
      rewrite (vsum_ext b (fun k => vgelu u (place i k j)) (fun k => gelu (delta * F i k + delta * G k j)))
        by (intros; rewrite vgelu_entry, u_1 by assumption; reflexivity).
      rewrite (vsum_ext b (fun k => vgelu u (p + place i k j)%nat) (fun k => gelu (delta * F i k)))
        by (intros; rewrite vgelu_entry, u_2 by assumption; reflexivity).
      rewrite (vsum_ext b (fun k => vgelu u (q + place i k j)%nat) (fun k => gelu (delta * G k j)))
        by (intros; rewrite vgelu_entry, u_3 by assumption; reflexivity).
      set (t := sqrt (PI / 2) / delta ^ 2).
      set (S := vsum b (fun k => t
        * (gelu (delta * F i k + delta * G k j) - gelu (delta * F i k) - gelu (delta * G k j)) - F i k * G k j)).
      assert (HS : Rabs S <= 7 / 6 * INR b * delta ^ 2 * R ^ 4).
      { unfold S. eapply Rle_trans; [apply vsum_abs|].
        replace (7 / 6 * INR b * delta ^ 2 * R ^ 4) with (INR b * (7 / 6 * delta ^ 2 * R ^ 4)) by ring.
        rewrite <- vsum_const. apply vsum_le. intros k Hk. apply one_product; assumption. }
      pose proof (gelu_difference N (- Z i j) R ltac:(rewrite Rabs_Ropp; apply HZ; assumption) HN) as D.
      replace (N + - Z i j) with (N - Z i j) in D by ring.
      match goal with |- Rabs ?e <= _ =>
        replace e with (S + (gelu (N - Z i j) - gelu N - - Z i j)) end.
      + eapply Rle_trans; [apply Rabs_triang|]. lra.
      + unfold S. rewrite vsum_minus, vsum_scal, !vsum_minus. unfold mulm. ring.
  Qed.
End Multiplying.
