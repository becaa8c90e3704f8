"""The desk as a whole: what needs me today, the journal, the components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ratschlag.city.queries import today_of
from ratschlag.journal.models import Entry
from ratschlag.lib.pages import page_of, words_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import standing_of
from ratschlag.people.rules import may_enter_desk, may_see_components, may_see_journal
from ratschlag.portal.forms import SampleForm
from ratschlag.portal.queries.desk import VERBS, duties, lines_of
from ratschlag.portal.queries.overview import home_pages


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_enter_desk(standing))
    found = duties(standing, today_of(request))
    return render(request, "portal/desk_today.html", {"duties": found, "today": today_of(request)})


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    require(may_see_journal(standing_of(request)))
    verb = words_of(request, "was")
    entries = Entry.objects.select_related("seal").order_by("-at", "-id")
    rows = page_of(request, entries.filter(verb=verb) if verb else entries)
    page = {"rows": rows, "lines": lines_of(rows), "verb": verb, "verbs": VERBS.items()}
    return render(request, "portal/desk_journal.html", page)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build."""
    require(may_see_components(standing_of(request)))
    form = SampleForm({"title": "", "day": "31.2.2016"})
    page = {"form": form, "overviews": home_pages(today_of(request))}
    return render(request, "portal/desk_components.html", page)
