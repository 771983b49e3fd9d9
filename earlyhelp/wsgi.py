"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from earlyhelp.refusals import refuse_bad_settings, refuse_the_demonstrations_door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earlyhelp.settings")
refuse_bad_settings()
application = get_wsgi_application()
refuse_the_demonstrations_door()
