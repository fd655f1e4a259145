"""`config.wsgi:application`, for any WSGI server."""

from django.core.wsgi import get_wsgi_application

from config.env import select_settings

select_settings()
application = get_wsgi_application()
