"""Who may reach the pages of the whole."""

from datetime import date

from ratschlag.goals.rules import MeasureState
from ratschlag.process.models import Process
from tests import cast
from tests.access import table

ACCESS = table("""
root:front            GET  everyone
root:health           GET  everyone
root:favicon          GET  everyone
root:sitemap          GET  everyone
root:robots           GET  everyone
portal:home           GET  everyone
portal:about          GET  everyone
portal:search         GET  everyone
portal:process        GET  everyone     slug=process                 announced
portal:fields         GET  everyone     slug=process                 announced
portal:field          GET  everyone     slug=process  field=field    announced
portal:voices         GET  everyone     slug=process                 announced
portal:theme          GET  everyone     slug=process  theme=theme_slug  announced
portal:measure        GET  everyone     slug=process  code=measure_code announced
portal:chronology     GET  everyone     slug=process                 announced
portal:coverage       GET  everyone     slug=process                 announced
portal:fate           GET,POST  everyone
portal:take_back      GET,POST  everyone
portal:organisations  GET  everyone     slug=process                 announced
desk:today            GET  staff
desk:journal          GET  journal
desk:components       GET  superuser
desk:translations     GET  wordsmiths
desk:translation_work      GET       wordsmiths  language=into
desk:translate_by_machine  POST      wordsmiths  language=into
desk:machine_under_way     GET       wordsmiths  language=into
desk:translations_out      GET       wordsmiths  language=into
desk:translations_in       GET,POST  wordsmiths  language=into
desk:translation           GET,POST  wordsmiths  language=into kind=theme_kind number=theme_number field=words
""")


def parts(process: Process) -> dict[str, object]:
    """A theme and a measure that everyone may see."""
    theme = cast.a_theme(process, "Kühle Plätze")
    theme.handed_over_on = date(2016, 9, 30)
    theme.save()
    field = cast.a_field(process, "Hitze")
    measure = cast.a_measure(process, field, "M9-1", state=MeasureState.PLANNED)
    if not process.editions.exists():
        cast.a_public_draft(process)
    return {
        "theme_slug": theme.slug,
        "measure_code": measure.code,
        "into": "ar",
        "theme_kind": "synthesis.theme",
        "theme_number": theme.pk,
        "words": "title",
    }
