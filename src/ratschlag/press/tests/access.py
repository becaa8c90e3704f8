"""Who may reach what the city says."""

from datetime import timedelta

from ratschlag.city.queries import domain_today
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import write_term
from ratschlag.languages.models import Term
from ratschlag.press.actions.notices import announce
from ratschlag.press.actions.pages import begin_page, publish_page
from ratschlag.press.models import Notice, Page
from ratschlag.press.queries.subscriptions import lasting_key, short_key
from ratschlag.press.rules import NoticeLevel, PageKind, PageText
from ratschlag.press.tests import hands
from ratschlag.press.tests.letters import a_subscriber
from ratschlag.process.models import Process
from tests.access import table

ACCESS = table("""
press:releases              GET       everyone
press:release               GET       everyone     year=year  number=press_number
press:pdf                   GET       everyone     year=year  number=press_number
press:attachment            GET       everyone     year=year  number=press_number  place=place
press:atom                  GET       everyone
press:json_feed             GET       everyone
press:process_atom          GET       everyone     slug=process                    announced
press:process_json_feed     GET       everyone     slug=process                    announced
press:subscribe             GET,POST  everyone
press:proof                 GET       everyone
press:confirm               GET,POST  everyone     key=short_key
press:subscription          GET,POST  everyone     key=lasting_key
press_root:end              GET,POST  everyone     key=lasting_key
press_desk:mailing          GET       press
press_desk:send_again       GET,POST  press
press_desk:forget           GET,POST  press
press_desk:releases         GET       house
press_desk:new_release      GET,POST  press
press_desk:numbers          GET,POST  press
press_desk:free_numbers     POST      press        number=taken
press_desk:release          GET       house        number=draft
press_desk:revise_release   GET,POST  press        number=draft
press_desk:translate        GET,POST  press_words  number=draft  language=english
press_desk:advance_copy     GET       press        number=draft
press_desk:attach           GET,POST  press        number=draft
press_desk:attached         GET       house        number=draft  place=place
press_desk:detach           POST      press        number=out    place=place
press_desk:check            POST      press        number=draft
press_desk:schedule         GET,POST  press        number=draft
press_desk:call_back        POST      press        number=draft
press_desk:publish          POST      press        number=draft
press_desk:correct          GET,POST  press        number=out
press_desk:keep             POST      press        number=draft
press_desk:withdraw         GET,POST  press        number=out
press_desk:discard          POST      press        number=out
press:faq                  GET       everyone
press:imprint              GET       everyone
press:privacy              GET       everyone
press:easy                 GET       everyone
press:sign                 GET       everyone
press:free_page            GET       everyone     slug=page_slug
press:close_notice         POST      everyone
press:glossary              GET       everyone
press_desk:terms            GET       press_words
press_desk:new_term         GET,POST  press
press_desk:term             GET,POST  press_words    number=term
press_desk:remove_term      POST      press   number=term_gone
press_desk:notices         GET       press
press_desk:new_notice      GET,POST  press
press_desk:notice          GET,POST  press   number=notice
press_desk:end_notice      POST      press   number=notice
press_desk:pages           GET       press_words
press_desk:new_page        GET,POST  press
press_desk:page            GET,POST  press   number=city_page
press_desk:history         GET       press_words    number=city_page
press_desk:publish_page    POST      press   number=city_page
press_desk:withdraw_page   POST      press   number=city_page
press_desk:page_in         GET,POST  press_words    number=city_page  language=page_language
press_desk:version         GET,POST  press   number=page_version
press:accessibility   GET       everyone
press:barrier         GET,POST  everyone
press:barrier_thanks  GET       everyone
press_desk:access     GET       house
press_desk:statement  GET,POST  press
press_desk:barrier    GET,POST  press  number=barrier_report
""")


def parts(process: Process) -> dict[str, object]:
    """What fills the addresses of the press."""
    # Numbers after it were given: taking the entry back is refused to everyone alike.
    taken = hands.taken(1, year=domain_today().year)
    draft = hands.with_a_file(hands.a_release(process))
    out = hands.out(hands.with_a_file(hands.a_release(process)))
    subscriber = a_subscriber(is_confirmed=False)
    return {
        "short_key": short_key(subscriber),
        "lasting_key": lasting_key(subscriber),
        "draft": draft.pk,
        "out": out.pk,
        "year": out.year,
        "press_number": out.number,
        "place": 1,
        "taken": taken.pk,
        "english": "en",
        "barrier_report": hands.a_report().pk,
        **_pages_and_notices(),
    }


def _pages_and_notices() -> dict[str, object]:
    """A public page of each kind, and what is in the addresses of the desk."""
    for kind in (PageKind.FAQ, PageKind.IMPRINT, PageKind.PRIVACY, PageKind.EASY, PageKind.SIGN):
        a_page(kind)
    page = a_page(PageKind.FREE, slug="anfahrt")
    now = domain_now()
    notice = Notice(level=NoticeLevel.WARNING, text="Gesperrt.", starts_at=now)
    notice.ends_at = now + timedelta(days=3)
    announce(notice, {}, by=None)
    return {
        "city_page": page.pk,
        "notice": notice.pk,
        "page_slug": page.slug,
        "term": write_term(Term(word="Beirat", explanation="Berät."), {}, by=None).pk,
        "term_gone": 4711,
        "page_version": page.versions.get().pk,
        "page_language": "ar",
    }


def a_page(kind: PageKind, *, slug: str = "", text: str = "Hier steht es.") -> Page:
    """A public page."""
    page = Page(purpose=kind, slug=slug or kind.value)
    begin_page(page, PageText(f"Seite {kind}", text), by=None)
    publish_page(page, by=None)
    page.refresh_from_db()
    return page
