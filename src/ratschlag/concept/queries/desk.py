"""The document as the desk sees it: the tree, what would be frozen, what was."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import Promise

from ratschlag.concept.compute import Document, Kind
from ratschlag.concept.models import GAP_LABELS, Edition, Section
from ratschlag.concept.queries.editions import fault_in
from ratschlag.concept.queries.records import gaps_of
from ratschlag.process.models import Process


@dataclass(frozen=True)
class Branch:
    """A section in the tree, with how deep it stands and how many words its own text has."""

    section: Section
    depth: int
    word_count: int


def tree_of(process: Process) -> list[Branch]:
    return [
        Branch(row, row.number.count(".") + 1, len(row.text.split()))
        for row in process.sections.select_related("field")
    ]


def contents_of(document: Document) -> dict[str, int]:
    """How much an edition holds: sections, paragraphs of text, goals, measures, themes."""
    kinds = Counter(row.kind for chapter in document.chapters for row in chapter.paragraphs)
    return {
        "sections": len(document.chapters),
        "texts": kinds[Kind.TEXT],
        "goals": kinds[Kind.GOAL] + kinds[Kind.GUIDING],
        "measures": kinds[Kind.MEASURE],
        "themes": kinds[Kind.FATE],
    }


def gaps_in_words(process: Process) -> list[tuple[Promise, int]]:
    """What the document still lacks, and how often."""
    return [(GAP_LABELS[gap], count) for gap, count in gaps_of(process).items()]


def editions_checked(process: Process) -> list[tuple[Edition, bool]]:
    """The editions, the newest first, and whether each is still as it was frozen."""
    found = process.editions.order_by("-frozen_at", "-number")
    return [(row, not fault_in(row)) for row in found]
