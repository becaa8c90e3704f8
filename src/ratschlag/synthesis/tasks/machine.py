"""The machine in the memory of a worker: its encoder, and what it knows of each process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, F, Sum
from django.db.models.functions import Mod

from ratschlag.city.queries import the_city
from ratschlag.city.rules import LANGUAGES
from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import UNDETERMINED
from ratschlag.process.models import Process
from ratschlag.synthesis.compute.centre import Centre
from ratschlag.synthesis.compute.floor import Floor
from ratschlag.synthesis.compute.language import Languages
from ratschlag.synthesis.compute.lookup import Lookup
from ratschlag.synthesis.compute.reasons import common_words
from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.vectors import Encoder, NoEncoder, Progress, encoder
from ratschlag.synthesis.imports.endpoint import endpoint_encoder
from ratschlag.synthesis.models import Space, Vector
from ratschlag.synthesis.queries.machine import Said, current_space, every_text

# How a vector is stored: half precision, the lowest byte first.
_HALF = np.dtype("<f2")
# The floor learns from the texts themselves; of fewer it learns nothing.
FEWEST = 20
# So many times the texts it was fitted to, and the floor knows too little.
_OUTGROWN = 2


@cache
def best_encoder() -> Encoder | None:
    """Loaded once, by the first task that needs it; None where only the floor is there.

    A city that has set an endpoint means it: if that does not answer, nothing else reads in its
    place. Raises EndpointFault.
    """
    if found := endpoint_encoder():
        return found
    try:
        return encoder()
    except NoEncoder:
        return None


@cache
def languages_of_city() -> Languages:
    city = the_city()
    return Languages(list(city.languages if city else LANGUAGES))


def tell_languages(said: Sequence[Said], texts: Sequence[str]) -> list[str]:
    forms = [one.contribution.language for one in said]
    known = ["" if form == UNDETERMINED else form for form in forms]
    return languages_of_city().all(list(texts), known)


def packed(**arrays: Any) -> bytes:
    """Arrays as bytes: the same bytes for the same arrays."""
    file = BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def unpacked(content: bytes | memoryview, prefix: str = "") -> dict[str, Any]:
    """Those whose name begins so, without it; none of an empty content."""
    if not content:
        return {}
    with np.load(BytesIO(bytes(content)), allow_pickle=False) as file:
        names = [name for name in file.files if name.startswith(prefix)]
        return {name.removeprefix(prefix): file[name] for name in names}


def prefixed(prefix: str, state: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{prefix}{name}": array for name, array in state.items()}


def halved(vectors: Floats) -> Floats:
    """As they are when they were stored, so that a new text and an old one are alike."""
    return vectors.astype(_HALF).astype(np.float32)


def stored(vector: Floats) -> bytes:
    return vector.astype(_HALF).tobytes()


def space_of(process: Process, *, may_refit: bool = False) -> tuple[Space, Encoder] | None:
    """The space of today with what encodes into it; None where there is too little to learn."""
    found, space = best_encoder(), current_space(process)
    if found is not None:
        mark = found.mark
        if space and (space.name, space.version, space.hash) == (
            mark.name,
            mark.version,
            mark.hash,
        ):
            return space, found
        return _begin(process, found), found
    if space and space.floor and not may_refit:
        return space, Floor.of(unpacked(space.floor))
    texts = [said.text for said in every_text(process)]
    if space and space.floor and len(texts) <= _OUTGROWN * space.fitted_count:
        return space, Floor.of(unpacked(space.floor))
    if len(texts) < FEWEST:
        return None
    floor = Floor.fit(texts)
    return _begin(process, floor, packed(**floor.state()), len(texts)), floor


@transaction.atomic
def _begin(process: Process, found: Encoder, floor: bytes = b"", fitted: int = 0) -> Space:
    """From now on this space; what was read in another one is read anew."""
    Process.objects.select_for_update(no_key=True).get(pk=process.pk)
    mark = found.mark
    own = {"process": process, "name": mark.name, "version": mark.version, "hash": mark.hash}
    Space.objects.filter(process=process, is_current=True).update(is_current=False)
    made = {"dimensions": found.dimensions, "floor": floor, "fitted_count": fitted}
    space, is_new = Space.objects.get_or_create(**own, defaults={**made, "made_on": domain_day()})
    Space.objects.filter(pk=space.pk).update(is_current=True)
    return space


@dataclass
class Known:
    """All texts of a process that were read, in the memory of the worker."""

    space: Space
    stamp: tuple[int, int]
    keys: list[str] = field(default_factory=list)
    contributions: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    raw: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    lookup: Lookup = field(default_factory=lambda: Lookup([]))
    common: frozenset[str] = frozenset()

    def add(self, said: Sequence[Said], texts: Sequence[str], languages: Sequence[str],
            vectors: Floats) -> list[int]:  # fmt: skip
        """Returns where they stand now."""
        begin = len(self.keys)
        for one, text in zip(said, texts, strict=True):
            self.keys.append(one.key)
            self.contributions.append(one.contribution.pk)
            self.texts.append(text)
            self.lookup.add(text)
        self.languages += languages
        self.raw = np.vstack([self.raw, vectors]) if begin else vectors
        return list(range(begin, len(self.keys)))

    def centre(self) -> Centre:
        """That of the last run, else one of what is there."""
        state = unpacked(self.space.state, "centre.")
        return Centre.of(state) if state else Centre.fit(self.raw, self.languages)


_known: dict[int, Known] = {}


def known_of(process: Process, space: Space) -> Known:
    """What this worker has in memory, read anew where another one wrote, or words went."""
    stamp, found = stamp_of(space), _known.get(process.pk)
    if found and found.space.pk == space.pk and found.stamp == stamp:
        found.space = space
        return found
    _known[process.pk] = made = _read(process, space, stamp)
    return made


def stamp_of(space: Space) -> tuple[int, int]:
    """Changes with every vector that comes or goes."""
    rows = Vector.objects.filter(space=space).annotate(place=Mod(F("pk"), 1_000_003))
    told = rows.aggregate(count=Count("pk"), sum=Sum("place"))
    return told["count"], int(told["sum"] or 0)


def _read(process: Process, space: Space, stamp: tuple[int, int]) -> Known:
    rows = Vector.objects.filter(space=space).values_list(
        "contribution", "part", "values", "language"
    )
    kept: dict[tuple[int, int | None], tuple[bytes, str]] = {
        (contribution, part): (bytes(values), language)
        for contribution, part, values, language in rows.iterator(chunk_size=2000)
    }
    said = [one for one in every_text(process) if _place(one) in kept]
    known = Known(space, stamp)
    known.keys = [one.key for one in said]
    known.contributions = [one.contribution.pk for one in said]
    known.texts = [one.text for one in said]
    known.languages = [kept[_place(one)][1] for one in said]
    raw = [np.frombuffer(kept[_place(one)][0], dtype=_HALF) for one in said]
    known.raw = np.array(raw, dtype=np.float32).reshape(len(raw), space.dimensions)
    known.lookup = Lookup(known.texts)
    known.common = common_words(known.texts)
    return known


def _place(said: Said) -> tuple[int, int | None]:
    return said.contribution.pk, said.part.pk if said.part else None


class Kept:
    """An encoder that knows the vectors of these texts already."""

    def __init__(self, found: Encoder, known: Known) -> None:
        self.mark, self.dimensions, self._encoder = found.mark, found.dimensions, found
        self._at = {text: at for at, text in enumerate(known.texts)}
        self._raw = known.raw

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        new = [at for at, text in enumerate(texts) if text not in self._at]
        old = [at for at, text in enumerate(texts) if text in self._at]
        if old:
            vectors[old] = self._raw[[self._at[texts[at]] for at in old]]
        if new:
            vectors[new] = halved(self._encoder.encode([texts[at] for at in new], progress))
        return vectors
