"""A table of answers: what of it is kept while it waits, and how it is read row by row."""

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO

from django.utils.translation import override

from ratschlag.city.rules import LANGUAGES, NATIVE_NAMES, STAFF_LANGUAGES
from ratschlag.contributions.models import CHANNEL_LABELS
from ratschlag.contributions.rules import UNDETERMINED, Channel
from ratschlag.lib.tables import Unreadable, Why
from ratschlag.survey.compute.columns import (
    Source,
    names_of,
    source_of,
    targets_of,
    token_of,
)
from ratschlag.survey.compute.imported import Plan, Reader
from ratschlag.survey.compute.private import Private, day_of, private
from ratschlag.survey.compute.questionnaire import Questionnaire
from ratschlag.survey.imports.tables import rows_in
from ratschlag.survey.models import Import
from ratschlag.survey.queries import questionnaire_of

_SAMPLE = 500


@dataclass(frozen=True)
class Taken:
    """What stays of a file: the rows, packed, without what tells who answered, where or when."""

    sha256: str
    source: Source
    columns: list[str]
    dropped: list[tuple[str, str]]
    content: bytes
    row_count: int


def sha256_of(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]
    file.seek(0)
    return digest.hexdigest()


def take(file: IO[bytes], name: str, questionnaire: Questionnaire) -> Taken:
    """Read a file once, drop what must not be kept, pack the rest. Raises Unreadable."""
    sha256 = sha256_of(file)
    rows = rows_in(file, name)
    header = [" ".join(cell.replace("\x00", "").split())[:300] for cell in next(rows, [])]
    while header and not header[-1]:
        header.pop()
    sample = list(islice(rows, _SAMPLE))
    if not header or not sample:
        raise Unreadable(Why.EMPTY)
    names = names_of(questionnaire)
    whys = [
        private(column, [cells[at] for cells in sample if at < len(cells)],
                is_asked=bool(token_of(column, names)))
        for at, column in enumerate(header)
    ]  # fmt: skip
    kept = [(at, why) for at, why in enumerate(whys) if why in (None, Private.DAY_ONLY)]
    packed, count = _packed(_chained(sample, rows), kept)
    return Taken(
        sha256=sha256,
        source=source_of(header, names),
        columns=[header[at] for at, _why in kept],
        dropped=[(header[at], why) for at, why in enumerate(whys) if why],
        content=packed,
        row_count=count,
    )


def _chained(sample: list[list[str]], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from sample
    yield from rows


def _packed(
    rows: Iterator[list[str]], kept: Sequence[tuple[int, Private | None]]
) -> tuple[bytes, int]:
    """Every row has its line, an empty one too, so that numbers are those of the file."""
    made, count = io.BytesIO(), 0
    with (
        gzip.open(made, "wt", encoding="utf-8", errors="surrogatepass", newline="",
                  compresslevel=1) as packed,
    ):  # fmt: skip
        write = csv.writer(packed).writerow
        for cells in rows:
            width = len(cells)
            write(
                ["" if at >= width else day_of(cells[at]) if why else cells[at] for at, why in kept]
            )
            count += 1
    return made.getvalue(), count


def rows_of(content: bytes, *, after: int = 0) -> Iterator[list[str]]:
    """The packed rows, those behind the first so many."""
    with gzip.open(
        io.BytesIO(content), "rt", encoding="utf-8", errors="surrogatepass", newline=""
    ) as packed:
        yield from islice(csv.reader(packed), after, None)


def reader_of(row: Import, today: date) -> Reader:
    """Reads the rows of an import as its plan says."""
    questionnaire = questionnaire_of(row.version)
    day = row.plan.get("received_on")
    plan = Plan(
        tokens=row.plan["tokens"],
        channel=row.plan["channel"],
        language=row.plan["language"],
        received_on=date.fromisoformat(day) if day else None,
        today=today,
        must_be_sent=row.source == Source.LIMESURVEY,
    )
    return Reader(
        questionnaire, plan, targets_of(questionnaire), channels=_channels(), languages=_languages()
    )


def _channels() -> dict[str, str]:
    found = {str(channel): str(channel) for channel in Channel}
    for language in STAFF_LANGUAGES:
        with override(language):
            found |= {str(label).casefold(): str(key) for key, label in CHANNEL_LABELS.items()}
    return found


def _languages() -> dict[str, str]:
    """ "de-informal" is LimeSurvey's German; what isn't ours is not known."""
    found = {name.casefold(): code for code, name in NATIVE_NAMES.items()}
    found |= {"de-informal": "de", "deutsch (de)": "de", "de-x-easy": "de-easy"}
    return {**found, **{code: code for code in LANGUAGES}, UNDETERMINED: UNDETERMINED}
