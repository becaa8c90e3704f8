"""The parts of the run; each is given the city, and the cluster of its database if there is one."""

import contextlib
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import intake_stand as stands
from intake_city import PAGE, Cluster, Served, Town
from intake_proc import cpu_of, name_of, pss_of, tree_of
from intake_raw import postgres_commits, sqlite_commits
from intake_report import Report
from intake_stand import Round, Stand, fire, settle
from place import free_port

_MB = 1_000_000
_AT_RATIO = 64  # clients at which the ratios are taken


def _more(cluster: Cluster | None) -> tuple[int, ...]:
    return (cluster.pid,) if cluster else ()


@contextlib.contextmanager
def _both(town: Town, cluster: Cluster | None) -> Any:
    """Our server and the bare view, each with a database of its own."""
    with ExitStack() as stack:
        served = stack.enter_context(town.served())
        url = stack.enter_context(cluster.database("bench_bare")) if cluster else ""
        page = stands.page_of(served.port)
        other = stack.enter_context(stands.bare(page, url, *_more(cluster)))
        yield stands.ours(town, served, *_more(cluster)), other, served


def _checked(report: Report, town: Town, stand: Stand, **plan: Any) -> Round:
    """A round, after which as many responses are stored as receipts were read."""
    before = town.stored()
    found = fire(stand, **plan)
    stored = tuple(now - then for now, then in zip(town.stored(), before, strict=True))
    count, texts = found.load["codes"], found.load["codes"] * 3
    if found.load["errors"] == 0 and stored != (count, texts, texts):
        report.judge(f"{count} receipts read, but stored: {stored}", False)
    elif stored[0] < count:
        report.judge(f"{count} receipts read, only {stored[0]} responses stored", False)
    return found


def start(report: Report, town: Town, _cluster: Cluster | None) -> None:
    """from the command `serve` to the first response"""
    seconds = []
    for _time in range(3):
        with town.served() as served:
            seconds.append(served.seconds)
            settle(0.2)
    report.say("seconds: " + ", ".join(f"{each:.2f}" for each in seconds))
    report.judge(
        f"median {statistics.median(seconds):.2f} s (at most 2)", statistics.median(seconds) <= 2
    )


def closed(report: Report, town: Town, cluster: Cluster | None) -> None:
    """complete submissions: fetch the form, send it, read the receipt"""
    options = report.options
    rounds: dict[tuple[str, int], list[Round]] = {}
    with _both(town, cluster) as (ours, other, served):
        _warm(ours, other)
        report.table()
        for clients in options.clients:
            for _round in range(options.rounds):
                plan = {"clients": clients, "seconds": options.seconds}
                mine = _checked(report, town, ours, **plan)
                theirs = fire(other, **plan)
                for each in (mine, theirs):
                    report.line(each)
                    rounds.setdefault((each.stand, clients), []).append(each)
        report.say(_memory_line(served, cluster))
    at = _AT_RATIO if _AT_RATIO in options.clients else options.clients[-1]
    mine, theirs = rounds[(ours.name, at)], rounds[(other.name, at)]
    report.ratio(f"complete per CPU second at {at} clients", mine, theirs, 1.0)
    worst = max(each.load["p99"] for each in mine)
    report.judge(f"p99 at {at} clients: {worst:.0f} ms (at most 250)", worst <= 250)
    errors = sum(each.load["errors"] for each in mine)
    report.judge(f"errors at {at} clients: {errors}", errors == 0)


def sending(report: Report, town: Town, cluster: Cluster | None) -> None:
    """sending alone, the form not fetched"""
    options, mine, theirs = report.options, [], []
    with _both(town, cluster) as (ours, other, _served):
        _warm(ours, other)
        report.table()
        for _round in range(options.rounds):
            plan = {"clients": 16, "seconds": options.seconds, "scenario": "send"}
            mine.append(_checked(report, town, ours, **plan))
            theirs.append(fire(other, **plan))
            report.line(mine[-1])
            report.line(theirs[-1])
    report.ratio("sending alone per CPU second", mine, theirs, 0.6)


def raw(report: Report, _town: Town, cluster: Cluster | None) -> None:
    """raw durable commits, one row each"""
    seconds = report.options.seconds
    with tempfile.TemporaryDirectory(prefix="ratschlag-raw-") as folder:
        if cluster is None:
            count = sqlite_commits(folder, seconds)
            report.say(f"one writer, write-ahead log, every commit synced: {count:.0f}/s")
            return
        with cluster.database("bench_raw") as url:
            for clients in (1, 16, 64):
                count = postgres_commits(url, folder, seconds, clients)
                report.say(f"{clients} connections: {count:.0f}/s")


