"""In which period a day lies, and the squares of the picture."""

from datetime import date

import pytest

from ratschlag.monitoring.compute import height_of, squares_of
from ratschlag.monitoring.rules import Period, period_of

FIRST, SECOND = (date(2018, 6, 30), date(2019, 6, 30)), (date(2019, 6, 30), date(2020, 6, 30))
OPEN_END = (date(2019, 6, 30), None)


@pytest.mark.parametrize(
    ("published", "today", "period"),
    [
        ([], date(2018, 6, 30), Period.NOT_BEGUN),
        ([FIRST], date(2018, 6, 30), Period.REPORTED),
        ([FIRST], date(2019, 6, 29), Period.REPORTED),
        ([FIRST], date(2019, 6, 30), Period.REPORTED),
        ([FIRST], date(2019, 7, 1), Period.OVERDUE),
        ([FIRST], date(2150, 1, 1), Period.OVERDUE),
        ([FIRST, SECOND], date(2019, 7, 1), Period.REPORTED),
        ([SECOND, FIRST], date(2019, 7, 1), Period.REPORTED),
        ([FIRST, SECOND], date(2020, 7, 1), Period.OVERDUE),
        ([FIRST, OPEN_END], date(2150, 1, 1), Period.REPORTED),
    ],
)
def test_a_report_speaks_until_the_next_one_is_due(published, today, period):
    assert period_of(published, today) is period


def test_a_ninth_measure_begins_a_second_row():
    squares = squares_of(["done"] * 9)
    assert (squares[8].x, squares[8].y) == (squares[0].x, squares[0].y + 27)
    assert (height_of(0), height_of(8), height_of(9)) == (22, 22, 49)
