"""A translation service for texts that the city wrote: LibreTranslate or DeepL. Off by default.

Nothing is sent anywhere unless RATSCHLAG_TRANSLATE names a service. What is set, from the
environment: RATSCHLAG_TRANSLATE ("libretranslate" or "deepl"), RATSCHLAG_TRANSLATE_URL (without
path), RATSCHLAG_TRANSLATE_KEY (if it asks for one), RATSCHLAG_TRANSLATE_SECONDS (how long an
answer may take; 30), RATSCHLAG_TRANSLATE_CITIZENS ("yes" lets it have what citizens wrote).
"""

import http.client
import json
import os
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from ratschlag.lib.marks import Lost, protect, restore

_LOCAL = ("localhost", "127.0.0.1", "::1")
_LONGEST_ANSWER = 16 * 1024 * 1024
# DeepL takes 50 texts and 128 KiB at once.
_AT_ONCE, _MOST_BYTES = 40, 60_000
_SOURCE = "de"


class Fault(StrEnum):
    """Why a service did not translate."""

    SETTINGS = "settings"
    KEY = "key"
    QUOTA = "quota"
    BUSY = "busy"
    LANGUAGE = "language"
    TOO_LONG = "too_long"
    UNREACHABLE = "unreachable"
    ANSWER = "answer"
    CITIZENS = "citizens"


# Faults after which asking again soon may help.
PASSING = frozenset({Fault.BUSY, Fault.UNREACHABLE})


