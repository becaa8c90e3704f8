"""Directories of public software reject a faulty publiccode.yml, and nobody tells us."""

import tomllib
from pathlib import Path

import pytest
import yaml
from babel import Locale

ROOT = Path(__file__).resolve().parent.parent

MANDATORY = [
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "organisation/uri",
    "description",
    "legal/license",
    "maintenance/type",
    "maintenance/contacts",
    "localisation/localisationReady",
    "localisation/availableLanguages",
]

# A misspelt optional key would be ignored in silence, so the optional ones of 0.7 are listed too.
OPTIONAL = [
    "applicationSuite",
    "landingURL",
    "isBasedOn",
    "softwareVersion",
    "releaseDate",
    "logo",
    "categories",
    "usedBy",
    "fundedBy",
    "roadmap",
    "intendedAudience",
    "supports",
    "dependsOn",
]


@pytest.fixture(scope="module")
def publiccode():
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MANDATORY)
def test_every_mandatory_key_has_a_value(publiccode, path):
    value = publiccode
    for key in path.split("/"):
        assert key in value
        value = value[key]
    assert value not in (None, "", [], {})


def test_no_top_level_key_is_unknown_to_the_standard(publiccode):
    known = {path.split("/")[0] for path in MANDATORY} | set(OPTIONAL)
    assert set(publiccode) <= known


def test_the_file_follows_version_0_7(publiccode):
    assert publiccode["publiccodeYmlVersion"] == "0.7"


def test_status_type_and_maintenance_are_words_of_the_standard(publiccode):
    status = publiccode["developmentStatus"]
    assert status in {"concept", "development", "beta", "stable", "obsolete"}
    assert publiccode["softwareType"] == "standalone/web"
    assert publiccode["maintenance"]["type"] in {"internal", "contract", "community", "none"}


def test_every_contact_has_a_name(publiccode):
    assert all(contact["name"] for contact in publiccode["maintenance"]["contacts"])


def test_the_software_is_described_in_german_and_english(publiccode):
    assert {"de", "en"} <= set(publiccode["description"])


def test_short_descriptions_are_one_line_of_at_most_150_characters(publiccode):
    for text in publiccode["description"].values():
        assert 0 < len(text["shortDescription"]) <= 150
        assert "\n" not in text["shortDescription"]


def test_long_descriptions_have_between_150_and_10000_characters(publiccode):
    for text in publiccode["description"].values():
        assert 150 <= len(text["longDescription"]) <= 10_000


def test_every_language_lists_the_same_number_of_features(publiccode):
    features = [text["features"] for text in publiccode["description"].values()]
    assert all(features[0])
    assert {len(listed) for listed in features} == {len(features[0])}
    assert features[0]


def test_the_licence_has_its_text_in_the_repository(publiccode):
    licence = publiccode["legal"]["license"]
    assert (ROOT / "LICENSES" / f"{licence}.txt").is_file()


def test_every_language_named_exists(publiccode):
    available = publiccode["localisation"]["availableLanguages"]
    for tag in [*available, *publiccode["description"]]:
        Locale.parse(tag, sep="-")  # raises on a tag that is malformed or unknown


def test_no_language_is_named_twice(publiccode):
    available = publiccode["localisation"]["availableLanguages"]
    assert len(available) == len(set(available))


def test_the_version_is_the_one_in_pyproject(publiccode):
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert publiccode["softwareVersion"] == pyproject["project"]["version"]
