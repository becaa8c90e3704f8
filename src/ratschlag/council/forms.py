"""What a paper, its points, consultations and amendments must satisfy when they are typed in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ratschlag.concept.models import Edition, Section
from ratschlag.council.models import (
    AMENDMENT_LABELS,
    BROKEN_VOTE,
    RESULT_LABELS,
    Amendment,
    Consultation,
    Decision,
    OpenException,
    Paper,
    ResolutionPoint,
)
from ratschlag.council.rules import (
    MOST_VOTES,
    OF_AMENDMENTS,
    OF_POINTS,
    ConsultationRole,
    Result,
    Vote,
    is_whole,
    results_of,
)
from ratschlag.goals.models import Measure
from ratschlag.lib.dates import PartialDate, Precision, in_words
from ratschlag.lib.forms import RowsField, a_day
from ratschlag.people.models import Organisation
from ratschlag.people.rules import OrganisationKind

_LONGEST = 2000
_BODIES = (OrganisationKind.COUNCIL, OrganisationKind.COMMITTEE, OrganisationKind.ADVISORY_BODY)


class PaperForm(forms.ModelForm[Paper]):
    class Meta:
        model = Paper
        fields = ("reference", "title", "submitted_by", "in_charge", "edition")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        public = Edition.objects.filter(process=self.instance.process_id, is_public=True)
        self.fields["edition"].queryset = public.defer("canonical")  # type: ignore[attr-defined]


class AnnexForm(PaperForm):
    """Of a submitted paper only the annexed edition may be another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"edition": self.fields["edition"]}
        self.fields["edition"].required = True


class PointForm(forms.ModelForm[ResolutionPoint]):
    text = forms.CharField(label=_("text"), widget=forms.Textarea, max_length=_LONGEST)

    class Meta:
        model = ResolutionPoint
        fields = ("text",)


