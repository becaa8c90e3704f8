"""Pages of the desk: the plan, what was decided, short addresses."""

from ratschlag.process.desk.addresses import (
    address,
    address_code,
    address_sheet,
    addresses,
    new_address,
)
from ratschlag.process.desk.documents import document, documents, new_document
from ratschlag.process.desk.plan import (
    field,
    fields,
    milestone,
    new_field,
    new_milestone,
    new_phase,
    phase,
    plan,
    revise_process,
)

__all__ = [
    "address", "address_code", "address_sheet", "addresses", "document", "documents", "field",
    "fields", "milestone", "new_address", "new_document", "new_field", "new_milestone",
    "new_phase", "phase", "plan", "revise_process",
]  # fmt: skip
