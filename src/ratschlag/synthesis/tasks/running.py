"""A full run: all texts at once, kept with its difference until a person decides on it."""

import logging
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ratschlag.city.queries import the_city
from ratschlag.city.rules import LANGUAGES
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.lib.endpoint import EndpointFault
from ratschlag.synthesis.compute import engine
from ratschlag.synthesis.compute.reasons import nearest_within, telling
from ratschlag.synthesis.compute.spaces import SEED, Mark
from ratschlag.synthesis.compute.themes import difference, picture
from ratschlag.synthesis.models import Run, RunMember, RunTheme
from ratschlag.synthesis.queries.machine import Said, every_text, stranded_runs
from ratschlag.synthesis.rules import ENDPOINT, TOO_FEW, LikenessKind, RunState
from ratschlag.synthesis.tasks import machine
from ratschlag.synthesis.tasks.decided import Decided, decided_in
from ratschlag.synthesis.tasks.machine import Kept, Known
from ratschlag.synthesis.tasks.proposals import still_standing
from ratschlag.synthesis.tasks.understanding import (
    fields_of,
    fields_told,
    keep_alike,
    reason,
    themes_before,
    understand,
)

log = logging.getLogger("ratschlag.worker")
_AT_ONCE = 500
_LIBRARIES = ("ratschlag", "numpy", "scipy", "scikit-learn", "py3langid")


class _Over(Exception):
    """Another worker has the run, or a person has stopped it."""


def run_through(number: int) -> bool:
    if not _claim(number):
        return False
    try:
        return _work(Run.objects.select_related("process").get(pk=number))
    except _Over:
        return False
    except EndpointFault as fault:
        log.warning("a full run failed: %s", fault)
        _fail(number, ENDPOINT)
        return False
    except Exception as error:
        log.exception("a full run failed")
        _fail(number, type(error).__name__)
        return False


def _claim(number: int) -> bool:
    """Of two workers one has it; of one that was cut off another takes it up."""
    cut_off = Q(state=RunState.RUNNING, pk__in=stranded_runs().values("pk"))
    mine = Run.objects.filter(pk=number).filter(Q(state=RunState.ASKED) | cut_off)
    return bool(mine.update(state=RunState.RUNNING, beat_at=timezone.now(), step=""))


@transaction.atomic
def _fail(number: int, why: str) -> None:
    run = Run.objects.select_for_update(of=("self",)).select_related("process").get(pk=number)
    if run.state != RunState.RUNNING:
        return
    run.state, run.why_failed, run.finished_at = RunState.FAILED, why[:300], domain_now()
    run.save(update_fields=["state", "why_failed", "finished_at"])
    record(None, "run.failed", run.process, run=run.pk)


