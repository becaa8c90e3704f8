"""The survey on a paired tablet, where there is no network; no resident's browser gets any of it."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ratschlag.city.models import City
from ratschlag.city.queries import city_of
from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_language
from ratschlag.journal.queries import at_of
from ratschlag.lib.pages import comes_from_here
from ratschlag.lib.permission import public, require
from ratschlag.lib.tries import Tries, address_of
from ratschlag.survey import actions
from ratschlag.survey.compute.answers import Fault, Wrong
from ratschlag.survey.compute.sealing import NotOpened, envelope_from
from ratschlag.survey.forms import Ask, Filled, is_form_key, message_of
from ratschlag.survey.models import REFUSAL_LABELS, Tablet, Version
from ratschlag.survey.queries import (
    bundle_of,
    is_pairing_code,
    questionnaire_of,
    sheet_of,
    status_of,
    tablet_with,
)
from ratschlag.survey.rules import PAIRING_CODE_LENGTH, Refusal

_STATIC = Path(__file__).parents[2] / "static"
_SCRIPTS = ("store.js", "seal.js", "sheet.js", "app.js")
# Wrong codes by client: in the memory of this process, nowhere else (docs/operate.md).
wrong_codes = Tries()
# Only these pages may have a worker and a manifest; and no form of theirs is sent as one.
_POLICY = {"worker-src": [SELF], "manifest-src": [SELF], "form-action": [NONE]}


@public
@require_safe
@csp_replace(_POLICY)
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_page(city_of(request)), headers={"Cache-Control": "no-store"})


def _page(city: City) -> str:
    """The same for everyone: what is on a tablet comes with its pairing."""
    with translation.override(SOURCE_LANGUAGE):
        words = {
            "waiting": _("Waiting to be sent: %(n)s") % {"n": "{n}"},
            "early": _("The survey has not opened yet."),
            "over": _("The event is over. Please leave the tablet online until all was sent."),
            "noNetwork": _("This tablet needs the network to be paired."),
            "noStore": _("This browser can’t keep answers. Please leave its private mode."),
            "refusals": {why.value: str(word) for why, word in REFUSAL_LABELS.items()},
        }
        return render_to_string("survey/tablet.html", {"city": city, "words": words})


@public
@require_safe
@csp_replace(_POLICY)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its scope is the root, so that a tablet finds back from anywhere."""
    kept = [reverse("tablet:page"), reverse("tablet:manifest"), *_assets()]
    if city_of(request).has_own_look:
        kept.append(reverse("city_root:look"))
    state = [_page(city_of(request)), *kept, _digest()]
    script = render_to_string(
        "survey/tablet_worker.js",
        {"state": hashlib.sha256("\0".join(state).encode()).hexdigest()[:16], "kept": kept},
    )
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-store"}
    return HttpResponse(script, content_type="text/javascript", headers=headers)


def _assets() -> list[str]:
    """Styles, scripts and all fonts: which language comes next nobody knows."""
    fonts = sorted(path.name for path in (_STATIC / "build/fonts").glob("*.woff2"))
    # A script imports the others by their plain names.
    scripts = [static(f"unterwegs/{name}") for name in _SCRIPTS]
    plain = [f"{static('unterwegs/app.js').rpartition('/')[0]}/{name}" for name in _SCRIPTS[:-1]]
    styles = [static(f"{name}.css") for name in ("build/ltr", "build/rtl", "unterwegs/kiosk")]
    found = [*styles, *scripts, *plain, *(static(f"build/fonts/{name}") for name in fonts)]
    return list(dict.fromkeys([*found, static("favicon.svg")]))


