"""`config.asgi:application`, for streams to open workspaces; docs/scaling.md says why the site itself stays WSGI."""

from django.core.asgi import get_asgi_application

from config.env import select_settings

select_settings()
application = get_asgi_application()
