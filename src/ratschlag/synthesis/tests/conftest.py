"""What the tests of the machine at the desk may ask for."""

import pytest

from tests import cast
from tests.models import serving, settings_for


@pytest.fixture
def machine(monkeypatch):
    """The worker's machine with a tiny encoder, and nothing in its memory."""
    # Only here: without the extra they can't be loaded, and their tests are skipped.
    found = pytest.importorskip("ratschlag.synthesis.tasks.machine")
    understanding = pytest.importorskip("ratschlag.synthesis.tasks.understanding")
    encoder = pytest.importorskip("ratschlag.synthesis.tests.fake").FakeEncoder()
    monkeypatch.setattr(found, "best_encoder", lambda: encoder)
    monkeypatch.setattr(found, "_known", {})
    monkeypatch.setattr(understanding, "_sorters", {})
    found.languages_of_city.cache_clear()
    return encoder


@pytest.fixture
def voices(process):
    """Twelve contributions about three things, in German and Turkish."""
    said = [
        ("de", "Mehr Bäume am Markt, bitte viel Schatten."),
        ("de", "Ein Baum vor jedem Haus macht Schatten im Sommer."),
        ("de", "Schatten durch große Bäume auf dem Spielplatz."),
        ("tr", "Pazara daha çok ağaç dikin, ağaç gölge verir."),
        ("de", "Der Bus kommt zu selten, der Fahrplan ist schlecht."),
        ("de", "Abends fährt kein Bus mehr in unseren Ortsteil."),
        ("de", "Ein Fahrplan in großer Schrift für den Bus."),
        ("tr", "Akşamları otobüs yok, otobüs gece de gelsin."),
        ("de", "Unsere Schule braucht ein neues Dach."),
        ("de", "Es fehlen Plätze in der Kita neben der Schule."),
        ("de", "Die Schule soll nachmittags offen bleiben."),
        ("tr", "Okul bahçesi küçük, okul büyüsün."),
    ]
    return [cast.a_contribution(process, text, language=code) for code, text in said]


@pytest.fixture
def models(monkeypatch):
    """An endpoint that this city has set, for vectors only."""
    with serving() as server:
        for name, value in settings_for(server).items():
            monkeypatch.setenv(name, value)
        yield server
