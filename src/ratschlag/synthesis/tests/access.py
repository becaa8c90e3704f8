"""Who may reach the desks of coding and of themes."""

from datetime import date

from django.utils import timezone

from ratschlag.journal.queries import domain_now
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Answer, Draft, Likeness, Outcome, Run, SecondReading
from ratschlag.synthesis.rules import LikenessKind, OutcomeValue, ReadingState
from tests import cast
from tests.access import table

ACCESS = table("""
synthesis_desk:contributions    GET       coders
synthesis_desk:contribution     GET       coders       number=synthesis_contribution
synthesis_desk:publish          POST      redactors    number=synthesis_contribution
synthesis_desk:redact           POST      redactors    number=synthesis_contribution
synthesis_desk:withhold         POST      redactors    number=synthesis_contribution
synthesis_desk:split            POST      coders       number=synthesis_contribution
synthesis_desk:name_language    POST      coders       number=synthesis_contribution
synthesis_desk:translate        POST      coders       number=synthesis_contribution
synthesis_desk:link             POST      coders       number=synthesis_contribution
synthesis_desk:assign           POST      coders       number=synthesis_contribution
synthesis_desk:open_theme       POST      coders       number=synthesis_contribution
synthesis_desk:decide           POST      coordinator  number=synthesis_contribution
synthesis_desk:accept           POST      coders       number=synthesis_coding
synthesis_desk:dismiss          POST      coders       number=synthesis_coding
synthesis_desk:similar          POST      clerks       process=process
synthesis_desk:choose_field     POST      coders       number=synthesis_contribution
synthesis_desk:same             POST      coders       number=synthesis_contribution likeness=synthesis_likeness
synthesis_desk:different        POST      coders       number=synthesis_contribution likeness=synthesis_likeness
synthesis_desk:flag             POST      coders       number=synthesis_contribution
synthesis_desk:close_flag       POST      coders       number=synthesis_contribution
synthesis_desk:keys             POST      coders
synthesis_desk:next             GET       coders       process=process
synthesis_desk:undo             POST      coders       process=process
synthesis_desk:second           GET,POST  coders       number=synthesis_contribution
synthesis_desk:settle           POST      coordinator  number=synthesis_contribution
synthesis_desk:seconds          GET       coders       process=process
synthesis_desk:share            POST      coordinator  process=process
synthesis_desk:themes           GET       coders
synthesis_desk:board            GET       coders       process=process
synthesis_desk:new_theme        GET,POST  coders       process=process
synthesis_desk:merge_themes     GET,POST  coders       process=process
synthesis_desk:runs             GET       coders       process=process
synthesis_desk:start_run        POST      redactors    process=process
synthesis_desk:run_under_way    GET       coders       number=synthesis_run
synthesis_desk:take_run_over    POST      coordinator  number=synthesis_run
synthesis_desk:dismiss_run      POST      coordinator  number=synthesis_run
synthesis_desk:picture          GET       coders       process=process
synthesis_desk:accept_codings   POST      coders       number=synthesis_theme
synthesis_desk:coverage         GET       coders       process=process
synthesis_desk:hand_over        GET,POST  coordinator  process=process
synthesis_desk:publish_answers  GET,POST  coordinator  process=process
synthesis_desk:theme            GET       coders       number=synthesis_theme
synthesis_desk:revise_theme     GET,POST  coders       number=synthesis_theme
synthesis_desk:merge_theme      GET,POST  coders       number=synthesis_theme
synthesis_desk:move_codings     POST      coders       number=synthesis_theme
synthesis_desk:split_theme      GET,POST  coders       number=synthesis_theme
synthesis_desk:hand_over_theme  POST      coordinator  number=synthesis_theme
synthesis_desk:decide_theme     GET,POST  coordinator  number=synthesis_theme
synthesis_desk:answer           GET,POST  coordinator  number=synthesis_theme
synthesis_desk:ask_for_draft    POST      coordinator  number=synthesis_theme
synthesis_desk:confirm_draft    POST      coordinator  number=synthesis_draft
synthesis_desk:dismiss_draft    POST      coordinator  number=synthesis_draft
synthesis_desk:publish_answer   POST      coordinator  number=synthesis_theme
""")


def parts(process: Process) -> dict[str, object]:
    contribution = cast.a_contribution(process, "Mehr Bäume am Markt.")
    theme = cast.a_theme(process, "Bäume in der Stadt", contribution)
    outcome = Outcome.objects.create(
        theme=theme, value=OutcomeValue.ADOPTED, reason="Gut.", decided_on=date(2017, 1, 20)
    )
    Answer.objects.create(outcome=outcome, text="Kommt.")
    draft = Draft.objects.create(theme=theme, asked_at=domain_now())
    run = Run.objects.create(process=process, asked_at=domain_now(), beat_at=timezone.now())
    SecondReading.objects.create(
        contribution=contribution, on=date(2017, 1, 20), state=ReadingState.DIFFERENT
    )
    other = cast.a_contribution(process, "Mehr Bäume vor dem Markt.")
    first, second = sorted((contribution, other), key=lambda row: row.pk)
    likeness = Likeness.objects.create(
        first=first, second=second, similarity=0.9, kind=LikenessKind.LEXICAL
    )
    return {
        "synthesis_likeness": likeness.pk,
        "synthesis_draft": draft.pk,
        "synthesis_run": run.pk,
        "synthesis_contribution": contribution.pk,
        "synthesis_theme": theme.pk,
        "synthesis_coding": theme.codings.get().pk,
    }
