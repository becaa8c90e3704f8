"""What tests about consent need: a city that asks, and a visitor who has chosen."""

from datetime import timedelta

from ratschlag.privacy.actions import ask_anew
from ratschlag.privacy.models import Layer
from ratschlag.privacy.queries.consent import real_day, sealed
from ratschlag.privacy.rules import Category, Choice

COOKIE = "privacylayer"
HOME, PAGE, FATE = "/de/", "/de/cookies/", "/de/beitrag/"
LAYER, TAG = '<details class="consent"', "js/statistics.js"
MATOMO = "https://matomo.example.org"


def a_layer(**changes: object) -> Layer:
    """Statistics switched on."""
    return ask_anew(**({"has_statistics": True, "by": None} | changes))


def a_choice(version: int = 1, *, allows: bool = True, days_ago: int = 0) -> Choice:
    allowed = frozenset({Category.STATISTICS} if allows else ())
    return Choice(version, allowed, real_day() - timedelta(days=days_ago))


def chosen(client, **how: object) -> None:
    """The browser carries that choice."""
    client.cookies[COOKIE] = sealed(a_choice(**how))


def page(client, path: str = HOME, **headers: str) -> str:
    return client.get(path, headers=headers).content.decode()
