"""From the voices over the themes to the measures: one count for the picture and its tables."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ratschlag.contributions.models import CHANNEL_LABELS
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.goals.models import Origin
from ratschlag.languages.queries import wording_of
from ratschlag.portal.compute import Bundle, Drawing, Flow, in_order, narrow, sums, wide
from ratschlag.portal.queries.shown import public_measures_of, public_themes
from ratschlag.process.models import Field, Process
from ratschlag.synthesis.models import Coding, Theme
from ratschlag.synthesis.rules import CodingState


@dataclass(frozen=True)
class Line:
    """A theme in the table: its voices, its measures, and how many of them in which field."""

    theme: Theme
    bundle: Bundle
    fields: tuple[tuple[Field, int], ...]


@dataclass(frozen=True)
class Voices:
    """Everything the page of voices and measures says; the picture has the numbers of the lines.

    `voice_count` is every contribution, `grouped_count` those that belong to a theme; of the
    measures `led_count` go back to themes, `with_origin_count` to a theme or a contribution.
    """

    lines: tuple[Line, ...]
    fields: tuple[Field, ...]
    voice_count: int
    grouped_count: int
    measure_count: int
    led_count: int
    with_origin_count: int

    @property
    def texts(self) -> tuple[list[Any], ...]:
        """The rows whose texts the picture and its tables show."""
        return [line.theme for line in self.lines], list(self.fields)

    @property
    def alone_count(self) -> int:
        """Contributions that belong to no theme: each is answered by itself."""
        return self.voice_count - self.grouped_count

    @property
    def own_count(self) -> int:
        """Measures that go back to a contribution alone, and to no theme."""
        return self.with_origin_count - self.led_count

    @property
    def without_origin_count(self) -> int:
        return self.measure_count - self.with_origin_count

    @cached_property
    def flow(self) -> Flow:
        """What is drawn, in the words that were read."""
        bundles = [line.bundle for line in self.lines]
        titles = [str(wording_of(line.theme, "title")) for line in self.lines]
        return Flow(
            [
                Bundle(row.key, title, row.voices, row.channels, row.fields)
                for row, title in zip(bundles, titles, strict=True)
            ],
            {channel: str(CHANNEL_LABELS[channel]) for channel in Channel},
            {str(field.pk): str(wording_of(field, "title")) for field in self.fields},
        )

    @property
    def by_channel(self) -> list[tuple[str, int]]:
        """The numbers beside the channels of the picture; who speaks of two themes counts twice."""
        into, _out = sums(self.flow)
        return [(self.flow.channels[key], into[key]) for key in self.flow.channels if into[key]]

    def drawings(self, *, is_rtl: bool) -> tuple[Drawing, Drawing]:
        """The picture for wide screens and the one for phones."""
        return wide(self.flow, is_rtl=is_rtl), narrow(self.flow, is_rtl=is_rtl)


def voices_of(process: Process) -> Voices:
    """Public themes of a process with who spoke of them and what came of them. Seven queries."""
    fields = list(process.fields.all())
    spoken, led_to = _voices(process), _measures(process)
    measures = public_measures_of(process)
    themes = {theme.pk: theme for theme in public_themes().filter(process=process)}
    bundles = [
        Bundle(
            key=str(pk),
            title=theme.title,
            voices=len(spoken[pk]),
            channels=Counter(spoken[pk].values()),
            fields=Counter(str(field) for field in led_to[pk].values()),
        )
        for pk, theme in themes.items()
        if spoken[pk] or led_to[pk]
    ]
    ordered = in_order(bundles, [str(field.pk) for field in fields])
    return Voices(
        lines=tuple(_line(themes[int(bundle.key)], bundle, fields) for bundle in ordered),
        fields=tuple(fields),
        voice_count=process.contributions.counted().count(),
        grouped_count=len({pk for theme in themes for pk in spoken[theme]}),
        measure_count=measures.count(),
        led_count=len({pk for theme in themes for pk in led_to[theme]}),
        with_origin_count=measures.from_citizens().count(),
    )


def _voices(process: Process) -> Mapping[int, dict[int, str]]:
    """Theme → contribution → channel: a contribution counts once per theme, and what was
    assigned to a merged theme counts for the one that it went into."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    codings = Coding.objects.filter(theme__process=process, state=CodingState.ACCEPTED).exclude(
        contribution__publication=Publication.WITHDRAWN
    )
    for theme, merged_into, contribution, channel in codings.values_list(
        "theme_id", "theme__merged_into_id", "contribution_id", "contribution__channel"
    ):
        found[merged_into or theme][contribution] = channel
    return found


def _measures(process: Process) -> Mapping[int, dict[int, int]]:
    """Theme → measure → field, for measures that are public."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    origins = Origin.objects.filter(theme__process=process, measure__in=public_measures_of(process))
    for theme, merged_into, measure, field in origins.values_list(
        "theme_id", "theme__merged_into_id", "measure_id", "measure__field_id"
    ):
        found[merged_into or theme][measure] = field
    return found


def _line(theme: Theme, bundle: Bundle, fields: list[Field]) -> Line:
    counts = ((field, bundle.fields.get(str(field.pk), 0)) for field in fields)
    return Line(theme, bundle, tuple((field, count) for field, count in counts if count))
