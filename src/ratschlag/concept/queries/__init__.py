"""What the document says today, what its editions say, and whether they still say it."""

from ratschlag.concept.queries.editions import (
    day_of,
    document_of,
    edition_shown,
    fault_in,
    first_changed_edition,
    missing_editions,
    public_editions,
)
from ratschlag.concept.queries.records import chapter_now, document_now, gaps_of

__all__ = [
    "chapter_now",
    "day_of",
    "document_now",
    "document_of",
    "edition_shown",
    "fault_in",
    "first_changed_edition",
    "gaps_of",
    "missing_editions",
    "public_editions",
]
