"""Who may answer, who may type in, and who may make a survey."""

from datetime import timedelta
from io import BytesIO

from ratschlag.journal.queries import domain_now
from ratschlag.process.models import Process
from ratschlag.survey.actions.elsewhere import keep_upload
from ratschlag.survey.imports.answers import take
from ratschlag.survey.models import Decision, Page, Question, Survey
from ratschlag.survey.queries import draft_of
from ratschlag.survey.rules import Act, Stage
from ratschlag.survey.tests.papers import a_waiting_paper
from tests import cast
from tests.access import table

ACCESS = table("""
survey:survey         GET,POST  everyone  slug=process     announced
survey:results        GET       everyone  slug=process     announced
survey:open_table     GET       everyone  slug=process     survey=survey_slug  announced
survey:open_data      GET       everyone  slug=process     survey=survey_slug  announced
survey:open_schema    GET       everyone  slug=process     survey=survey_slug  announced
survey_desk:results   GET       redactors process=process  survey=survey_slug
survey_desk:publish_result     GET,POST  coordinator  process=process  survey=survey_slug  question=question
survey_desk:withdraw_result    POST      coordinator  process=process  survey=survey_slug  question=question
survey_desk:take_answers_away  POST      coordinator  process=process  survey=survey_slug  form=form
survey:paper          GET       everyone  slug=process     announced
survey_desk:papers    GET       surveyors process=process  survey=survey_slug
survey_desk:paper     GET       surveyors process=process  survey=survey_slug  language=sheet_language
survey_desk:flyer     GET       surveyors process=process  survey=survey_slug  language=sheet_language
survey:slip           POST      everyone  slug=process     announced
survey:proof          GET       everyone  slug=process     announced
survey_desk:holds     GET,POST  redactors process=process
survey_desk:intakes   GET       clerks
survey_desk:intake    GET,POST  clerks    process=process
survey_desk:new_from_xlsform  GET,POST  coordinator  process=process
survey_desk:xlsform   GET       coordinator  process=process  survey=survey_slug
survey_desk:imports   GET,POST  coordinator  process=process  survey=survey_slug
survey_desk:import    GET,POST  coordinator  process=process  survey=survey_slug  number=import
survey_desk:tablets        GET,POST  hosts  process=process  survey=survey_slug
survey_desk:new_tablet     GET,POST  hosts  process=process  survey=survey_slug
survey_desk:revoke_tablet  POST      hosts  process=process  survey=survey_slug  number=tablet
tablet:page           GET       everyone
tablet:worker         GET       everyone
tablet:manifest       GET       everyone
tablet:pair           POST      everyone
tablet:bundle         GET       tablets
tablet:stand          POST      tablets
tablet:send           POST      tablets
survey_desk:surveys              GET       askers
survey_desk:new_survey           GET,POST  coordinator  process=process
survey_desk:overview             GET       askers       process=process survey=survey
survey_desk:settings             GET,POST  coordinator  process=process survey=survey
survey_desk:copy                 GET,POST  coordinator  process=process survey=survey
survey_desk:cancel               POST      coordinator  process=process survey=survey
survey_desk:act                  GET,POST  coordinator  process=process survey=survey act=act
survey_desk:confirm              POST      coordinator  process=process survey=survey number=proposal
survey_desk:drop_proposal        POST      coordinator  process=process survey=survey number=proposal
survey_desk:freeze               POST      coordinator  process=process survey=survey
survey_desk:questions            GET       coordinator  process=process survey=survey
survey_desk:new_question         GET,POST  coordinator  process=process survey=survey
survey_desk:question             GET,POST  coordinator  process=process survey=survey key=question
survey_desk:question_condition   GET,POST  coordinator  process=process survey=survey key=question
survey_desk:move_question        POST      coordinator  process=process survey=survey key=question
survey_desk:drop_question        POST      coordinator  process=process survey=survey key=question
survey_desk:new_page             GET,POST  coordinator  process=process survey=survey
survey_desk:page                 GET,POST  coordinator  process=process survey=survey key=page
survey_desk:page_condition       GET,POST  coordinator  process=process survey=survey key=page
survey_desk:move_page            POST      coordinator  process=process survey=survey key=page
survey_desk:drop_page            POST      coordinator  process=process survey=survey key=page
survey_desk:new_detail           GET,POST  coordinator  process=process survey=survey
survey_desk:detail               GET,POST  coordinator  process=process survey=survey key=detail
survey_desk:move_detail          POST      coordinator  process=process survey=survey key=detail
survey_desk:drop_detail          POST      coordinator  process=process survey=survey key=detail
survey_desk:texts                GET,POST  translators  process=process survey=survey language=language
survey_desk:preview              GET,POST  askers       process=process survey=survey language=language
survey_desk:test_runs            GET       coordinator  process=process survey=survey
survey_desk:throw_test_runs_away POST      coordinator  process=process survey=survey
survey_desk:new_batch GET,POST  clerks    process=process
survey_desk:batch     GET,POST  clerks    process=process batch=batch
survey_desk:close_batch GET,POST clerks   process=process batch=batch
survey_desk:under_way GET       clerks    process=process
survey_desk:key_again GET,POST  clerks    process=process paper=waiting_paper
survey_desk:settle    GET,POST  coordinator process=process paper=waiting_paper
survey_desk:trust     POST      coordinator process=process paper=waiting_paper
survey_desk:slip      POST      clerks    process=process
""")


def parts(process: Process) -> dict[str, object]:
    """An open survey stands behind the address of its process, with a tablet; another is a draft."""
    now, day = domain_now(), timedelta(days=1)
    survey = cast.a_survey(process, opens_at=now - day, closes_at=now + day)
    tablet, _token = cast.a_tablet(survey, ends_at=now + day)
    taken = take(BytesIO(b"q1,q2\nGut,Laut\n"), "a.csv", draft_of(survey))
    draft = cast.a_survey(process, "entwurf", opens_at=now + day, closes_at=now + 2 * day)
    Survey.objects.filter(pk=draft.pk).update(stage=Stage.DRAFT)
    page = Page.objects.create(survey=draft, key="s1", position=1, title="Zur Person")
    Question.objects.filter(survey=draft, key="q2").update(page=page)
    waiting = Decision.objects.create(
        survey=draft, act=Act.OPEN_NOW, why="Alles ist fertig.", proposed_at=now
    )
    batch, paper = a_waiting_paper(survey)
    return {
        **{"batch": batch.pk, "waiting_paper": paper.pk},
        **{"survey_slug": survey.slug, "form": "csv", "tablet": tablet.pk, "sheet_language": "de"},
        **{"survey": draft.slug, "act": Act.TEST, "proposal": waiting.pk, "language": "ar"},
        "import": keep_upload(survey, taken, name="a", by=None).pk,
        **{"question": "q1", "page": "s1", "detail": "d_age"},
    }
