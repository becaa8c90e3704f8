"""How long a question takes among 20,000 documents, beside what a plain LIKE takes.

SQLite always; PostgreSQL too where RATSCHLAG_TEST_POSTGRES names a server.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from exports import _environment
from place import ROOT

_DOCUMENTS = 20_000

_MEASURE = """
import random, statistics, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
call_command("migrate", verbosity=0)
from ratschlag.search.models import Document, Text
from ratschlag.search.queries import found_for, shown
from ratschlag.search.rules import Kind

count, draw = int(sys.argv[1]), random.Random(1)
heads = "Sprach Deutsch Abend Kinder Wohnungs Stadtteil Bildungs Gesundheits Nachbar Schul".split()
tails = "kurse angebote betreuung suche treff beratung plätze zentrum projekte förderung".split()
small = "und für mit ohne mehr bessere neue in der die wir brauchen wünschen jeden Stadt".split()
words = [head + tail for head in heads for tail in tails]
rare = [f"wort{n}" for n in range(30_000)]

def text(length):
    pools = draw.choices((small, words, rare), (6, 2, 2), k=length)
    return " ".join(draw.choice(pool) for pool in pools)

began = time.perf_counter()
for start in range(0, count, 500):
    Document.objects.put(
        Text(Kind.VOICE, str(start + n), "de", text(5), text(60), "x/") for n in range(500))
print(f"{connection.vendor}: {count:,} documents of 65 words indexed in "
      f"{time.perf_counter() - began:.0f} s")
with connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        cursor.execute("VACUUM ANALYZE search_document")
        cursor.execute("SELECT pg_total_relation_size('search_document'), sum(length(title) + "
                       "length(text)) FROM search_document")
    else:
        cursor.execute("SELECT (SELECT page_count * page_size FROM pragma_page_count, "
                       "pragma_page_size), sum(length(title) + length(text)) FROM search_document")
    whole, plain = map(int, cursor.fetchone())
print(f"on disk {whole / 1e6:.0f} MB for {plain / 1e6:.0f} MB of text")

def timed(act):
    taken = []
    for _time in range(7):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)

def like(question):
    found = Document.objects.all()
    for word in question.split():
        found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return list(found.defer("title_entries", "text_entries")[:2000])

for question in ("wort12345", "Sprachkurs", "Kinderbetreuung Stadtteil", "kurse", "stadt wir"):
    results = found_for(question, "de")
    own = timed(lambda: found_for(question, "de"))
    page = timed(lambda: shown(results.hits[:15], results.asked, "de"))
    plain = timed(lambda: like(question))
    print(f"{question!r}: {len(results.hits)} found in {own:.1f} ms, a page of them shown in "
          f"{page:.1f} ms; LIKE {plain:.1f} ms: {plain / own:.1f} times as long")
"""


def measure() -> None:
    with tempfile.TemporaryDirectory(prefix="ratschlag-bench-") as folder:
        _run(_environment(folder))
        if server := os.environ.get("RATSCHLAG_TEST_POSTGRES"):
            with _a_database(server) as address:
                _run(_environment(folder) | {"RATSCHLAG_DATABASE_URL": address})


def _run(environment: dict[str, str]) -> None:
    words = [sys.executable, "-c", _MEASURE, str(_DOCUMENTS)]
    subprocess.run(words, env=environment, check=True, cwd=ROOT)


@contextmanager
def _a_database(server: str) -> Iterator[str]:
    """A database of its own, dropped afterwards."""
    import psycopg

    name = "ratschlag_bench_search"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    measure()