class ConsultationForm(forms.ModelForm[Consultation]):
    class Meta:
        model = Consultation
        fields = ("body", "meets_on", "role")
        widgets = {"meets_on": a_day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Organisation.objects.filter(kind__in=_BODIES).order_by("name")
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class _VoteForm(forms.Form):
    """How it ended, and the votes: all three or none.

    `instance` is what was decided; its constraints would say the same less kindly.
    """

    result = forms.ChoiceField(label=_("result"))
    in_favour = forms.IntegerField(
        label=_("in favour"), min_value=0, max_value=MOST_VOTES, required=False
    )
    against = forms.IntegerField(
        label=_("against"), min_value=0, max_value=MOST_VOTES, required=False
    )
    abstained = forms.IntegerField(
        label=_("abstained"), min_value=0, max_value=MOST_VOTES, required=False
    )

    def __init__(self, *args: Any, instance: Any, results: tuple[Result, ...], **kwargs: Any):
        names = ("result", "in_favour", "against", "abstained", "note", "on")
        known = {name: getattr(instance, name, None) for name in names}
        known |= kwargs.pop("initial", {})
        super().__init__(*args, **({"initial": known} | kwargs))
        self.instance = instance
        labels = AMENDMENT_LABELS if results is OF_AMENDMENTS else RESULT_LABELS
        choices = [("", "---------"), *((value, labels[value]) for value in results)]
        self.fields["result"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        vote = tuple(self.cleaned_data.get(name) for name in ("in_favour", "against", "abstained"))
        if not self.errors and not is_whole(vote):  # type: ignore[arg-type]
            raise forms.ValidationError(BROKEN_VOTE)
        return self.cleaned_data


class ConsultationResultForm(_VoteForm):
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(self, *args: Any, instance: Consultation, **kwargs: Any) -> None:
        results = results_of(ConsultationRole(instance.role))
        super().__init__(*args, instance=instance, results=results, **kwargs)


class AmendmentResultForm(_VoteForm):
    """`today` is the domain clock's day: the session was today, unless said otherwise."""

    on = forms.DateField(label=_("decided on"), widget=a_day())

    def __init__(self, *args: Any, instance: Amendment, today: date, **kwargs: Any) -> None:
        known = {"on": instance.decided_on or today}
        super().__init__(*args, instance=instance, results=OF_AMENDMENTS, initial=known, **kwargs)


class AmendmentForm(forms.ModelForm[Amendment]):
    text = forms.CharField(label=_("text"), widget=forms.Textarea, max_length=_LONGEST)
    points = RowsField(label=_("points"), queryset=ResolutionPoint.objects.none(), required=False)
    measures = RowsField(label=_("measures"), queryset=Measure.objects.none(), required=False)
    sections = RowsField(label=_("sections"), queryset=Section.objects.none(), required=False)

    class Meta:
        model = Amendment
        fields = ("reference", "moved_by", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paper = self.instance.paper
        for name, rows in (
            ("points", paper.points.all()),
            ("measures", Measure.objects.filter(process=paper.process_id).standing()),
            ("sections", Section.objects.filter(process=paper.process_id)),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            targets = list(self.instance.targets.all())
            self.initial.update(
                points=[row.point_id for row in targets if row.point_id],
                measures=[row.measure_id for row in targets if row.measure_id],
                sections=[row.section_id for row in targets if row.section_id],
            )

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"]
        others = Amendment.objects.filter(paper=self.instance.paper_id, reference=reference)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is an amendment with this reference already."))
        return reference

    @property
    def targets(self) -> dict[str, list[Any]]:
        return {name: list(self.cleaned_data[name]) for name in ("points", "measures", "sections")}


class ExceptionForm(forms.ModelForm[OpenException]):
    reason = forms.CharField(
        label=_("reason"),
        widget=forms.Textarea,
        max_length=_LONGEST,
        help_text=_("Everyone can read it, with the number of open contributions."),
    )

    class Meta:
        model = OpenException
        fields = ("reason",)


class _SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A session by its body and its day, as the desk's language writes it."""

    def label_from_instance(self, session: Consultation) -> str:
        day = PartialDate(session.meets_on, Precision.DAY)
        return f"{session.body.name}, {in_words(day, get_language() or 'de')}"


class DecisionForm(forms.Form):
    """What was decided about each point in a session; what is left empty stays open."""

    consultation = _SessionField(
        label=_("session"), queryset=Consultation.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = paper
        sessions = paper.consultations.filter(is_authoritative=True).exclude(result="")
        self.fields["consultation"].queryset = (  # type: ignore[attr-defined]
            sessions.select_related("body").order_by("-meets_on")
        )
        self.points = list(paper.points.prefetch_related("decisions__consultation"))
        for point in self.points:
            self._add_fields(point, point.decision)

    def _add_fields(self, point: ResolutionPoint, latest: Decision | None) -> None:
        labels = [("", "---------"), *((value, RESULT_LABELS[value]) for value in OF_POINTS)]
        self.fields[f"result_{point.number}"] = forms.ChoiceField(
            label=_("Point %(number)s: result") % {"number": point.number},
            choices=labels,
            required=False,
            initial=latest.result if latest else "",
        )
        for name, label in (
            ("in_favour", _("Point %(number)s: in favour")),
            ("against", _("Point %(number)s: against")),
            ("abstained", _("Point %(number)s: abstained")),
        ):
            self.fields[f"{name}_{point.number}"] = forms.IntegerField(
                label=label % {"number": point.number},
                min_value=0,
                max_value=MOST_VOTES,
                required=False,
                initial=getattr(latest, name) if latest else None,
            )

    def clean(self) -> dict[str, Any]:
        for point in self.points:
            result, vote = self._typed(point)
            if not is_whole(vote):
                self.add_error(f"in_favour_{point.number}", BROKEN_VOTE)
            elif not result and any(count is not None for count in vote):
                self.add_error(f"result_{point.number}", _("Votes need a result."))
        return self.cleaned_data

    def _typed(self, point: ResolutionPoint) -> tuple[str, Vote]:
        found: Any = [
            self.cleaned_data.get(f"{name}_{point.number}")
            for name in ("result", "in_favour", "against", "abstained")
        ]
        result, in_favour, against, abstained = found
        return result, (in_favour, against, abstained)

    @property
    def parts(self) -> list[tuple[ResolutionPoint, list[BoundField]]]:
        """Each point with its fields, as they stand on the page."""
        names = ("result", "in_favour", "against", "abstained")
        return [
            (point, [self[f"{name}_{point.number}"] for name in names]) for point in self.points
        ]

    @property
    def decisions(self) -> Mapping[ResolutionPoint, tuple[Result, Vote]]:
        typed = {point: self._typed(point) for point in self.points}
        return {point: (Result(result), vote) for point, (result, vote) in typed.items() if result}
