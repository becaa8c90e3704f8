"""Full runs at the desk: asked for, watched, compared, decided; proposals and the picture."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ratschlag.journal.queries import domain_now
from ratschlag.people.rules import Role
from ratschlag.process.models import Process
from ratschlag.synthesis import actions
from ratschlag.synthesis.desk import runs as desk_of_runs
from ratschlag.synthesis.models import Coding, Run, RunMember, RunTheme, Theme
from ratschlag.synthesis.queries.runs import comparison_of, picture_of
from ratschlag.synthesis.rules import CodingState, Proposer, RunState, ThemeState
from tests import cast


def to(name: str, what) -> str:
    key = what.slug if isinstance(what, Process) else what.pk
    return reverse(f"synthesis_desk:{name}", args=[key])


def a_run(process, state: str = RunState.READY, **changes) -> Run:
    is_under_way = state in (RunState.ASKED, RunState.RUNNING)
    times = {"asked_at": domain_now(), "beat_at": timezone.now()}
    times["finished_at"] = None if is_under_way else domain_now()
    return Run.objects.create(process=process, state=state, **(times | changes))


def a_found_theme(run: Run, key: str, *rows, theme: Theme | None = None) -> RunTheme:
    numbers = {"people_count": len(rows), "text_count": len(rows)}
    found = RunTheme.objects.create(
        run=run, key=key, name=f"Fund {key}", theme=theme, quotes=[row.pk for row in rows],
        languages={"de": len(rows)}, **numbers,
    )  # fmt: skip
    for at, row in enumerate(rows):
        RunMember.objects.create(run=run, contribution=row, first=found, x=at, y=-at)
    return found


@pytest.fixture
def ready(process) -> Run:
    """Found again: t1 with one text more; new: t2; gone: t3."""
    old = cast.a_theme(process, "Weg")
    Theme.objects.filter(pk=old.pk).update(key="t3")
    told = {
        "gained": {"t1": 1, "t2": 2}, "lost": {"t3": 1}, "new": ["t2"], "gone": ["t3"],
        "came": 2, "went": 0, "moved": 1,
    }  # fmt: skip
    run = a_run(process, difference=told, text_count=5, done_count=5)
    rows = [cast.a_contribution(process, f"Nummer {at}.") for at in range(5)]
    a_found_theme(run, "t1", *rows[:2], theme=cast.a_theme(process, "Bäume"))
    a_found_theme(run, "t2", *rows[2:4])
    RunMember.objects.create(run=run, contribution=rows[4], x=9, y=9)
    return run


def test_a_run_is_asked_for_and_only_one_at_a_time(
    desk, process, django_capture_on_commit_callbacks
):
    assert desk.post(to("start_run", process), {"themes": "12"}).status_code == 302
    run = Run.objects.get()
    assert (run.state, run.theme_count) == (RunState.ASKED, 12)
    again = desk.post(to("start_run", process), {"themes": ""})
    assert again.status_code == 422
    assert 'role="alert"' in again.content.decode()
    assert Run.objects.count() == 1


@pytest.mark.parametrize("typed", ["1", "501", "viele", "-3", "2" * 40, "a\x00", "3.5"])
def test_a_wrong_number_of_themes_is_said_and_kept(desk, process, typed):
    page = desk.post(to("start_run", process), {"themes": typed})
    assert page.status_code == 422
    assert not Run.objects.exists()
    if "\x00" not in typed:
        assert f'value="{typed}"' in page.content.decode()


def test_without_the_extra_the_page_says_so_and_starts_nothing(desk, process, monkeypatch):
    monkeypatch.setattr(desk_of_runs, "is_there", lambda: False)
    page = desk.get(to("runs", process)).content.decode()
    assert "ratschlag[synthesis]" in page
    assert to("start_run", process) not in page


def test_progress_is_shown_with_and_without_script(desk, process):
    run = a_run(process, RunState.RUNNING, step="vectors", text_count=200, done_count=50)
    page = desk.get(to("runs", process)).content.decode()
    assert f'<a href="{to("runs", process)}">' in page  # to look again, where no script runs
    assert to("run_under_way", run) in page
    part = desk.get(to("run_under_way", run))
    assert part.headers["Cache-Control"] == "no-store"
    assert 'width="25.0"' in part.content.decode()
    done = a_run(cast.a_process("verkehr"))
    assert desk.get(to("run_under_way", done)).status_code == 204


def test_a_result_shows_what_it_changes(desk, process, ready):
    told = comparison_of(ready, "de")
    assert {change.title: (change.gained, change.lost, change.is_new, change.is_gone)
            for change in told.changes} == {
        "Bäume": (1, 0, False, False),
        "Fund t2": (2, 0, True, False),
        "Weg": (0, 1, False, True),
    }  # fmt: skip
    assert (told.came, told.moved, told.unassigned, told.new_count) == (2, 1, 1, 1)
    page = desk.get(to("runs", process)).content.decode()
    for words in ("Bäume", "Fund t2", "Weg", "Nummer 0.", to("take_run_over", ready)):
        assert words in page, words


def test_differences_may_come_as_lists_of_texts(process, ready):
    ready.difference = {"gained": {"t1": ["c1", "c2"]}, "moved": [["c1", "t1", "t2"]], "came": []}
    told = comparison_of(ready, "de")
    assert (told.changed[0].gained, told.moved, told.came) == (2, 1, 0)
    assert comparison_of(a_run(cast.a_process("verkehr")), "de").changes == ()


def test_however_many_themes_a_result_takes_the_same_queries(
    process, ready, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10) as few:
        comparison_of(ready, "de")
    for at in range(20):
        row = cast.a_contribution(process, f"Mehr {at}.")
        a_found_theme(ready, f"t9{at}", row, theme=cast.a_theme(process, f"Thema {at}"))
    with django_assert_num_queries(len(few.captured_queries)):
        comparison_of(ready, "de")


def test_a_result_is_taken_over_once(desk, process, ready):
    assert desk.post(to("take_run_over", ready)).status_code == 302
    ready.refresh_from_db()
    assert ready.state == RunState.TAKEN_OVER
    assert process.themes.proposed().get().title == "Fund t2"
    for name in ("take_run_over", "dismiss_run"):
        assert desk.post(to(name, ready)).status_code == 422


def test_a_dismissed_result_changes_nothing(desk, process, ready):
    assert desk.post(to("dismiss_run", ready)).status_code == 302
    assert not process.themes.proposed().exists()
    assert "Fund t2" not in desk.get(to("board", process)).content.decode()


def test_a_coder_starts_but_does_not_decide(browser_of, process, ready):
    browser = browser_of(cast.a_person("Oda", Role.CODER))
    page = browser.get(to("runs", process)).content.decode()
    assert to("take_run_over", ready) not in page
    assert browser.post(to("take_run_over", ready)).status_code == 403
    assert browser.post(to("start_run", process), {"themes": ""}).status_code == 302


@pytest.fixture
def found(process) -> Theme:
    """A theme of the machine with two proposals."""
    theme = cast.a_theme(process, "Hitze")
    Theme.objects.filter(pk=theme.pk).update(state=ThemeState.PROPOSED, is_machine_named=True)
    for text in ("Zu heiß.", "Kein Wind."):
        row = cast.a_contribution(process, text)
        Coding.objects.create(contribution=row, theme=theme, proposer=Proposer.MACHINE)
    theme.refresh_from_db()
    return theme


def test_the_board_shows_proposed_themes_apart(desk, process, found):
    page = desk.get(to("board", process))
    assert [row.theme for row in page.context["board"].proposed] == [found]
    assert page.context["board"].rows == []
    assert "Zu heiß." in page.content.decode()


def test_proposals_are_accepted_by_whoever_has_looked_at_them(desk, process, found):
    first, second = found.codings.order_by("pk")
    page = desk.get(to("theme", found)).content.decode()
    assert page.count("checked") == 2
    assert desk.post(to("accept_codings", found), {"codings": [first.pk]}).status_code == 302
    for row in (found, first, second):
        row.refresh_from_db()
    assert (found.state, first.state, second.state) == (
        ThemeState.OPEN, CodingState.ACCEPTED, CodingState.PROPOSED,
    )  # fmt: skip
    row = desk.get(to("board", process)).context["board"].rows[0]
    assert (row.count, row.waiting) == (1, 1)


@pytest.mark.parametrize("sent", [[], ["strange"], [str(2**70)], ["a\x00"], ["accepted"]])
def test_only_what_is_proposed_for_it_can_be_accepted(desk, process, found, sent):
    strange = cast.a_theme(process, "Anderes", cast.a_contribution(process, "Etwas."))
    accepted = found.codings.order_by("pk")[0]
    numbers = {"strange": strange.codings.get().pk, "accepted": accepted.pk}
    if sent == ["accepted"]:
        actions.accept_coding(accepted, by=None)
    codings = [numbers.get(value, value) for value in sent]
    assert desk.post(to("accept_codings", found), {"codings": codings}).status_code == 422


def test_a_proposed_theme_goes_into_one_of_the_desk(desk, process, found):
    own = cast.a_theme(process, "Schatten", cast.a_contribution(process, "Mehr Schatten."))
    sent = {"thema": [found.pk, own.pk], "into": found.pk}
    assert desk.post(to("merge_themes", process), sent).status_code == 302
    found.refresh_from_db()
    assert found.state == ThemeState.OPEN  # a person has put something into it


def test_the_picture_draws_texts_and_says_what_it_is(desk, process, ready):
    drawn = picture_of(ready)
    assert len(drawn.points) == 5
    assert [one.number for one in drawn.middles] == [1, 2]
    assert all(0 <= point.x <= 800 and 0 <= point.y <= 480 for point in drawn.points)
    page = desk.get(to("picture", process)).content.decode()
    theme = process.themes.get(title="Bäume")
    assert page.count(f'<a href="{to("theme", theme)}" tabindex="-1"><circle') == 2
    assert f'<th scope="row"><a href="{to("theme", theme)}">' in page
    assert 'class="note"' in page


def test_texts_that_stand_in_one_place_are_drawn_in_the_middle(process):
    run = a_run(process)
    a_found_theme(run, "t1", cast.a_contribution(process))
    assert (picture_of(run).points[0].x, picture_of(run).points[0].y) == (400, 240)


def test_before_the_first_run_there_is_no_picture(desk, process):
    assert to("runs", process) in desk.get(to("picture", process)).content.decode()
