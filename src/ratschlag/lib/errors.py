"""Refusals that the domain gives, with a sentence for the person who asked."""


class DomainError(Exception):
    """The rules of the domain refuse this. `str()` is a sentence that says what to do."""
