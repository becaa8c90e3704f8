"""Personal data in free text: marked before it is published; the clerk decides."""

from ratschlag.synthesis.compute.private.find import Found, Kind, private_words

__all__ = ["Found", "Kind", "private_words"]
