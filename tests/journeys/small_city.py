"""A small city that holds one of everything that can stand in an address: prints where.

    python -m tests.journeys.small_city

fills the installation that the environment names, and prints the path of every address that
answers GET, as JSON. It is a program of its own because a browser's thread asks no database.
"""

import json
import os
import sys

from ratschlag.cli.environment import start_django

OWNER = "su@example.org"


def main() -> None:
    start_django()
    # Only once Django's settings are there.
    from django.urls import NoReverseMatch, reverse  # noqa: PLC0415

    from ratschlag.people.models import Person  # noqa: PLC0415
    from tests import cast  # noqa: PLC0415
    from tests.journeys.pages import wanted_names  # noqa: PLC0415
    from tests.test_access import ROWS, parts_of  # noqa: PLC0415

    cast.a_city(address=os.environ["RATSCHLAG_ADDRESS"])
    Person.objects.create_superuser(OWNER, cast.PASSWORD, name="Su")
    parts, wanted, paths = parts_of(cast.a_process()), wanted_names(), {}
    for row in ROWS:
        if row.address in wanted:
            words = {name: parts[what] for name, what in row.parts.items()}
            paths[row.address] = reverse(row.address, kwargs=words)
    for name in sorted(wanted - set(paths)):
        try:
            paths[name] = reverse(name)
        except NoReverseMatch:  # an address with a key in it, which stands in a mail
            continue
    json.dump(paths, sys.stdout)


if __name__ == "__main__":
    main()
