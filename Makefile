# Everything is set up in .venv from the hashed list of requirements; nothing is assumed but Python 3.11, pip and make.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: run test full mutants bench search proofs clean

run: $(VENV)/ready  ## decide every lemma of the library; the report is out/index.html; ARGS adds options
	$(BIN)/certify run --out out $(ARGS)

test: $(VENV)/ready  ## lint, types, tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

full: $(VENV)/ready  ## the same with ten times the instances, large sizes included
	$(BIN)/certify run --profile full --out out-full $(ARGS)

mutants: $(VENV)/ready  ## plants an error in every claim, prints and keeps the rates at which they are refuted
	$(BIN)/python tests/mutations $(ARGS)

bench: $(VENV)/ready  ## speed, side by side with what a user would pick instead
	$(BIN)/python benchmarks/hessian_bound.py
	$(BIN)/python benchmarks/attention.py

search: $(VENV)/ready  ## the search for bad instances, side by side with CMA-ES and scipy (minutes)
	$(BIN)/pip install --quiet --no-build-isolation -e ".[bench]"
	$(BIN)/python benchmarks/search.py $(ARGS)

proofs: $(VENV)/ready  ## check the Rocq proofs; needs coq, libcoq-coquelicot and libcoq-interval
	@command -v coqc >/dev/null || { echo "coqc is missing: apt-get install coq libcoq-coquelicot libcoq-interval"; exit 4; }
	$(BIN)/certify prove --out out $(ARGS)

$(VENV)/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

clean:
	rm -rf $(VENV) out out-full
