"""The base of every table: a row is named by a random number, never by its place in a sequence."""

import secrets

from django.db import models

# JavaScript and spreadsheets hold integers exactly up to 2**53.
_HIGHEST = 2**53 - 1


def random_number() -> int:
    """A number from 1 to 2**53 - 1 that says nothing about when or in which order a row came."""
    return secrets.randbelow(_HIGHEST) + 1


class Row(models.Model):
    """A row whose key tells no order; the journal names it by kind and this number."""

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)

    class Meta:
        abstract = True
