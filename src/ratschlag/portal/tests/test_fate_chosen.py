"""What was only chosen has a fate too: it is counted, it is not shown, it can be taken back."""

import pytest

from ratschlag.contributions.models import Contribution
from ratschlag.survey.models import Response, Survey
from ratschlag.survey.rules import Stage
from ratschlag.survey.tests.hands import answer, it_is
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen(process):
    it_is(12)
    answers = {"q8": "yes", "q9": "other", "q9.other": "Das steht hier nicht."}
    return answer(cast.a_survey(process), texts={}, chosen=answers)


def page_for(client, code: str) -> str:
    return client.post("/en/beitrag/", {"receipt": code}).content.decode()


def take_back(client, code: str, way: str) -> None:
    typed = {"receipt": code, "way": way, "is_sure": "on"}
    assert client.post("/en/beitrag/zuruecknehmen/", typed).status_code == 200


def test_it_counts_and_is_not_shown(client, chosen):
    page = page_for(client, chosen.code)
    assert "Your answers to 2 questions are stored" in page
    assert "Das steht hier nicht." not in page
    assert not Contribution.objects.exists()


def test_before_the_evaluation_nothing_stays(client, chosen):
    take_back(client, chosen.code, "withdraw")
    assert Response.objects.get().answers == {}
    assert "You have taken your answers back." in page_for(client, chosen.code)


def test_once_it_stands_in_figures_only_the_words_go(client, chosen):
    Survey.objects.update(stage=Stage.EVALUATED)
    take_back(client, chosen.code, "erase")
    assert Response.objects.get().answers == {"q8": "yes", "q9": "other"}
