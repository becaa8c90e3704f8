"""Short addresses at the desk: given, pointed elsewhere, printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import city_of
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import form_page, saved
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.process import actions
from ratschlag.process.exports import as_png, as_svg
from ratschlag.process.forms import AddressForm
from ratschlag.process.models import ShortAddress
from ratschlag.process.queries import short_addresses
from ratschlag.process.rules import may_keep_addresses

form_methods = require_http_methods(["GET", "HEAD", "POST"])
_CODES = {"svg": ("image/svg+xml", as_svg), "png": ("image/png", as_png)}


def _whole(request: HttpRequest, short: ShortAddress) -> str:
    return f"{city_of(request).address.rstrip('/')}/{short.path}"


@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    require(may_keep_addresses(standing_of(request)))
    rows = [(short, _whole(request, short)) for short in short_addresses()]
    return render(request, "process/desk_addresses.html", {"rows": rows})


@form_methods
def new_address(request: HttpRequest) -> HttpResponse:
    require(may_keep_addresses(standing_of(request)))
    form = AddressForm(request.POST or None, own=city_of(request).address)
    if is_done(
        form,
        lambda: actions.give_short_address(
            form.cleaned_data["process"],
            form.cleaned_data["path"],
            target=form.cleaned_data["target"],
            by=person_of(request),
        ),
    ):
        return saved(request, "process_desk:addresses")
    return form_page(
        request, form, title=_("New short address"), back=reverse("process_desk:addresses")
    )


@form_methods
def address(request: HttpRequest, number: int) -> HttpResponse:
    short = get_object_or_404(ShortAddress.objects.select_related("process"), pk=number)
    require(may_keep_addresses(standing_of(request)))
    form = AddressForm(request.POST or None, own=city_of(request).address, short=short)
    if is_done(
        form,
        lambda: actions.point_address(
            short,
            process=form.cleaned_data["process"],
            target=form.cleaned_data["target"],
            by=person_of(request),
        ),
    ):
        return saved(request, "process_desk:addresses")
    hint = _("From now on it leads elsewhere. What is printed stays good.")
    back = reverse("process_desk:addresses")
    return form_page(request, form, title=f"/{short.path}", back=back, hint=hint)


@require_safe
def address_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """A page to print and put up."""
    short = get_object_or_404(ShortAddress, pk=number)
    require(may_keep_addresses(standing_of(request)))
    shown = {"short": short, "whole": _whole(request, short)}
    return render(request, "process/desk_address_sheet.html", shown)


@require_safe
def address_code(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The QR code as a file."""
    short = get_object_or_404(ShortAddress, pk=number)
    require(may_keep_addresses(standing_of(request)))
    if form not in _CODES:
        raise Http404
    kind, draw = _CODES[form]
    named = f'inline; filename="{short.path}.{form}"'
    return HttpResponse(
        draw(_whole(request, short)), content_type=kind, headers={"Content-Disposition": named}
    )
