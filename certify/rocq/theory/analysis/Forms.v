(** * Forms in x and z with x + z = 1, as lists of coefficients.

    The list c_0, ..., c_n is the form sum c_i x^i z^(n - i), with coefficients in any structure whose elements have a
    value that is linear and multiplicative. *)

From Coq Require Import Reals ZArith List Lia Lra.
Import ListNotations.
Local Open Scope R_scope.

Section Forms.
  Context {A : Type} (zero : A) (add : A -> A -> A) (mul : A -> A -> A) (scale : Z -> A -> A) (val : A -> R).
  Hypotheses (val_zero : val zero = 0) (val_add : forall a b, val (add a b) = val a + val b).
  Hypotheses (val_mul : forall a b, val (mul a b) = val a * val b).
  Hypotheses (val_scale : forall c a, val (scale c a) = IZR c * val a).

  Fixpoint at_point (x z : R) (l : list A) : R :=
    match l with
    | [] => 0
    | c :: r => val c * z ^ length r + x * at_point x z r
    end.

  Fixpoint zip (k l : list A) : list A :=
    match k, l with
    | c :: k, d :: l => add c d :: zip k l
    | _, _ => []
    end.

  Lemma zip_length k l : length k = length l -> length (zip k l) = length l.
  Proof. revert l. induction k as [|c k IH]; intros [|d l]; simpl; intros H; try lia. rewrite IH; lia. Qed.

  Lemma zip_value x z k l : length k = length l -> at_point x z (zip k l) = at_point x z k + at_point x z l.
  Proof.
    revert l. induction k as [|c k IH]; intros [|d l]; simpl; intros H; try lia; [ring|].
    rewrite IH, zip_length, val_add by lia. replace (length k) with (length l) by lia. ring.
  Qed.

  Lemma last_value x z l c : at_point x z (l ++ [c]) = z * at_point x z l + val c * x ^ length l.
  Proof. induction l as [|d l IH]; simpl; [ring|]. rewrite IH, app_length. simpl. rewrite Nat.add_1_r. simpl. ring. Qed.

  (** Times x + z, which is 1. *)
  Definition raise (l : list A) : list A := zip (l ++ [zero]) (zero :: l).

  Lemma raise_length l : length (raise l) = S (length l).
  Proof. unfold raise. rewrite zip_length; simpl; [reflexivity|]. rewrite app_length. simpl. lia. Qed.

  Lemma raise_value x z l : at_point x z (raise l) = (x + z) * at_point x z l.
  Proof.
    unfold raise. rewrite zip_value by (rewrite app_length; simpl; lia). rewrite last_value. simpl. rewrite val_zero.
    ring.
  Qed.

  Fixpoint raise_by (m : nat) (l : list A) : list A := match m with O => l | S m => raise (raise_by m l) end.

  Lemma raise_by_length m l : length (raise_by m l) = (m + length l)%nat.
  Proof. induction m as [|m IH]; simpl; [reflexivity|]. rewrite raise_length, IH. reflexivity. Qed.

  Lemma raise_by_value x z m l : x + z = 1 -> at_point x z (raise_by m l) = at_point x z l.
  Proof. intros H. induction m as [|m IH]; simpl; [reflexivity|]. rewrite raise_value, H, IH. ring. Qed.

  Definition plus (k l : list A) : list A :=
    zip (raise_by (length l - length k) k) (raise_by (length k - length l) l).

  Lemma plus_value x z k l : x + z = 1 -> at_point x z (plus k l) = at_point x z k + at_point x z l.
  Proof.
    intros H. unfold plus. rewrite zip_value by (rewrite !raise_by_length; lia). rewrite !raise_by_value by exact H.
    reflexivity.
  Qed.

  Lemma zeros_value x z m l : at_point x z (l ++ repeat zero m) = z ^ m * at_point x z l.
  Proof.
    revert l. induction m as [|m IH]; intros l; simpl; [rewrite app_nil_r; ring|].
    replace (l ++ zero :: repeat zero m) with ((l ++ [zero]) ++ repeat zero m) by (rewrite <- app_assoc; reflexivity).
    rewrite IH, last_value, val_zero. ring.
  Qed.

  Fixpoint times (k l : list A) : list A :=
    match k with
    | [] => []
    | c :: r => plus (map (mul c) l ++ repeat zero (length r)) (zero :: times r l)
    end.

  Lemma map_value (g : A -> A) a x z l : (forall c, val (g c) = a * val c) ->
    at_point x z (map g l) = a * at_point x z l.
  Proof. intros H. induction l as [|c l IH]; simpl; [ring|]. rewrite IH, H, map_length. ring. Qed.

  Lemma times_value x z k l : x + z = 1 -> at_point x z (times k l) = at_point x z k * at_point x z l.
  Proof.
    intros H. induction k as [|c r IH]; simpl; [ring|]. rewrite plus_value, zeros_value by exact H. simpl.
    rewrite IH, val_zero, (map_value _ (val c)) by (intros; apply val_mul). ring.
  Qed.

  (** ** Substitutions *)

  (** The form at x and x + z. *)
  Definition shift (l : list A) : list A := fold_left (fun k c => zip (k ++ [c]) (zero :: k)) l [].

  Lemma shift_spec x z l : length (shift l) = length l /\ at_point x z (shift l) = at_point x (x + z) l.
  Proof.
    unfold shift. induction l as [|c l [IHl IH]] using rev_ind; [split; reflexivity|].
    rewrite fold_left_app. simpl. set (k := fold_left _ l []) in *.
    assert (E : length (k ++ [c]) = length (zero :: k)) by (rewrite app_length; simpl; lia). split.
    - rewrite zip_length by exact E. rewrite app_length. simpl. lia.
    - rewrite zip_value by exact E. rewrite !last_value. simpl. rewrite IHl, IH, val_zero. ring.
  Qed.

  (** The form at x and 2 z, times 2^(m - length). *)
  Fixpoint weigh (m : nat) (l : list A) : list A :=
    match l with
    | [] => []
    | c :: r => scale (2 ^ Z.of_nat (pred m)) c :: weigh (pred m) r
    end.

  Lemma weigh_length m l : length (weigh m l) = length l.
  Proof. revert m. induction l as [|c l IH]; intros m; simpl; [reflexivity|]. rewrite IH. reflexivity. Qed.

  Lemma weigh_value x z m l : (length l <= m)%nat ->
    at_point x z (weigh m l) = 2 ^ (m - length l) * at_point x (2 * z) l.
  Proof.
    revert m. induction l as [|c l IH]; intros m H; simpl in *; [ring|].
    rewrite IH, val_scale, weigh_length, <- pow_IZR by lia.
    replace (pred m) with ((m - S (length l)) + length l)%nat at 1 by lia.
    replace (pred m - length l)%nat with (m - S (length l))%nat by lia. rewrite pow_add, Rpow_mult_distr. ring.
  Qed.

  Lemma homogeneous x z l : 2 * at_point (2 * x) (2 * z) l = 2 ^ length l * at_point x z l.
  Proof.
    induction l as [|c l IH]; simpl; [ring|]. rewrite Rmult_plus_distr_l.
    replace (2 * (2 * x * at_point (2 * x) (2 * z) l)) with (2 * x * (2 * at_point (2 * x) (2 * z) l)) by ring.
    rewrite IH, Rpow_mult_distr. ring.
  Qed.

  (** The half x <= 1/2. *)
  Definition lower (m : nat) (l : list A) : list A := weigh m (shift l).

  Lemma lower_value x z m l : x + z = 1 -> (length l <= m)%nat ->
    2 * at_point (2 * x) (1 - 2 * x) (lower m l) = 2 ^ m * at_point x z l.
  Proof.
    intros H Hm. unfold lower. destruct (shift_spec (2 * x) (2 * (1 - 2 * x)) l) as [L V].
    rewrite weigh_value, L by lia. rewrite V. replace (2 * x + 2 * (1 - 2 * x)) with (2 * z) by lra.
    replace m with ((m - length l) + length l)%nat at 2 by lia. rewrite pow_add, Rmult_assoc, <- homogeneous. ring.
  Qed.

  Lemma reversed x z l : at_point x z (rev l) = at_point z x l.
  Proof. induction l as [|c l IH]; simpl; [reflexivity|]. rewrite last_value, IH, rev_length. ring. Qed.

  Lemma at_point_nonneg x z l : 0 <= x -> 0 <= z -> (forall c, In c l -> 0 <= val c) -> 0 <= at_point x z l.
  Proof.
    intros Hx Hz. induction l as [|c l IH]; simpl; intros H; [lra|].
    apply Rplus_le_le_0_compat; apply Rmult_le_pos; auto using pow_le.
  Qed.
End Forms.

(** ** The value of coefficients *)

Lemma at_point_ext A (v w : A -> R) x z l : (forall c, In c l -> v c = w c) -> at_point v x z l = at_point w x z l.
Proof. induction l as [|c l IH]; simpl; intros H; [reflexivity|]. rewrite IH, H; auto. Qed.

Lemma at_point_map A B (g : A -> B) (v : B -> R) x z l : at_point v x z (map g l) = at_point (fun c => v (g c)) x z l.
Proof. induction l as [|c l IH]; simpl; [reflexivity|]. rewrite IH, map_length. reflexivity. Qed.

Lemma at_point_scal A (v : A -> R) a x z l : a * at_point v x z l = at_point (fun c => a * v c) x z l.
Proof. induction l as [|c l IH]; simpl; [ring|]. rewrite <- IH. ring. Qed.
