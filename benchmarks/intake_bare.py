"""The reference: the least that Django needs to take in a form and store it durably.

The form is a string, one form is validated, one row is inserted into one table, in one durable
commit with the settings of Ratschlag's databases; then a receipt page. No cookies, no CSRF, no
sessions, the three lightest middlewares. Run by granian with one worker, as `serve` does.
"""

import os
import secrets
import sys
from contextlib import nullcontext
from pathlib import Path
from threading import Lock

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from ratschlag.lib.sqlite import use_own_sqlite

use_own_sqlite()
_SQLITE = os.environ.get("BARE_SQLITE", "")
_NAME, _PORT = os.environ.get("BARE_NAME", ""), os.environ.get("BARE_PORT", "")
_PAGE = Path(os.environ["BARE_PAGE"]).read_text("utf-8")

if _SQLITE:
    _database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _SQLITE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        },
    }
else:
    _database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _NAME,
        "USER": "ratschlag",
        "HOST": "127.0.0.1",
        "PORT": _PORT,
        "CONN_MAX_AGE": None,
    }

settings.configure(
    SECRET_KEY="x" * 50,
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": _database},
    INSTALLED_APPS=[],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    USE_I18N=False,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django import forms  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.urls import path  # noqa: E402


class Answer(models.Model):
    """One row for all that was sent."""

    form_key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=20)
    q1 = models.TextField()
    q2 = models.TextField()
    q3 = models.TextField()

    class Meta:
        app_label = "bare"
        db_table = "bare_answer"


class AnswerForm(forms.Form):
    form_key = forms.RegexField(r"[A-Za-z0-9_-]{22,64}")
    q1 = forms.CharField(max_length=2000, required=False)
    q2 = forms.CharField(max_length=2000, required=False)
    q3 = forms.CharField(max_length=2000, required=False)


# One writer at a time, where the database knows only one.
_writing = Lock() if _SQLITE else nullcontext()
_RECEIPT = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Gespeichert</title></head>'
    '<body><h1>Gespeichert</h1><p class="code" id="receipt">{code}</p></body></html>'
)


def view(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse(_PAGE.replace("{KEY}", secrets.token_urlsafe(24)))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponse("wrong", status=422)
    code = f"{secrets.randbelow(10**20):020}"
    with _writing, transaction.atomic():
        Answer.objects.create(code=code, **form.cleaned_data)
    return HttpResponse(_RECEIPT.format(code=code))


urlpatterns = [path("", view)]


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Answer)


application = get_wsgi_application()

if __name__ == "__main__":
    make_table()
