"""What became of the measures, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratschlag.city.queries import today_of
from ratschlag.languages.queries import read
from ratschlag.lib.permission import public
from ratschlag.monitoring.queries import earlier_reports, states_of
from ratschlag.process.models import Process


@public
@require_safe
def states(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    states = states_of(process, today_of(request))
    earlier = earlier_reports(states)
    # Proposals are the field groups' own; measures are public with the first public edition.
    is_public = states.is_begun or process.editions.filter(is_public=True).exists()
    page = {
        "process": process,
        "states": states,
        "is_public": is_public,
        "earlier": earlier,
        "reading": read(request.LANGUAGE_CODE, earlier.reports, earlier.said, *states.texts),
    }
    return render(request, "monitoring/states.html", page)
