"""`ratschlag bounces < mail`: a mail server hands over what came back, one mail at a time."""

import argparse
import sys
from collections.abc import Sequence

from ratschlag.cli.environment import start_django

# sysexits.h: the mail server keeps the mail and tries again.
_TRY_AGAIN = 75


def run(words: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="ratschlag bounces", description=__doc__).parse_args(words)
    start_django()
    from django.db import Error

    from ratschlag.mail.compute.bounces import MOST_BYTES

    try:
        print(_take_in(sys.stdin.buffer.read(MOST_BYTES)))
    except Error as error:
        print(f"the database can't be reached: {type(error).__name__}", file=sys.stderr)
        return _TRY_AGAIN
    return 0


def _take_in(raw: bytes) -> str:
    """Note a report about a letter of ours; says what was done, without an address."""
    from ratschlag.mail.actions import note_bounce
    from ratschlag.mail.compute.bounces import report_in
    from ratschlag.mail.queries import letter_of_mark

    report = report_in(raw)
    if report is None:
        return "no report of a failed delivery: nothing done"
    letter = next(filter(None, map(letter_of_mark, report.marks)), None)
    if letter is None:
        return "a report about no letter that we know: nothing done"
    is_paused = note_bounce(letter, report.verdict)
    return f"{report.verdict} failure noted" + ("; the address is paused" if is_paused else "")
