(** * A decoder layer that copies: the token (A_j, B_j, 0, e_j) gets A_s in place of B_j where j = t.

    Attention has the score lambda at token s and 0 elsewhere, and writes the mean of the A_i into the empty part. The
    feed-forward layer adds that mean less B_j to the second part, at token t far to the right of 0 where GeLU is
    nearly the identity, at all others far to the left where it is nearly 0; and it empties the third part again. *)

From Coq Require Import Reals Arith Lia Lra Psatz.
From Coquelicot Require Import Rcomplements.
From Certify Require Import Lang Sums Norms Matrices Scalars Softmax Attention Blocks LinearAttention Gelu
  Decoder.
Local Open Scope R_scope.

(** h + W_V times the mean of the tokens, of m entries each, by their scores, which are products of n entries. *)
Definition attended (m n : nat) (tokens W_Q W_K W_V : mat) (h : vec) : vec :=
  vadd h (mulv m W_V (mulv n (tr tokens) (softmax n (mulv n (mulm m tokens (tr W_K)) (mulv m W_Q h))))).

Section Copying.
  Variables (d n s t : nat) (A B : mat) (N r lambda : R).
  Hypotheses (Hn : (1 <= n)%nat) (Hs : (s < n)%nat) (Ht : (t < n)%nat).
  Hypothesis HA : forall i k, (i < n)%nat -> (k < d)%nat -> Rabs (A i k) <= r.
  Hypothesis HB : forall i k, (i < n)%nat -> (k < d)%nat -> Rabs (B i k) <= r.
  Hypotheses (r0 : 0 <= r) (HN : 2 * r <= N).

  Let Zero := mconst 0.
  Definition tokens : mat := beside4 d A B Zero meye.
  Definition W_K : mat := beside (3 * d) Zero meye.
  Definition W_Q : mat := beside (3 * d) Zero (mscale lambda (outer (vunit s) (vconst 1))).
  Definition W_V : mat := fun i j => if Nat.ltb i (2 * d) then beside d Zero Zero i j
    else if Nat.ltb i (3 * d) then beside d meye Zero (i - 2 * d)%nat j else beside d Zero Zero (i - 3 * d)%nat j.

  Definition here : mat := mscale N (outer (vconst 1) (vsub (vscale 2 (vunit t)) (vconst 1))).
  Definition always : mat := mscale N (mconst 1).
  Definition U_1 : mat := above4 d (beside4 d Zero (mopp meye) meye here) (beside4 d Zero Zero Zero here)
                                   (beside4 d Zero Zero meye always) (beside4 d Zero Zero Zero always).
  Definition U_2 : mat := above4 d (beside4 d Zero Zero Zero Zero) (beside4 d meye (mopp meye) Zero Zero)
                                   (beside4 d Zero Zero (mopp meye) meye) (beside4 d Zero Zero Zero Zero).

  (** ** Attention *)

  Let p := softmax n (fun i => lambda * vunit s i).

  Let mulv_keys M v k : mulv (3 * d + n) (beside (3 * d) Zero M) v k = mulv n M (fun l => v (3 * d + l)%nat) k.
  Proof. rewrite mulv_beside. unfold Zero. rewrite mulv_mconst_0. ring. Qed.

  Let score_entry j i : (j < n)%nat -> (i < n)%nat ->
    mulv n (mulm (3 * d + n) tokens (tr W_K)) (mulv (3 * d + n) W_Q (row tokens j)) i = lambda * vunit s i.
  Proof.
    intros Hj Hi.
    assert (Q : forall k, (k < n)%nat -> mulv (3 * d + n) W_Q (row tokens j) k = lambda * vunit s k).
    { intros k Hk. unfold W_Q. rewrite mulv_keys, mulv_mscale, mulv_outer. f_equal.
      rewrite (dot_ext n (vconst 1) (vconst 1) _ (vunit j)); [|reflexivity|].
      - rewrite (dot_delta n j (vconst 1) Hj). unfold vconst. ring.
      - intros l _. unfold row, tokens, beside4. rewrite stacked4_4. unfold meye, vunit. rewrite Nat.eqb_sym.
        reflexivity. }
    transitivity (mulv n (mulm (3 * d + n) tokens (tr W_K)) (fun k => lambda * vunit s k) i).
    - apply vsum_ext. intros k Hk. rewrite Q by exact Hk. reflexivity.
    - rewrite mulv_scal. f_equal. rewrite mulv_vunit by exact Hs.
      transitivity (mulv (3 * d + n) W_K (row tokens i) s).
      + apply vsum_ext. intros. unfold tr, row. ring.
      + unfold W_K. rewrite mulv_keys, mulv_meye by exact Hs. unfold row, tokens, beside4. rewrite stacked4_4.
        unfold meye, vunit. reflexivity.
  Qed.

  (** The mean of the A_i. *)
  Definition mean_of_A (k : nat) : R := vsum n (fun i => p i * A i k).

  Lemma attended_entry j i : (j < n)%nat -> (i < 3 * d + n)%nat ->
    attended (3 * d + n) n tokens W_Q W_K W_V (row tokens j) i
    = stacked4 d (A j) (B j) mean_of_A (meye j) i.
  Proof.
    intros Hj Hi. unfold attended, vadd.
    set (v := mulv n (tr tokens) _). assert (V : forall k, (k < d)%nat -> v k = mean_of_A k).
    { intros k Hk. apply vsum_ext. intros l Hl.
      rewrite (softmax_ext n _ (fun i => lambda * vunit s i) l); [|auto|exact Hl].
      unfold tr, tokens, beside4. rewrite stacked4_1 by exact Hk. fold p. ring. }
    assert (Z : forall l, mulv (3 * d + n) (beside d Zero Zero) v l = 0).
    { intros l. apply vsum_zero. intros j' _. unfold beside, Zero, mconst. destruct (Nat.ltb j' d); ring. }
    assert (I : forall l, (l < d)%nat -> mulv (3 * d + n) (beside d meye Zero) v l = mean_of_A l).
    { intros l Hl. replace (3 * d + n)%nat with (d + (2 * d + n))%nat by lia.
      rewrite mulv_beside, mulv_meye, V by exact Hl. unfold Zero. rewrite mulv_mconst_0. ring. }
    unfold row, tokens, beside4. destruct (piece4 d n i Hi) as [L|[(k & Hk & ->)|[(k & Hk & ->)|(k & Hk & ->)]]].
    - rewrite !stacked4_1 by exact L.
      transitivity (A j i + mulv (3 * d + n) (beside d Zero Zero) v i); [|rewrite Z; ring].
      f_equal. unfold W_V. apply vsum_ext. intros l _. destruct (Nat.ltb_spec i (2 * d)); [reflexivity|lia].
    - rewrite !stacked4_2 by exact Hk.
      transitivity (B j k + mulv (3 * d + n) (beside d Zero Zero) v (d + k)%nat); [|rewrite Z; ring].
      f_equal. unfold W_V. apply vsum_ext. intros l _. destruct (Nat.ltb_spec (d + k) (2 * d)); [reflexivity|lia].
    - rewrite !stacked4_3 by exact Hk. unfold Zero at 1, mconst at 1. rewrite <- (I k Hk), Rplus_0_l.
      unfold W_V. apply vsum_ext. intros l _. destruct (Nat.ltb_spec (2 * d + k) (2 * d)); [lia|].
      destruct (Nat.ltb_spec (2 * d + k) (3 * d)); [|lia]. replace (2 * d + k - 2 * d)%nat with k by lia. reflexivity.
    - rewrite !stacked4_4. transitivity (meye j k + mulv (3 * d + n) (beside d Zero Zero) v k); [|rewrite Z; ring].
      f_equal. unfold W_V. apply vsum_ext. intros l _. destruct (Nat.ltb_spec (3 * d + k) (2 * d)); [lia|].
      destruct (Nat.ltb_spec (3 * d + k) (3 * d)); [lia|]. replace (3 * d + k - 3 * d)%nat with k by lia. reflexivity.
  Qed.

  (** ** The feed-forward layer *)

  (** [output j]: what the layer makes of token j. *)
  Definition output (j : nat) : vec :=
    let z := attended (3 * d + n) n tokens W_Q W_K W_V (row tokens j) in
    vadd z (mulv (4 * d) U_2 (vgelu (mulv (3 * d + n) U_1 z))).

  (** N at token t, - N elsewhere. *)
  Let sign j := N * (2 * vunit t j - 1).

  Lemma output_entry j i : (j < n)%nat -> (i < 3 * d + n)%nat ->
    output j i = stacked4 d (A j) (fun k => B j k + (gelu (sign j + (mean_of_A k - B j k)) - gelu (sign j)))
      (fun k => mean_of_A k - (gelu (N + mean_of_A k) - gelu N)) (meye j) i.
  Proof.
    intros Hj Hi. unfold output, vadd. rewrite attended_entry by assumption.
    set (z := attended _ _ _ _ _ _ _). set (u := mulv (3 * d + n) U_1 z).
    assert (E : forall M k, mulv (3 * d + n) M z k = mulv (3 * d + n) M (stacked4 d (A j) (B j) mean_of_A (meye j)) k).
    { intros M k. apply vsum_ext. intros l Hl. unfold z. rewrite attended_entry by assumption. reflexivity. }
    assert (Eh : forall k, mulv n here (meye j) k = sign j).
    { intros k. unfold here. rewrite mulv_mscale, mulv_outer. unfold vconst at 1. rewrite Rmult_1_l. unfold sign.
      f_equal.
      rewrite (dot_ext n _ (vsub (vscale 2 (vunit t)) (vconst 1)) (meye j) (vunit j)); [|reflexivity|].
      - rewrite (dot_delta n j _ Hj). unfold vsub, vscale, vconst. reflexivity.
      - intros l _. unfold meye, vunit. rewrite Nat.eqb_sym. reflexivity. }
    assert (Ea : forall k, mulv n always (meye j) k = N).
    { intros k. unfold always. rewrite mulv_mscale. replace (mulv n (mconst 1) (meye j) k) with 1; [ring|].
      rewrite <- (vsum_delta_l n j (vconst 1) Hj) at 1. apply vsum_ext. intros l _. unfold mconst, vconst, meye.
      destruct (Nat.eqb j l); ring. }
    assert (Eu : forall k, (k < 3 * d + d)%nat -> u k = stacked4 d (fun k => sign j + (mean_of_A k - B j k))
      (fun _ => sign j) (fun k => N + mean_of_A k) (fun _ => N) k).
    { intros k Hk. unfold u. rewrite E. unfold U_1. rewrite mulv_above4. unfold Zero.
      destruct (piece4 d d k Hk) as [L|[(l & Hl & ->)|[(l & Hl & ->)|(l & Hl & ->)]]].
      - rewrite !stacked4_1, mulv_beside4, mulv_mconst_0, mulv_mopp_meye, mulv_meye, Eh by exact L. ring.
      - rewrite !stacked4_2, mulv_beside4, !mulv_mconst_0, Eh by exact Hl. ring.
      - rewrite !stacked4_3, mulv_beside4, !mulv_mconst_0, mulv_meye, Ea by exact Hl. ring.
      - rewrite !stacked4_4, mulv_beside4, !mulv_mconst_0, Ea. ring. }
    replace (4 * d)%nat with (3 * d + d)%nat by lia.
    set (g := stacked4 d (fun k => gelu (sign j + (mean_of_A k - B j k))) (fun _ => gelu (sign j))
      (fun k => gelu (N + mean_of_A k)) (fun _ => gelu N)).
    assert (Eg : forall M k, mulv (3 * d + d) M (vgelu u) k = mulv (3 * d + d) M g k).
    { intros M k. apply vsum_ext. intros l Hl. rewrite vgelu_entry, Eu by exact Hl. unfold g, stacked4.
      destruct (Nat.ltb l d); [reflexivity|]. destruct (Nat.ltb l (2 * d)); [reflexivity|].
      destruct (Nat.ltb l (3 * d)); reflexivity. }
    rewrite Eg. unfold U_2. rewrite mulv_above4. unfold Zero, g.
    destruct (piece4 d n i Hi) as [L|[(l & Hl & ->)|[(l & Hl & ->)|(l & Hl & ->)]]].
    - rewrite !stacked4_1, mulv_beside4, !mulv_mconst_0 by exact L. ring.
    - rewrite !stacked4_2, mulv_beside4, !mulv_mconst_0, mulv_meye, mulv_mopp_meye by exact Hl. ring.
    - rewrite !stacked4_3, mulv_beside4, !mulv_mconst_0, mulv_meye, mulv_mopp_meye by exact Hl. ring.
    - rewrite !stacked4_4, mulv_beside4, !mulv_mconst_0. ring.
  Qed.

  (** ** How far off *)

  Let P : probability n p.
  Proof. apply softmax_probability, Hn. Qed.

  Lemma mean_of_A_le k : (k < d)%nat -> Rabs (mean_of_A k) <= r.
  Proof.
    intros Hk. unfold mean_of_A. eapply Rle_trans; [apply vsum_abs|]. destruct P as [Hp E].
    apply Rle_trans with (vsum n p * r); [|rewrite E; lra]. rewrite <- vsum_scal_r. apply vsum_le. intros i Hi.
    rewrite Rabs_mult, (Rabs_pos_eq (p i)) by (apply Hp, Hi).
    apply Rmult_le_compat_l; [apply Hp, Hi|apply HA; assumption].
  Qed.

  (** 1 - p_s = (n - 1) / (e^lambda + n - 1). *)
  Lemma other_weights : 1 - p s = (INR n + - (1)) / (exp lambda + INR n + - (1)).
  Proof.
    assert (S : vsum n (fun i => exp (lambda * vunit s i)) = exp lambda + INR n + - (1)).
    { rewrite (vsum_ext n _ (fun i => (if Nat.eqb i s then exp lambda - 1 else 0) + 1)).
      - rewrite vsum_plus, (vsum_delta n s (fun _ => exp lambda - 1) Hs), vsum_const. ring.
      - intros i _. unfold vunit. destruct (Nat.eqb i s); [rewrite Rmult_1_r; ring|rewrite Rmult_0_r, exp_0; ring]. }
    pose proof (vsum_exp_pos n (fun i => lambda * vunit s i) Hn) as Q.
    cbv beta in Q. rewrite S in Q.
    unfold p, softmax. rewrite S. unfold vunit. rewrite Nat.eqb_refl, Rmult_1_r. field. lra.
  Qed.

  Lemma mean_of_A_off k : (k < d)%nat -> Rabs (mean_of_A k - A s k) <= 2 * r * (1 - p s).
  Proof.
    intros Hk. destruct P as [Hp E].
    replace (mean_of_A k - A s k) with (vsum n (fun i => p i * (A i k - A s k))).
    - eapply Rle_trans; [apply vsum_abs|].
      apply Rle_trans with (vsum n (fun i => 2 * r * (p i - (if Nat.eqb i s then p i else 0)))).
      + apply vsum_le. intros i Hi. specialize (Hp i Hi). rewrite Rabs_mult, (Rabs_pos_eq (p i)) by exact Hp.
        destruct (Nat.eqb_spec i s) as [->|]; [rewrite Rminus_diag_eq by reflexivity; rewrite Rabs_R0; lra|].
        pose proof (HA i k Hi Hk) as X. pose proof (HA s k Hs Hk) as Y. rewrite Rminus_0_r, (Rmult_comm (2 * r)).
        apply Rmult_le_compat_l; [exact Hp|]. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra.
      + rewrite vsum_scal, vsum_minus, E, (vsum_delta n s p Hs). lra.
    - unfold mean_of_A. rewrite (vsum_ext n _ (fun i => p i * A i k - p i * A s k)) by (intros; ring).
      rewrite vsum_minus, vsum_scal_r, E. ring.
  Qed.

  Let third_part k : (k < d)%nat -> Rabs (mean_of_A k - (gelu (N + mean_of_A k) - gelu N)) <= density (N - 2 * r).
  Proof.
    intros Hk. pose proof (gelu_difference N (mean_of_A k) r (mean_of_A_le k Hk) ltac:(lra)) as G.
    rewrite Rabs_minus_sym in G.
    eapply Rle_trans; [exact G|]. apply density_le. lra.
  Qed.

  Let difference_le j k : (j < n)%nat -> (k < d)%nat -> Rabs (mean_of_A k - B j k) <= 2 * r.
  Proof.
    intros Hj Hk. pose proof (mean_of_A_le k Hk) as X. pose proof (HB j k Hj Hk) as Y.
    apply Rabs_le_between in X. apply Rabs_le_between in Y. apply Rabs_le. lra.
  Qed.

  (** Token t gets A_s. *)
  Theorem receives i : (i < 3 * d + n)%nat ->
    Rabs (output t i - stacked4 d (A t) (A s) (vconst 0) (vunit t) i) <= 2 * r * (1 - p s) + density (N - 2 * r).
  Proof.
    intros Hi. rewrite output_entry by assumption. pose proof (density_pos (N - 2 * r)) as D.
    pose proof (probability_le_1 n p s P Hs) as Q. assert (W : 0 <= 2 * r * (1 - p s)) by (apply Rmult_le_pos; lra).
    assert (S : sign t = N) by (unfold sign, vunit; rewrite Nat.eqb_refl; ring).
    destruct (piece4 d n i Hi) as [L|[(k & Hk & ->)|[(k & Hk & ->)|(k & Hk & ->)]]].
    - rewrite !stacked4_1, Rminus_diag_eq, Rabs_R0 by (exact L || reflexivity). lra.
    - rewrite !stacked4_2, S by exact Hk.
      pose proof (gelu_difference N (mean_of_A k - B t k) (2 * r) (difference_le t k Ht Hk) HN) as G.
      pose proof (mean_of_A_off k Hk) as M. apply Rabs_le_between in G. apply Rabs_le_between in M. apply Rabs_le. lra.
    - rewrite !stacked4_3 by exact Hk. unfold vconst. rewrite Rminus_0_r. pose proof (third_part k Hk). lra.
    - rewrite !stacked4_4. replace (meye t k) with (vunit t k)
        by (unfold meye, vunit; rewrite Nat.eqb_sym; reflexivity).
      rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  Qed.

  (** All others stay. *)
  Theorem stays j i : (j < n)%nat -> j <> t -> (i < 3 * d + n)%nat ->
    Rabs (output j i - row tokens j i) <= density (N - 2 * r).
  Proof.
    intros Hj Nj Hi. rewrite output_entry by assumption. pose proof (density_pos (N - 2 * r)) as D.
    assert (S : sign j = - N) by (unfold sign, vunit; destruct (Nat.eqb_spec j t); [contradiction|ring]).
    unfold row, tokens, beside4.
    destruct (piece4 d n i Hi) as [L|[(k & Hk & ->)|[(k & Hk & ->)|(k & Hk & ->)]]].
    - rewrite !stacked4_1, Rminus_diag_eq, Rabs_R0 by (exact L || reflexivity). lra.
    - rewrite !stacked4_2, S by exact Hk. pose proof (difference_le j k Hj Hk) as X. apply Rabs_le_between in X.
      pose proof (gelu_left (- N + (mean_of_A k - B j k)) (N - 2 * r) ltac:(lra) ltac:(lra)).
      pose proof (gelu_left (- N) (N - 2 * r) ltac:(lra) ltac:(lra)). apply Rabs_le. lra.
    - rewrite !stacked4_3 by exact Hk. unfold Zero, mconst. rewrite Rminus_0_r. apply third_part, Hk.
    - rewrite !stacked4_4, Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  Qed.
End Copying.
