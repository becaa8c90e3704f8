"""How well the themes cover what came: by language, channel and field; and whether they merely
follow language."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ratschlag.contributions.models import CHANNEL_LABELS
from ratschlag.contributions.rules import UNDETERMINED, WITHOUT_TEXT, Channel
from ratschlag.process.models import Process
from ratschlag.synthesis.compute.board import by_chance, follows, in_words
from ratschlag.synthesis.queries.board import (
    OF_CONTRIBUTION,
    Voice,
    people_in,
    voice_of,
    voices_by_theme,
)
from ratschlag.synthesis.queries.desk import is_coded, language_name, readable, themes_by_field


@dataclass(frozen=True)
class Share:
    """A language, a channel or a field: how many people and texts, how many of them in a theme."""

    name: str
    people: int
    texts: int
    coded: int

    @property
    def open(self) -> int:
        return self.texts - self.coded

    @property
    def percent(self) -> float:
        return 100 * self.coded / self.texts if self.texts else 0


@dataclass(frozen=True)
class Coverage:
    """`follows` is the normalised mutual information of themes and languages, 0 to 1; `chance`
    is what it would be if languages were dealt out by lot."""

    languages: tuple[Share, ...]
    channels: tuple[Share, ...]
    fields: tuple[Share, ...]
    follows: float
    chance: float
    texts: int
    coded: int

    @property
    def in_words(self) -> str:
        return in_words(self.follows, self.chance)

    @property
    def open(self) -> int:
        return self.texts - self.coded


def coverage_of(process: Process) -> Coverage:
    """Five queries, however many contributions there are."""
    everything = readable(process).counted().exclude(publication__in=WITHOUT_TEXT)
    rows = everything.annotate(is_coded=is_coded()).order_by("received_on", "pk")
    voices = [
        (voice_of(row), row["is_coded"]) for row in rows.values("pk", "is_coded", *OF_CONTRIBUTION)
    ]
    by_theme = voices_by_theme(process)
    meeting = _meeting(by_theme)
    channels = {channel.value: str(CHANNEL_LABELS[channel]) for channel in Channel}
    return Coverage(
        languages=_shares((language_name(voice.language), voice, done) for voice, done in voices),
        channels=_shares((channels[voice.channel], voice, done) for voice, done in voices),
        fields=_fields(process, by_theme, [voice for voice, done in voices if not done]),
        follows=follows(meeting),
        chance=by_chance(meeting),
        texts=len(voices),
        coded=sum(done for _voice, done in voices),
    )


def _shares(rows: Iterable[tuple[str, Voice, bool]]) -> tuple[Share, ...]:
    said: dict[str, list[tuple[Voice, bool]]] = defaultdict(list)
    for name, voice, done in rows:
        said[name].append((voice, done))
    shares = [
        Share(name, people_in(voice for voice, _done in members), len(members), _done_in(members))
        for name, members in said.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.texts, share.name)))


def _done_in(members: list[tuple[Voice, bool]]) -> int:
    return sum(done for _voice, done in members)


def _fields(
    process: Process, by_theme: dict[int, list[Voice]], waiting: list[Voice]
) -> tuple[Share, ...]:
    """Through its themes a text belongs to fields, to several perhaps; what has no theme yet
    belongs to none."""
    themes = process.themes.current().select_related("field")
    found = []
    for title, members in themes_by_field(themes):
        said = {voice.contribution: voice for row in members for voice in by_theme.get(row.pk, ())}
        found.append(Share(title, people_in(said.values()), len(said), len(said)))
    if waiting:
        found.append(Share(_("not assigned yet"), people_in(waiting), len(waiting), 0))
    return tuple(found)


def _meeting(by_theme: dict[int, list[Voice]]) -> Counter[tuple[str, str]]:
    """How many texts of each language stand in each theme."""
    return Counter(
        (str(theme), voice.language)
        for theme, voices in sorted(by_theme.items())
        for voice in voices
        if voice.language != UNDETERMINED
    )
