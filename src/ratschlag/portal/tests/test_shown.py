"""What everyone may see by when: themes, measures, words and answers."""

from datetime import date

import pytest

from ratschlag.contributions.rules import Publication
from ratschlag.goals.rules import MeasureState
from ratschlag.portal.rules import (
    may_everyone_read,
    may_everyone_read_answer,
    may_everyone_see_measure,
    may_everyone_see_measures,
    may_everyone_see_theme,
)


def test_a_theme_is_public_once_a_field_group_works_with_it():
    assert may_everyone_see_theme(date(2016, 9, 30))
    assert not may_everyone_see_theme(None)


@pytest.mark.parametrize(
    ("state", "has_public_edition", "was_in_one", "may"),
    [
        (MeasureState.PLANNED, True, True, True),
        (MeasureState.ADOPTED, True, False, True),
        (MeasureState.DROPPED, True, True, True),
        (MeasureState.DROPPED, True, False, False),
        (MeasureState.PROPOSED, True, False, False),
        (MeasureState.PLANNED, False, False, False),
        (MeasureState.ADOPTED, False, False, False),
    ],
)
def test_a_measure_is_public_when_it_is_settled_and_an_edition_is(
    state, has_public_edition, was_in_one, may
):
    found = may_everyone_see_measure(
        state, has_public_edition=has_public_edition, was_in_one=was_in_one
    )
    assert found is may
    assert may_everyone_see_measures(has_public_edition=has_public_edition) is has_public_edition


@pytest.mark.parametrize("publication", Publication)
def test_words_are_public_once_they_were_published(publication):
    is_shown = publication in (Publication.PUBLIC, Publication.REDACTED)
    assert may_everyone_read(publication) is is_shown


def test_an_answer_is_public_once_it_was_published():
    assert may_everyone_read_answer(date(2017, 4, 3))
    assert not may_everyone_read_answer(None)
