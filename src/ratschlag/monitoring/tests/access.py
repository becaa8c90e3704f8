"""Who may reach the reports."""

from ratschlag.process.models import Process
from tests import cast
from tests.access import table

ACCESS = table("""
monitoring:states              GET       everyone     slug=process                   announced
monitoring_desk:reports        GET       staff
monitoring_desk:report         GET       staff        slug=process
monitoring_desk:new_report     GET,POST  coordinator  slug=process
monitoring_desk:revise_report  GET,POST  coordinator  number=report
monitoring_desk:publish        GET,POST  coordinator  number=report
monitoring_desk:status         GET,POST  coordinator  number=report  measure=reported_measure
""")


def parts(process: Process) -> dict[str, object]:
    measure = cast.a_measure(process, cast.a_field(process, "Verkehr"), "M9-9")
    return {"report": cast.a_report(process).pk, "reported_measure": measure.pk}
