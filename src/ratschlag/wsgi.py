"""The WSGI application that `ratschlag serve` and any other server run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratschlag.settings")

_django = get_wsgi_application()

from ratschlag.survey.middleware import Door  # noqa: E402  Django has to be there first

application = Door(_django)