@lru_cache(maxsize=1)
def _digest() -> str:
    files = ((_STATIC / "unterwegs" / name).read_bytes() for name in _SCRIPTS)
    return hashlib.sha256(b"\0".join(files)).hexdigest()


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    city = city_of(request)
    found = {
        "name": f"{_('Survey on the road')} – {city.name}",
        "short_name": city.short_name,
        "lang": "de",
        "start_url": reverse("tablet:page"),
        "scope": reverse("tablet:page"),
        "display": "fullscreen",
        "icons": [{"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(found, content_type="application/manifest+json")


@public
@csrf_exempt  # there is no cookie that another site could misuse; the code is the key
@require_POST
def pair(request: HttpRequest) -> HttpResponse:
    """Token and questionnaire for the code that was typed in."""
    require(comes_from_here(request))
    address = address_of(request)
    if wrong_codes.must_wait(address):
        wait = {
            "error": _("Too many wrong codes. Please wait %(s)s seconds.") % {"s": wrong_codes.wait}
        }
        return _answer(wait, status=429)
    code = _sent(request).get("code")
    try:
        if not isinstance(code, str) or not is_pairing_code(code):
            said = _("The code has %(count)s digits.") % {"count": PAIRING_CODE_LENGTH}
            return _answer({"error": said}, status=422)
        tablet, token = actions.pair_tablet(code)
    except actions.PairingRefused as error:
        wrong_codes.count_wrong(address)
        return _answer({"error": str(error)}, status=422)
    status = status_of(tablet, at_of(request))
    bundle = bundle_of(tablet, city_of(request), _sheets(request, tablet))
    return _answer({"token": token, "status": status, "bundle": bundle})


@require_safe
def bundle(request: HttpRequest) -> HttpResponse:
    """The questionnaire as it stands now."""
    require(_is_paired(request))
    tablet = _tablet_of(request)
    return _answer(bundle_of(tablet, city_of(request), _sheets(request, tablet)))


@csrf_exempt  # a token in a header, which no other site can send
@require_POST
def stand(request: HttpRequest) -> HttpResponse:
    """A tablet says which codes it holds, and is told how things stand."""
    require(_is_paired(request))
    tablet = _tablet_of(request)
    rows = _sent(request).get("waiting")
    named = [
        actions.Named(str(row.get("print")), str(row.get("tail")), row.get("refused") is True)
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    ]
    return _answer(status_of(actions.name_waiting(tablet, named), at_of(request)))


@csrf_exempt
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """One sealed answer: stored, or refused with the reason, so that it stays on the tablet."""
    require(_is_paired(request))
    tablet = _tablet_of(request)
    sent = _sent(request)
    key, version = sent.get("key"), sent.get("version")
    try:
        if not isinstance(key, str) or not is_form_key(key) or type(version) is not int:
            raise NotOpened("no sealed answer of ours")
        is_new = actions.accept_sealed(
            tablet,
            form_key=key,
            version=version if 0 < version < 10_000 else 0,
            envelope=envelope_from(sent),
            city=city_of(request),
        )
    except NotOpened:
        return _answer({"refused": Refusal.UNREADABLE}, status=422)
    except actions.SealedRefused as error:
        is_late = error.why in (Refusal.ENTRY_FINISHED, Refusal.NOT_NAMED)
        return _answer({"refused": error.why}, status=409 if is_late else 422)
    return _answer({"stored": True, "isNew": is_new})


def _is_paired(request: HttpRequest) -> bool:
    """Whether the request carries the token of a tablet; it is put on the request."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    request.tablet = tablet_with(token) if scheme == "Bearer" else None  # type: ignore[attr-defined]
    return request.tablet is not None  # type: ignore[attr-defined]


def _tablet_of(request: HttpRequest) -> Tablet:
    """Only behind a `require(_is_paired(`."""
    found: Tablet = request.tablet  # type: ignore[attr-defined]
    return found


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What was sent as JSON; nothing where it is none."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _answer(said: dict[str, Any], *, status: int = 200) -> JsonResponse:
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store"})


def _sheets(request: HttpRequest, tablet: Tablet) -> list[dict[str, Any]]:
    """The form in each language of the tablet, from the same templates as the page for everyone."""
    version = tablet.survey.versions.latest("number")
    address = city_of(request).address.rstrip("/")
    return [_sheet(version, language, address) for language in tablet.languages]


def _sheet(version: Version, language: str, address: str) -> dict[str, Any]:
    sheet = sheet_of(questionnaire_of(version), language)
    # How much too long a text is only the server says: on a tablet none can be typed.
    faults = [wrong for wrong in Wrong if wrong is not Wrong.TOO_LONG]
    with translation.override(language):
        form = Filled(sheet)
        page = {
            "sheet": sheet,
            "form": form,
            "pages": [(part, [Ask(it, form) for it in part.questions]) for part in sheet.pages],
            "count": len(sheet.questions),
            "fate": f"{address}/{language}/beitrag/",
        }
        return {
            "code": language,
            "lang": html_language(language),
            "dir": direction(language),
            "name": NATIVE_NAMES[language],
            "html": render_to_string("survey/tablet_sheet.html", page),
            "faults": {str(wrong): message_of(Fault(wrong, "{bound}")) for wrong in faults}
            | {"none": _("Please answer at least one question. One is enough.")},
        }
