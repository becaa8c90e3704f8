"""While a survey is sealed nobody reads what came in by it, not even one by one."""

import pytest

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.journal.actions import set_clock
from ratschlag.people.rules import Role
from ratschlag.survey.actions import confirm_proposal, propose_act, submit_response
from ratschlag.survey.rules import Act
from ratschlag.synthesis.queries.desk import next_to_code, progress, readable
from tests import cast

pytestmark = pytest.mark.django_db
LIST = "/desk/beitraege/"


@pytest.fixture
def voices(process) -> tuple[Contribution, Contribution]:
    """One that came by a sealed survey, and one that came otherwise."""
    at = cast.OPENS.replace(day=12)
    set_clock(at)
    survey = cast.a_survey(process, is_sealed=True)
    submitted = submit_response(
        survey, form_key="a-form-key-of-the-tests-1", texts={"q1": "Geheim."}, details={},
        language="de", at=at,
    )  # fmt: skip
    sealed = submitted.response.texts.get().contribution
    other = cast.a_contribution(process, "Offen.", publication=Publication.RECEIVED)
    return sealed, other


def test_a_sealed_voice_stands_in_no_list_and_behind_no_address(desk, process, voices):
    sealed, other = voices
    assert list(readable(process)) == [other]
    assert next_to_code(process) == other
    assert progress(process).all == 1
    html = desk.get(LIST).content.decode()
    assert "Offen." in html
    assert "Geheim." not in html
    assert desk.get(f"{LIST}?suche=Geheim").content.decode().count("Geheim.") == 0
    assert desk.get(f"{LIST}{sealed.pk}/").status_code == 403
    assert desk.post(f"{LIST}{sealed.pk}/veroeffentlichen/").status_code == 403
    assert desk.get(f"{LIST}{other.pk}/").status_code == 200
    sealed.refresh_from_db()
    assert sealed.publication == Publication.RECEIVED


def test_after_the_end_it_is_read_like_any_other(desk, process, voices):
    set_clock(cast.CLOSES.replace(month=10))
    assert set(readable(process)) == set(voices)
    assert desk.get(f"{LIST}{voices[0].pk}/").status_code == 200


def test_when_two_have_broken_the_seal_it_is_read(desk, process, voices, coordinator):
    survey = process.surveys.get()
    decision = propose_act(survey, Act.BREAK_SEAL, why="Eine Drohung.", by=coordinator)
    assert desk.get(f"{LIST}{voices[0].pk}/").status_code == 403
    confirm_proposal(decision, by=cast.a_person("Kim Zweite", Role.COORDINATOR))
    assert desk.get(f"{LIST}{voices[0].pk}/").status_code == 200
