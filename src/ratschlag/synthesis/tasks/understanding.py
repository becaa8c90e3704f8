"""A new text gets its language, its likes, its themes and its field, without a full run."""

from collections.abc import Sequence

import numpy as np
from django.db import transaction
from django.db.models import Q

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import WITHOUT_TEXT, Publication
from ratschlag.languages.compute import source_hash
from ratschlag.process.models import Process
from ratschlag.synthesis.compute.fields import Field, FieldSorter, Suggestion
from ratschlag.synthesis.compute.private import private_words
from ratschlag.synthesis.compute.reasons import nearest_among, shared_words
from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.themes import Before, place
from ratschlag.synthesis.compute.vectors import Encoder
from ratschlag.synthesis.models import Coding, FieldCoding, Likeness, Space, Vector
from ratschlag.synthesis.queries.machine import Said, said_in, waiting
from ratschlag.synthesis.rules import CodingState, LikenessKind, Proposer
from ratschlag.synthesis.tasks import machine
from ratschlag.synthesis.tasks.decided import Decided, decided_in
from ratschlag.synthesis.tasks.machine import Known
from ratschlag.synthesis.tasks.proposals import Proposed, put, still_standing

_AT_ONCE = 200
# So many texts that are alike are proposed for one; more say nothing more.
_MOST_ALIKE = 5
# From there on two texts in different languages are shown to a person.
_ACROSS = 0.6


def understand(process: Process) -> int:
    """All that waits in the process, portion by portion; returns how many texts."""
    done = 0
    while rows := _some(process):
        kept = _portion(process, rows)
        if not kept:
            break
        done += kept
    return done


def _some(process: Process) -> list[Contribution]:
    found = waiting(process).select_related("redaction").prefetch_related("parts")
    return list(found[:_AT_ONCE])


def _portion(process: Process, rows: list[Contribution]) -> int:
    given = machine.space_of(process)
    if given is None:
        return 0
    space, encoder = given
    known = machine.known_of(process, space)
    there = set(known.keys)
    said = [one for one in said_in(rows) if one.key not in there]
    texts = [one.text for one in said]
    languages = machine.tell_languages(said, texts)
    vectors = machine.halved(encoder.encode(texts))
    kept = _keep(space, said, texts, languages, vectors)
    if not kept:
        return 0
    at = known.add(
        [said[one] for one in kept],
        [texts[one] for one in kept],
        [languages[one] for one in kept],
        vectors[kept],
    )
    known.stamp = machine.stamp_of(space)
    _propose(process, known, [said[one] for one in kept], at, encoder)
    return len(kept)


@transaction.atomic
def _keep(
    space: Space,
    said: Sequence[Said],
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: Floats,
) -> list[int]:
    """Store the vectors of those that still say what was read; returns which."""
    numbers = sorted({one.contribution.pk for one in said})
    held = Contribution.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    held = held.exclude(publication__in=(*WITHOUT_TEXT, Publication.HELD)).order_by("pk")
    now = {
        one.key: one.text
        for one in said_in(held.select_related("redaction").prefetch_related("parts"))
    }
    vectors_there = Vector.objects.filter(contribution__in=numbers)
    there = set(vectors_there.filter(space=space).values_list("contribution", "part"))
    kept = [
        at
        for at, one in enumerate(said)
        if now.get(one.key) == texts[at]
        and (one.contribution.pk, one.part.pk if one.part else None) not in there
    ]
    _forget_old([said[at] for at in kept])
    Vector.objects.bulk_create(
        Vector(
            space=space,
            contribution=said[at].contribution,
            part=said[at].part,
            words_hash=source_hash(texts[at]),
            values=machine.stored(vectors[at]),
            language=languages[at],
            private=sorted({str(one.kind) for one in private_words(texts[at], languages[at])}),
        )
        for at in kept
    )
    return kept


