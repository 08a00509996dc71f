(** * Claims at concrete numbers: vectors and matrices as lists, and tactics that evaluate what is said of them. *)

From Coq Require Import Reals List Arith Lia Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang Sums Norms Matrices Derivatives Enclosures.
Local Open Scope R_scope.

(** ** Data *)

Definition listed (entries : list R) : vec := fun i => nth i entries 0.
Definition table (rows : list (list R)) : mat := fun i j => nth j (nth i rows nil) 0.

(** The inverse of a matrix that is diagonal. *)
Definition diagonal_inverse (M : mat) : mat := vdiag (fun i => / M i i).

(** ** Terms at concrete dimensions: sums are written out, entries are looked up. *)

Ltac unroll_lang :=
  cbv beta iota zeta fix match delta
    [vsum dot norm1 norm2 norminf normp vmax vmin vconst vunit vadd vsub vopp vscale hmul hdiv vmap vexp mconst meye
     vdiag mdiagonal outer madd msub mopp mscale mhmul mhdiv mmap tr row col mulv mulm trace msum normfro softmax
     listed table diagonal_inverse nth INR cosh sinh tanh Nat.add Nat.mul Nat.sub Nat.div Nat.modulo Nat.divmod Nat.eqb Nat.ltb Nat.leb
     fst snd].

(** One case for each value of an index below a number. *)
Ltac below i H :=
  let rec split H :=
    first [exfalso; exact (Nat.nlt_0_r _ H) | destruct i as [|i]; [clear H | apply Nat.succ_lt_mono in H; split H]] in
  match type of H with
  | (_ < ?e)%nat => let k := eval vm_compute in e in change (i < k)%nat in H; split H
  end.

Ltac each_index :=
  repeat match goal with
  | |- forall i : nat, _ => let i := fresh "i" in intro i
  end;
  repeat match goal with
  | |- (?i < _)%nat -> _ => let H := fresh "H" in intro H; below i H
  end.

(** ** Numbers *)

Lemma rpow_positive x p : 0 < x -> rpow x p = exp (p * ln x).
Proof. intros H. unfold rpow. destruct (Rle_dec x 0); [lra|reflexivity]. Qed.

Lemma rpow_zero x p : x <= 0 -> rpow x p = 0.
Proof. intros H. unfold rpow. destruct (Rle_dec x 0); [reflexivity|lra]. Qed.

Lemma rpow_natural x k : 0 <= x -> rpow x (IZR (Zpos k)) = x ^ Pos.to_nat k.
Proof.
  intros H. unfold rpow. destruct (Rle_dec x 0) as [L|L].
  - replace x with 0 by lra. symmetry. apply pow_i, Pos2Nat.is_pos.
  - rewrite <- Rpower_pow by lra. f_equal. rewrite INR_IPR. reflexivity.
Qed.

Lemma rpow_half x : 0 <= x -> rpow x (1 / 2) = sqrt x.
Proof.
  intros H. unfold rpow. destruct (Rle_dec x 0) as [L|L].
  - replace x with 0 by lra. symmetry. apply sqrt_0.
  - rewrite <- Rpower_sqrt by lra. f_equal. lra.
Qed.

Lemma exp_of_0 t : t = 0 -> exp t = 1.
Proof. intros ->. apply exp_0. Qed.

Lemma ln_of_1 t : t = 1 -> ln t = 0.
Proof. intros ->. apply ln_1. Qed.

Lemma sqrt_of_0 t : t = 0 -> sqrt t = 0.
Proof. intros ->. apply sqrt_0. Qed.

Lemma sqrt_of_1 t : t = 1 -> sqrt t = 1.
Proof. intros ->. apply sqrt_1. Qed.

(** Nothing inside that is a choice or a real power. *)
Ltac is_plain t :=
  lazymatch t with
  | context [Rmax _ _] => fail
  | context [Rmin _ _] => fail
  | context [rpow _ _] => fail
  | _ => idtac
  end.

(** A denominator that is a sum or product of integers, which [lra] wants as one. *)
Ltac one_denominator t :=
  lazymatch t with
  | IZR _ => fail
  | context [Rdiv _ _] => fail
  | context [Rinv _] => fail
  | context [exp _] => fail
  | context [ln _] => fail
  | context [sqrt _] => fail
  | context [Rabs _] => fail
  | _ => idtac
  end;
  let e := fresh "e" in let E := fresh "E" in remember t as e eqn:E; field_simplify in E; subst e.

