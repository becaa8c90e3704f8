"""What a visitor was asked, what they chose, and what may be loaded for them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, override

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Translation
from ratschlag.languages.queries import read
from ratschlag.privacy.compute import as_text, calls_before, choice_in, origin_of
from ratschlag.privacy.models import Layer
from ratschlag.privacy.rules import (
    ALIKE,
    CONSENT,
    STANDARD_WORDS,
    Category,
    Choice,
    asks_to_be_left_alone,
    may_be_watched,
)

_signer = Signer(salt="ratschlag.privacylayer")
# Ours are shorter; what is longer is not read.
_LONGEST = 200


def real_day() -> date:
    """The calendar day in the city by the real clock: cookies know no demo's time."""
    return timezone.localdate()


def sealed(choice: Choice) -> str:
    """The cookie's value: readable, and signed so that nobody can say yes for another."""
    return _signer.sign(as_text(choice))


def unsealed(value: str) -> Choice | None:
    """The choice in a cookie; None when it is not as we set it."""
    if len(value) > _LONGEST:
        return None
    try:
        return choice_in(_signer.unsign(value))
    except BadSignature:
        return None


@dataclass(frozen=True)
class Matomo:
    """The city's own counter: where it is, and what it is told before it begins."""

    address: str
    site: str

    @property
    def origin(self) -> str:
        return origin_of(self.address)

    @property
    def calls(self) -> str:
        return json.dumps(calls_before(self.address, self.site, is_secure=settings.IS_SECURE))


def counter() -> Matomo | None:
    """The counter that the environment names; None where there is none."""
    if not settings.MATOMO_URL:
        return None
    return Matomo(f"{settings.MATOMO_URL}/", settings.MATOMO_SITE)


class Consent:
    """What a request says about cookies, each question answered when it is first asked.

    On pages that are left alone nothing is asked, not even the database.
    """

    standard = STANDARD_WORDS

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        match = request.resolver_match
        self.is_watched = bool(
            match
            and request.method in ("GET", "HEAD")
            and may_be_watched(match.view_name, match.kwargs)
        )
        self.is_left_alone = asks_to_be_left_alone(request.headers)

    @cached_property
    def layer(self) -> Layer | None:
        """The version that counts; None where there is nothing that one could allow."""
        found = Layer.objects.newest()
        return found if found and found.has_statistics else None

    @cached_property
    def choice(self) -> Choice | None:
        """The choice that still holds."""
        value = self.request.COOKIES.get(CONSENT.name, "")
        if not value or self.layer is None:
            return None
        found = unsealed(value)
        holds = found and found.is_valid(version=self.layer.number, today=real_day())
        return found if holds else None

    @property
    def allows_statistics(self) -> bool:
        """Whether they were allowed, and the browser does not ask to be left alone."""
        allowed = self.choice.allowed if self.choice else frozenset()
        return Category.STATISTICS in allowed and not self.is_left_alone

    @property
    def is_asked(self) -> bool:
        """Whether this page asks: where there is something to allow, and nobody has answered."""
        match = self.request.resolver_match
        if not self.is_watched or self.is_left_alone or (match and match.view_name == _PAGE):
            return False
        return self.layer is not None and self.choice is None

    @property
    def is_given(self) -> bool:
        """Whether this page counts its reader."""
        return self.is_watched and self.allows_statistics

    @property
    def is_alike(self) -> bool:
        """Whether this page is the same for everyone, whatever their browser carries."""
        match = self.request.resolver_match
        return bool(match and match.view_name.startswith(ALIKE))

    @property
    def is_taken_back_here(self) -> bool:
        """Whether the foot of this page takes it back: after a yes; always, wherever there is a
        counter, on a page that is the same for everyone."""
        return counter() is not None if self.is_alike else self.allows_statistics

    @property
    def matomo(self) -> Matomo | None:
        """The counter that this page loads: only after a yes, and only where one is set."""
        return counter() if self.is_given else None

    @cached_property
    def words(self) -> Layer | None:
        """The layer with its texts in the reader's language."""
        if self.layer:
            language = self.request.LANGUAGE_CODE
            self.layer.reading = read(language, [self.layer])  # type: ignore[attr-defined]
        return self.layer


_PAGE = "privacy:cookies"


def consent_of(request: HttpRequest) -> Consent:
    """The same for all that one page asks."""
    if not hasattr(request, "consent"):
        request.consent = Consent(request)  # type: ignore[attr-defined]
    found: Consent = request.consent  # type: ignore[attr-defined]
    return found


def standard_of(texts: Mapping[str, str]) -> str:
    """Tells which standard words are read where a layer's German `texts` (by field) are empty."""
    with override(SOURCE_LANGUAGE):
        read_there = [gettext(words) for field, words in STANDARD_WORDS.items() if not texts[field]]
    return source_hash("\n".join(read_there))


def texts_of(layer: Layer | None) -> dict[tuple[str, str], str]:
    """What a version says by field and language; German stands in the row itself."""
    if layer is None:
        return {}
    found = Translation.objects.filter(kind=layer.kind, number=layer.pk)
    texts = {(row.field, row.language): row.text for row in found}
    return texts | {(field, SOURCE_LANGUAGE): getattr(layer, field) for field in layer.translated}
