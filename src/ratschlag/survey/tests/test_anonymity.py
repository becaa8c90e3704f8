"""Nothing leads from voluntary details to who said what: the best guesser does no better than chance.

How chance is estimated: the same guessers guess against a thousand assignments that were drawn
at random. The best score that any of them reaches there is what luck can do; on the real tables
nobody may do better (with two hits of slack, so that the test itself is not a matter of luck).
"""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import connection, models
from django_tasks_db.models import DBTaskResult

from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.contributions.tasks import journal_taken_back
from ratschlag.journal.models import Entry
from ratschlag.survey.models import DetailRecord, Response, ResponseText, Survey
from ratschlag.survey.tasks import journal_answers, shuffle_details
from ratschlag.survey.tests.hands import answer, it_is

pytestmark = pytest.mark.django_db
PEOPLE, DRAWS, SLACK = 60, 1000, 2
# How a row tells when it was written, besides its columns.
HIDDEN = {"sqlite": ("rowid",), "postgresql": ("ctid", "xmin::text::bigint")}
# How far a guess may be beside: a leak of batches or neighbours shows there.
NEAR = (0, 3)


def choices_of(number: int) -> dict[str, str]:
    """Details that only this one person gave, so that a guess can be judged."""
    return {"d_age": f"person-{number}"}


