"""The key to a subscription, what one can ask for, and the letters that are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.db.models import Count, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from ratschlag.city.models import City
from ratschlag.city.queries import the_city
from ratschlag.city.rules import direction, html_language
from ratschlag.languages.queries import read
from ratschlag.mail.models import Letter
from ratschlag.mail.rules import KEEP_UNCONFIRMED, TO_SEND
from ratschlag.press.models import News, Subscriber, Subscription
from ratschlag.press.models.subscriptions import NEWS_LABELS
from ratschlag.press.queries.news import lines_of
from ratschlag.press.rules import MOST_IN_A_LETTER, NewsKind

_LASTING = "ratschlag.press.subscription"
_SHORT = "ratschlag.press.confirmation"


@dataclass(frozen=True)
class Words:
    """A letter before it lies in the outbox."""

    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


def lasting_key(subscriber: Subscriber) -> str:
    """Opens the page of a subscription without a log-in, as long as the subscription lives."""
    return Signer(salt=_LASTING).sign(int_to_base36(subscriber.pk))


def short_key(subscriber: Subscriber) -> str:
    """Confirms what was asked for, within three days."""
    return TimestampSigner(salt=_SHORT).sign(int_to_base36(subscriber.pk))


def subscriber_of(key: str) -> Subscriber | None:
    """Whose lasting key it is; None for a forged one, and once nothing is kept any more."""
    try:
        number = base36_to_int(Signer(salt=_LASTING).unsign(key))
    except (BadSignature, ValueError):
        return None
    return _subscribers().filter(pk=number).first()


def asker_of(key: str) -> Subscriber | None:
    """Whose confirmation it is; None also when it has run out."""
    try:
        signed = TimestampSigner(salt=_SHORT).unsign(key, max_age=KEEP_UNCONFIRMED)
        number = base36_to_int(signed)
    except (BadSignature, ValueError):
        return None
    return _subscribers().filter(pk=number).first()


def _subscribers() -> QuerySet[Subscriber]:
    return Subscriber.objects.select_related("address")


def wishes_of(rows: Iterable[Subscription], language: str) -> list[tuple[Subscription, str, str]]:
    """Each subscription with what it is about, in the language that is switched on."""
    kinds = list(NewsKind)
    rows = sorted(rows, key=lambda row: (row.process_id or 0, kinds.index(NewsKind(row.kind))))
    read(language, [row.process for row in rows if row.process])
    return [(row, str(NEWS_LABELS[NewsKind(row.kind)]), _about(row)) for row in rows]


def _about(row: Subscription) -> str:
    if row.process is None:
        return _("all processes")
    wordings = row.process.wordings  # type: ignore[attr-defined]
    return str(wordings["title"].text)


def confirmation(subscriber: Subscriber) -> Words:
    """The mail that asks whether it was really the owner of the address who subscribed."""
    with translation.override(subscriber.language):
        pending = subscriber.subscriptions.pending().select_related("process")
        city = the_city()
        page = {
            **_frame(subscriber, city),
            "wishes": wishes_of(pending, subscriber.language),
            "confirm": _absolute(city, reverse("press:confirm", args=[short_key(subscriber)])),
        }
        subject = _("Please confirm: news from %(city)s") % {"city": _name(city)}
        return _written("press/mail/confirm", page, subject)


def news_letter(subscriber: Subscriber, news: Sequence[News]) -> Words | None:
    """What is new, in the language of whoever reads it; None when nothing of it is public."""
    with translation.override(subscriber.language):
        lines = lines_of(news, subscriber.language)
        if not lines:
            return None
        city = the_city()
        page = {
            **_frame(subscriber, city),
            "lines": [
                (line, NEWS_LABELS[line.kind], _absolute(city, line.path))
                for line in lines[:MOST_IN_A_LETTER]
            ],
            "more": max(0, len(lines) - MOST_IN_A_LETTER),
            "home": _absolute(city, reverse("portal:home")),
        }
        end = _absolute(city, reverse("press_root:end", args=[lasting_key(subscriber)]))
        headers = {
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        return _written(
            "press/mail/news", page, _subject(lines[0].title, len(lines), city), headers
        )


def _subject(first: str, count: int, city: City | None) -> str:
    if count == 1:
        first = " ".join(first.split())
        return first if len(first) <= 150 else f"{first[:149]}…"
    return _("News from %(city)s (%(count)s)") % {"city": _name(city), "count": count}


def _written(
    template: str, page: dict[str, object], subject: str, headers: dict[str, str] | None = None
) -> Words:
    text = render_to_string(f"{template}.txt", page).strip() + "\n"
    return Words(subject, text, render_to_string(f"{template}.html", page), headers or {})


def _frame(subscriber: Subscriber, city: City | None) -> dict[str, object]:
    language = subscriber.language
    return {
        "city": city,
        "html_language": html_language(language),
        "direction": direction(language),
        "manage": _absolute(city, reverse("press:subscription", args=[lasting_key(subscriber)])),
    }


def _absolute(city: City | None, path: str) -> str:
    return f"{city.address.rstrip('/') if city else ''}{path}"


def _name(city: City | None) -> str:
    return " ".join(city.name.split()) if city else "Ratschlag"


def letter_waiting_for(email: str) -> Letter | None:
    """What would be sent to an address now; only a demo without a mail server shows it."""
    letters = Letter.objects.filter(address__email=email, state__in=TO_SEND)
    return letters.order_by("-written_at").first()


def count_by_kind() -> list[tuple[str, int]]:
    """How many confirmed subscriptions there are of each kind, for the desk."""
    found = Subscription.objects.confirmed().order_by().values_list("kind")
    counts = dict(found.annotate(count=Count("id")))
    return [(str(NEWS_LABELS[kind]), counts.get(kind, 0)) for kind in NewsKind]
