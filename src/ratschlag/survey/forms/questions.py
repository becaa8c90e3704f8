"""What must be satisfied to write a question, a page, a voluntary detail, or a condition."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.rules import LONGEST_TEXT
from ratschlag.lib.forms import RowField
from ratschlag.lib.slugs import free_slug
from ratschlag.survey.compute.answers import day_in, digits_in
from ratschlag.survey.compute.conditions import Condition, Join, Operator, Test
from ratschlag.survey.compute.lines import as_lines, lines_in
from ratschlag.survey.compute.questionnaire import Question as Asked
from ratschlag.survey.compute.reach import as_stored
from ratschlag.survey.models import Detail, Page, Question
from ratschlag.survey.models.labels import JOIN_LABELS, OPERATOR_LABELS
from ratschlag.survey.rules import (
    IN_WORDS,
    LONGEST_SHORT,
    MAY_HAVE_OTHER,
    MOST_OPTIONS,
    MOST_STEPS,
    MOST_TESTS,
    NO,
    OTHER,
    WITH_OPTIONS,
    YES,
    Kind,
)

Lines = list[tuple[str, str]]
_LONGEST_KEY = 24
_LONGEST_LABEL = 200
_LONGEST_QUESTION = 1000


class LinesField(forms.CharField):
    """Answers to choose from, one on each line; `labels` holds those there are by key."""

    widget = forms.Textarea(attrs={"rows": 8})

    def __init__(self, *, longest: int = _LONGEST_LABEL, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _(
                "One on each line. What stands behind # marks an answer that is there already: "
                "leave it, and the answer stays the same when you change its words."
            ),
        )
        super().__init__(max_length=(longest + 60) * MOST_OPTIONS, **kwargs)
        self.longest = longest
        self.labels: Mapping[str, str] = {}

    def clean(self, value: Any) -> Any:
        """Key and label of each line, every one with a key of its own."""
        found = lines_in(super().clean(value), self.labels)
        taken = {key for key, _label in found if key} | {OTHER}
        lines: Lines = []
        for key, label in found:
            if not key:
                key = free_slug(label[:_LONGEST_KEY], taken)
                taken.add(key)
            lines.append((key, label))
        self._check(lines)
        return lines

    def _check(self, lines: Lines) -> None:
        keys, labels = [key for key, _l in lines], [label for _k, label in lines]
        if OTHER in keys:
            raise forms.ValidationError(_("“#other” is kept for the line for other answers."))
        if len(lines) > MOST_OPTIONS:
            raise forms.ValidationError(_("At most %(most)s lines.") % {"most": MOST_OPTIONS})
        if any(len(label) > self.longest for label in labels):
            raise forms.ValidationError(
                _("A line has at most %(most)s characters.") % {"most": self.longest}
            )
        if len({*keys}) < len(keys) or len({*labels}) < len(labels):
            raise forms.ValidationError(_("The same line stands there twice."))


class QuestionForm(forms.ModelForm[Question]):
    """A question of one kind: only what that kind has is asked for."""

    options = LinesField(label=_("answers"))
    rows = LinesField(label=_("rows"))
    least = forms.DecimalField(label=_("at least"), max_digits=16, decimal_places=4, required=False)
    most = forms.DecimalField(label=_("at most"), max_digits=16, decimal_places=4, required=False)
    page = RowField(label=_("page"), queryset=Page.objects.none(), required=False)

    class Meta:
        model = Question
        fields = (
            *("text", "hint", "page", "has_other", "least", "most", "low", "high", "limit"),
            "is_required",
        )
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    field_order = ("text", "hint", "rows", "options")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind = Kind(self.instance.kind)
        for name, kinds in _ONLY.items():
            if kind not in kinds:
                del self.fields[name]
        pages: Any = self.fields["page"]
        pages.queryset = self.instance.survey.pages.all()
        if not pages.queryset:
            del self.fields["page"]
        self.fields["text"].validators.append(MaxLengthValidator(_LONGEST_QUESTION))
        for name, is_row in (("options", False), ("rows", True)):
            if name in self.fields:
                self._show_lines(name, is_row)
        self._show_bounds()

    def _show_bounds(self) -> None:
        """Numbers as they are typed, with the names they have for this kind."""
        for name in ("least", "most"):
            if (bound := getattr(self.instance, name)) is not None:
                self.initial[name] = as_stored(f"{bound:f}")
        for name, label in _BOUND_LABELS.get(self.kind, {}).items():
            self.fields[name].label = label
        if self.kind is Kind.SCALE:
            self.fields["least"].required = self.fields["most"].required = True
        if self.instance._state.adding:
            for name, first in _FIRST.get(self.kind, {}).items():
                self.initial[name] = first

    def _show_lines(self, name: str, is_row: bool) -> None:
        adding = self.instance._state.adding
        there = [] if adding else list(self.instance.options.filter(is_row=is_row))
        pairs = [(row.key, row.label) for row in there]
        self.fields[name].labels = dict(pairs)  # type: ignore[attr-defined]
        self.initial[name] = as_lines(pairs)

    def clean_limit(self) -> int:
        limit: int = self.cleaned_data["limit"]
        longest = LONGEST_SHORT if self.kind is Kind.SHORT else LONGEST_TEXT
        if not 1 <= limit <= longest:
            raise forms.ValidationError(
                _("Please choose a number from 1 to %(most)s.") % {"most": longest}
            )
        return limit

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        least, most = found.get("least"), found.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The upper bound is lower than the lower one."))
        elif self.kind is not Kind.NUMBER:
            self._check_whole("least", least)
            self._check_whole("most", most)
            if not self.errors:
                self._check_counts(least, most)
        return found

    def _check_whole(self, name: str, number: Decimal | None) -> None:
        if number is not None and (number != number.to_integral_value() or not 0 <= number <= 1000):
            self.add_error(name, _("Please write a whole number."))

    def _check_counts(self, least: Decimal | None, most: Decimal | None) -> None:
        """What fits the answers there are; a questionnaire is checked as a whole besides."""
        if self.kind is Kind.SCALE and least is not None and most is not None:
            if not 2 <= most - least + 1 <= MOST_STEPS:
                self.add_error(
                    "most", _("A scale has from 2 to %(most)s steps.") % {"most": MOST_STEPS}
                )
            return
        options = self.cleaned_data.get("options")
        if options is None:
            return
        count = len(options) + bool(self.cleaned_data.get("has_other"))
        if count < 2:
            self.add_error("options", _("There must be at least two answers to choose from."))
        for name, bound in (("least", least), ("most", most)):
            if bound is not None and bound > count:
                self.add_error(name, _("There are not so many answers."))
        if most is not None and most < 1:
            self.add_error("most", _("At least one answer must be possible."))

    @property
    def changed_fields(self) -> list[str]:
        return [name for name in self.changed_data if name not in ("options", "rows")]

    @property
    def lines(self) -> dict[str, Lines]:
        return {
            name: self.cleaned_data[name] for name in ("options", "rows") if name in self.fields
        }


_ONLY: dict[str, tuple[Kind, ...]] = {
    "options": WITH_OPTIONS,
    "rows": (Kind.MATRIX,),
    "has_other": MAY_HAVE_OTHER,
    "least": (Kind.NUMBER, Kind.SCALE, Kind.MULTIPLE),
    "most": (Kind.NUMBER, Kind.SCALE, Kind.MULTIPLE, Kind.RANKING),
    "low": (Kind.SCALE,),
    "high": (Kind.SCALE,),
    "limit": IN_WORDS,
}
# What a new question of a kind begins with.
_FIRST: dict[Kind, dict[str, int]] = {
    Kind.SCALE: {"least": 1, "most": 5},
    Kind.SHORT: {"limit": LONGEST_SHORT},
}
_BOUND_LABELS: dict[Kind, dict[str, Any]] = {
    Kind.SCALE: {"least": _("number of the low end"), "most": _("number of the high end")},
    Kind.MULTIPLE: {"least": _("how many at least"), "most": _("how many at most")},
    Kind.RANKING: {"most": _("how many places")},
}


class PageForm(forms.ModelForm[Page]):
    class Meta:
        model = Page
        fields = ("title", "help")


class DetailForm(forms.ModelForm[Detail]):
    """Something people may say about themselves: always by choosing, never in words."""

    options = LinesField(label=_("answers"), longest=120)

    class Meta:
        model = Detail
        fields = ("label",)
        labels = {"label": _("question")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            pairs = [(row.key, row.label) for row in self.instance.options.all()]
            self.fields["options"].labels = dict(pairs)  # type: ignore[attr-defined]
            self.initial["options"] = as_lines(pairs)

    def clean_options(self) -> Lines:
        options: Lines = self.cleaned_data["options"]
        if len(options) < 2:
            raise forms.ValidationError(_("There must be at least two answers to choose from."))
        return options


class ConditionForm(forms.Form):
    """When something is shown: up to three tests of `earlier` questions, without a script."""

    join = forms.ChoiceField(
        label=_("It is shown if"), choices=list(JOIN_LABELS.items()), initial=Join.ALL
    )

    def __init__(
        self, *args: Any, earlier: Sequence[Asked], condition: Condition, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {question.key: question for question in earlier}
        self.initial["join"] = condition.join
        questions = [("", "–"), *((each.key, _named(each)) for each in earlier)]
        answers = [("", "–"), *((_named(each), _values(each)) for each in earlier if _values(each))]
        for at in range(MOST_TESTS):
            test = condition.tests[at] if at < len(condition.tests) else None
            self._add(at, test, questions, answers)

    def _add(self, at: int, test: Test | None, questions: list[Any], answers: list[Any]) -> None:
        value = f"{test.question}:{test.value}" if test else ""
        is_listed = test is not None and value in {
            key for _g, row in answers[1:] for key, _l in row
        }
        fields: dict[str, forms.Field] = {
            "question": forms.ChoiceField(
                label=_("question"), choices=questions, required=False,
                initial=test.question if test else "",
            ),
            "operator": forms.ChoiceField(
                label=_("how"), choices=list(OPERATOR_LABELS.items()), required=False,
                initial=test.operator if test else Operator.IS,
            ),
            "value": forms.ChoiceField(
                label=_("answer"), choices=answers, required=False,
                initial=value if is_listed else "",
            ),
            "typed": forms.CharField(
                label=_("or a number or day"), max_length=30, required=False,
                initial=test.value if test and not is_listed else "",
            ),
        }  # fmt: skip
        self.fields |= {f"{name}{at}": field for name, field in fields.items()}

    @property
    def tests(self) -> list[list[Any]]:
        """The fields of each test, as they stand side by side."""
        names = ("question", "operator", "value", "typed")
        return [[self[f"{name}{at}"] for name in names] for at in range(MOST_TESTS)]

    def clean(self) -> dict[str, Any]:
        found = [self._test(at) for at in range(MOST_TESTS)]
        join = Join(self.cleaned_data.get("join") or Join.ALL)
        self.condition = Condition(join, tuple(test for test in found if test))
        return self.cleaned_data

    def _test(self, at: int) -> Test | None:
        key, how, value, typed = (
            self.cleaned_data.get(f"{name}{at}") or ""
            for name in ("question", "operator", "value", "typed")
        )
        if not key:
            if value or typed:
                self.add_error(f"question{at}", _("Please choose the question."))
            return None
        question, operator = self.earlier[key], Operator(how or Operator.IS)
        if operator is Operator.ANSWERED:
            return Test(key, operator)
        if question.kind in (Kind.NUMBER, Kind.DATE):
            stored = _stored(question, typed)
            if not stored:
                self.add_error(f"typed{at}", _("Please write a number, or a day such as 5.9.2016."))
            return Test(key, operator, stored)
        if not value.startswith(f"{key}:"):
            self.add_error(f"value{at}", _("Please choose an answer to this question."))
        return Test(key, operator, value.removeprefix(f"{key}:"))


def _named(question: Asked) -> str:
    words = next(iter(question.text.values()), question.key)
    return f"{question.number}. {words[:60]}"


def _values(question: Asked) -> list[tuple[str, Any]]:
    """The answers that can be named, as they are listed under their question."""
    labels: dict[str, Any] = {YES: _("Yes"), NO: _("No"), OTHER: _("Something else")}
    labels |= {
        option.key: next(iter(option.label.values()), option.key) for option in question.options
    }
    if question.kind is Kind.SCALE:
        return [(f"{question.key}:{step}", str(step)) for step in question.steps]
    if question.kind is Kind.MATRIX:
        return []
    return [(f"{question.key}:{key}", labels[key]) for key in question.choices]


def _stored(question: Asked, typed: str) -> str:
    """What was typed as answers hold it; empty where it is none."""
    typed = digits_in(typed)
    if question.kind is Kind.NUMBER:
        return as_stored(typed.replace(",", "."))
    try:
        day: date = day_in(typed)
    except ValueError:
        return ""
    return day.isoformat()
