"""The entry point of the web server."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from sunshine.config.bodies import BodyFirst
from sunshine.config.processes import die_with_parent
from sunshine.lib import segments

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.config.settings")
if os.environ.get("SUNSHINE_CHILD_OF"):
    # Under `sunshine serve`: a worker whose web server was killed must let go of the address.
    die_with_parent(os.getppid())
application = BodyFirst(get_wsgi_application(), threads=settings.WEB_THREADS)
segments.load()
# What is loaded by now stays: a collection that walks all of it takes time of the request it falls into.
gc.collect()
gc.freeze()
