"""The interface's catalogues: extract the texts, compile them, say what is not translated.

python tools/catalogues.py update    # after texts were added or changed
python tools/catalogues.py compile   # what the set-up and the wheel need
python tools/catalogues.py check     # what ./run check asks
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ratschlag"
LOCALE = PACKAGE / "locale"

# Our language codes and the folders that Django looks for.
PUBLIC = {
    "de": "de",
    "ar": "ar",
    "uk": "uk",
    "ru": "ru",
    "tr": "tr",
    "fa": "fa",
    "vi": "vi",
    "de-easy": "de_Easy",
}
PLURALS = {
    "de": (2, "(n != 1)"),
    "de-easy": (2, "(n != 1)"),
    "tr": (2, "(n > 1)"),
    "fa": (2, "(n > 1)"),
    "vi": (1, "0"),
    "uk": (
        3,
        "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    ),
    "ru": (
        3,
        "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    ),
    "ar": (
        6,
        "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    ),
}
# Texts of these files are read by staff only, who work in German or English.
STAFF = re.compile(
    r"/(desk|pages)\.py$|/actions(\.py$|/)|/queries/(desk|frame|duty|verbs_\w+)\.py$|/desk[_/]|/cli/"
    r"|/(city|concept|council|events|goals|lib|monitoring|people|privacy|process|synthesis)/forms\.py$"
    r"|/survey/(models|imports|exports/(?!paper))|/survey/forms/(?!answering|sheets)"
    r"|/survey/queries/(texts|findings)|/survey/_(lines|move|open_note)\.html$|/tablet\.html$"
    r"|/synthesis/(forms/|models/(runs|vectors|drafts)|queries/(private|reading|runs|board|coverage|drafts))"
    r"|/(goals|synthesis)/templates/|/(account|mfa|allauth)/|/form_expired\.html$"
    r"|/languages/(forms|imports|templatetags/easy)\.py$|/languages/_easy\.html$|/_machine_progress\.html$"
    r"|/(mail|privacy)/models\.py$|/files/"
    r"|/portal/queries/(deliveries|held|machine|translatable|translations)\.py$"
    r"|/press/(forms/(?!feedback|subscriptions)|models/(feedback|pages|releases)|tasks|queries/(checks|facts))|/press/_(look|languages)\.html$"
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE).parts
        if path.suffix in (".py", ".html") and not {"tests", "migrations", "static"} & set(inside):
            yield path


def template() -> Catalog:
    """Every text of the interface with the files in which it stands."""
    from django.conf import settings  # noqa: PLC0415  only needed to read templates

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize  # noqa: PLC0415

    catalog = Catalog(project="Ratschlag", charset="utf-8")
    for path in sources():
        text = path.read_text("utf-8")
        if path.suffix == ".html":
            # In brackets, because the indentation of a template means nothing to Python.
            text = f"({templatize(text, origin=str(path))})"
        name = path.relative_to(PACKAGE).as_posix()
        found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
        for line, messages, comments, context in found:
            catalog.add(
                messages,
                locations=[(name, line)],
                auto_comments=comments,
                context=context,
                flags=["python-format"] if "%(" in str(messages) else [],
            )
    return catalog


def po_path(language: str) -> Path:
    return LOCALE / PUBLIC[language] / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return fresh_catalog(language)
    with path.open("rb") as file:
        return read_po(file, charset="utf-8")


def fresh_catalog(language: str) -> Catalog:
    """An empty catalogue that knows the language's plural forms."""
    return read_po(io.BytesIO(header(language).encode()), charset="utf-8")


def update() -> None:
    """Bring every catalogue up to date; what is no longer used goes."""
    fresh = template()
    for language in PUBLIC:
        old = read(language)
        catalog = fresh_catalog(language)
        for message in fresh:
            if not message.id or (language not in ("de",) and is_staff(message)):
                continue
            before = old.get(message.id, message.context)
            string = blank(message, language)
            # A text that has got a plural is to be translated anew.
            if before and before.string and isinstance(before.string, type(string)):
                string = before.string
            files = sorted({name for name, _line in message.locations})
            catalog.add(
                message.id,
                string,
                locations=[(name, None) for name in files],
                context=message.context,
                flags=message.flags - {"fuzzy"},
            )
        write(language, catalog)


def blank(message: Message, language: str) -> str | tuple[str, ...]:
    return ("",) * PLURALS[language][0] if isinstance(message.id, tuple) else ""


def write(language: str, catalog: Catalog) -> None:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=99, sort_output=True, omit_header=True)
    path.write_text(header(language) + buffer.getvalue().decode(), "utf-8")


def header(language: str) -> str:
    count, rule = PLURALS[language]
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {PUBLIC[language]}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals={count}; plural={rule};\\n"\n\n'
    )


def is_staff(message: Message) -> bool:
    """Whether only staff ever read the text."""
    return all(STAFF.search(f"/{name}") for name, _line in message.locations)


def compile_all() -> int:
    """Write the .mo files that are older than their .po; returns how many."""
    count = 0
    for language in PUBLIC:
        po, mo = po_path(language), po_path(language).with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        with po.open("rb") as source, mo.open("wb") as target:
            write_mo(target, read_po(source, charset="utf-8"))
        count += 1
    return count


def faults() -> list[str]:
    """What is missing or wrong, a line each."""
    found = []
    fresh = template()
    for language in PUBLIC:
        catalog = read(language)
        for message in fresh:
            if not message.id or (language != "de" and is_staff(message)):
                continue
            there = catalog.get(message.id, message.context)
            strings = [there.string] if there and isinstance(there.string, str) else []
            strings = list(there.string) if there and isinstance(there.string, tuple) else strings
            first = message.id if isinstance(message.id, str) else message.id[0]
            if not strings or not all(strings):
                found.append(f"{language}: not translated: {first!r}")
            elif isinstance(message.id, tuple) and len(strings) != PLURALS[language][0]:
                found.append(f"{language}: needs {PLURALS[language][0]} forms: {first!r}")
            elif wrong := _placeholders(message, strings):
                found.append(f"{language}: {wrong}: {first!r}")
    return found


def _placeholders(message: Message, strings: list[str]) -> str:
    """Placeholders that no source text has, or that are lost where there is only one form."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    known = set().union(*(re.findall(r"%\(\w+\)s", text) for text in ids))
    used = [set(re.findall(r"%\(\w+\)s", text)) for text in strings]
    if unknown := set().union(*used) - known:
        return f"unknown placeholder {sorted(unknown)}"
    if len(ids) == 1 and used[0] != known:
        return f"lost placeholder {sorted(known - used[0])}"
    return ""


def main() -> int:
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "update":
        update()
    elif verb == "compile":
        compile_all()
    elif verb == "check":
        found = faults()
        print("\n".join(found) or "All texts are translated.")
        return 1 if found else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
