"""Who may reach the plan, and what was decided before."""

from ratschlag.lib.dates import parse_partial_date
from ratschlag.process.actions import give_short_address, name_predecessor
from ratschlag.process.models import Process
from tests import cast
from tests.access import table

ACCESS = table("""
process:document            GET       everyone     slug=process  document=document  announced
short:address               GET       everyone     short=short                      announced
short:address_with_slash    GET       everyone     short=short                      announced
process_desk:plan           GET       staff
process_desk:process        GET,POST  coordinator  slug=process
process_desk:new_phase      GET,POST  coordinator  slug=process
process_desk:phase          GET,POST  coordinator  number=phase
process_desk:new_milestone  GET,POST  coordinator  slug=process
process_desk:milestone      GET,POST  coordinator  number=milestone
process_desk:documents      GET       staff
process_desk:new_document   GET,POST  coordinator  slug=process
process_desk:document       GET,POST  coordinator  number=document_number
process_desk:addresses      GET       press
process_desk:new_address    GET,POST  press
process_desk:address        GET,POST  press   number=address
process_desk:address_sheet  GET       press   number=address
process_desk:address_code   GET       press   number=address  form=svg_form
process_desk:fields         GET       staff
process_desk:new_field      GET,POST  coordinator  slug=process
process_desk:field          GET,POST  coordinator  number=field_number
""")


def parts(process: Process) -> dict[str, object]:
    """Something that was decided, and an address for posters."""
    short = give_short_address(process, "mitmachen", by=None)
    document = name_predecessor(
        process, slug="plan", title="Plan", adopted=parse_partial_date("2002"),
        adopted_by=cast.an_organisation("Rat"), by=None,
    )  # fmt: skip
    return {"address": short.pk, "svg_form": "svg", "document_number": document.pk}
