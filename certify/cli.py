"""The command ``certify``: run, hunt, diff, prove, list, show, coverage, check.

Exit codes: 2 bad input; else 1 something refuted that is not marked as expected; else 3 something
undecided or vacuous; else 0. Interrupted (Ctrl-C): 130, with everything finished so far on disk.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import click

from certify.language import CertifyError, Claim

BAD_INPUT, INTERRUPTED = 2, 130


class Guarded(click.Group):
    """Turns errors of the input into one message and exit code 2, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CertifyError as error:
            click.echo(f"certify: {error}", err=True)
            ctx.exit(BAD_INPUT)


@click.group(cls=Guarded, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="certify", message="certify %(version)s")
def main() -> None:
    """Decide the bounds and derivative identities of papers, with evidence that others can re-check."""


@main.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--profile", type=click.Choice(["quick", "full"]), default="quick", show_default=True,
              help="How hard to look; full: ten times the instances, sizes up to n = 256, and --review.")
@click.option("--budget", type=int, help="Evaluations for each claim, instead of the profile's number.")
@click.option("--time-limit", type=float, help="Seconds for the whole run; what it cuts short is marked.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="number of cores",
              help="Processes; the decisions do not depend on it.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the search.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Output folder.")
@click.option("--review", is_flag=True, help="Also drop each hypothesis in turn, fit growth, find where a bound says "
              "nothing and where a proof loses (the full profile does).")
@click.option("--resume", is_flag=True, help="Keep what an interrupted run with the same options has decided.")
@click.option("--proofs", is_flag=True, help="Check the proofs of the claims with Rocq first, as `certify prove` does; "
              "without it, checks made earlier on this machine count.")
@click.option("--store", type=click.Path(path_type=Path, dir_okay=False),
              help="Start from the witnesses that `certify hunt` keeps there; they are certified anew.")
def run(targets: tuple[str, ...], profile: str, budget: int | None, time_limit: float | None, jobs: int, seed: int,
        out: Path, review: bool, resume: bool, proofs: bool, store: Path | None) -> None:
    """Decide claims, and write results, certificates and a report.

    TARGET is a paper key, the id of a claim or the start of ids, FILE.py, or FILE.py::NAME (default: the whole
    library). Exit codes: 2 bad input; else 1 something refuted that is not marked as expected; else 3 something
    undecided or vacuous; else 0; 130 interrupted.
    """
    from certify.decide.budget import budget_of
    from certify.runs import Run, Settings, exit_code, load, prepare_folder

    budget_of(profile, budget, time_limit)  # refuses nonsense before any work
    prepare_folder(out)
    claims = load(targets)
    if proofs:
        from certify.rocq.command import prove_claims

        prove_claims(claims, out, jobs=jobs)
    settings = Settings(profile, budget, seed, time_limit, _usable(store), review or profile == "full")
    work = Run(claims, list(targets), settings, out, min(jobs, len(claims)), resume)
    entries, interrupted = _watch(work)
    sys.exit(INTERRUPTED if interrupted else exit_code(entries))


def _usable(store: Path | None) -> str | None:
    """The path of a store that can be opened; complaints come before any work."""
    from certify.hunt import Store, StoreError

    if store is None:
        return None
    if not store.is_file():
        raise StoreError(f"there is no store {store}; `certify hunt ID --store {store}` makes one")
    with Store(store):
        return str(store.resolve())


