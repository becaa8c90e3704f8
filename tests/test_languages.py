"""Every resident reads their own language: no text is missing, no German or English leaks in."""

import importlib.util
import re
from gettext import c2py
from html.parser import HTMLParser

import pytest
from babel import Locale
from django.urls import reverse
from django.utils import translation

from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State
from ratschlag.portal.queries.translatable import kinds
from ratschlag.survey.models import Survey
from tests import cast
from tests.house import ROOT
from tests.test_access import ROWS, parts_of

_spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
catalogues = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(catalogues)
CATALOGS = {language: catalogues.read(language) for language in catalogues.PUBLIC}
OTHERS = [language for language in CATALOGS if language not in ("de", "de-easy")]
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 99, 100, 101, 102, 103, 111)


@pytest.fixture
def parts(city):
    """What can stand in an address, by the name that the tables use."""
    return parts_of(cast.a_process())


def strings(catalog, key):
    """What a catalogue says for a text: no, one or several forms."""
    found = catalog.get(key)
    if found is None or not found.string:
        return ()
    return found.string if isinstance(found.string, tuple) else (found.string,)


def public_addresses(made):
    """Each page that everyone may see, and how it is asked for."""
    for row in ROWS:
        if "anonymous" in row.who:
            name = reverse(row.address, kwargs={k: made[v] for k, v in row.parts.items()})
            yield from ((name, method) for method in sorted(row.methods & {"GET", "POST"}))


def visit(client, made, language):
    """Every public page in that language, and what its forms say of nothing at all."""
    with translation.override(language):
        found = list(public_addresses(made))
    for address, method in found:
        if not address.startswith(f"/{language}/"):
            continue  # a tablet's pages and those for machines: staff read them, or nobody
        answer = client.generic(method, address, HTTP_ACCEPT_LANGUAGE=language)
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            yield address, answer.content.decode()


class Words(HTMLParser):
    """The texts of a page that claim to be in its own language."""

    _VOID = frozenset({"br", "img", "input", "link", "meta", "hr", "wbr", "source", "rect", "path"})
    _SHOWN = ("alt", "title", "aria-label", "placeholder")

    def __init__(self, page):
        super().__init__()
        self.found, self._stack, self._own = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        before = self._stack[-1][1] if self._stack else ""
        language = said.get("lang", "any" if said.get("translate") == "no" else before)
        self._own = language if tag == "html" else self._own
        if tag in ("script", "style", "svg"):
            language = "any"
        if language == self._own:
            self.found += [said[name] for name in self._SHOWN if said.get(name)]
        if tag not in self._VOID:
            self._stack.append((tag, language))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self._VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while self._stack and self._stack[-1][0] != tag:
            self._stack.pop()
        if self._stack:
            self._stack.pop()

    def handle_data(self, data):
        if self._stack and self._stack[-1][1] == self._own:
            self.found.append(" ".join(data.split()))


def test_words_of_another_language_are_told_from_the_page_s_own():
    page = '<html lang="ar"><p>eins <b lang="de">zwei<br>drei</b> vier</p><img alt="fünf"></html>'
    assert [word for word in Words(page).found if word] == ["eins", "vier", "fünf"]


# What a public page asks the catalogues for.


@pytest.fixture
def asked(monkeypatch):
    """Every text that a page asks for while the test runs: single, or the first of its forms."""
    found = set()
    for name in ("gettext", "pgettext", "ngettext", "npgettext"):
        inner, at = getattr(translation._trans, name), int(name.startswith(("pg", "np")))

        def wrapped(*words, inner=inner, at=at):
            found.add(str(words[at]))
            return inner(*words)

        monkeypatch.setattr(translation._trans, name, wrapped)
    return found


def untranslated(asked):
    """Texts of ours that a public page asked for and some language lacks."""
    ours = {m.id if isinstance(m.id, str) else m.id[0]: m for m in CATALOGS["de"] if m.id}
    return {
        (language, text)
        for text in asked & set(ours)
        for language, catalog in CATALOGS.items()
        if not all(strings(catalog, ours[text].id) or [""])
    }


@pytest.mark.django_db
def test_no_public_page_asks_for_a_text_that_a_language_lacks(client, parts, asked):
    """Whatever STAFF in tools/catalogues.py says: what is shown to everyone is translated."""
    pages = list(visit(client, parts, "ar"))
    assert len(pages) > 25
    assert len(asked) > 150
    assert untranslated(asked) == set()


def test_a_staff_text_on_a_public_page_would_be_caught(asked):
    staff = "Nothing needs you today."
    assert strings(CATALOGS["de"], staff)
    with translation.override("ar"):
        translation.gettext(staff)
    assert ("ar", staff) in untranslated(asked)


