"""News by mail: subscribing without an account, confirming, changing, ending with one click."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import city_of
from ratschlag.contributions.queries import secret_for
from ratschlag.languages.queries import read
from ratschlag.lib.flood import Flood
from ratschlag.lib.pace import Pace
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public
from ratschlag.lib.proof import Proofs
from ratschlag.lib.tries import address_of, is_this_machine
from ratschlag.mail.queries import is_mail_set_up
from ratschlag.press.actions import subscriptions as actions
from ratschlag.press.forms.subscriptions import SubscribeForm, SubscriptionForm
from ratschlag.press.models import Subscriber
from ratschlag.press.queries.subscriptions import (
    asker_of,
    lasting_key,
    letter_waiting_for,
    subscriber_of,
    wishes_of,
)
from ratschlag.press.rules import is_flood
from ratschlag.process.queries import announced_processes

# In the memory of this process, nowhere else: ten at once from one network, then one a minute.
pace, flood, proofs = Pace(burst=10, per_second=1 / 60, wait=60), Flood(), Proofs()
# Named so that a machine likes to fill them in; people never see the first.
HIDDEN_FIELD, PROOF = "website", "altcha"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@public
@csrf_exempt  # a form key would need a cookie that nobody asked for; comes_from_here tells enough
@form_methods
def subscribe(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if request.method != "POST":
        return _asked(request, form)
    if notice := _obstacle(request):
        return _asked(request, form, notice=notice, status=403 if notice == "foreign" else 429)
    if not form.is_valid() or not _can_mail(request):
        return _asked(request, form, status=422)
    if not request.POST.get(HIDDEN_FIELD, "").strip():
        actions.subscribe(form.cleaned_data["email"], **form.wish())
    return _unseen(render(request, "press/subscribed.html", _shown_in_demo(request, form)))


def _form(request: HttpRequest) -> SubscribeForm:
    processes = list(announced_processes())
    read(request.LANGUAGE_CODE, processes)
    wanted = {"language": request.LANGUAGE_CODE, "process": request.GET.get("verfahren", "*")}
    return SubscribeForm(
        request.POST or None,
        initial=wanted,
        processes=processes,
        languages=city_of(request).languages,
    )


def _obstacle(request: HttpRequest) -> str:
    """Why this sending is not even looked at now; empty for nearly all."""
    if not comes_from_here(request):
        return "foreign"
    address = address_of(request)
    if is_this_machine(address):
        return ""
    if not pace.may_pass(address, request.POST.get("email", "")[:254]):
        return "wait"
    is_flooded = is_flood(flood.count().per_minute)
    if is_flooded and not proofs.is_solved(request.POST.get(PROOF, ""), secret_for("news")):
        return "wait"
    return ""


def _can_mail(request: HttpRequest) -> bool:
    """A demo shows what it would send."""
    return is_mail_set_up() or city_of(request).is_demo


def _asked(
    request: HttpRequest, form: SubscribeForm, *, notice: str = "", status: int = 200
) -> HttpResponse:
    page = {
        "form": form,
        "notice": notice,
        "can_mail": _can_mail(request),
        "is_mail_set_up": is_mail_set_up(),
        "asks_for_proof": is_flood(flood.measured().per_minute),
    }
    response = _unseen(render(request, "press/subscribe.html", page, status=status))
    if status == 429:
        response.headers["Retry-After"] = str(pace.wait)
    return response


def _shown_in_demo(request: HttpRequest, form: SubscribeForm) -> dict[str, Any]:
    """Where no mail is ever sent, the page shows the letter; elsewhere it says the same to all."""
    if is_mail_set_up() or not city_of(request).is_demo:
        return {}
    return {"letter": letter_waiting_for(form.cleaned_data["email"])}


@public
@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """A task for the script of the page while a flood is measured; nothing is kept of it."""
    response = JsonResponse(proofs.new_task(secret_for("news")))
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@csrf_exempt
@form_methods
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Looking confirms nothing: mail scanners look. Only who presses the button confirms."""
    subscriber = asker_of(key)
    if subscriber is None:
        return _unknown(request)
    if request.method != "POST" or not comes_from_here(request):
        pending = subscriber.subscriptions.pending().select_related("process")
        page = {"wishes": wishes_of(pending, request.LANGUAGE_CODE)}
        return _unseen(render(request, "press/confirm.html", page))
    if "refuse" in request.POST:
        actions.refuse_mail(subscriber)
        return _ended(request, was_refused=True)
    actions.confirm_subscriptions(subscriber)
    return _unseen(_own_page(request, subscriber, is_new=True))


@public
@csrf_exempt
@form_methods
def subscription(request: HttpRequest, key: str) -> HttpResponse:
    subscriber = subscriber_of(key)
    if subscriber is None:
        return _unknown(request)
    if request.method != "POST" or not comes_from_here(request):
        return _unseen(_own_page(request, subscriber))
    if "end" in request.POST:
        actions.end_subscriptions(subscriber)
        return _ended(request)
    form = _own_form(request, subscriber, request.POST)
    if not form.is_valid():
        return _unseen(_own_page(request, subscriber, form, status=422))
    if not actions.change_subscriptions(subscriber, **form.change()):
        return _ended(request)
    return _unseen(_own_page(request, subscriber, is_saved=True))


def _own_form(request: HttpRequest, subscriber: Subscriber, typed: Any = None) -> SubscriptionForm:
    # What anybody typed for this address and its owner has not confirmed is nothing that they get.
    rows = subscriber.subscriptions.confirmed().select_related("process")
    return SubscriptionForm(
        typed,
        subscriber=subscriber,
        wishes=wishes_of(rows, request.LANGUAGE_CODE),
        languages=city_of(request).languages,
    )


def _own_page(
    request: HttpRequest,
    subscriber: Subscriber,
    form: SubscriptionForm | None = None,
    *,
    status: int = 200,
    **said: bool,
) -> HttpResponse:
    key = lasting_key(subscriber)
    page = {"form": form or _own_form(request, subscriber), "key": key} | said
    return render(request, "press/subscription.html", page, status=status)


@public
@csrf_exempt  # a mail program sends this, without any page of ours (RFC 8058)
@form_methods
def end(request: HttpRequest, key: str) -> HttpResponse:
    """One click in the mail program ends everything; a person who follows the link may choose."""
    subscriber = subscriber_of(key)
    if request.method == "POST":
        if subscriber is not None:
            actions.end_subscriptions(subscriber)
        return HttpResponse(status=200, content_type="text/plain")
    language = subscriber.language if subscriber else request.LANGUAGE_CODE
    with translation.override(language):
        return HttpResponseRedirect(reverse("press:subscription", args=[key]))


def _ended(request: HttpRequest, *, was_refused: bool = False) -> HttpResponse:
    return _unseen(render(request, "press/ended.html", {"was_refused": was_refused}))


def _unknown(request: HttpRequest) -> HttpResponse:
    """The same for a forged key, one that has run out, and an address that was forgotten."""
    return _unseen(render(request, "press/no_subscription.html", status=404))


def _unseen(response: HttpResponse) -> HttpResponse:
    """Neither an address nor a key stays in a cache or in a list of what was found."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
