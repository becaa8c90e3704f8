"""`ratschlag verify`: is every edition still as it was frozen, and every line of the journal as it was written?"""

import argparse
from collections.abc import Iterator, Sequence

from ratschlag.cli.environment import start_django

# What was found, and whether it is as it should be.
Finding = tuple[str, bool]


def run(words: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="ratschlag verify", description=__doc__).parse_args(words)
    start_django()
    findings = [*_editions(), *_journal()]
    for what, is_whole in findings:
        print(f"{'ok' if is_whole else '!!'}  {what}")
    return 0 if all(is_whole for _what, is_whole in findings) else 1


def _editions() -> Iterator[Finding]:
    from ratschlag.concept.models import Edition
    from ratschlag.concept.queries import fault_in, missing_editions

    editions = Edition.objects.select_related("process").order_by("process__slug", "frozen_at")
    for edition in editions.iterator(chunk_size=20):
        name = f"{edition.process.slug} {edition.number}"
        fault = fault_in(edition)
        yield f"edition {name}: {fault or f'as it was frozen, SHA-256 {edition.sha256}'}", not fault
    for number in missing_editions():
        yield f"edition {number}: the journal knows it, and it is no longer there", False
    if not editions.exists():
        yield "no edition was frozen yet", True


def _journal() -> Iterator[Finding]:
    from ratschlag.journal.models import Entry, Seal
    from ratschlag.journal.queries import first_broken_seal

    broken = first_broken_seal()
    if broken:
        yield f"journal: seal {broken.number} does not fit its entries", False
        return
    waiting = Entry.objects.unsealed().count()
    yield f"journal: all {Seal.objects.count()} seals fit; {waiting} entries wait for theirs", True
