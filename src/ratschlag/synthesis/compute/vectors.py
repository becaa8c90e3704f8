"""Texts as vectors: everything that gives or bears them, under one roof."""

from ratschlag.synthesis.compute.centre import Centre
from ratschlag.synthesis.compute.encoders import encoder, installed
from ratschlag.synthesis.compute.floor import Floor
from ratschlag.synthesis.compute.spaces import (
    SEED,
    Encoder,
    Floats,
    Mark,
    NoEncoder,
    Progress,
    unit,
)

__all__ = [
    "SEED",
    "Centre",
    "Encoder",
    "Floats",
    "Floor",
    "Mark",
    "NoEncoder",
    "Progress",
    "encoder",
    "installed",
    "unit",
]