(** Real powers and choices, from the inside out, as what they are at the numbers of the goal. *)
Ltac settle :=
  repeat match goal with
  | |- context [rpow ?x ?p] => is_plain x; is_plain p; power x p
  | |- context [Rmax ?a ?b] => is_plain a; is_plain b;
      first [rewrite (Rmax_left a b) by enclose | rewrite (Rmax_right a b) by enclose
            |rewrite (Rmax_left a b) by ordered | rewrite (Rmax_right a b) by ordered]
  | |- context [Rmin ?a ?b] => is_plain a; is_plain b;
      first [rewrite (Rmin_left a b) by enclose | rewrite (Rmin_right a b) by enclose
            |rewrite (Rmin_left a b) by ordered | rewrite (Rmin_right a b) by ordered]
  end
with power x p :=
  first
  [ lazymatch p with
    | IZR (Zpos ?k) => rewrite (rpow_natural x k) by ordered; cbv [Pos.to_nat Pos.iter_op Nat.add]
    | 1 / 2 => rewrite (rpow_half x) by ordered
    end
  | rewrite (rpow_zero x p) by ordered
  | rewrite (rpow_positive x p) by ordered ]

(** Two numbers without choices are as the goal says. *)
with ordered := first [enclose | lra | exact_number]

(** Equality counts: values of functions at 0 and 1, signs in absolute values, squares of roots. *)
with exact_number :=
  repeat match goal with
  | |- context [Rdiv _ ?t] => one_denominator t
  | |- context [Rinv ?t] => one_denominator t
  | |- context [exp ?t] => rewrite (exp_of_0 t) by lra
  | |- context [ln ?t] => rewrite (ln_of_1 t) by lra
  | |- context [sqrt ?t] => first [rewrite (sqrt_of_0 t) by lra | rewrite (sqrt_of_1 t) by lra]
  | |- context [Rabs ?t] => first [rewrite (Rabs_pos_eq t) by lra | rewrite (Rabs_left1 t) by lra]
  end;
  first
  [ lra
  | repeat match goal with
    | |- context [sqrt ?t] =>
        let s := fresh "s" in let E := fresh in
        assert (E : sqrt t * sqrt t = t) by (apply sqrt_sqrt; lra);
        pose proof (sqrt_pos t); set (s := sqrt t) in *; clearbody s
    end;
    nra ].

(** Where [field_simplify] asks for a denominator that is not 0. *)
Ltac positive_denominator :=
  match goal with
  | Z : ?d = 0 |- False => revert Z; apply not_eq_sym, Rlt_not_eq; enclose
  end.

(** Definite integrals, of which erf is one, as variables with ranges; sums in their ends are added up first. *)
Ltac settle_integrals :=
  repeat match goal with
  | |- context [RInt ?g ?a ?b] =>
      let t := fresh "t" in let T := fresh "T" in let E := fresh "E" in let r := fresh "r" in
      remember b as t eqn:T in |- *;
      try (field_simplify in T; [|positive_denominator ..]);
      match type of T with _ = ?c => enclose_integral g a c E end;
      rewrite <- T in E; set (r := RInt g a t) in *; clearbody r; clear T t
  end.

Lemma exp_over_itself t : exp t / exp t = 1.
Proof. apply Rinv_r, Rgt_not_eq, exp_pos. Qed.

(** Products with 0 and 1 and sums with 0 leave nothing behind. *)
Ltac prune :=
  repeat
  (match goal with
   | |- context [0 * _] => idtac
   | |- context [_ * 0] => idtac
   | |- context [0 + _] => idtac
   | |- context [_ + 0] => idtac
   | |- context [exp ?t / exp ?t] => idtac
   end;
   rewrite ?Rmult_0_l, ?Rmult_0_r, ?Rplus_0_l, ?Rplus_0_r, ?Rmult_1_l, ?Rmult_1_r, ?exp_over_itself).

