"""Who may reach the desks of coding and of themes."""

from datetime import date

from ratschlag.process.models import Process
from ratschlag.synthesis.models import Answer, Outcome
from ratschlag.synthesis.rules import OutcomeValue
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
synthesis_desk:themes           GET       coders
synthesis_desk:board            GET       coders       process=process
synthesis_desk:new_theme        GET,POST  coders       process=process
synthesis_desk:hand_over        GET,POST  coordinator  process=process
synthesis_desk:publish_answers  GET,POST  coordinator  process=process
synthesis_desk:theme            GET       coders       number=synthesis_theme
synthesis_desk:revise_theme     GET,POST  coders       number=synthesis_theme
synthesis_desk:merge_theme      GET,POST  coders       number=synthesis_theme
synthesis_desk:split_theme      GET,POST  coders       number=synthesis_theme
synthesis_desk:hand_over_theme  POST      coordinator  number=synthesis_theme
synthesis_desk:decide_theme     GET,POST  coordinator  number=synthesis_theme
synthesis_desk:answer           GET,POST  coordinator  number=synthesis_theme
synthesis_desk:publish_answer   POST      coordinator  number=synthesis_theme
""")


def parts(process: Process) -> dict[str, object]:
    contribution = cast.a_contribution(process, "Mehr Bäume am Markt.")
    theme = cast.a_theme(process, "Bäume in der Stadt", contribution)
    outcome = Outcome.objects.create(
        theme=theme, value=OutcomeValue.ADOPTED, reason="Gut.", decided_on=date(2017, 1, 20)
    )
    Answer.objects.create(outcome=outcome, text="Kommt.")
    return {
        "synthesis_contribution": contribution.pk,
        "synthesis_theme": theme.pk,
        "synthesis_coding": theme.codings.get().pk,
    }