@pytest.fixture
def answered(survey) -> dict[str, int]:
    """Sixty people answer in a known order, on nine days of two weeks; returns who sent what."""
    sent = {}
    for number in range(PEOPLE):
        it_is(12 + number // 7, 13 + number % 7)
        said = answer(survey, f"form-key-of-person-no-{number}", details=choices_of(number),
                      texts={"q1": f"Text {number}", "q3": f"Mehr {number}"})  # fmt: skip
        sent[said.response.pk] = number
        if number % 10 == 9:
            work()
    it_is(27)
    work()
    assert DetailRecord.objects.count() == PEOPLE
    return sent


def work() -> None:
    for task in (shuffle_details, journal_answers, journal_taken_back):
        task.func()


def keys_of(model: type[models.Model]) -> list[str]:
    """What the rows of a table can be put in order by: hidden places, numbers, days."""
    plain = [field.column for field in model._meta.concrete_fields
             if not isinstance(field, models.JSONField)]  # fmt: skip
    return [*HIDDEN[connection.vendor], *plain]


def in_order(model: type[models.Model], key: str, owner: str) -> list[object]:
    """The owners of the rows of a table, in the order of one of its keys."""
    table = connection.ops.quote_name(model._meta.db_table)
    place = "rowid" if key == "rowid" else key
    with connection.cursor() as cursor:
        # The key of the owner breaks ties, as a guesser would have to.
        cursor.execute(f"SELECT {owner} FROM {table} ORDER BY {place}, id")  # noqa: S608  our names
        return [row[0] for row in cursor.fetchall()]


def once(owners: Iterable[object]) -> list[object]:
    return list(dict.fromkeys(owners))


@dataclass(frozen=True)
class Guess:
    """Two orders laid beside each other: the k-th details belong to the k-th person."""

    name: str
    details: tuple[int, ...]
    people: tuple[int, ...]

    def hits(self, truth: dict[int, int], near: int) -> int:
        """How many details lie within `near` places of their person."""
        place = {person: at for at, person in enumerate(self.people)}
        return sum(abs(place[truth[who]] - at) <= near for at, who in enumerate(self.details))


def person_by_column(sent: dict[str, int]) -> dict[type[models.Model], tuple[str, dict]]:
    """Each table that knows a response, with the column that leads there."""
    by_receipt = {row.receipt_id: sent[row.pk] for row in Response.objects.all()}
    by_text = {row.contribution_id: sent[row.response_id] for row in ResponseText.objects.all()}
    return {
        Response: ("id", sent),
        ResponseText: ("response_id", sent),
        Receipt: ("id", by_receipt),
        Contribution: ("id", by_text),
    }


def guesses(sent: dict[str, int]) -> Iterator[Guess]:
    """Every order of the details beside every order of every table, forwards and backwards."""
    by_row = {row.pk: int(row.choices["d_age"].rpartition("-")[2])
              for row in DetailRecord.objects.all()}  # fmt: skip
    for one in keys_of(DetailRecord):
        details = tuple(by_row[pk] for pk in in_order(DetailRecord, one, "id"))
        for model, (column, known) in person_by_column(sent).items():
            for other in keys_of(model):
                found = (known[pk] for pk in in_order(model, other, column))
                people = tuple(once(found))
                name = f"details by {one}, {model.__name__} by {other}"
                yield Guess(name, details, people)
                yield Guess(f"{name}, backwards", details, people[::-1])


def best(found: list[Guess], truth: dict[int, int], near: int) -> int:
    return max(guess.hits(truth, near) for guess in found)


def luck(found: list[Guess], near: int) -> int:
    """The best that these guessers do when the truth is drawn at random."""
    dice, scores = random.Random(2016), []  # noqa: S311  no secret
    # Guesses that say the same need not be asked twice.
    distinct = list({(guess.details, guess.people): guess for guess in found}.values())
    for _draw in range(DRAWS):
        drawn = list(range(PEOPLE))
        dice.shuffle(drawn)
        scores.append(best(distinct, dict(enumerate(drawn)), near))
    return max(scores)


@pytest.mark.parametrize("near", NEAR)
def test_the_best_guesser_does_no_better_than_chance(answered, near):
    found = list(guesses(answered))
    truth = {number: number for number in range(PEOPLE)}
    assert len(found) > 100
    assert best(found, truth, near) <= luck(found, near) + SLACK


@pytest.mark.parametrize("near", NEAR)
@pytest.mark.parametrize("is_in_batches", [True, False])
def test_the_guessers_would_see_details_that_were_only_moved(answered, near, is_in_batches):
    """The same guessers find a planted leak: details in their order, or shuffled batch by batch."""
    survey, order = Survey.objects.get(), list(range(PEOPLE))
    if is_in_batches:
        dice = random.Random(7)  # noqa: S311
        order = [n for at in range(0, PEOPLE, 20) for n in dice.sample(range(at, at + 20), 20)]
        near = 12
    DetailRecord.objects.all().delete()
    for number in order:
        DetailRecord.objects.create(survey=survey, week="2016-09-12", choices=choices_of(number))
    found = list(guesses(answered))
    truth = {number: number for number in range(PEOPLE)}
    assert best(found, truth, near) > luck(found, near) + SLACK


def test_while_they_wait_their_order_tells_nothing_either(survey):
    """The last of those that wait is as likely to be anyone's."""
    last_is_last = 0
    for number in range(19):
        answer(survey, f"form-key-of-person-no-{number}", details=choices_of(number))
        order = in_order(survey.waiting_details.model, HIDDEN[connection.vendor][0], "id")
        last = survey.waiting_details.get(pk=order[-1])
        last_is_last += last.choices == choices_of(number)
    # Expected: 1 + 1/2 + … + 1/19 = 3.5; twelve or more by chance in one of 40 000 runs.
    assert last_is_last < 12


def test_no_line_of_the_journal_and_no_task_names_anything_of_a_resident(answered):
    numbers = {
        str(pk)
        for model in (Contribution, Receipt, Response, ResponseText, DetailRecord)
        for pk in model.objects.values_list("pk", flat=True)
    }
    said = [json.dumps(row, default=str) for row in Entry.objects.values()]
    said += [json.dumps(row, default=str) for row in DBTaskResult.objects.values()]
    assert said
    assert [line for line in said for number in numbers if number in line] == []
    assert not Entry.objects.filter(verb="survey.answered", detail__has_key="number").exists()


ROOMS = ("contributions", "survey")
# When the city asks, and when its staff decided so.
TIMES = {
    *("survey_survey.opens_at", "survey_survey.closes_at", "survey_decision.closes_at"),
    *("survey_decision.proposed_at", "survey_decision.decided_at", "survey_decision.dropped_at"),
    *("survey_tablet.code_until", "survey_tablet.ends_at", "survey_tablet.revoked_at"),
}


def columns() -> Iterator[tuple[str, models.Field]]:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                yield f"{model._meta.db_table}.{field.column}", field


def test_no_row_of_a_resident_has_a_time_finer_than_the_day():
    times = {name for name, field in columns()
             if isinstance(field, models.DateTimeField | models.TimeField)}  # fmt: skip
    assert times == TIMES


def test_no_column_could_hold_where_something_came_from():
    names = [name.partition(".")[2].split("_") for name, _field in columns()]
    forbidden = {"ip", "address", "agent", "cookie", "session", "account", "user", "device"}
    assert [words for words in names if forbidden & set(words)] == []


def test_details_have_no_key_to_anything_but_their_survey():
    for name in ("waitingdetails", "detailrecord"):
        model = apps.get_model("survey", name)
        keys = [field.name for field in model._meta.get_fields() if field.is_relation]
        assert keys == ["survey"]