class TranslatorFault(Exception):
    """The service did not translate; `fault` says why, the message says it to an operator."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key and the texts go to the address that was set, and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class Translator(ABC):
    """Where the service is; a subclass knows how it is asked."""

    url: str
    key: str = field(default="", repr=False)
    seconds: float = 30
    may_send_citizens: bool = False

    name = ""

    def translate(
        self, texts: Sequence[str], language: str, *, of_citizens: bool = False
    ) -> list[str | None]:
        """Each German text in that language; None where a placeholder or a mark was lost.

        Raises TranslatorFault, also when citizens' words may not leave the house.
        """
        if of_citizens and not self.may_send_citizens:
            raise TranslatorFault(
                Fault.CITIZENS,
                "What citizens wrote is not sent. RATSCHLAG_TRANSLATE_CITIZENS=yes allows it.",
            )
        target = self.target(language)
        found: list[str | None] = []
        for portion in portions(texts):
            guarded = [protect(text) for text in portion]
            answers = self._ask([text for text, _marks in guarded], target)
            if len(answers) != len(portion):
                raise TranslatorFault(Fault.ANSWER, "The service gave another number of texts.")
            for (_text, marks), answer in zip(guarded, answers, strict=True):
                try:
                    found.append(restore(answer, marks))
                except Lost:
                    found.append(None)
        return found

    @abstractmethod
    def target(self, language: str) -> str:
        """What the service calls a language. Raises TranslatorFault."""

    @abstractmethod
    def _ask(self, texts: Sequence[str], target: str) -> list[str]: ...

    def _post(self, path: str, asked: object, headers: Mapping[str, str]) -> object:
        """The answer as JSON. Raises TranslatorFault."""
        request = urllib.request.Request(  # noqa: S310  the scheme is checked when it is set
            f"{self.url}{path}",
            json.dumps(asked).encode(),
            {"Content-Type": "application/json", "Accept": "application/json", **headers},
            method="POST",
        )
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            with opener.open(request, timeout=self.seconds) as answer:
                body = answer.read(_LONGEST_ANSWER + 1)
        except urllib.error.HTTPError as fault:
            fault.close()
            raise TranslatorFault(
                _FAULTS.get(fault.code, Fault.ANSWER), f"The service answered {fault.code}."
            ) from fault
        except (OSError, http.client.HTTPException) as fault:
            raise TranslatorFault(
                Fault.UNREACHABLE, f"The service can't be reached: {fault}."
            ) from fault
        try:
            if len(body) > _LONGEST_ANSWER:
                raise ValueError
            return json.loads(body)
        except ValueError as fault:
            raise TranslatorFault(Fault.ANSWER, "The service's answer is no JSON.") from fault


# 456 is DeepL's own: the characters of the month are used up.
_FAULTS = {
    400: Fault.LANGUAGE,
    401: Fault.KEY,
    403: Fault.KEY,
    413: Fault.TOO_LONG,
    429: Fault.BUSY,
    456: Fault.QUOTA,
    500: Fault.BUSY,
    502: Fault.BUSY,
    503: Fault.BUSY,
    504: Fault.BUSY,
}


class LibreTranslate(Translator):
    """The free service that a city can run itself."""

    name = "LibreTranslate"

    def target(self, language: str) -> str:
        return _known(language, {code: code for code in ("en", "ar", "uk", "ru", "tr", "fa", "vi")})

    def _ask(self, texts: Sequence[str], target: str) -> list[str]:
        asked = {"q": list(texts), "source": _SOURCE, "target": target, "format": "html"}
        answer = self._post("/translate", asked | ({"api_key": self.key} if self.key else {}), {})
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        return _texts(found)


class DeepL(Translator):
    """DeepL's service, by a city's own key."""

    name = "DeepL"

    def target(self, language: str) -> str:
        known = {code: code.upper() for code in ("ar", "uk", "ru", "tr", "fa", "vi")}
        return _known(language, known | {"en": "EN-GB"})

    def _ask(self, texts: Sequence[str], target: str) -> list[str]:
        asked = {
            "text": list(texts),
            "source_lang": _SOURCE.upper(),
            "target_lang": target,
            "tag_handling": "xml",
            "preserve_formatting": True,
        }
        headers = {"Authorization": f"DeepL-Auth-Key {self.key}"}
        answer = self._post("/v2/translate", asked, headers)
        rows = answer.get("translations") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise TranslatorFault(Fault.ANSWER, "The service's answer holds no translations.")
        return _texts([row.get("text") if isinstance(row, dict) else None for row in rows])


_SERVICES: dict[str, type[Translator]] = {"libretranslate": LibreTranslate, "deepl": DeepL}


def translator(environment: Mapping[str, str] = os.environ) -> Translator | None:
    """The service that is set in the environment; None where there is none, which is usual.

    Raises TranslatorFault when it is set wrongly.
    """
    name = environment.get("RATSCHLAG_TRANSLATE", "").strip().lower()
    if not name:
        return None
    if name not in _SERVICES:
        raise _wrong('RATSCHLAG_TRANSLATE must be "libretranslate" or "deepl".')
    url = environment.get("RATSCHLAG_TRANSLATE_URL", "").rstrip("/")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _wrong("RATSCHLAG_TRANSLATE_URL is no address.") from error
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
    if not is_safe or not parts.hostname:
        raise _wrong(
            "RATSCHLAG_TRANSLATE_URL must begin with https:// (http only on this machine)."
        )
    key = environment.get("RATSCHLAG_TRANSLATE_KEY", "")
    # A key goes into a header: a line break there would be another header.
    if not key.isascii() or not key.isprintable() or (name == "deepl" and not key):
        raise _wrong("RATSCHLAG_TRANSLATE_KEY must be the key of the service, on one line.")
    try:
        seconds = float(environment.get("RATSCHLAG_TRANSLATE_SECONDS", "30"))
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 600:
        raise _wrong("RATSCHLAG_TRANSLATE_SECONDS must be a number from 1 to 600.")
    citizens = environment.get("RATSCHLAG_TRANSLATE_CITIZENS", "no").strip().lower()
    if citizens not in ("yes", "no", ""):
        raise _wrong('RATSCHLAG_TRANSLATE_CITIZENS must be "yes" or "no".')
    return _SERVICES[name](url, key, seconds, citizens == "yes")


def portions(texts: Sequence[str]) -> list[list[str]]:
    """As many texts at once as a service takes, in their order."""
    found: list[list[str]] = []
    size = 0
    for text in texts:
        length = len(text.encode("utf-8", "replace"))
        if not found or len(found[-1]) >= _AT_ONCE or size + length > _MOST_BYTES:
            found.append([])
            size = 0
        found[-1].append(text)
        size += length
    return found


def _wrong(message: str) -> TranslatorFault:
    return TranslatorFault(Fault.SETTINGS, message)


def _known(language: str, names: Mapping[str, str]) -> str:
    if language not in names:
        raise TranslatorFault(Fault.LANGUAGE, f"No service writes {language}.")
    return names[language]


def _texts(found: object) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise TranslatorFault(Fault.ANSWER, "The service's answer holds no texts.")
    return found
