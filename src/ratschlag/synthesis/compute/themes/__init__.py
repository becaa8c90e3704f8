"""Themes: found, named, shown by quotes, compared with the last run."""

from ratschlag.synthesis.compute.themes.difference import Difference, difference
from ratschlag.synthesis.compute.themes.find import NONE, Before, Themes, find_themes, place
from ratschlag.synthesis.compute.themes.naming import names
from ratschlag.synthesis.compute.themes.picture import picture
from ratschlag.synthesis.compute.themes.quotes import quotes

__all__ = [
    "NONE",
    "Before",
    "Difference",
    "Themes",
    "difference",
    "find_themes",
    "names",
    "picture",
    "place",
    "quotes",
]