def _watch(work: Any) -> tuple[list[dict[str, Any]], bool]:
    """Runs with a progress display; saves what is finished even when interrupted."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    started, seen, interrupted = time.monotonic(), {}, False
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("deciding", total=len(work.claims))

        def finished(entry: dict[str, Any]) -> None:
            seen[entry["id"]] = entry
            progress.update(task, advance=1, description=f"{entry['status']:<10} {entry['id']}"[:60])

        try:
            work.execute(finished)
        except KeyboardInterrupt:
            interrupted = True
    entries = [seen[claim.id] for claim in work.claims if claim.id in seen]
    _conclude(entries, work, time.monotonic() - started, interrupted, console)
    return entries, interrupted


def _conclude(entries: list[dict[str, Any]], work: Any, seconds: float, interrupted: bool, console: Any) -> None:
    from certify.report import terminal_findings, terminal_table
    from certify.runs import results_of, rows_of, save

    cut = interrupted or any(entry["cut"] for entry in entries)
    papers = [claim.paper for claim in work.claims]
    rows = rows_of(work.claims, whole=not work.targets)
    results = results_of(entries, papers, work.settings, seconds, cut, rows)
    save(results, work.folder)
    console.print(terminal_table(results, console.width))
    for line in terminal_findings(results):
        console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
    if interrupted:
        console.print(f"Interrupted after {len(entries)} of {len(work.claims)} claims; --resume goes on from there.")
    console.print(f"Report: {work.folder / 'index.html'}")


@main.command(short_help="Check proofs with the kernel of Rocq.")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="number of cores",
              help="Files that are compiled at once.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=300.0, show_default=True,
              help="Seconds for each call of coqc.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True,
              help="Folder for proofs.json.")
@click.option("--fresh", is_flag=True, help="Check every theorem again, whatever was accepted before.")
@click.option("--coqchk", is_flag=True, help="Have coqchk go over all compiled files too (a minute or more).")
@click.option("--statements", type=click.Path(path_type=Path), help="Only write the printed statements there.")
def prove(targets: tuple[str, ...], jobs: int, timeout: float, out: Path, fresh: bool, coqchk: bool,
          statements: Path | None) -> None:
    """Check proofs with the kernel of Rocq: that each proves the statement printed from its claim, with no axioms but
    those of the real numbers. Writes proofs.json; later runs on this machine count what is accepted.

    TARGET is as in `certify run`. A proof is a theorem of the claim's name in a .v file beside the lemma. Where there
    is none, one is written: from the tree of rules that proves a bound, or from a counterexample, of the negation. A
    claim for which that does not work either is counted as one without a proof, which is no failure.

    Exit codes: 0 every proof that is there is accepted; 1 one is refused; 2 bad input; 4 Rocq is not installed, so that
    nothing was checked.
    """
    from certify.rocq.command import prove_claims, write_statements
    from certify.runs import load

    claims = load(targets)
    if statements is not None:
        click.echo(f"{write_statements(claims, statements)} statements written to {statements}")
        return
    sys.exit(prove_claims(claims, out, jobs=jobs, limit=timeout, fresh=fresh, coqchk=coqchk))


@main.command(short_help="Search one claim harder, from run to run.")
@click.argument("target", metavar="ID")
@click.option("--budget", default="60s", show_default=True,
              help="A time (60s, 5m, 1h), or a number of evaluations, which finds the same on every machine.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the search.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="number of cores",
              help="Processes; with a number of evaluations the finds do not depend on it.")
@click.option("--store", type=click.Path(path_type=Path, dir_okay=False),
              help="Where the best certified witnesses are kept (default: in your data directory).")
@click.option("--json", "as_json", is_flag=True, help="Print the finds as JSON.")
def hunt(target: str, budget: str, seed: int, jobs: int, store: Path | None, as_json: bool) -> None:
    """Search one claim harder for instances where its left side is largest against its right side, and keep the best
    ones, certified, from run to run.

    ID is the id of a claim, or FILE.py::NAME (FILE.py where it holds one claim). `certify run --store FILE` starts from
    what was kept. Exit codes: 0 nothing violated, or expected to be; 1 violated; 2 bad input; 130 interrupted, with
    everything found so far in the store.
    """
    from certify.hunt import Hunt, Store, default_path, effort_of, to_json, to_text
    from certify.runs import load_one

    effort, claim = effort_of(budget), load_one(target)
    with Store(store or default_path()) as kept:
        found = Hunt(claim, kept, effort, seed, jobs).run()
    click.echo(json.dumps(to_json(found), indent=1, ensure_ascii=False) if as_json else to_text(found))
    if found.interrupted:
        sys.exit(INTERRUPTED)
    sys.exit(1 if found.violated and claim.expected != "refuted" else 0)


@main.command(short_help="Show what changed between two runs.")
@click.argument("old", type=click.Path(path_type=Path, exists=True))
@click.argument("new", type=click.Path(path_type=Path, exists=True))
def diff(old: Path, new: Path) -> None:
    """Show what changed between two runs: OLD and NEW are their output folders, or the results.json in them.

    Exit codes: 0 nothing is worse; 1 something changed for the worse: a claim is gone, a status or trust is weaker,
    a claim is refuted that was not and is not expected to be, a factor is enclosed less tightly; 2 bad input.
    """
    from rich.console import Console

    from certify.runs import differences, differences_table, read_results

    before, after = (read_results(path / "results.json" if path.is_dir() else path) for path in (old, new))
    changes, console = differences(before, after), Console()
    if changes:
        console.print(differences_table(changes, console.width))
    else:
        console.print(f"No changes in {len(after['claims'])} claims.")
    sys.exit(1 if any(change.worse for change in changes) else 0)


@main.command("list", short_help="List claims, a line each.")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
def list_claims(targets: tuple[str, ...]) -> None:
    """List claims, a line each: id, row of the source, provenance, label. TARGET is as in `certify run`."""
    from certify.runs import load

    for claim in load(targets):
        click.echo(f"{claim.id:<48} {claim.row or '-':<8} {claim.provenance:<9} {claim.label}")


@main.command(short_help="Show claims in full.")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
def show(targets: tuple[str, ...]) -> None:
    """Show claims in full: statement, source, provenance, identity. TARGET is as in `certify run`."""
    from certify.runs import load

    click.echo("\n\n".join(describe(claim) for claim in load(targets)))


@main.command(short_help="List the statements of the sources, with their claims.")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--results", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="A results.json, for the decision on each claim.")
def coverage(targets: tuple[str, ...], results: Path | None) -> None:
    """List the statements of each source that are to be encoded (rows), with the claims that encode each.

    With --results, how each claim was decided. TARGET is as in `certify run`; the rows stand in a rows.toml beside
    the claims. Exit codes: 0; 1 a row has no claim, or a claim names no row; 2 bad input.
    """
    from certify.runs import faults, load, rows_of

    claims = load(targets)
    rows = rows_of(claims, whole=not targets)
    if not rows:
        raise CertifyError("there is no rows.toml beside these claims, so there is nothing to cover")
    statuses = _statuses(results)
    for row in rows:
        click.echo(f"{row.id:<8} {row.source:<9} {row.text}" + ("  (planned)" if row.planned else ""))
        for claim in (claim for claim in claims if claim.row == row.id):
            click.echo(f"{'':<18} {statuses.get(claim.id, ''):<10} {claim.id}".rstrip())
    missing = faults(rows, claims)
    for fault in missing:
        click.echo(fault, err=True)
    sys.exit(1 if missing else 0)


def _statuses(results: Path | None) -> dict[str, str]:
    return {} if results is None else {
        entry["id"]: entry["status"] for entry in json.loads(results.read_text(encoding="utf-8"))["claims"]}


def describe(claim: Claim) -> str:
    """A claim in plain text."""
    paper = claim.paper
    source = ", ".join(str(part) for part in (paper.authors, paper.title, paper.year) if part)
    lines = [claim.id, f"  {claim}", f"  source      {source or paper.key}: {claim.label}",
             f"  provenance  {claim.provenance}" + (f" (via {claim.via})" if claim.via else ""),
             f"  sha256      {claim.sha256}"]
    lines += [f"  added       {relation}" for relation in claim.added]
    lines += [f"  step        {relation}" for relation in claim.chain]
    lines += [f"  uses        {used.id}" for used in claim.uses]
    return "\n".join(lines + ([f"  corrects    {claim.corrects.id}"] if claim.corrects else []))


@main.command("check", short_help="Re-check certificates with the independent checker.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check_files(files: tuple[Path, ...]) -> None:
    """Re-check certificates with the independent checker: FILES are certificates, or folders of them.

    Exit codes: 0 all valid; 1 one is invalid; 2 one is unreadable.
    """
    from certify import check

    sys.exit(check.main([str(path) for path in files]))
