"""What waits for a person: one by one, and floods of equal texts as what they are."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from ratschlag.contributions.compute import keyed_hash
from ratschlag.contributions.queries import secret_for
from ratschlag.survey.compute.abuse import folded
from ratschlag.survey.models import Hold, Survey

# Responses that count in figures: those that wait do not yet, those that were refused never.
COUNTED = Q(hold__isnull=True) | Q(hold__is_accepted=True)


@dataclass(frozen=True)
class HeldGroup:
    """Answers that say the same: `count` of them, shown once."""

    key: str
    holds: list[Hold]
    texts: list[str]
    chosen: int

    @property
    def count(self) -> int:
        return len(self.holds)

    @property
    def numbers(self) -> list[int]:
        return [hold.pk for hold in self.holds]

    @property
    def reasons(self) -> list[str]:
        return sorted({str(hold.get_reason_display()) for hold in self.holds})

    @property
    def language(self) -> str:
        return self.holds[0].response.language


def held_groups(survey: Survey) -> list[HeldGroup]:
    """The answers of a survey that wait, those that say the same together, the most first.

    The key of a group is a keyed hash of its words: it stands in the form in place of
    thousands of numbers.
    """
    found = (
        Hold.objects.waiting()
        .filter(response__survey=survey)
        .select_related("response")
        .prefetch_related("response__texts__contribution")
        .order_by("pk")
    )
    groups: dict[str, list[tuple[Hold, list[str]]]] = defaultdict(list)
    for hold in found:
        texts = [row.contribution.text for row in hold.response.texts.all()]
        words = folded(sorted(texts))
        # What was only ticked says nothing by which it could be known again.
        key = keyed_hash(secret_for("holds"), "group", words or str(hold.pk))
        groups[key].append((hold, texts))
    rows = [
        HeldGroup(
            key=key,
            holds=[hold for hold, _texts in same],
            texts=[text for text in same[0][1] if text],
            chosen=len(same[0][0].response.answers),
        )
        for key, same in groups.items()
    ]
    return sorted(rows, key=lambda group: (-group.count, group.numbers[0]))


def held_count(survey: Survey) -> int:
    return Hold.objects.waiting().filter(response__survey=survey).count()
