"""The entry point of the web server."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from sunshine.config.bodies import BodyFirst
from sunshine.lib import segments

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.config.settings")
application = BodyFirst(get_wsgi_application(), threads=settings.WEB_THREADS)
segments.load()
# What is loaded by now stays: a collection that walks all of it takes time of the request it falls into.
gc.collect()
gc.freeze()
