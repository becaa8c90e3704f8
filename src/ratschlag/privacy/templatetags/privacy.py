"""What other pages say about privacy: the whole registry, what is kept, what was deleted."""

from typing import Any

from django import template

from ratschlag.privacy.queries.consent import consent_of
from ratschlag.privacy.queries.keeping import deleted_lines, kept_lines
from ratschlag.privacy.queries.registry import whole_table

register = template.Library()


@register.inclusion_tag("privacy/_tables.html", takes_context=True)
def cookie_details(context: dict[str, Any]) -> dict[str, Any]:
    """Every entry with purpose, legal basis, provider, who sets it and when."""
    is_on = consent_of(context["request"]).layer is not None
    return {"cookie_rows": whole_table(is_on=is_on), "city": context["city"]}


@register.inclusion_tag("privacy/_kept.html")
def what_is_kept() -> dict[str, Any]:
    """Every class of data and how long it lives."""
    return {"kept_rows": kept_lines()}


@register.inclusion_tag("privacy/_deleted.html")
def what_was_deleted() -> dict[str, Any]:
    """By month, the newest first."""
    return {"deleted_rows": deleted_lines()}
