"""Who may answer, and who may type in."""

from datetime import timedelta

from ratschlag.journal.queries import domain_now
from ratschlag.process.models import Process
from tests import cast
from tests.access import table

ACCESS = table("""
survey:survey         GET,POST  everyone  slug=process     announced
survey_desk:intakes   GET       clerks
survey_desk:intake    GET,POST  clerks    process=process
""")


def parts(process: Process) -> dict[str, object]:
    """An open survey stands behind the address of its process."""
    now, day = domain_now(), timedelta(days=1)
    cast.a_survey(process, opens_at=now - day, closes_at=now + day)
    return {}