def _forget_old(said: Sequence[Said]) -> None:
    """Vectors of another space; and of what was split since, all that was about the whole."""
    whole = [one.contribution.pk for one in said if one.part is None]
    parts = [one.part.pk for one in said if one.part]
    split = [one.contribution.pk for one in said if one.part]
    old = Q(part__in=parts) | Q(part=None, contribution__in=[*whole, *split])
    Vector.objects.filter(old).delete()
    proposed = {"state": CodingState.PROPOSED, "proposer": Proposer.MACHINE}
    for model in (Coding, FieldCoding):
        model._default_manager.filter(part=None, contribution__in=split, **proposed).delete()


def _propose(
    process: Process, known: Known, said: Sequence[Said], at: list[int], encoder: Encoder
) -> None:
    vectors = known.centre().apply(known.raw, known.languages)
    _find_alike(known, vectors, at)
    decided = decided_in(process)
    themes = _themes(known, vectors, decided, at)
    fields = _fields(process, known, vectors, decided, at, encoder)
    put(
        [
            Proposed(
                one.contribution.pk, one.part.pk if one.part else None, themes[row], fields[row]
            )
            for one, row in zip(said, at, strict=True)
        ]
    )


def _find_alike(known: Known, vectors: Floats, at: list[int]) -> None:
    """Nearly the same letters, or nearly the same meaning in another language."""
    pairs: dict[tuple[int, int], tuple[float, LikenessKind]] = {}
    languages = np.array(known.languages, dtype=np.str_)
    for row in at:
        own = known.contributions[row]
        found = [
            (other, near, LikenessKind.LEXICAL)
            for other, near in known.lookup.similar(known.texts[row], most=_MOST_ALIKE + 1)
        ]
        near_all = vectors @ vectors[row]
        near_all[languages == languages[row]] = -1
        best = np.argsort(-near_all, kind="stable")[:_MOST_ALIKE]
        found += [
            (int(one), float(near_all[one]), LikenessKind.ACROSS)
            for one in best
            if near_all[one] >= _ACROSS
        ]
        for other, near, kind in found:
            number = known.contributions[other]
            if number != own:
                pair = (min(own, number), max(own, number))
                pairs.setdefault(pair, (min(max(float(near), 0.0), 1.0), kind))
    keep_alike(pairs)


@transaction.atomic
def keep_alike(pairs: dict[tuple[int, int], tuple[float, LikenessKind]]) -> None:
    """Proposed to a person; a pair that somebody decided on stays as it is."""
    numbers = {number for pair in pairs for number in pair}
    alive = {contribution for contribution, _part in still_standing((one, None) for one in numbers)}
    Likeness.objects.bulk_create(
        (
            Likeness(first_id=one, second_id=other, similarity=near, kind=kind)
            for (one, other), (near, kind) in sorted(pairs.items())
            if one in alive and other in alive
        ),
        ignore_conflicts=True,
        batch_size=500,
    )


def themes_before(known: Known, vectors: Floats, decided: Decided) -> Before:
    """The themes of the desk as the machine places texts beside them: those of the last run, and
    those that people opened since, in the middle of what stands in them."""
    state = machine.unpacked(known.space.state, "themes.")
    last = Before.of(state) if state else None
    ids, centres, sizes = [], [], []
    row_of = {key: row for row, key in enumerate(known.keys)}
    for at, key in enumerate(last.ids if last else ()):
        if key in decided.themes and last is not None:
            ids.append(key)
            centres.append(last.centres[at])
            sizes.append(last.sizes[at])
    for key in sorted(decided.themes):
        rows = [row_of[text] for text in decided.members.get(key, ()) if text in row_of]
        if key not in ids and rows:
            middle = vectors[rows].astype(np.float64).sum(axis=0)
            ids.append(key)
            centres.append((middle / max(float(np.linalg.norm(middle)), 1e-9)).astype(np.float32))
            sizes.append(np.float32(len(rows)))
    made = np.array(centres, np.float32).reshape(len(ids), vectors.shape[1])
    limit, usual = (last.limit, last.usual) if last else (_by_chance(vectors, made), 0.0)
    return Before(ids, made, np.array(sizes, np.float32), last.used if last else 0, limit, usual)


