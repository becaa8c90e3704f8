"""The whole in one call: texts in, and all that can be said about them out."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute import themes as found_in
from ratschlag.synthesis.compute.board import by_chance, follows
from ratschlag.synthesis.compute.duplicates import Duplicates, across_languages, near_duplicates
from ratschlag.synthesis.compute.fair import Covered, coverage, people, weights
from ratschlag.synthesis.compute.fields import Field, FieldSorter, Suggestion
from ratschlag.synthesis.compute.language import Languages
from ratschlag.synthesis.compute.private import Found, private_words
from ratschlag.synthesis.compute.rows import Row
from ratschlag.synthesis.compute.steady import steady
from ratschlag.synthesis.compute.summary import Sentence, summary
from ratschlag.synthesis.compute.themes import Difference, Themes
from ratschlag.synthesis.compute.vectors import Centre, Encoder, Floats, Floor, Mark

__all__ = ["Before", "Progress", "Result", "Row", "Settings", "synthesise"]

# What is being done, how much of it is done, of how much.
Progress = Callable[[str, int, int], None]

# Fewer texts are read by one process: starting a second takes longer than it saves.
_WORTH_PROCESSES = 20_000
_PORTION = 5_000
_SLICE = 65_536
# Beyond it every pair of two languages can't be looked at in the time there is.
_MOST_ACROSS = 20_000
# From so few texts no name that says anything can be drawn.
_ENOUGH_TO_NAME = 5
# A summary is drawn from the texts nearest to a theme's centre.
_SUMMED_UP = 400
# So many times the texts of the run before, and the floor fitted to those knows too little.
_OUTGROWN = 2


@dataclass(frozen=True)
class Settings:
    """What a city chooses. `encoder` None: the floor, fitted to these texts."""

    languages: Sequence[str]
    encoder: Encoder | None = None
    themes: int | None = None
    # Whoever reads the names: in this language where a theme has enough texts in it.
    named_in: str = ""
    fields: Sequence[Field] = ()
    # By the id of the text: its field, its theme, and themes that it does not belong to.
    labels: Mapping[str, str] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    forbidden: Collection[tuple[str, str]] = ()


@dataclass(frozen=True)
class Before:
    """The run before: its themes, which text stood in which, and by what it was read."""

    themes: found_in.Before
    assigned: Mapping[str, str]
    mark: Mark
    floor: Floor | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A theme as it is shown: rows are positions among the texts."""

    id: str
    name: str
    rows: NDArray[np.int64]
    people: int
    languages: Mapping[str, int]
    channels: Mapping[str, int]
    fields: Mapping[str, int]
    quotes: Sequence[int]
    summary: Sequence[Sentence]


@dataclass(frozen=True)
class Result:
    """Everything about the texts, in their order."""

    languages: list[str]
    duplicates: Duplicates
    across: list[tuple[int, int, float]]
    vectors: Floats
    centre: Centre
    floor: Floor | None
    mark: Mark
    themes: Themes
    told: list[Told]
    suggestions: list[Suggestion] | None
    private: Mapping[int, Sequence[Found]]
    coverage: list[Covered]
    # Normalised mutual information of themes and languages; what the fields are, if any.
    follows_language: float
    # What that figure would be if the languages were dealt out by chance.
    follows_by_chance: float
    people: int
    picture: Floats
    difference: Difference | None
    # Whether the themes of the run before were carried over by their texts, not by vectors.
    is_carried_over: bool = False


def synthesise(
    rows: Sequence[Row],
    settings: Settings,
    before: Before | None = None,
    progress: Progress = lambda what, done, of: None,
) -> Result:
    """Language, duplicates, vectors, themes, fields, and a fair picture of them.

    Raises ValueError for decisions about texts that are not there.
    """
    return _Run(rows, settings, before, progress).result()


