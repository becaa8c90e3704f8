"""A survey as an XLSForm: what it asks, in all its languages, to be used in KoBo or ODK."""

from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext, override

from ratschlag.survey.compute.xlsform.words import Form, Remark, Row
from ratschlag.survey.compute.xlsform.written import form_of
from ratschlag.survey.models import Survey
from ratschlag.survey.models.losses import LOST_LABELS
from ratschlag.survey.queries import definition_of
from ratschlag.survey.rules import NO, YES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Columns that other tools look for stand first, the languages follow.
_FIRST = {
    "survey": ("type", "name"),
    "choices": ("list_name", "name"),
    "settings": ("form_title", "form_id", "version"),
    "remarks": ("row", "name", "remark"),
}


def xlsform_of(survey: Survey) -> Form:
    """The survey as it is written now; `remarks` says what an XLSForm can't hold."""
    definition = definition_of(survey)
    version = survey.versions.count()
    yes_no: dict[str, dict[str, str]] = {YES: {}, NO: {}}
    for language in definition["languages"]:
        with override(language):
            yes_no[YES][language], yes_no[NO][language] = gettext("Yes"), gettext("No")
    return form_of(definition, name=survey.slug, version=str(version), yes_no=yes_no)


def as_file(form: Form) -> bytes:
    """As a workbook; every cell is a text, so nothing in it is ever a formula."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in (
            ("survey", form.survey), ("choices", form.choices), ("settings", [form.settings]),
            ("remarks", [_remark(each) for each in form.remarks]),
        ):  # fmt: skip
            columns = _columns(name, rows)
            sheet = book.add_worksheet(name)
            for at, column in enumerate(columns):
                sheet.write_string(0, at, column)
                for number, row in enumerate(rows, start=1):
                    if row.get(column):
                        sheet.write_string(number, at, row[column])
    return made.getvalue()


def _columns(name: str, rows: list[Row]) -> list[str]:
    found = dict.fromkeys([*_FIRST[name], *(column for row in rows for column in row)])
    # Every language has its column, also the one whose texts are still to be written.
    used = {column for row in rows for column, cell in row.items() if cell}
    used |= {*_FIRST[name], *(column for column in found if column.startswith("label::"))}
    return [column for column in found if column in used]


def _remark(remark: Remark) -> Row:
    """What could not be carried over stands in the file itself, in a sheet that others pass by."""
    said = f"{LOST_LABELS[remark.lost]} {remark.detail}".strip()
    return {"row": str(remark.row), "name": remark.name, "remark": said}
