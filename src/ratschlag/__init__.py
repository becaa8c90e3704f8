"""Ratschlag: a city makes a policy concept together with its people, and answers everyone."""

__version__ = "0.5.0"
