"""People's words for the pages of the whole: who speaks of a theme, and what they said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F, Q

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import Quote, for_quotes, quote_of
from ratschlag.contributions.rules import Publication
from ratschlag.portal.rules import may_everyone_read
from ratschlag.synthesis.models import Coding, Theme
from ratschlag.synthesis.rules import CodingState


def codings_by_theme(themes: Iterable[Theme]) -> Mapping[int, list[Coding]]:
    """What counts for each theme (merged ones for the one they went into), in the order it came,
    part by part. One query."""
    numbers = [theme.pk for theme in themes]
    codings = (
        Coding.objects.filter(state=CodingState.ACCEPTED)
        .filter(Q(theme__in=numbers) | Q(theme__merged_into__in=numbers))
        .exclude(contribution__publication=Publication.WITHDRAWN)
        .select_related("theme", "contribution", "part")
        .order_by(
            "contribution__received_on",
            "contribution_id",
            F("part__position").asc(nulls_first=True),
        )
    )
    found: dict[int, list[Coding]] = defaultdict(list)
    for coding in codings:
        found[coding.theme.merged_into_id or coding.theme_id].append(coding)
    return found


def contributions_in(codings: Iterable[Coding]) -> list[Contribution]:
    """Each contribution once."""
    return list(dict.fromkeys(coding.contribution for coding in codings))


def readable(contributions: Iterable[Contribution]) -> list[Contribution]:
    return [row for row in contributions if may_everyone_read(Publication(row.publication))]


def passages_in(codings: Iterable[Coding]) -> Mapping[int, str]:
    """What of a contribution speaks of the theme, by its number; nothing where all of it does."""
    parts: dict[int, list[str]] = defaultdict(list)
    wholes = set()
    for coding in codings:
        if coding.part:
            parts[coding.contribution_id].append(coding.part.text)
        else:
            wholes.add(coding.contribution_id)
    return {
        number: " … ".join(dict.fromkeys(texts))
        for number, texts in parts.items()
        if number not in wholes
    }


def with_words(contributions: Iterable[Contribution]) -> Mapping[int, Contribution]:
    """Those that everyone may read, with all that a quote needs, by number. Two queries."""
    numbers = [row.pk for row in contributions]
    return for_quotes(Contribution.objects.shown()).in_bulk(numbers) if numbers else {}


def quotes(
    contributions: Iterable[Contribution],
    language: str,
    *,
    words: Mapping[int, Contribution],
    passages: Mapping[int, str],
) -> tuple[Quote, ...]:
    """What these people said, in the order of the contributions."""
    return tuple(
        quote_of(words[row.pk], language, passages.get(row.pk, ""))
        for row in contributions
        if row.pk in words
    )


def varied(contributions: Sequence[Contribution], count: int) -> list[Contribution]:
    """So many of them, in as many languages as there are, in the order they came."""
    firsts: dict[str, Contribution] = {}
    for row in contributions:
        firsts.setdefault(row.language, row)
    chosen = list(firsts.values())[:count]
    chosen += [row for row in contributions if row not in chosen][: count - len(chosen)]
    return [row for row in contributions if row in chosen]
