"""The command end to end: a million texts with the floor, 5,000 with the default encoder.

A million real texts are not there. Real ones are cut into runs of two or three words, and these
put together anew: such texts have the words and letters of real ones, say nothing, and are alike by
chance more often than real ones, the more so the longer the runs. One in
fifty is said twice word for word, one in thirty once more with edits.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from figures import Figure
from texts import contributions, light_edit, sentences

ROOT = Path(__file__).resolve().parents[2]
_LENGTH = 100  # characters, as the comments of the climate assembly have on average
# Texts, by what they are read, and the most seconds and megabytes that are promised.
_RUNS = ((5_000, "best", 150, 1_500), (1_000_000, "floor", 300, 4_000))


def measure(options: argparse.Namespace) -> list[Figure]:
    """In a process of its own each: its memory is that of one run only."""
    return [
        figure
        for count, encoder, seconds, megabytes in _RUNS
        if count <= options.most
        for figure in _measured(count, encoder, seconds, megabytes)
    ]


def _measured(count: int, encoder: str, seconds: int, megabytes: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder) / "texts.csv", Path(folder) / "out"
        make(table, count, is_real=encoder != "floor")
        words = [str(table), "--text", "text", "--id", "id", "--person", "person"]
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "ratschlag.cli", "synthesise", *words, "--encoder", encoder,
             "--out", str(out)],
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        took = time.perf_counter() - began
        record = json.loads((out / "run.json").read_text("utf-8"))
    figures, name = record["figures"], f"{count:,} texts, {record['model']['name']}"
    yield Figure(f"{name}: end to end", took, most=seconds, unit=" s")
    yield Figure(f"{name}: memory", record["peak_memory_mb"], most=megabytes, unit=" MB")
    yield Figure(f"{name}: without a theme", figures["share_without_theme"], most=0.10)
    yield Figure(f"{name}: pairs, {figures['duplicates_found_by']}", figures["duplicate_pairs"])
    if figures["duplicates_recall"] is not None:
        yield Figure(f"{name}: share of pairs found in a sample", figures["duplicates_recall"])


def make(path: Path, count: int, *, is_real: bool) -> None:
    """A table of so many texts; the real ones first, if so wished."""
    texts = _real() if is_real else []
    made = _recombined(count - len(texts[:count]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "person"])
        for number, text in enumerate([*texts[:count], *made]):
            writer.writerow([f"c{number}", text, f"p{number * 7919 % max(count * 4 // 5, 1)}"])


def _real() -> list[str]:
    return list(dict.fromkeys(str(row["text"]).strip() for row in contributions("klimarat")))


def _recombined(count: int) -> Iterator[str]:
    chance = random.Random(2016)
    words = [sentence.split() for sentence in sentences()]
    said: list[str] = []
    for number in range(count):
        if said and number % 50 == 0:
            text = chance.choice(said)
        elif said and number % 30 == 0:
            text = light_edit(chance.choice(said), chance)
        else:
            text = _text(words, chance)
            if len(said) < 10_000:
                said.append(text)
        yield text


def _text(words: list[list[str]], chance: random.Random) -> str:
    wanted = chance.randint(_LENGTH // 2, _LENGTH * 3 // 2)
    text = ""
    while len(text) < wanted:
        sentence = chance.choice(words)
        start = chance.randrange(max(len(sentence) - 3, 1))
        text += " " + " ".join(sentence[start : start + chance.randint(2, 3)])
    return text.strip()
