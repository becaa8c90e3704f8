"""A table of 100,000 answers, from the file to the stored answers: seconds, and memory."""

import csv
import io
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from place import ROOT, a_place

ROWS = 100_000


def measure() -> None:
    """In a process of its own: the memory is that of this work only."""
    with a_place() as place:
        place.seconds("demo", "--no-serve", "--at", "2016-09-26")
        environment = {**place.environment, "RATSCHLAG_MODE": "demo"}
        environment["DJANGO_SETTINGS_MODULE"] = "ratschlag.settings"
        subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / "imports.py")], env=environment, check=True
        )


def _a_table(rows: int) -> bytes:
    made = io.StringIO()
    write = csv.writer(made).writerow
    write(["id", "submitdate", "startlanguage", "lastpage", "ipaddr", "q1", "q2", "q3"])
    for at in range(rows):
        day = f"2016-09-{6 + at % 19:02} 08:{at % 60:02}:00"
        words = f"Mehr Bäume in der Straße {at}, und Bänke darunter."
        third = f"Busse auch am Abend, alle {at % 30} Minuten." if at % 2 else ""
        write([at, day, "de", 3, "203.0.113.7", words, third, ""])
    return made.getvalue().encode()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began, work = time.perf_counter(), time.process_time()
    yield
    work = time.process_time() - work
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:<34} {time.perf_counter() - began:>6.1f} s ({work:.1f} s of CPU), at most {highest:>4.0f} MB so far"
    )


def _take_in() -> None:
    from ratschlag.survey.actions.elsewhere import assign_columns, begin_import, keep_upload
    from ratschlag.survey.imports.answers import take
    from ratschlag.survey.models import Survey
    from ratschlag.survey.queries import latest_version, questionnaire_of
    from ratschlag.survey.tasks import check_import, take_in_answers

    survey = Survey.objects.first()
    version = latest_version(survey) if survey else None
    if survey is None or version is None:
        raise RuntimeError("the demo has no survey")
    for rows in (ROWS // 10, ROWS):
        content = _a_table(rows)
        with _timed(f"{rows:,} rows: read and pack"):
            taken = take(io.BytesIO(content), "a.csv", questionnaire_of(version))
        row = keep_upload(survey, taken, name="a.csv", by=None)
        facts = {"channel": "online", "language": "de", "received_on": None}
        assign_columns(row, tokens=row.plan["tokens"], facts=facts, by=None)
        with _timed(f"{rows:,} rows: check"):
            check_import.func(row.pk)
        begin_import(row, by=None)
        with _timed(f"{rows:,} rows: take in"):
            stored = take_in_answers.func(row.pk)
        print(f"{stored:,} of {rows:,} rows are stored, with their {rows + rows // 2:,} texts")


if __name__ == "__main__":
    from ratschlag.cli.environment import start_django

    start_django()
    _take_in()
