"""A language model behind an OpenAI-compatible address: for a city that has one. Off by default.

Nothing is sent anywhere unless RATSCHLAG_ENDPOINT_URL is set. What is set, from the
environment: RATSCHLAG_ENDPOINT_URL (up to and with /v1), RATSCHLAG_ENDPOINT_KEY (if it asks
for one), RATSCHLAG_ENDPOINT_EMBEDDING and RATSCHLAG_ENDPOINT_CHAT (the names of its models),
RATSCHLAG_ENDPOINT_SECONDS (how long an answer may take; 60).
"""

import http.client
import json
import math
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_AT_ONCE = 64
# No answer that is asked for here is longer: who sends more is not an endpoint.
_LONGEST_ANSWER = 64 * 1024 * 1024
_LOCAL = ("localhost", "127.0.0.1", "::1")


class EndpointFault(Exception):
    """The endpoint did not answer as agreed; the message says how."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key and the citizens' words go to the address that was set, and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class Endpoint:
    """Where the models are, and which of them do what."""

    url: str
    key: str = field(default="", repr=False)
    embedding_model: str = ""
    chat_model: str = ""
    seconds: float = 60

    def embed(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> list[list[float]]:
        """A vector for each text, in their order, as the endpoint gives them."""
        if not self.embedding_model:
            raise EndpointFault("Set RATSCHLAG_ENDPOINT_EMBEDDING to the name of a model.")
        vectors: list[list[float]] = []
        for first in range(0, len(texts), _AT_ONCE):
            portion = [_sendable(text) for text in texts[first : first + _AT_ONCE]]
            answer = self._ask("embeddings", {"model": self.embedding_model, "input": portion})
            vectors += _vectors(answer, len(portion))
            if progress:
                progress(len(vectors))
        if len({len(vector) for vector in vectors}) > 1:
            raise EndpointFault("The endpoint's vectors are of different lengths.")
        return vectors

    def draft(self, instruction: str, material: str, *, longest: int = 800) -> str:
        """What the chat model writes; nobody may show it before it is checked and confirmed."""
        if not self.chat_model:
            raise EndpointFault("Set RATSCHLAG_ENDPOINT_CHAT to the name of a model.")
        messages = [
            {"role": "system", "content": instruction},
            {"role": "user", "content": _sendable(material)},
        ]
        asked = {
            "model": self.chat_model,
            "messages": messages,
            "temperature": 0,
            "seed": 2016,
            "max_tokens": longest,
        }
        answer = self._ask("chat/completions", asked)
        try:
            text = answer["choices"][0]["message"]["content"]  # type: ignore[index]
        except (KeyError, IndexError, TypeError) as fault:
            raise EndpointFault("The endpoint's answer holds no text.") from fault
        if not isinstance(text, str):
            raise EndpointFault("The endpoint's answer holds no text.")
        return text.strip()

    def _ask(self, path: str, asked: Mapping[str, object]) -> Mapping[str, object]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(  # noqa: S310  the scheme is checked when it is set
            f"{self.url}/{path}", json.dumps(asked).encode(), headers, method="POST"
        )
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            with opener.open(request, timeout=self.seconds) as answer:
                body = answer.read(_LONGEST_ANSWER + 1)
            found = json.loads(body) if len(body) <= _LONGEST_ANSWER else None
        except urllib.error.HTTPError as fault:
            fault.close()
            raise EndpointFault(f"The endpoint answered {fault.code} to {path}.") from fault
        except (OSError, http.client.HTTPException) as fault:
            raise EndpointFault(f"The endpoint can't be reached: {fault}.") from fault
        except ValueError as fault:
            raise EndpointFault("The endpoint's answer is no JSON.") from fault
        if not isinstance(found, dict):
            raise EndpointFault("The endpoint's answer is not what was agreed.")
        return found


def endpoint(environment: Mapping[str, str] = os.environ) -> Endpoint | None:
    """The endpoint that is set in the environment; None where there is none, which is usual."""
    url = environment.get("RATSCHLAG_ENDPOINT_URL", "").rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
    if not is_safe or not parts.hostname:
        raise EndpointFault(
            "RATSCHLAG_ENDPOINT_URL must begin with https:// (http only on this machine): "
            "what people wrote does not travel in the open."
        )
    try:
        seconds = float(environment.get("RATSCHLAG_ENDPOINT_SECONDS", "60"))
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 3600:
        raise EndpointFault("RATSCHLAG_ENDPOINT_SECONDS must be a number from 1 to 3600.")
    return Endpoint(
        url,
        environment.get("RATSCHLAG_ENDPOINT_KEY", ""),
        environment.get("RATSCHLAG_ENDPOINT_EMBEDDING", ""),
        environment.get("RATSCHLAG_ENDPOINT_CHAT", ""),
        seconds,
    )


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _vectors(answer: Mapping[str, object], count: int) -> list[list[float]]:
    """The vectors of one answer, in the order of the texts: each says which text it is of."""
    try:
        rows = {int(row["index"]): row["embedding"] for row in answer["data"]}  # type: ignore[attr-defined]
        vectors = [[float(value) for value in rows[index]] for index in range(count)]
    except (KeyError, TypeError, ValueError) as fault:
        raise EndpointFault("The endpoint's answer holds no vector for each text.") from fault
    if any(not vector or not all(map(math.isfinite, vector)) for vector in vectors):
        raise EndpointFault("The endpoint's answer holds vectors that are no numbers.")
    return vectors
