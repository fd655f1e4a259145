"""`config.wsgi:application`, for any WSGI server."""

import gc

from django.core.wsgi import get_wsgi_application

from config.env import select_settings

select_settings()
application = get_wsgi_application()

# What is loaded by now stays. Looking through it for garbage again and again was a sixth of what a request costs.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
