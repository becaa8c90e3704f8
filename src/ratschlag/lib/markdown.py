"""Markdown as staff write it: headings, lists, quotes, emphasis and links; nothing else is markup.

HTML stands there as it was typed, pictures are links, and a link leads to a page, a mail or a
telephone; anything else (`javascript:`) stays plain text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import is_valid_path
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.token import Token

_RULES = (
    *("heading", "lheading", "list", "blockquote", "emphasis", "link", "autolink", "escape"),
    *("newline", "entity"),
)
# "16. August" or "5. bis 25. September" at the beginning of a paragraph is a time and no list.
_DAY = re.compile(
    r"^([ ]{0,3}\d{1,2})\.(?=[ ](?:Januar|Februar|März|April|Mai|Juni|Juli|August|September"
    r"|Oktober|November|Dezember|bis|und|oder|Quartal)\b)",
    re.MULTILINE,
)
# From the root of the site, a place on the page, or with one of these in front.
_MAY_LEAD = re.compile(r"(?:https?://[^\s/]|mailto:[^\s]|tel:[+\d]|/(?![/\\])|#)", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """Some words in one look."""

    text: str
    is_strong: bool = False
    is_soft: bool = False
    href: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph: plain, a heading, in a quote, or an item of a list."""

    kind: str  # "p", "h", "quote", "item"
    runs: tuple[Run, ...] = field(default_factory=tuple)
    depth: int = 1
    mark: str = ""  # of an item: "–" or "3."

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def may_lead(href: str) -> bool:
    """Whether a link may lead there."""
    return bool(_MAY_LEAD.match(href)) and not re.search(r"[\x00-\x20\x7f]", href)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "maxNesting": 12}).enable(list(_RULES))
    parser.validateLink = may_lead  # type: ignore[method-assign,assignment]
    return parser


def _parse(text: str) -> list[Token]:
    return _parser().parse(_DAY.sub(r"\1\\.", text))


def html_of(text: str, *, heading: int = 3) -> SafeString:
    """The text as HTML; its highest heading becomes `heading`, so that a page keeps its order."""
    tokens = _parse(text)
    used = sorted({int(one.tag[1]) for one in tokens if one.type == "heading_open"})
    for one in tokens:
        if one.type in ("heading_open", "heading_close"):
            one.tag = f"h{min(heading + used.index(int(one.tag[1])), 6)}"
        _lead_home(one.children or ())
    options: Any = _parser().options
    # Every word was escaped by the renderer, and every link asked whether it may lead there.
    made: str = _parser().renderer.render(tokens, options, {})
    return mark_safe(made)  # noqa: S308


def _lead_home(tokens: Sequence[Token]) -> None:
    """A link such as /faq/, in which no language stands, leads to the page in the reader's."""
    for one in tokens:
        href = str(one.attrs.get("href", "")) if one.type == "link_open" else ""
        here = f"/{get_language() or settings.LANGUAGE_CODE}"
        if href.startswith("/") and is_valid_path(here + re.split(r"[?#]", href)[0]):
            one.attrs["href"] = here + href


def blocks_of(text: str) -> list[Block]:
    """The paragraphs as plain values, for what is no web page."""
    place, found = _Place(), []
    for one in _parse(text):
        if one.type == "inline":
            found.append(place.block(tuple(_runs(one.children or ()))))
        else:
            place.enter_or_leave(one)
    return found


@dataclass
class _Place:
    """Where in lists, quotes and headings the text is; a count is None in a list without numbers."""

    kinds: list[str] = field(default_factory=list)
    counts: list[int | None] = field(default_factory=list)
    is_new_item: bool = False

    def enter_or_leave(self, token: Token) -> None:
        if token.type == "bullet_list_open":
            self.counts.append(None)
        elif token.type == "ordered_list_open":
            self.counts.append(int(token.attrs.get("start", 1)))
        elif token.type.endswith("_list_close"):
            self.counts.pop()
        elif token.type == "list_item_open":
            self.is_new_item = True
        elif token.type in ("blockquote_open", "heading_open"):
            self.kinds.append(token.tag)
        elif token.type in ("blockquote_close", "heading_close"):
            self.kinds.pop()

    def block(self, runs: tuple[Run, ...]) -> Block:
        if self.counts:
            return Block("item", runs, depth=len(self.counts), mark=self._mark())
        kind = self.kinds[-1] if self.kinds else "p"
        if kind[0] == "h":
            return Block("h", runs, depth=int(kind[1]))
        return Block("quote" if kind == "blockquote" else "p", runs)

    def _mark(self) -> str:
        """A dash or a number in front of an item; nothing before its second paragraph."""
        count = self.counts[-1]
        if not self.is_new_item:
            return ""
        self.is_new_item = False
        if count is None:
            return "–"
        self.counts[-1] = count + 1
        return f"{count}."


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    strong = soft = 0
    href = ""
    for one in tokens:
        strong += (one.type == "strong_open") - (one.type == "strong_close")
        soft += (one.type == "em_open") - (one.type == "em_close")
        if one.type == "link_open":
            href = str(one.attrs["href"])
        elif one.type == "link_close":
            href = ""
        text = " " if one.type == "softbreak" else "\n" if one.type == "hardbreak" else one.content
        if text:
            yield Run(text, is_strong=strong > 0, is_soft=soft > 0, href=href)


def plain_of(text: str) -> str:
    """The words alone, a paragraph on each line."""
    return "\n".join(block.text for block in blocks_of(text))


def links_of(text: str) -> list[str]:
    """Where the text leads to, each once."""
    found = (run.href for block in blocks_of(text) for run in block.runs if run.href)
    return list(dict.fromkeys(found))
