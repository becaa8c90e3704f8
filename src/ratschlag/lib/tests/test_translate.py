"""LibreTranslate and DeepL: what is sent, what comes back, and every way it can fail."""

import pytest

from ratschlag.lib.tests.fake_translator import serving
from ratschlag.lib.translate import Fault, TranslatorFault, portions, translator


@pytest.fixture(params=["libretranslate", "deepl"])
def service(request):
    with serving(request.param) as found:
        yield found


def asking(service, **more):
    wanted = {
        "RATSCHLAG_TRANSLATE": service.name,
        "RATSCHLAG_TRANSLATE_URL": service.url,
        "RATSCHLAG_TRANSLATE_KEY": "geheim",
    }
    return translator(wanted | more)


def fault_of(call):
    with pytest.raises(TranslatorFault) as caught:
        call()
    return caught.value.fault


def test_without_a_setting_there_is_no_service():
    assert translator({}) is None
    assert translator({"RATSCHLAG_TRANSLATE_URL": "https://a.example"}) is None


def test_texts_are_translated_in_their_order(service):
    assert asking(service).translate(["Eins", "Zwei"], "ar") == ["»Eins«", "»Zwei«"]
    (path, headers, body) = service.asked[0]
    if service.name == "deepl":
        assert path == "/v2/translate"
        assert headers["Authorization"] == "DeepL-Auth-Key geheim"
        assert (body["source_lang"], body["target_lang"]) == ("DE", "AR")
        assert body["tag_handling"] == "xml"
    else:
        assert path == "/translate"
        assert (body["source"], body["target"], body["format"]) == ("de", "ar", "html")
        assert body["api_key"] == "geheim"


def test_english_is_british_at_deepl(service):
    asking(service).translate(["Eins"], "en")
    assert service.asked[0][2].get("target_lang", "EN-GB") == "EN-GB"


def test_placeholders_and_markdown_stay(service):
    text = "## Hallo {name}\n\n[hier](https://a.example) & **da**"
    (said,) = asking(service).translate([text], "ar")
    for kept in ("{name}", "](https://a.example)", "**", "##", "&"):
        assert kept in said
    assert "{name}" not in str(service.asked)


def test_a_text_whose_placeholder_is_lost_is_refused_and_the_others_stay(service):
    service.say = lambda text: text.replace('<x id="0"/>', "")
    assert asking(service).translate(["Hallo {name}", "Hallo"], "ar") == [None, "Hallo"]


@pytest.mark.parametrize(
    ("status", "fault"),
    [(400, "language"), (401, "key"), (403, "key"), (413, "too_long"), (429, "busy"), (456, "quota"),
     (500, "busy"), (503, "busy"), (404, "answer"), (302, "answer")],
)  # fmt: skip
def test_each_refusal_has_a_name(service, status, fault):
    service.statuses = [status]
    assert fault_of(lambda: asking(service).translate(["Eins"], "ar")) == fault


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[]", b"{}", b'{"translatedText": 5}', b'{"translations": [5]}',
            b'{"translatedText": [], "translations": []}']
)  # fmt: skip
def test_an_answer_that_is_none_is_refused(service, raw):
    service.raw = raw
    assert fault_of(lambda: asking(service).translate(["Eins"], "ar")) == Fault.ANSWER


def test_nobody_there():
    with serving("deepl") as service:
        gone = asking(service)
    assert fault_of(lambda: gone.translate(["Eins"], "ar")) == Fault.UNREACHABLE


def test_easy_german_and_unknown_languages_are_not_asked_for(service):
    for language in ("de-easy", "de", "fr"):
        assert fault_of(lambda: asking(service).translate(["Eins"], language)) == Fault.LANGUAGE  # noqa: B023
    assert service.asked == []


def test_what_citizens_wrote_stays_unless_the_city_says_so(service):
    call = {"of_citizens": True}
    assert fault_of(lambda: asking(service).translate(["Eins"], "ar", **call)) == Fault.CITIZENS
    assert service.asked == []
    allowed = asking(service, RATSCHLAG_TRANSLATE_CITIZENS="yes")
    assert allowed.translate(["Eins"], "ar", **call) == ["»Eins«"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"RATSCHLAG_TRANSLATE": "google"},
        {"RATSCHLAG_TRANSLATE_URL": ""},
        {"RATSCHLAG_TRANSLATE_URL": "http://api.example"},
        {"RATSCHLAG_TRANSLATE_URL": "file:///etc/passwd"},
        {"RATSCHLAG_TRANSLATE_URL": "https://"},
        {"RATSCHLAG_TRANSLATE_URL": "https://[::1"},
        {"RATSCHLAG_TRANSLATE_KEY": ""},
        {"RATSCHLAG_TRANSLATE_KEY": "a\nHost: b"},
        {"RATSCHLAG_TRANSLATE_SECONDS": "0"},
        {"RATSCHLAG_TRANSLATE_SECONDS": "bald"},
        {"RATSCHLAG_TRANSLATE_CITIZENS": "perhaps"},
    ],
)
def test_wrong_settings_are_named(wrong):
    right = {
        "RATSCHLAG_TRANSLATE": "deepl",
        "RATSCHLAG_TRANSLATE_URL": "https://api.example",
        "RATSCHLAG_TRANSLATE_KEY": "geheim",
    }
    assert translator(right)
    assert fault_of(lambda: translator(right | wrong)) == Fault.SETTINGS


def test_the_key_is_not_shown():
    right = {
        "RATSCHLAG_TRANSLATE": "deepl",
        "RATSCHLAG_TRANSLATE_URL": "https://api.example",
        "RATSCHLAG_TRANSLATE_KEY": "geheim",
    }
    assert "geheim" not in repr(translator(right))


def test_texts_go_in_portions():
    assert [len(part) for part in portions(["a"] * 95)] == [40, 40, 15]
    assert [len(part) for part in portions(["ä" * 20_000] * 3)] == [1, 1, 1]
    assert portions([]) == []
