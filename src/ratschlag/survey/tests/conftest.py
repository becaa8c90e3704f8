"""A survey that is open: it is noon on 12 September 2016."""

import pytest

from ratschlag.survey.models import Survey
from ratschlag.survey.tests.hands import it_is
from tests import cast


@pytest.fixture
def survey(process) -> Survey:
    it_is(12)
    return cast.a_survey(process)