def pages(report: Report, town: Town, _cluster: Cluster | None) -> None:
    """the answering page: by the application, by nginx from its cache, by nginx as a file"""
    options = report.options
    rounds: dict[str, list[Round]] = {}
    with ExitStack() as stack:
        served = stack.enter_context(town.served(RATSCHLAG_BEHIND_PROXY="1"))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ratschlag-nginx-"))
        measured = [stands.ours(town, served)]
        page = stands.page_of(served.port)
        (Path(folder) / "page.html").write_bytes(page)
        for name, make, path in (
            ("nginx, file", stands.static_configuration, "/page.html"),
            ("nginx, cache", _documented(served.port), PAGE),
        ):
            port = free_port()
            text = make(folder, port)
            measured.append(stack.enter_context(stands.nginx(name, text, port, folder, path)))
        report.say(f"{len(page)} bytes of HTML, not compressed")
        report.table()
        for _round in range(options.rounds + 1):
            for stand in measured:
                plan = {"scenario": "page", "clients": 16, "seconds": options.seconds}
                rounds.setdefault(stand.name, []).append(fire(stand, **plan))
                report.line(rounds[stand.name][-1])
    file = rounds["nginx, file"]
    report.ratio("page by the application against nginx", rounds["ratschlag"], file, 0.15)
    report.ratio("page by nginx with its cache against nginx", rounds["nginx, cache"], file, 0.9)


def _documented(upstream: int) -> Callable[[str, int], str]:
    return lambda folder, port: stands.documented_configuration(folder, port, upstream)


def opened(report: Report, town: Town, cluster: Cluster | None) -> None:
    """forms that come by the clock: 200, then 400 a second"""
    _by_the_clock(report, town, cluster, (200, 400))


def slow(report: Report, town: Town, cluster: Cluster | None, preload: str) -> None:
    rate = 400 if cluster else 150
    _by_the_clock(report, town, cluster, (rate,), preload="" if cluster else preload)


def _by_the_clock(
    report: Report, town: Town, cluster: Cluster | None, rates: tuple[int, ...], preload: str = ""
) -> None:
    with town.served(preload=preload) as served:
        stand = stands.ours(town, served, *_more(cluster))
        _warm(stand)
        report.table()
        for rate in rates:
            each = _checked(report, town, stand, rate=rate, seconds=report.options.minute)
            report.line(each, f"{rate}/s")
            load = each.load
            is_good = load["p99"] <= 500 and not load["errors"] and not load["shed"]
            report.judge(
                f"{rate} forms a second: p99 {load['p99']:.0f} ms (at most 500), "
                f"{load['errors']} errors, {load['shed']} times 503",
                is_good,
            )


def overload(report: Report, town: Town, cluster: Cluster | None) -> None:
    """five times the load that it can carry"""
    options = report.options
    with town.served() as served:
        stand = stands.ours(town, served, *_more(cluster))
        _warm(stand)
        can = fire(stand, clients=64, seconds=options.seconds)
        rate = 5 * can.per_second
        report.say(f"it carries {can.per_second:.0f}/s; now {rate:.0f}/s")
        report.table()
        before = town.stored()[0]
        each = fire(stand, rate=rate, seconds=options.minute)
        report.line(each, "5 x")
        settle(5.0)
        load, stored = each.load, town.stored()[0] - before
        report.say(f"answers: {load['statuses']}; at most {load['most_open']} at once")
        report.judge(f"{load['codes']} acknowledged, {stored} stored", stored == load["codes"])
        report.judge(f"{load['errors']} got neither a receipt nor 503", not load["errors"])
        report.judge("every 503 says when to come back", not load["shed_without_retry"])
        after = _checked(report, town, stand, clients=16, seconds=options.seconds)
        report.line(after)
        is_normal = after.load["p99"] <= 250 and not after.load["errors"] + after.load["shed"]
        report.judge(f"5 s later p99 {after.load['p99']:.0f} ms (at most 250)", is_normal)


def memory(report: Report, town: Town, cluster: Cluster | None) -> None:
    """memory of the tree of processes while answers come in"""
    count = report.options.answers
    sizes = []
    with town.served() as served:
        stand = stands.ours(town, served, *_more(cluster))
        _warm(stand)
        for _part in range(10):
            _checked(report, town, stand, clients=64, seconds=600, most=count // 10)
            sizes.append(sum(pss_of(pid) for pid in tree_of(served.pid)))
        report.say(f"{town.stored()[0]} answers; MB after each tenth: " + _megabytes(sizes))
        report.say(_memory_line(served, cluster))
    is_flat = sizes[-1] <= sizes[4] * 1.1 + 5 * _MB
    largest = max(sizes) / _MB
    report.judge(
        f"at most {largest:.0f} MB (at most 400), flat: {is_flat}", is_flat and largest <= 400
    )


def _megabytes(sizes: list[int]) -> str:
    return " ".join(f"{size / _MB:.0f}" for size in sizes)


def _memory_line(served: Served, cluster: Cluster | None) -> str:
    pids = [*tree_of(served.pid), *(tree_of(cluster.pid)[:3] if cluster else ())]
    each = [f"{name_of(pid)} {pss_of(pid) / _MB:.0f}" for pid in pids if cpu_of([pid])]
    return "memory (PSS, MB): " + ", ".join(each)


def _warm(*those: Stand) -> None:
    for stand in those:
        fire(stand, clients=8, seconds=0.7)
