"""Sabotage: a city's settings, but templates take everyone's words for their own."""

from ratschlag.settings import *  # noqa: F403
from ratschlag.settings import TEMPLATES

TEMPLATES[0]["OPTIONS"]["autoescape"] = False  # type: ignore[index]
