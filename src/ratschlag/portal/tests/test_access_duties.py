"""The desk reminds of the statement on accessibility, and of barriers that nobody answered."""

from datetime import timedelta

from django.urls import reverse

from ratschlag.city.queries import domain_today
from ratschlag.people.queries import standing
from ratschlag.people.rules import Role, Standing
from ratschlag.portal.queries.desk import duties
from ratschlag.portal.queries.duty import access_duties
from ratschlag.press.actions.feedback import answer_barrier
from ratschlag.press.models import Statement
from ratschlag.press.tests.hands import a_report, a_statement


def test_after_a_year_the_desk_reminds(city, coordinator):
    today, mine = domain_today(), standing(coordinator)

    def said() -> list[bool]:
        return [duty.is_urgent for duty in access_duties(mine, today)]

    assert said() == [True]
    row = a_statement(checked_on=today)
    assert said() == []
    Statement.objects.filter(pk=row.pk).update(checked_on=today - timedelta(days=350))
    assert said() == [False]
    Statement.objects.filter(pk=row.pk).update(checked_on=today - timedelta(days=366))
    assert said() == [True]
    clerk = Standing(1, grants=frozenset({(Role.CLERK, "")}))
    assert list(access_duties(clerk, today)) == []


def test_a_report_is_a_duty_until_it_is_answered(city, coordinator):
    report, today = a_report(), domain_today()
    a_statement(checked_on=today)

    def led_to() -> list[str]:
        return [duty.href for duty in duties(standing(coordinator), today)]

    assert reverse("press_desk:access") in led_to()
    answer_barrier(report, answer="Behoben.", by=coordinator)
    assert reverse("press_desk:access") not in led_to()