def _by_chance(vectors: Floats, centres: Floats) -> float:
    """How near any text is to any theme, and half of how far that scatters: before the first run
    nothing is proposed that is not nearer."""
    if not len(centres):
        return 0.0
    near = vectors[:: max(len(vectors) // 500, 1)] @ centres.T
    return float(near.mean() + near.std() / 2)


def _themes(
    known: Known, vectors: Floats, decided: Decided, at: list[int]
) -> dict[int, list[tuple[int, float, dict[str, object]]]]:
    before = themes_before(known, vectors, decided)
    first, second, nearness = place(vectors[at], before)
    rows_of: dict[str, list[int]] = {}
    for row, text in enumerate(known.keys):
        if key := decided.standing.get(text):
            rows_of.setdefault(key, []).append(row)
    found: dict[int, list[tuple[int, float, dict[str, object]]]] = {}
    for place_in, row in enumerate(at):
        found[row] = []
        for theme in (int(first[place_in]), int(second[place_in])):
            if theme < 0 or (known.keys[row], before.ids[theme]) in decided.forbidden:
                continue
            key = before.ids[theme]
            others = [one for one in rows_of.get(key, ()) if _is_other(known, one, row)]
            near = nearest_among(vectors[row], vectors, others)
            why = reason(known, row, near)
            own = float(vectors[row] @ before.centres[theme])
            found[row].append((decided.themes[key].pk, own, why))
    return found


def _is_other(known: Known, one: int, row: int) -> bool:
    return known.contributions[one] != known.contributions[row]


def reason(known: Known, row: int, near: Sequence[int]) -> dict[str, object]:
    """What a person is told: numbers of contributions, and words of this text only."""
    near = [one for one in near if _is_other(known, one, row)]
    words = shared_words(known.texts[row], [known.texts[one] for one in near], known.common)
    return {"words": list(words), "near": [known.contributions[one] for one in near]}


_sorters: dict[int, tuple[object, FieldSorter]] = {}


def _fields(
    process: Process,
    known: Known,
    vectors: Floats,
    decided: Decided,
    at: list[int],
    encoder: Encoder,
) -> dict[int, list[tuple[int, float, dict[str, object]]]]:
    """The two that fit best. What sorts is learnt anew as people decide, now and then."""
    fields = fields_of(process)
    if not fields:
        return {row: [] for row in at}
    labels = [decided.labels.get(key, "") for key in known.keys]
    count = sum(map(bool, labels))
    stamp = (id(known), known.space.pk, tuple(fields), count // 10, len(known.keys) // 200)
    kept = _sorters.get(process.pk)
    if kept is None or kept[0] != stamp:
        sorter = FieldSorter.zero_shot(fields, encoder)
        # Without any label, too: it learns how common the fields are among all texts.
        sorter.learn(known.texts, vectors, labels)
        _sorters[process.pk] = kept = (stamp, sorter)
    told = kept[1].suggest([known.texts[row] for row in at], vectors[at])
    return {
        row: fields_told(one, known, row, one.neighbours) for row, one in zip(at, told, strict=True)
    }


def fields_of(process: Process) -> list[Field]:
    return [Field(str(row.pk), row.title, row.description) for row in process.fields.all()]


def fields_told(
    told: Suggestion, known: Known, row: int, neighbours: Sequence[int]
) -> list[tuple[int, float, dict[str, object]]]:
    """A suggestion of the sorter as the desk keeps it; `neighbours` are rows of `known`."""
    near = [known.contributions[one] for one in neighbours if _is_other(known, one, row)]
    why: dict[str, object] = {"words": list(told.words), "near": near[:2]}
    found: list[tuple[int, float, dict[str, object]]] = []
    if told.first:
        found.append((int(told.first), float(told.probability), why))
    if told.second:
        found.append((int(told.second), float(told.second_probability), {}))
    return found
