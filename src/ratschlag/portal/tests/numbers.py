"""What the tests of the fate share: numbers that there are, numbers that there aren't, looking
one up."""

from contextlib import suppress
from datetime import date, datetime

from django.test import Client

from ratschlag.contributions.actions import issue_receipt
from ratschlag.contributions.compute import CODE_LENGTH, damm_digit
from ratschlag.contributions.models import Receipt
from ratschlag.journal.actions import ClockRefused, set_clock
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Answer, Outcome, Theme
from ratschlag.synthesis.rules import OutcomeValue, ThemeState
from tests import cast

FATE, TAKE_BACK = "/en/beitrag/", "/en/beitrag/zuruecknehmen/"
TODAY = date(2018, 6, 30)


def a_code(number: int = 1) -> str:
    """A number whose check digit is right."""
    digits = f"{number:0{CODE_LENGTH - 1}}"
    return digits + damm_digit(digits)


def a_receipt(process: Process, code: str = "") -> Receipt:
    code = code or a_code()
    return issue_receipt(process, code=code, form_key_hash=code, content_hash="c")


def look_up(client: Client, code: str = "", *, to: str = FATE, **changes: str):
    """The form as a browser sends it from our own page."""
    typed = {"receipt": code or a_code()} | changes
    return client.post(to, typed, headers={"Sec-Fetch-Site": "same-origin"})


def it_is(day: date = TODAY) -> None:
    """It is noon, or later on that day if it was noon before."""
    with suppress(ClockRefused):
        set_clock(datetime(day.year, day.month, day.day, 12, tzinfo=cast.BERLIN))


def seen(client, code: str = "", *, on: date = TODAY):
    """What somebody sees who looks up their number on that day."""
    it_is(on)
    return look_up(client, code)


def handed_over(theme: Theme, on: date = date(2016, 9, 30)) -> Theme:
    theme.state, theme.handed_over_on = ThemeState.HANDED_OVER, on
    theme.save()
    return theme


def decided(of: Theme, value: OutcomeValue = OutcomeValue.ADOPTED, **changes: object) -> Outcome:
    wanted = {"reason": "Weil es heiß wird.", "decided_on": date(2017, 1, 20)}
    return Outcome.objects.create(theme=of, value=value, **(wanted | changes))


def answered(outcome: Outcome, on: date | None = date(2017, 4, 3)) -> Answer:
    return Answer.objects.create(outcome=outcome, text="Wir pflanzen Bäume.", published_on=on)
