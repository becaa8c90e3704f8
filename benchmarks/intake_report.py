"""What a run prints: a line a round, medians, ratios or why there are none, and what fell short."""

import argparse
import os
import statistics
import subprocess
from collections.abc import Sequence

from intake_stand import QUIET, Round

_HEAD = (
    f"{'what':<34}{'clients':>8}{'done/s':>9}{'p50':>8}{'p95':>8}{'p99 ms':>8}"
    f"{'per CPU s':>11}{'server %':>9}{'load %':>7}{'other %':>8}{'errors':>7}{'503':>6}"
)


class Report:
    """Prints as it goes, and remembers what was promised and what came."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.shortfalls: list[str] = []
        self.missing: list[str] = []
        self.engine = ""

    def begin(self, engine: str) -> None:
        self.engine = engine
        self.say(f"\n==== {engine} {_version(engine)}")

    def say(self, line: str = "") -> None:
        print(line, flush=True)

    def heading(self, line: str) -> None:
        self.say(f"\n-- {line}")

    def table(self) -> None:
        self.say(_HEAD)

    def line(self, found: Round, clients: object = "") -> None:
        load, used = found.load, found.used
        share = 100 / used.seconds
        self.say(
            f"{found.stand:<34}{clients or load['plan']['clients']:>8}{found.per_second:>9.0f}"
            f"{load['p50']:>8.1f}{load['p95']:>8.1f}{load['p99']:>8.1f}{found.per_cpu:>11.0f}"
            f"{used.server * share:>9.0f}{load['cpu'] * share:>7.0f}{used.other * 100:>8.1f}"
            f"{load['errors']:>7}{load['shed']:>6}"
            + (f"  {load['faults']}" if load["faults"] else "")
        )

    def ratio(
        self, what: str, ours: Sequence[Round], theirs: Sequence[Round], least: float
    ) -> None:
        """Ours against theirs per CPU second, of the medians of the rounds."""
        loudest = max(each.used.other for each in [*ours, *theirs])
        if loudest > QUIET:
            self.missing.append(what)
            self.say(
                f"{what}: no ratio. Others took up to {loudest:.0%} of the machine, "
                f"more than {QUIET:.0%}."
            )
            return
        mine, other = (statistics.median(r.per_cpu for r in rows) for rows in (ours, theirs))
        found = mine / other if other else 0.0
        self.judge(f"{what}: {found:.2f} (at least {least})", found >= least)

    def judge(self, sentence: str, is_good: bool) -> None:
        self.say(f"{'ok' if is_good else '!!'}  {sentence}")
        if not is_good:
            self.shortfalls.append(f"{self.engine}: {sentence}")

    def summary(self) -> bool:
        self.say("\n==== In short")
        for what in self.missing:
            self.say(f"?? {what}: not measured on a quiet machine")
        for sentence in self.shortfalls:
            self.say(f"!! {sentence}")
        if not self.shortfalls and not self.missing:
            self.say("Everything that was measured reached what was promised.")
        return not self.shortfalls


def _version(engine: str) -> str:
    if engine == "sqlite":
        from ratschlag.lib.sqlite import sqlite_version, use_own_sqlite

        use_own_sqlite()
        return ".".join(map(str, sqlite_version()))
    done = subprocess.run(["psql", "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip().removeprefix("psql (PostgreSQL) ") or f"pid {os.getpid()}"
