"""Who may reach the desk of goals and measures."""

from ratschlag.goals.models import Origin
from ratschlag.process.models import Process
from tests import cast
from tests.access import table

ACCESS = table("""
goals_desk:measures        GET       staff
goals_desk:measure         GET,POST  authors      number=measure
goals_desk:move_measure    GET,POST  authors      number=measure
goals_desk:measure_origin  GET,POST  authors      number=measure
goals_desk:remove_measure_origin  POST  authors  number=measure  origin=origin
goals_desk:remove_goal_origin     POST  authors  number=goal     origin=origin
goals_desk:new_measure     GET,POST  authors      process=process
goals_desk:move_measures   GET,POST  coordinator  process=process
goals_desk:goals           GET       staff
goals_desk:goal            GET,POST  authors      number=goal
goals_desk:move_goal       GET,POST  authors      number=goal
goals_desk:goal_origin     GET,POST  authors      number=goal
goals_desk:new_goal        GET,POST  authors      process=process
goals_desk:all_gaps        GET       staff
goals_desk:gaps            GET       staff        process=process
""")


def parts(process: Process) -> dict[str, object]:
    field = cast.a_field(process, "Wege")
    measure = cast.a_measure(process, field, "M77-1")
    theme = cast.a_theme(process, "Wege im Park")
    return {
        "measure": measure.pk,
        "goal": cast.a_goal(process, field, "G77.1").pk,
        "origin": Origin.objects.create(measure=measure, theme=theme).pk,
    }
