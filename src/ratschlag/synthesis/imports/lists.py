"""Fields of action and confirmed labels, as files beside the texts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ratschlag.synthesis.compute.fields import Field
from ratschlag.synthesis.compute.rows import Reason, Refused
from ratschlag.synthesis.imports.tables import (
    Columns,
    WrongFile,
    has_strange_letters,
    readable,
)


@dataclass
class Labels:
    """Which field a person gave to which text."""

    by_id: dict[str, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)


def read_fields(path: Path) -> list[Field]:
    """`field,title,description`. Raises WrongFile; a wrong field would make all others wrong."""
    found: dict[str, Field] = {}
    for line, cells in _rows(path, ("field", "title", "description")):
        key, title, description = (" ".join(cell.split()) for cell in cells)
        if has_strange_letters("".join(cells)):
            raise WrongFile(f"{path}, line {line}: {Reason.ENCODING}.")
        if not key:
            raise WrongFile(f"{path}, line {line}: the column “field” is empty.")
        if key in found:
            raise WrongFile(f"{path}, line {line}: the field “{key}” stands there twice.")
        found[key] = Field(key, title or key, description)
    if len(found) < 2:
        raise WrongFile(f"{path} names {len(found)} fields; it takes at least two to tell apart.")
    return list(found.values())


def read_labels(path: Path, ids: Collection[str], fields: Sequence[Field]) -> Labels:
    """`id,field`. Raises WrongFile when no row can be used."""
    labels, known = Labels(), {each.key for each in fields}
    for line, cells in _rows(path, ("id", "field")):
        key, to = (" ".join(cell.split()) for cell in cells)
        reason = _fault(key, to, ids, known, labels)
        if reason:
            labels.refused.append(Refused(path.name, line, readable(key[:200]), reason))
        else:
            labels.by_id[key] = to
    if not labels.by_id:
        first = labels.refused[0] if labels.refused else None
        why = f": the first on line {first.line}: {first.reason}" if first else ""
        raise WrongFile(f"{path} has no row that can be used{why}.")
    return labels


def _fault(
    key: str, to: str, ids: Collection[str], known: Collection[str], labels: Labels
) -> Reason | None:
    if not key:
        return Reason.NO_ID
    if not to:
        return Reason.NO_FIELD
    if key not in ids:
        return Reason.UNKNOWN_ID
    if known and to not in known:
        return Reason.UNKNOWN_FIELD
    return Reason.TWICE if key in labels.by_id else None


def fields_named(labels: Labels) -> list[Field]:
    """Without a file of fields, those that the labels name."""
    return [Field(key, key, "") for key in sorted(set(labels.by_id.values()))]


def _rows(path: Path, names: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    try:
        with path.open("rb") as file:
            columns = Columns(path, file)
            places = [
                -1 if name == "description" and name not in columns.names else columns.at(name)
                for name in names
            ]
            return [
                (line, [cells[at] if 0 <= at < len(cells) else "" for at in places])
                for line, cells in columns.rows()
            ]
    except OSError as error:
        raise WrongFile(f"{path} can't be opened: {error.strerror}.") from error
