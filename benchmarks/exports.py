"""How long 100,000 answers take to become a file, and how much memory that needs."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from place import ROOT

_ANSWERS = 100_000
_FORMS = ("csv", "xlsx", "sav", "json")

# Runs in a process of its own for each file, so that its memory is that file's alone.
_MAKE = """
import os, resource, sys, time
import django
django.setup()
from ratschlag.survey.exports import file_of
from ratschlag.survey.models import Survey
survey = Survey.objects.get()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began, worked = time.perf_counter(), time.process_time()
size = sum(len(piece) for piece in file_of(survey, sys.argv[1]).pieces)
seconds, worked = time.perf_counter() - began, time.process_time() - worked
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(seconds, worked, size, before // 1024, after // 1024)
"""

_FILL = """
import random, sys
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
call_command("migrate", verbosity=0)
from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.survey.models import Response, ResponseText
from ratschlag.survey.tests.many import asked, chosen
from tests import cast
cast.a_city()
process = cast.a_process()
survey = asked(process)
version, why = survey.versions.get(), survey.questions.get(key="why")
day = survey.opens_at.date()
with transaction.atomic():
    for start in range(0, int(sys.argv[1]), 5000):
        receipts = [Receipt(process=process, code_hash=f"c{n}", form_key_hash=f"f{n}",
                            content_hash="h") for n in range(start, start + 5000)]
        Receipt.objects.bulk_create(receipts)
        responses = [Response(survey=survey, version=version, receipt=receipt, language="de",
                              channel="online", received_on=day, answers=chosen(start + at))
                     for at, receipt in enumerate(receipts)]
        Response.objects.bulk_create(responses)
        texts = [Contribution(process=process, receipt=each.receipt, language="de",
                              channel="online", received_on=day,
                              text="Mehr Bänke im Schatten, bitte. " * 3)
                 for each in responses[::3]]
        Contribution.objects.bulk_create(texts)
        ResponseText.objects.bulk_create(
            ResponseText(response=each, question=why, contribution=text)
            for each, text in zip(responses[::3], texts))
"""


def measure() -> None:
    # Memory is flat if ten times as many answers need no more of it.
    for answers in (_ANSWERS // 10, _ANSWERS):
        _measure(answers)


def _measure(answers: int) -> None:
    with tempfile.TemporaryDirectory(prefix="ratschlag-bench-") as folder:
        environment = _environment(folder)
        _run(_FILL, str(answers), environment=environment)
        print(f"{answers:,} answers to ten questions, each third with words")
        for form in _FORMS:
            made = _run(_MAKE, form, environment=environment).split()
            seconds, worked, size, before, after = made
            print(
                f"{form}: {float(seconds):.1f} s ({float(worked):.1f} s of processor), "
                f"{int(size) / 1e6:.1f} MB; "
                f"memory {before} MB before, {after} MB at most"
            )


def _environment(folder: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RATSCHLAG", "DJANGO"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "ratschlag.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "RATSCHLAG_HOME": folder,
        "RATSCHLAG_DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        "RATSCHLAG_SECRET_KEY": json.dumps(list(range(40))),
        "RATSCHLAG_ADDRESS": "https://mitreden.example.de",
    }


def _run(script: str, *words: str, environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        env=environment, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    ).stdout  # fmt: skip


if __name__ == "__main__":
    measure()
