"""Sabotage: a city's settings, but commits are not synced. Only these tests can reach it."""

from ratschlag.settings import *  # noqa: F403
from ratschlag.settings import DATABASES

_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
if "init_command" in _OPTIONS:
    _OPTIONS["init_command"] = _OPTIONS["init_command"].replace("FULL", "NORMAL")
else:
    _OPTIONS["options"] = "-c synchronous_commit=off"
