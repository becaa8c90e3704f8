"""Who may read, write and freeze the document."""

from ratschlag.concept.actions import freeze_edition, write_section
from ratschlag.concept.models import Section
from ratschlag.concept.rules import EditionState
from ratschlag.process.models import Process
from tests.access import table

ACCESS = table("""
concept:concept           GET       everyone     slug=process                     announced
concept:edition           GET       everyone     slug=process     number=edition  announced
concept:pdf               GET       everyone     slug=process     number=edition  announced
concept:text              GET       everyone     slug=process     number=edition  announced
concept_desk:concepts     GET       editors
concept_desk:concept      GET       editors      process=process
concept_desk:new_section  GET,POST  editors      process=process
concept_desk:section      GET,POST  editors      number=section
concept_desk:freeze       GET,POST  coordinator  process=process
concept_desk:edition      GET       editors      process=process  number=edition
concept_desk:pdf          GET       editors      process=process  number=edition
""")


def parts(process: Process) -> dict[str, object]:
    """What can stand in the addresses of this room."""
    section = Section(process=process, number="1", title="Vorwort", text="Ein Satz.")
    write_section(section, by=None)
    edition = freeze_edition(process, number="0.9", state=EditionState.PUBLIC_DRAFT, by=None)
    return {"section": section.pk, "edition": edition.number}