class _Beat:
    """Shows how far the run is, once a second; stops it when it is not ours any more."""

    def __init__(self, run: Run) -> None:
        self.run, self.last = run, 0.0

    def __call__(self, step: str, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self.last < 1 and done < of:
            return
        self.last = now
        share = min(done / of, 1.0) if of else 0.0
        mine = Run.objects.filter(pk=self.run.pk, state=RunState.RUNNING)
        count = int(share * self.run.text_count)
        if not mine.update(step=step[:20], done_count=count, beat_at=timezone.now()):
            raise _Over


def _work(run: Run) -> bool:
    process = run.process
    given = machine.space_of(process, may_refit=True)
    if given is None:
        _fail(run.pk, TOO_FEW)
        return False
    understand(process)
    space, encoder = given
    known = machine.known_of(process, space)
    said = [one for one in every_text(process) if one.key in set(known.keys)]
    run.text_count = len(said)
    Run.objects.filter(pk=run.pk).update(text_count=len(said), done_count=0)
    if not said:
        _fail(run.pk, TOO_FEW)
        return False
    decided = decided_in(process)
    settings, before = _asked(run, said, known, decided, Kept(encoder, known))
    result = engine.synthesise(_rows(said), settings, before, _Beat(run))
    return _Store(run, said, known, decided, settings, result).store()


def _rows(said: Sequence[Said]) -> list[engine.Row]:
    """Several texts with one receipt are one person's; nothing else is known of anybody."""
    return [
        engine.Row(
            one.key,
            one.text,
            str(one.contribution.receipt_id or ""),
            one.contribution.language,
            one.contribution.channel,
        )
        for one in said
    ]


def _asked(
    run: Run, said: Sequence[Said], known: Known, decided: Decided, encoder: Kept
) -> tuple[engine.Settings, engine.Before | None]:
    there = {one.key for one in said}
    city = the_city()
    settings = engine.Settings(
        languages=list(city.languages if city else LANGUAGES),
        encoder=encoder,
        themes=run.theme_count,
        fields=fields_of(run.process),
        labels={text: label for text, label in decided.labels.items() if text in there},
        pinned={text: theme for text, theme in decided.pinned.items() if text in there},
        forbidden=sorted(
            (text, theme)
            for text, theme in decided.forbidden
            if text in there and theme in decided.themes
        ),
    )
    vectors = known.centre().apply(known.raw, known.languages)
    themes = themes_before(known, vectors, decided)
    if not themes.ids:
        return settings, None
    standing = {text: theme for text, theme in decided.standing.items() if text in there}
    mark = Mark(known.space.name, known.space.version, known.space.hash)
    return settings, engine.Before(themes=themes, assigned=standing, mark=mark)


class _Store:
    """Keeps a result, portion by portion; of words that went meanwhile nothing is kept."""

    def __init__(
        self, run: Run, said: Sequence[Said], known: Known, decided: Decided,
        settings: engine.Settings, result: engine.Result,
    ) -> None:  # fmt: skip
        self.run, self.said, self.known, self.decided = run, said, known, decided
        self.settings, self.result = settings, result
        self.row_in_known = {key: row for row, key in enumerate(known.keys)}
        self.users = _users(said)

    def store(self) -> bool:
        self._keep_alike()
        themes = self._themes()
        near = nearest_within(self.result.vectors, self.result.themes.first)
        flat = picture(self.result.vectors)
        for begin in range(0, len(self.said), _AT_ONCE):
            rows = range(begin, min(begin + _AT_ONCE, len(self.said)))
            self._members(rows, themes, near, flat)
        return self._finish()

    def _keep_alike(self) -> None:
        pairs: dict[tuple[int, int], tuple[float, LikenessKind]] = {}
        kinds = (
            (self.result.duplicates.pairs, LikenessKind.LEXICAL),
            (self.result.across, LikenessKind.ACROSS),
        )
        for found, kind in kinds:
            for one, other, near in found:
                first, second = sorted(self.said[at].contribution.pk for at in (one, other))
                if first != second:
                    share = min(max(float(near), 0.0), 1.0)
                    pairs.setdefault((first, second), (share, kind))
        every = sorted(pairs)
        for begin in range(0, len(every), _AT_ONCE):
            keep_alike({pair: pairs[pair] for pair in every[begin : begin + _AT_ONCE]})

    @transaction.atomic
    def _themes(self) -> list[RunTheme]:
        self.run.themes.all().delete()
        RunMember.objects.filter(run=self.run).delete()
        made = [self._theme(told) for told in self.result.told]
        return RunTheme.objects.bulk_create(made)

    def _theme(self, told: engine.Told) -> RunTheme:
        best = max(sorted(told.fields), key=lambda one: told.fields[one], default="")
        return RunTheme(
            run=self.run,
            key=told.id,
            theme=self.decided.themes.get(told.id),
            field_id=int(best) if best else None,
            name=_public_name(told.name, self.users),
            people_count=told.people,
            text_count=len(told.rows),
            languages=dict(told.languages),
            channels=dict(told.channels),
            quotes=list(dict.fromkeys(self.said[row].contribution.pk for row in told.quotes)),
        )

    @transaction.atomic
    def _members(
        self, rows: range, themes: list[RunTheme], near: list[list[int]], flat: Any
    ) -> None:
        still = still_standing(_place(self.said[row]) for row in rows)
        first, second = self.result.themes.first, self.result.themes.second
        RunMember.objects.bulk_create(
            RunMember(
                run=self.run,
                contribution=self.said[row].contribution,
                part=self.said[row].part,
                first=themes[int(first[row])] if first[row] >= 0 else None,
                second=themes[int(second[row])] if min(first[row], second[row]) >= 0 else None,
                nearness=float(self.result.themes.nearness[row]),
                why=self._why(row, near[row]),
                fields=self._fields(row),
                x=float(flat[row][0]),
                y=float(flat[row][1]),
            )
            for row in rows
            if _place(self.said[row]) in still
        )

    def _known(self, row: int) -> int:
        return self.row_in_known[self.said[row].key]

    def _why(self, row: int, near: Sequence[int]) -> dict[str, object]:
        return reason(self.known, self._known(row), [self._known(one) for one in near])

    def _fields(self, row: int) -> list[tuple[int, float, dict[str, object]]]:
        if self.result.suggestions is None:
            return []
        told = self.result.suggestions[row]
        near = tuple(self._known(one) for one in told.neighbours)
        return fields_told(told, self.known, self._known(row), near)

    @transaction.atomic
    def _finish(self) -> bool:
        found = Run.objects.select_for_update(of=("self",)).select_related("process")
        run = found.get(pk=self.run.pk)
        if run.state != RunState.RUNNING:
            return False
        result = self.result
        run.state, run.finished_at, run.step = RunState.READY, domain_now(), ""
        run.done_count = run.text_count
        run.model_name, run.model_version = result.mark.name, result.mark.version
        run.model_hash, run.seed = result.mark.hash, SEED
        run.input_hash = _input_hash(self.said)
        run.versions = _versions()
        run.settings = {
            "languages": list(self.settings.languages),
            "themes": self.settings.themes,
            "pinned": len(self.settings.pinned),
            "forbidden": len(self.settings.forbidden),
            "labels": len(self.settings.labels),
        }
        run.figures = _figures(result)
        run.difference = self._difference()
        run.state_after = machine.packed(
            **machine.prefixed("centre.", result.centre.state()),
            **machine.prefixed("themes.", result.themes.before().state()),
        )
        run.save()
        record(None, "run.finished", run.process, run=run.pk, texts=run.text_count)
        return True

    def _difference(self) -> dict[str, Any]:
        """Against what stands at the desk now: how many, and which themes are new or gone."""
        there = {one.key for one in self.said}
        before = {text: key for text, key in self.decided.standing.items() if text in there}
        after = {one.key: self.result.themes.theme_of(row) for row, one in enumerate(self.said)}
        told = difference(before, after)
        return {
            "gained": _counted(told.gained),
            "lost": _counted(told.lost),
            "new": told.new,
            "gone": told.gone,
            "came": len(told.came),
            "went": len(told.went),
            "moved": len(told.moved),
        }


def _place(said: Said) -> tuple[int, int | None]:
    return said.contribution.pk, said.part.pk if said.part else None


def _counted(told: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {theme: len(texts) for theme, texts in told.items()}


def _users(said: Sequence[Said]) -> dict[str, set[int]]:
    """Who uses each word: by receipt, because of one person there may be several texts."""
    users: dict[str, set[int]] = defaultdict(set)
    for one in said:
        for word in telling(one.text):
            users[word].add(one.contribution.receipt_id or one.contribution.pk)
    return users


def _public_name(name: str, users: Mapping[str, set[int]]) -> str:
    """Only words that at least two people use: what only one wrote would stay here when they
    take it back."""
    return ", ".join(term for term in name.split(", ") if _is_shared(term, users))[:160]


def _is_shared(term: str, users: Mapping[str, set[int]]) -> bool:
    words = telling(term)
    return bool(words) and all(len(users.get(word, ())) > 1 for word in words)


def _input_hash(said: Sequence[Said]) -> str:
    """Tells whether two runs saw the same: of numbers, not of words, which could be guessed."""
    digest = sha256()
    for one in said:
        digest.update(f"{one.key} {len(one.text)}\n".encode())
    return digest.hexdigest()


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from the sources
            continue
    return found


def _figures(result: engine.Result) -> dict[str, Any]:
    count = max(len(result.themes.first), 1)
    without = int((result.themes.first < 0).sum())
    return {
        "texts": len(result.themes.first),
        "people": result.people,
        "themes": len(result.themes.ids),
        "without_theme": without,
        "share_without_theme": round(without / count, 4),
        "follows_language": round(result.follows_language, 4),
        "near_duplicates": len(result.duplicates.pairs),
        "campaigns": len(result.duplicates.campaigns),
        "with_personal_data": len(result.private),
        "coverage": [
            {"kind": row.kind, "value": row.value, "texts": row.texts, "people": row.people,
             "placed": row.placed, "themes": row.themes, "shown": row.shown}
            for row in result.coverage
        ],
    }  # fmt: skip
