"""The city: one row."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from ratschlag.city.rules import ACCENT, ACCENT_DARK, LANGUAGES


def all_languages() -> list[str]:
    return list(LANGUAGES)


class City(models.Model):
    """Whose installation this is. There is exactly one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120, help_text="As the city writes itself: Stadt Chemnitz")
    short_name = models.CharField(max_length=80, help_text="As one says it: Chemnitz")
    languages = models.JSONField(default=all_languages)
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    address = models.URLField(help_text="Where the site is found: https://mitreden.example.de")
    accent = models.CharField(max_length=7, default=ACCENT)
    accent_dark = models.CharField(max_length=7, default=ACCENT_DARK)
    contact = models.TextField(blank=True, help_text="Who answers questions, one line each.")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="city_is_one"),
            models.CheckConstraint(condition=~Q(name=""), name="city_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def has_own_look(self) -> bool:
        return (self.accent, self.accent_dark) != (ACCENT, ACCENT_DARK)

    @property
    def contact_lines(self) -> list[str]:
        return self.contact.splitlines()
