"""Who decides what when: the paper's way through the committees, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratschlag.city.queries import today_of
from ratschlag.council.models import Paper
from ratschlag.council.queries import lanes_of, paper_sheet, public_papers
from ratschlag.languages.queries import read
from ratschlag.lib.permission import public
from ratschlag.process.models import Process


@public
@require_safe
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """The paper that stands; before there is one, what is planned."""
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    papers = public_papers(process)
    if papers:
        return _page(request, process, papers[0], papers)
    milestones = list(process.milestones.filter(reached_on=None))
    reading = read(request.LANGUAGE_CODE, [process], milestones)
    page = {"process": process, "milestones": milestones, "reading": reading}
    return render(request, "council/not_yet.html", page)


@public
@require_safe
def paper(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One paper of several: an earlier one, or one that was withdrawn."""
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    papers = public_papers(process)
    found = next((row for row in papers if row.pk == number), None)
    if found is None:
        raise Http404
    return _page(request, process, found, papers)


def _page(
    request: HttpRequest, process: Process, paper: Paper, papers: list[Paper]
) -> HttpResponse:
    sheet = paper_sheet(paper, today_of(request))
    others = [row for row in papers if row.pk != paper.pk]
    page = {
        "process": process,
        "paper": paper,
        "sheet": sheet,
        "lanes": lanes_of(sheet),
        "others": others,
        "reading": read(request.LANGUAGE_CODE, [process], others, *sheet.texts),
    }
    return render(request, "council/council.html", page)
