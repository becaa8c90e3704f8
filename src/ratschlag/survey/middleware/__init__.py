"""The door of the survey: cached bytes out, plain forms in; all else goes on to Django."""

from ratschlag.survey.middleware.door import Door

__all__ = ["Door"]
