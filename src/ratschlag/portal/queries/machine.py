"""Which translation service is set up, and how far it has come."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.rules import WITHOUT_MACHINE
from ratschlag.lib.translate import Fault, TranslatorFault, translator

FAULT_NAMES: dict[str, Promise] = {
    Fault.SETTINGS: _("the service is set up wrongly"),
    Fault.KEY: _("the service does not accept the key"),
    Fault.QUOTA: _("the quota of the service is used up"),
    Fault.BUSY: _("the service is overloaded; please try again later"),
    Fault.LANGUAGE: _("the service does not write this language"),
    Fault.TOO_LONG: _("a text is too long for the service"),
    Fault.UNREACHABLE: _("the service can’t be reached"),
    Fault.ANSWER: _("the service did not answer as agreed"),
    Fault.CITIZENS: _("what citizens wrote may not be sent"),
}


@dataclass(frozen=True)
class Machine:
    """The service for one language: its name, or why there is none."""

    name: str
    is_wrong: bool
    may_send_citizens: bool


def machine_of(language: str) -> Machine | None:
    """The service that can be asked; None where none is set up or none writes the language."""
    if language in WITHOUT_MACHINE:
        return None
    try:
        service = translator()
    except TranslatorFault:
        return Machine("", is_wrong=True, may_send_citizens=False)
    if service is None:
        return None
    return Machine(service.name, is_wrong=False, may_send_citizens=service.may_send_citizens)
