"""`ratschlag clock`: the domain time; `ratschlag clock 2017-03-22` moves a demo's forward."""

import argparse
from collections.abc import Sequence

from ratschlag.cli.environment import Refusal, start_django


def run(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="ratschlag clock", description=__doc__)
    parser.add_argument("to", nargs="?", help="T0 to T4, 2017-03-22 (20:00), or a full ISO time")
    options = parser.parse_args(words)
    start_django()
    from django.conf import settings

    from ratschlag.city.queries import the_city
    from ratschlag.journal.actions import move_clock
    from ratschlag.journal.queries import domain_now
    from ratschlag.lib.errors import DomainError

    if options.to:
        if settings.RATSCHLAG_MODE != "demo":
            raise Refusal("Only a demo has a clock that can be moved.")
        from ratschlag.demo.moments import moment

        try:
            move_clock(moment(options.to))
        except (DomainError, ValueError) as error:
            raise Refusal(str(error)) from error
    city = the_city()
    print(
        domain_now().astimezone(city.zone if city else None).isoformat(sep=" ", timespec="seconds")
    )
    return 0
