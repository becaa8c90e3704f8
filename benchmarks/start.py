"""How long a demo takes to load the first time, and to answer the second time."""

import statistics

from place import a_place, shown

_TIMES = 5


def measure() -> None:
    with a_place() as place:
        print(
            f"first load (database, model case, assets): {place.seconds('demo', '--no-serve'):.1f} s"
        )
        again = []
        for _time in range(_TIMES):
            with shown(place) as (_port, seconds):
                again.append(seconds)
        print(
            f"second start to first answer, {_TIMES} times: "
            f"median {statistics.median(again):.2f} s, slowest {max(again):.2f} s"
        )