# No language leaks into another.


def translate_all(language):
    """Say everything that anyone wrote in that language, so that only a leak is German."""
    for kind in kinds().values():
        for row in kind.rows():
            for field in kind.model.translated:
                if getattr(row, field):
                    Translation.objects.put(
                        row, field, language=language, text=f"§{row.pk}§", state=State.CHECKED
                    )
    # What a survey asks is frozen with its translations.
    for survey in Survey.objects.exclude(stage="draft"):
        cast.scheduled(survey)


def german_texts():
    """What people wrote in German: long enough not to be a word of every language."""
    return {
        " ".join(getattr(row, field).split())
        for kind in kinds().values()
        for row in kind.rows()
        for field in kind.model.translated
        if len(getattr(row, field)) > 4
    }


def interface_texts(language, other):
    """Texts of `other` that read otherwise in `language`: what may not stand on its pages."""
    foreign = set()
    own = {text for m in CATALOGS.get(language, ()) if m.id for text in strings_of(m)}
    for message in CATALOGS["de"]:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            foreign |= set(ids if other == "en" else strings_of(message))
    if language == "en":
        own = {
            i
            for m in CATALOGS["de"]
            if m.id
            for i in (m.id if isinstance(m.id, tuple) else (m.id,))
        }
    # A single small word may be the name of something: a cookie, a column.
    names = re.compile(r"[a-z_]+")
    return {text for text in foreign - own if "%(" not in text and not names.fullmatch(text)}


def strings_of(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_german_stands_unmarked_on_a_page_of_another_language(client, parts, language):
    translate_all(language)
    foreign = interface_texts(language, "de") | german_texts()
    leaks = {
        (address, word)
        for address, page in visit(client, parts, language)
        for word in Words(page).found
        if word in foreign
    }
    assert leaks == set()


@pytest.mark.django_db
def test_no_english_stands_on_a_german_page(client, parts):
    foreign = interface_texts("de", "en")
    leaks = {
        (address, word)
        for address, page in visit(client, parts, "de")
        for word in Words(page).found
        if word in foreign
    }
    assert leaks == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_catalogue_says_in_german_what_it_should_say_itself(language):
    """A text of more than two words that reads as in German was forgotten."""
    same = [
        text
        for message in CATALOGS[language]
        if message.id
        for text in strings(CATALOGS[language], message.id)
        if text in strings(CATALOGS["de"], message.id)
        and len(re.findall(r"[^\W\d_]{2,}", re.sub(r"%\(\w+\)s", "", text))) > 2
    ]
    assert same == []


@pytest.mark.parametrize("language", ["ar", "fa", "uk", "ru"])
def test_a_catalogue_is_written_in_its_own_letters(language):
    letters = re.compile("[\u0600-\u06ff]" if language in ("ar", "fa") else "[\u0400-\u04ff]")
    latin = [
        text
        for message in CATALOGS[language]
        if message.id
        for text in strings(CATALOGS[language], message.id)
        if re.search(r"[a-z]{4}", re.sub(r"%\(\w+\)s|\S*[@/_.]\S*", "", text))
        and not letters.search(text)
    ]
    assert [text for text in latin if len(text.split()) > 2] == []


# Plural forms.


@pytest.mark.parametrize("language", CATALOGS)
def test_a_plural_has_the_forms_that_its_language_knows(language):
    """The rule in the file parts numbers as CLDR does: Arabic has six forms."""
    index = c2py(CATALOGS[language].plural_expr)
    cldr = Locale.parse(language.split("-")[0]).plural_form
    numbers = [n for n in NUMBERS if not (language == "tr" and n == 0)]
    by_form = {}
    for number in numbers:
        by_form.setdefault(index(number), set()).add(cldr(number))
    assert all(len(tags) == 1 for tags in by_form.values())
    assert len({tag for tags in by_form.values() for tag in tags}) == len(by_form)
    assert len(by_form) == catalogues.PLURALS[language][0]


@pytest.mark.parametrize(("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (11, 4), (100, 5)])
def test_each_arabic_number_gets_its_form(number, form):
    plurals = [m for m in CATALOGS["ar"] if isinstance(m.id, tuple) and not m.context]
    assert len(plurals) > 20
    with translation.override("ar"):
        for message in plurals:
            assert translation.ngettext(*message.id, number) == message.string[form]


@pytest.mark.parametrize("language", CATALOGS)
def test_every_plural_has_all_its_forms(language):
    short = [
        message.id[0]
        for message in CATALOGS[language]
        if isinstance(message.id, tuple)
        and not (len(message.string) == catalogues.PLURALS[language][0] and all(message.string))
    ]
    assert short == []
