"""Files made of a survey: every answer for the city, tables for everyone."""

from ratschlag.survey.exports.files import FORMS, Made, file_of, open_data_of, open_table_of
from ratschlag.survey.exports.tables import schema

__all__ = ["FORMS", "Made", "file_of", "open_data_of", "open_table_of", "schema"]
