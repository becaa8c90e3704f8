"""Fields of action: proposed from their description on day one, learnt from what people code."""

from ratschlag.synthesis.compute.fields.sorter import (
    Field,
    FieldSorter,
    Suggestion,
    most_uncertain,
)

__all__ = ["Field", "FieldSorter", "Suggestion", "most_uncertain"]
