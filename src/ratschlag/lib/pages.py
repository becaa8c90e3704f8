"""Answers that every desk gives in the same way."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

PER_PAGE = 50


def saved(request: HttpRequest, to: str, *args: object) -> HttpResponse:
    """Say that it was saved, and go to the page named `to`."""
    messages.success(request, _("Saved."))
    return redirect(to, *args)


def form_page(
    request: HttpRequest, form: BaseForm, *, title: str, back: str, hint: str = ""
) -> HttpResponse:
    """A form as a page of its own. What was typed stays; faults are answered with 422."""
    status = 422 if form.is_bound else 200
    page = {"form": form, "title": title, "back": back, "hint": hint}
    return render(request, "desk/form.html", page, status=status)


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], per_page: int = PER_PAGE
) -> Page[Any]:
    """The page that `?seite=` asks for; a number that is none gives the nearest there is."""
    return Paginator(rows, per_page).get_page(request.GET.get("seite"))


def words_of(request: HttpRequest, name: str = "suche") -> str:
    """What was searched for, cut to what anyone types, without NUL (PostgreSQL refuses it)."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a form without a key in a cookie was sent by one of our own pages.

    Browsers say where a sending comes from: by Sec-Fetch-Site, older ones by Origin (which is
    "null" where a person hides it). What says nothing is no browser, and can't be misled.
    """
    site: str | None = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site not in ("cross-site", "same-site")
    origin: str = request.META.get("HTTP_ORIGIN", "null")
    return origin == "null" or urlsplit(origin).netloc == request.get_host()
