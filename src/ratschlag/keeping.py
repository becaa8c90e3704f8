"""What every room keeps and how long, on one page: handed to `privacy`, which knows no room above.

Like `schedule.py` it stands outside the stair and knows all rooms.
"""

from ratschlag.city import rules as city
from ratschlag.concept import rules as concept
from ratschlag.contributions import rules as contributions
from ratschlag.council import rules as council
from ratschlag.events import rules as events
from ratschlag.files import rules as files
from ratschlag.goals import rules as goals
from ratschlag.journal import rules as journal
from ratschlag.languages import rules as languages
from ratschlag.lib.retention import Clearing, Holding, marked
from ratschlag.mail import rules as mail
from ratschlag.mail.tasks import drop_letters
from ratschlag.monitoring import rules as monitoring
from ratschlag.people import rules as people
from ratschlag.portal.actions import (
    erase_account,
    erase_answers,
    erase_reports,
    erase_subscription,
)
from ratschlag.portal.queries.held import (
    account_held,
    answers_held,
    reports_held,
    subscription_held,
    why_account_stays,
)
from ratschlag.press import rules as press
from ratschlag.press.tasks import forget_addresses, forget_reports
from ratschlag.privacy import rules as privacy
from ratschlag.privacy.tasks import CLEARINGS as OWN_CLEARINGS
from ratschlag.process import rules as process
from ratschlag.search import rules as search
from ratschlag.survey import rules as survey
from ratschlag.survey.tasks import drop_uploads, drop_waiting_codes
from ratschlag.synthesis import rules as synthesis

# A room that keeps data adds its rules here; privacy/tests/test_tasks.py names every table that
# nobody has declared. settings.RETENTION names this page.
_ROOMS = (
    *(contributions, survey, synthesis, people, process, events, goals, concept, council),
    *(monitoring, city, languages, journal, privacy, press, mail, search, files),
)
KEPT = tuple(kept for room in _ROOMS for kept in room.KEPT)
CLEARINGS = (
    *OWN_CLEARINGS,
    Clearing("uploads", lambda _at: drop_uploads.func()),
    Clearing("waiting_codes", drop_waiting_codes, by_domain_clock=True),
    Clearing("letters", lambda _at: drop_letters.func()),
    Clearing("addresses", lambda _at: forget_addresses.func()),
    Clearing("barrier_reports", lambda _at: forget_reports.func()),
)

# Who answers when somebody asks what is held about them, and erases it.
HOLDINGS = (
    Holding(
        "answers", marked("Contributions and answers, without names"), answers_held, erase_answers
    ),
    Holding(
        "accounts", marked("Accounts of staff: name, e-mail address, roles"), account_held,
        erase_account, why_account_stays,
    ),
    Holding(
        "subscriptions", marked("News by e-mail: address and what was asked for"),
        subscription_held, erase_subscription,
    ),
    Holding(
        "barrier_reports", marked("Reports of barriers, and the address for an answer"),
        reports_held, erase_reports,
    ),
)  # fmt: skip
