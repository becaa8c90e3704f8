"""Who may reach the council's papers."""

from datetime import date

from ratschlag.council.actions import move_amendment, submit_paper
from ratschlag.council.models import Amendment
from ratschlag.people.rules import OrganisationKind
from ratschlag.process.models import Process
from tests import cast
from tests.access import table

ACCESS = table("""
council:council                GET       everyone     slug=process                announced
council:paper                  GET       everyone     slug=process  number=paper  announced
council_desk:papers            GET       staff
council_desk:new_paper         GET,POST  council      slug=process
council_desk:paper             GET       staff        number=paper
council_desk:revise_paper      GET,POST  council      number=paper
council_desk:new_point         GET,POST  council      number=paper
council_desk:point             GET,POST  council      number=point
council_desk:new_consultation  GET,POST  council      number=paper
council_desk:consultation      GET,POST  council      number=consultation
council_desk:held              GET,POST  council      number=consultation
council_desk:new_amendment     GET,POST  council      number=paper
council_desk:amendment         GET,POST  council      number=amendment
council_desk:decided           GET,POST  council      number=amendment
council_desk:submit            GET,POST  council      number=paper
council_desk:exception         GET,POST  coordinator  number=paper
council_desk:decide            GET,POST  council      number=paper
council_desk:withdraw          GET,POST  council      number=paper
""")


def parts(process: Process) -> dict[str, object]:
    cast.a_body("Gemeinderat", OrganisationKind.COUNCIL)
    paper = cast.a_paper(process, session=date(2190, 1, 1))
    submit_paper(paper, by=None)
    amendment = Amendment(paper=paper, reference="ÄA-1", moved_by="Fraktion A", text="Anders.")
    move_amendment(amendment, points=[paper.points.first()], by=None)
    committee = cast.a_consultation(paper, cast.a_body("Bauausschuss"), date(2190, 1, 1))
    return {
        "paper": paper.pk,
        "point": paper.points.first().pk,
        "consultation": committee.pk,
        "amendment": amendment.pk,
    }
