"""Keeping what staff attach."""

from django.db import transaction

from ratschlag.files.imports import Taken
from ratschlag.files.models import File
from ratschlag.journal.actions import part
from ratschlag.lib.slugs import free_slug


@part
@transaction.atomic
def keep_file(taken: Taken, *, name: str) -> File:
    """Keep a file under a plain form of its name; nothing in it can be changed afterwards."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    return File.objects.create(
        slug=free_slug(stem.replace("\x00", ""), ()),
        kind=taken.kind,
        content=taken.content,
        sha256=taken.sha256,
        size=len(taken.content),
    )


@part
@transaction.atomic
def drop_file(file: File) -> None:
    """Forget a file that is attached nowhere any more."""
    file.delete()
