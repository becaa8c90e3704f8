"""What the rooms keep for days goes when its days are over, and is counted in public."""

from datetime import UTC, datetime, timedelta

from ratschlag.journal.actions import set_clock
from ratschlag.journal.queries import domain_now
from ratschlag.privacy.models import Deletion
from ratschlag.privacy.tasks import delete_outlived
from ratschlag.survey.models import Import, ImportFile, WaitingCode
from tests import cast

DAY, NOW = timedelta(days=1), datetime(2030, 6, 15, 12, tzinfo=UTC)


def deleted():
    return dict(Deletion.objects.values_list("kept", "count"))


def test_files_of_answers_go_a_day_after_they_came(process):
    survey = cast.a_survey(process)
    today = domain_now().date()
    for sha, days in (("a" * 64, -2), ("b" * 64, 1)):
        row = Import.objects.create(
            survey=survey, sha256=sha, source="x", row_count=1, uploaded_on=today, columns=[],
            version=survey.versions.first(),
        )  # fmt: skip
        ImportFile.objects.create(of=row, content=b"x", kept_until=today + days * DAY)
    delete_outlived.func()
    assert ImportFile.objects.get().of.sha256 == "b" * 64
    assert deleted() == {"uploads": 1}


def test_numbers_on_a_tablet_that_never_came_back_go_by_the_domain_clock(process):
    survey = cast.a_survey(process)
    set_clock(survey.opens_at + DAY)
    for name, ago in (("Tablet 1", 91), ("Tablet 2", 89)):
        tablet, _token = cast.a_tablet(survey, name=name)
        type(tablet).objects.filter(pk=tablet.pk).update(ends_at=NOW - ago * DAY)
        WaitingCode.objects.create(tablet=tablet, code_hash="a" * 64, tail="1234")
    set_clock(NOW)
    delete_outlived.func()
    assert WaitingCode.objects.get().tablet.name == "Tablet 2"
    assert deleted() == {"waiting_codes": 1}
