"""How fast answers are taken in, beside a bare Django view, raw commits and nginx, in one run.

`./run bench intake -- --seconds 2 --rounds 1 --parts closed,pages --engines sqlite` runs less.
Ratios rest on CPU seconds of the server's whole tree of processes, PostgreSQL's included; where
others took more than 15 % of the machine no ratio is printed.
"""

import argparse
import contextlib
import os
import resource
import tempfile
from collections.abc import Iterator, Sequence

import intake_parts as parts
from intake_city import Cluster, Town, a_cluster, a_town
from intake_report import Report
from intake_slow import slow_disk

PARTS = {
    "start": parts.start,
    "closed": parts.closed,
    "send": parts.sending,
    "raw": parts.raw,
    "pages": parts.pages,
    "open": parts.opened,
    "overload": parts.overload,
    "memory": parts.memory,
}


def measure(words: Sequence[str] = ()) -> bool:
    """Run the parts on each engine; says at the end what fell short, and returns whether none did."""
    options = _options(words)
    report = Report(options)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    for engine in options.engines:
        report.begin(engine)
        with _cluster(engine) as cluster, _town(cluster) as town:
            for name in [part for part in PARTS if part in options.parts]:
                if name in ("pages", "start") and engine != options.engines[0]:
                    continue
                report.heading(f"{engine}: {(PARTS[name].__doc__ or name).splitlines()[0]}")
                PARTS[name](report, town, cluster)
        if "slow" in options.parts:
            _slow(report, engine)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return report.summary()


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench intake --", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="of a round of the closed loop")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--minute", type=float, default=60.0, help="seconds of an open loop")
    parser.add_argument("--clients", default="1,16,64,256")
    parser.add_argument("--answers", type=int, default=100_000, help="for memory")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--parts", default=",".join([*PARTS, "slow"]))
    options = parser.parse_args(words)
    options.clients = [int(count) for count in options.clients.split(",")]
    options.engines, options.parts = options.engines.split(","), options.parts.split(",")
    if unknown := set(options.parts) - {*PARTS, "slow"}:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join([*PARTS, 'slow'])}")
    return options


@contextlib.contextmanager
def _cluster(engine: str, preload: str = "") -> Iterator[Cluster | None]:
    if engine == "sqlite":
        yield None
        return
    with a_cluster(preload) as cluster:
        yield cluster


@contextlib.contextmanager
def _town(cluster: Cluster | None) -> Iterator[Town]:
    """A city of its own, on SQLite or in a database of the cluster."""
    if cluster is None:
        with a_town() as town:
            yield town
        return
    with cluster.database(f"bench_city_{os.getpid()}") as url, a_town(url) as town:
        yield town


def _slow(report: Report, engine: str) -> None:
    report.heading(f"{engine}: forms that come by the clock, every sync delayed by 5 ms")
    with tempfile.TemporaryDirectory(prefix="ratschlag-slow-") as folder:
        if not (preload := slow_disk(folder)):
            report.say("not measured: no C compiler (gcc) to delay syncs with")
            return
        with _cluster(engine, preload) as cluster, _town(cluster) as town:
            parts.slow(report, town, cluster, preload)
