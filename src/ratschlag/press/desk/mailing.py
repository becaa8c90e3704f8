"""The outbox at the desk: how it stands, sending again, forgetting an address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import city_of
from ratschlag.lib.pages import form_page, page_of
from ratschlag.lib.permission import require
from ratschlag.mail import actions as letters
from ratschlag.mail.queries import is_mail_set_up, outbox, waiting_letters
from ratschlag.people.queries import person_of, standing_of
from ratschlag.press.actions.subscriptions import erase_email
from ratschlag.press.forms.subscriptions import ForgetForm
from ratschlag.press.queries.subscriptions import count_by_kind
from ratschlag.press.rules import may_keep_mail

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def mailing(request: HttpRequest) -> HttpResponse:
    require(may_keep_mail(standing_of(request)))
    # Letters with their words and keys are shown only where none was ever for a real person.
    is_shown = city_of(request).is_demo and not is_mail_set_up()
    page = {
        "outbox": outbox(),
        "kinds": count_by_kind(),
        "is_mail_set_up": is_mail_set_up(),
        "letters": page_of(request, waiting_letters(), 10) if is_shown else None,
    }
    return render(request, "press/desk_mailing.html", page)


@form_methods
def send_again(request: HttpRequest) -> HttpResponse:
    require(may_keep_mail(standing_of(request)))
    if request.method == "POST":
        count = letters.send_again(by=person_of(request))
        said = ngettext(
            "%(count)d mail is sent once more.", "%(count)d mails are sent once more.", count
        )
        messages.success(request, said % {"count": count})
    return redirect("press_desk:mailing")


@form_methods
def forget(request: HttpRequest) -> HttpResponse:
    require(may_keep_mail(standing_of(request)))
    form = ForgetForm(request.POST or None)
    if form.is_valid():
        was_there = erase_email(form.cleaned_data["email"], by=person_of(request))
        said = _("The address and all about it is erased.")
        messages.success(request, said if was_there else _("This address is not kept here."))
        return redirect("press_desk:mailing")
    back = reverse("press_desk:mailing")
    hint = _("Who asks for it gets no more mail, and nothing is kept of the address.")
    return form_page(request, form, title=_("Forget an address"), back=back, hint=hint)
