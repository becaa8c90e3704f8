"""All answers that count, row by row, in an order that tells nothing of when they came.

Neither channel nor language nor day stand in a row: figures by channel and language are the
tables beside it, which show no small cell.
"""

from collections.abc import Iterator, Sequence

from ratschlag.survey.exports.columns import Column, Value
from ratschlag.survey.models import Survey
from ratschlag.survey.queries import counted_answers


def rows_of(survey: Survey, columns: Sequence[Column]) -> Iterator[list[Value]]:
    readers = [column.read for column in columns]
    for (_number, answers), words in counted_answers(survey, "answers"):
        said = {**words, **answers}
        yield [read(said) for read in readers]