(** The goal compares two expressions without variables. *)
Ltac number :=
  unroll_lang;
  lazymatch goal with
  | |- context [RInt _ _ _] => prune; settle_integrals
  | _ => idtac
  end;
  settle; ordered.

(** ** A statement that is specialised step by step *)

Ltac premise H tac :=
  match type of H with
  | ?P -> _ => let p := fresh "p" in assert (p : P); [tac|specialize (H p); clear p]
  end.

(** ** Bounds of matrices of rationals: what is left is a polynomial of degree two, a combination of squares *)

Lemma norm2_le_scaled_sq m n w v r :
  0 <= r -> dot m w w <= r * r * dot n v v -> norm2 m w <= r * norm2 n v.
Proof.
  intros H L. unfold norm2. rewrite <- (sqrt_square r H) at 1. rewrite <- sqrt_mult_alt by nra.
  apply sqrt_le_1_alt, L.
Qed.

Lemma scaled_le_norm2 m n w v r :
  0 <= r -> r * r * dot n v v <= dot m w w -> r * norm2 n v <= norm2 m w.
Proof.
  intros H L. unfold norm2. rewrite <- (sqrt_square r H) at 1. rewrite <- sqrt_mult_alt by nra.
  apply sqrt_le_1_alt, L.
Qed.

(** ** Derivatives of written-out terms *)

Ltac each_variable :=
  repeat match goal with
  | |- forall x : vec, _ => intro
  | |- forall x : mat, _ => intro
  | |- forall i : nat, _ => let i := fresh "i" in intro i
  | |- (?i < _)%nat -> _ => let H := fresh "H" in intro H; below i H
  | |- forall x : R, _ => intro
  | |- _ -> _ => intro
  end.

(** Each exponential of the goal as a positive variable, those of equal arguments as the same one. *)
Ltac name_exponentials :=
  repeat match goal with
  | |- context [exp ?a] =>
      first
      [ match goal with
        | E : ?e = exp ?b |- _ => replace (exp a) with e by (rewrite E; f_equal; lra)
        end
      | let e := fresh "e" in let E := fresh "E" in
        pose proof (exp_pos a); set (e := exp a) in *; assert (E : e = exp a) by reflexivity; clearbody e ]
  end.

(** A denominator of numbers, or of sums and products of exponentials. *)
Ltac nonzero :=
  repeat split;
  first [enclose | name_exponentials; first [lra | nra | apply Rgt_not_eq; nra | apply Rlt_not_eq; nra]].

Ltac derivative :=
  each_variable; unroll_lang; unfold deriv_at;
  (auto_derive; [nonzero | name_exponentials; first [ring | field; nonzero]]).

(** ** Equations, inverses and singular values at numbers *)

(** An equation between numbers, or between sums, products and quotients of exponentials. *)
Ltac equation := first [lra | name_exponentials; first [ring | field; nonzero]].

(** What a hypothesis says of numbers. *)
Ltac holds :=
  each_index; unroll_lang;
  lazymatch goal with
  | |- @eq R _ _ => equation
  | _ => settle; ordered
  end.

(** The entries of a product with the inverse. *)
Ltac inverse := each_index; unroll_lang; equation.

(** A lower bound [r] of [|M v| / |v|], or of that of the transpose, is at most what [u] or [w] shows. *)
Lemma greatest_at m n M u r s : 0 < norm2 n u -> norm2 m (mulv n M u) <= s * norm2 n u ->
  (forall v, r * norm2 n v <= norm2 m (mulv n M v)) -> r <= s.
Proof.
  intros P L H. specialize (H u). apply Rmult_le_reg_r with (norm2 n u); [exact P|lra].
Qed.

Ltac greatest u w :=
  let r := fresh "r" in let H := fresh "H" in
  intros r [H|H];
  [refine (greatest_at _ _ _ u r _ _ _ H) | refine (greatest_at _ _ _ w r _ _ _ H)]; number.

(** A bound [r] of this kind, in [Q], is at most [s], as [u] or [w] shows; [tac] compares the numbers. *)
Ltac at_most u w Q tac :=
  destruct Q as [Q|Q]; [refine (greatest_at _ _ _ u _ _ _ _ Q) | refine (greatest_at _ _ _ w _ _ _ _ Q)]; tac.