class _Run:
    def __init__(
        self, rows: Sequence[Row], settings: Settings, before: Before | None, progress: Progress
    ) -> None:
        self.rows, self.settings, self.before, self.progress = rows, settings, before, progress
        self.ids = [row.id for row in rows]
        self.texts = [row.text for row in rows]
        self.persons = [row.person for row in rows]
        self.channels = [row.channel for row in rows]
        self.at = {key: at for at, key in enumerate(self.ids)}

    def result(self) -> Result:
        count = len(self.rows)
        self.progress("language", 0, count)
        forms = [row.language for row in self.rows]
        self.languages = Languages(self.settings.languages).all(self.texts, forms)
        self.progress("duplicates", 0, count)
        # Whatever their languages: of a few words the language is easily misread.
        duplicates = near_duplicates(
            self.texts,
            progress=lambda done: self.progress("duplicates", done, count),
        )
        private = self._private()
        vectors, encoder = self._vectors()
        floor, mark = encoder if isinstance(encoder, Floor) else None, encoder.mark
        centre = Centre.fit(vectors, self.languages)
        # Slice by slice and in place: a million rows are not to stand in memory four times.
        for at in range(0, count, _SLICE):
            part = slice(at, at + _SLICE)
            vectors[part] = centre.apply(vectors[part], self.languages[part])
        self.progress("themes", 0, count)
        themes, is_carried_over = self._themes(vectors, duplicates, mark)
        suggestions = self._suggestions(vectors, encoder)
        self.progress("report", 0, count)
        told = self._told(vectors, themes, private, suggestions)
        spoken = self._spoken(themes)
        return Result(
            languages=self.languages,
            duplicates=duplicates,
            across=self._across(vectors),
            vectors=vectors,
            centre=centre,
            floor=floor,
            mark=mark,
            themes=themes,
            told=told,
            suggestions=suggestions,
            private=private,
            coverage=self._coverage(themes, told, suggestions),
            follows_language=follows(spoken),
            follows_by_chance=by_chance(spoken),
            people=people(self.persons, range(count)),
            picture=found_in.picture(themes.centres),
            difference=self._difference(themes),
            is_carried_over=is_carried_over,
        )

    def _spoken(self, themes: Themes) -> Counter[tuple[str, str]]:
        """How many texts speak of each theme in each language."""
        return Counter(
            (themes.ids[at], language)
            for at, language in zip(themes.first.tolist(), self.languages, strict=True)
            if at >= 0
        )

    def _vectors(self) -> tuple[Floats, Encoder]:
        """What is said several times is read once."""
        texts = list(dict.fromkeys(self.texts))
        encoder = self.settings.encoder or self._floor(texts)
        self.progress("vectors", 0, len(texts))
        vectors = encoder.encode(texts, lambda done: self.progress("vectors", done, len(texts)))
        if len(texts) < len(self.texts):
            at = {text: position for position, text in enumerate(texts)}
            vectors = vectors[[at[text] for text in self.texts]]
        return vectors, encoder

    def _floor(self, texts: Sequence[str]) -> Floor:
        """That of the run before, so that both are in one space, unless it knew too few texts."""
        known = _OUTGROWN * len(self.before.assigned) if self.before else 0
        if self.before and self.before.floor and len(self.rows) <= known:
            return self.before.floor
        self.progress("floor", 0, len(texts))
        return Floor.fit(texts)

    def _themes(self, vectors: Floats, duplicates: Duplicates, mark: Mark) -> tuple[Themes, bool]:
        before, is_carried_over = None, False
        if self.before:
            before, is_carried_over = self.before.themes, self.before.mark != mark
            if is_carried_over:
                before = self._carried_over(vectors, self.before)
        themes = found_in.find_themes(
            vectors,
            count=self.settings.themes,
            before=before,
            pinned={self.at[key]: theme for key, theme in self.settings.pinned.items()},
            forbidden=[(self.at[key], theme) for key, theme in self.settings.forbidden],
            weights=weights(self.persons, duplicates.groups),
        )
        return themes, is_carried_over

    def _carried_over(self, vectors: Floats, before: Before) -> found_in.Before:
        """The themes of another space, found anew where the texts are that stood in them."""
        rows: dict[str, list[int]] = {}
        for at, key in enumerate(self.ids):
            if theme := before.assigned.get(key):
                rows.setdefault(theme, []).append(at)
        ids = [theme for theme in before.themes.ids if theme in rows]
        centres = np.zeros((len(ids), vectors.shape[1]), np.float32)
        for place, theme in enumerate(ids):
            total = vectors[rows[theme]].astype(np.float64).sum(axis=0)
            centres[place] = total / max(float(np.linalg.norm(total)), 1e-9)
        sizes = np.array([len(rows[theme]) for theme in ids], np.float32)
        return found_in.Before(ids, centres, sizes, before.themes.used)

    def _private(self) -> dict[int, Sequence[Found]]:
        self.progress("private", 0, len(self.rows))
        every = _by_processes(
            _private_in,
            list(zip(self.texts, self.languages, strict=True)),
            lambda done: self.progress("private", done, len(self.rows)),
        )
        return {at: found for at, found in enumerate(every) if found}

    def _suggestions(self, vectors: Floats, encoder: Encoder) -> list[Suggestion] | None:
        fields, labels = self.settings.fields, self.settings.labels
        if not fields:
            return None
        self.progress("fields", 0, len(self.rows))
        sorter = FieldSorter.zero_shot(fields, encoder)
        if labels:
            sorter.learn(self.texts, vectors, [labels.get(key, "") for key in self.ids])
        return sorter.suggest(self.texts, vectors)

    def _told(
        self,
        vectors: Floats,
        themes: Themes,
        private: Mapping[int, Sequence[Found]],
        suggestions: list[Suggestion] | None,
    ) -> list[Told]:
        """Texts that may hold personal data are counted, and neither quoted nor named after."""
        first = themes.first.copy()
        first[list(private)] = found_in.NONE
        quotable = dataclasses.replace(themes, first=first)
        shown = found_in.quotes(
            vectors, quotable, texts=self.texts, languages=self.languages,
            channels=self.channels, persons=self.persons,
        )  # fmt: skip
        names = found_in.names(self.texts, self._naming(first), themes.ids, self.languages)
        fields = [] if suggestions is None else self._fields(suggestions)
        order = np.argsort(themes.first, kind="stable")
        edges = np.searchsorted(themes.first[order], np.arange(len(themes.ids) + 1))
        told = []
        for at, theme in enumerate(themes.ids):
            rows = order[edges[at] : edges[at + 1]]
            own = rows.tolist()
            told.append(
                Told(
                    id=theme,
                    name=names[at],
                    rows=rows,
                    people=people(self.persons, own),
                    languages=_counted(self.languages[row] for row in own),
                    channels=_counted(self.channels[row] for row in own),
                    fields=_counted(fields[row] for row in own) if fields else {},
                    quotes=shown[at],
                    summary=self._summary(vectors, themes, rows[first[rows] >= 0]),
                )
            )
        return told

    def _naming(self, first: NDArray[np.int64]) -> NDArray[np.int64]:
        """Without texts in other languages, where enough are in that of whoever reads the names."""
        if not self.settings.named_in:
            return first
        is_own = np.array([code == self.settings.named_in for code in self.languages])
        counts = np.bincount(first[is_own & (first >= 0)], minlength=int(first.max()) + 1)
        is_enough = np.append(counts >= _ENOUGH_TO_NAME, False)  # the last one is what -1 points to
        return np.where(is_enough[first] & ~is_own, found_in.NONE, first)

    def _summary(
        self, vectors: Floats, themes: Themes, rows: NDArray[np.int64]
    ) -> Sequence[Sentence]:
        near = np.argsort(-themes.nearness[rows], kind="stable")[:_SUMMED_UP]
        chosen = np.sort(rows[near])
        texts, ids = [self.texts[row] for row in chosen], [self.ids[row] for row in chosen]
        languages = [self.languages[row] for row in chosen]
        return summary(texts, vectors[chosen], ids, languages=languages)

    def _fields(self, suggestions: Sequence[Suggestion]) -> list[str]:
        """What a person confirmed, else what is proposed."""
        labels = self.settings.labels
        return [
            labels.get(key, each.first) for key, each in zip(self.ids, suggestions, strict=True)
        ]

    def _coverage(
        self, themes: Themes, told: Sequence[Told], suggestions: list[Suggestion] | None
    ) -> list[Covered]:
        kinds: dict[str, Sequence[str]] = {"language": self.languages, "channel": self.channels}
        if suggestions is not None:
            kinds["field"] = self._fields(suggestions)
        shown = {row for theme in told for row in theme.quotes}
        return coverage(themes.first, kinds, persons=self.persons, shown=shown)

    def _across(self, vectors: Floats) -> list[tuple[int, int, float]]:
        if len(self.rows) > _MOST_ACROSS or len(set(self.languages)) < 2:
            return []
        with steady():
            return across_languages(vectors, self.languages)

    def _difference(self, themes: Themes) -> Difference | None:
        if self.before is None:
            return None
        now = {key: themes.theme_of(at) for at, key in enumerate(self.ids)}
        return found_in.difference(self.before.assigned, now)


def _counted(values: Iterable[str]) -> dict[str, int]:
    """The largest first."""
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))


def _private_in(portion: Sequence[tuple[str, str]]) -> list[list[Found]]:
    return [private_words(text, language) for text, language in portion]


def _by_processes(
    work: Callable[[Sequence[tuple[str, str]]], list[list[Found]]],
    rows: Sequence[tuple[str, str]],
    progress: Callable[[int], None],
) -> Iterator[list[Found]]:
    """What `work` says of each row, in their order, however many processes share it."""
    portions = (rows[at : at + _PORTION] for at in range(0, len(rows), _PORTION))
    if len(rows) < _WORTH_PROCESSES:
        for portion in portions:
            yield from work(portion)
        return
    # Not forked: the threads of whoever asks would be missing in the copy.
    with ProcessPoolExecutor(cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        for number, found in enumerate(pool.map(work, portions), start=1):
            progress(min(number * _PORTION, len(rows)))
            yield from found
