"""How gunicorn serves the site, both from `manage.py serve` and by itself (`gunicorn bostadsforum.wsgi`)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bostadsforum.settings.production")

from django.conf import settings

from bostadsforum import processes, warm_up

# Read here, in the master: an odd setting ends the start with its sentence instead of worker after worker.
bind = f"{settings.HOST}:{settings.PORT}"
# Its own lines go the way of all others, instead of a format and a time zone of their own.
logconfig_dict = settings.LOGGING | {
    "loggers": settings.LOGGING["loggers"]
    | {"gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True}}
}
# One line a request is written by bostadsforum/middleware.py, with the request's id and without secrets.
accesslog = None

# Workers are copies of one process that has read everything: they start at once, and their first visitors do
# not wait for it.
preload_app = True
worker_class = "gthread"
workers = 1
threads = 8
# A worker that answers nobody for this long is replaced.
timeout = 60
# Within the thirty seconds that a stop may take.
graceful_timeout = 20
keepalive = 5
# Heartbeats are written in memory where there is one: a busy disk must not look like a hung worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
# X-Forwarded-* are judged in one place, bostadsforum/proxies.py.
secure_scheme_headers = {}
forwarded_allow_ips = ""
control_socket_disable = True


def when_ready(server):
    warm_up.warm_up()


def post_fork(server, worker):
    processes.die_with_parent(parent=worker.ppid)
