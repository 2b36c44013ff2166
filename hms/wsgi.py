"""The WSGI entry that gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hms.settings")
application = get_wsgi_application()
_every_view = get_resolver().url_patterns  # imported here, while nobody waits, and not by somebody's first page
