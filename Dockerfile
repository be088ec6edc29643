# One image for web, worker, beat and prepare; docker-compose.yml gives each its command.

FROM python:3.11-slim AS build
RUN python -m venv /opt/venv
COPY requirements/production.txt /tmp/production.txt
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/production.txt

FROM python:3.11-slim
# A number of its own, so that files in volumes belong to nobody of the host.
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin bostadsforum
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY . .

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=bostadsforum.settings.production \
    VAR=/var/lib/bostadsforum \
    HOST=0.0.0.0 \
    PORT=8000

# Texts and static files are made here, so that a process only has to start. The settings ask for two secrets:
# these are made up and forgotten, otherwise the settings would make some and keep them in VAR, in the image.
RUN new_key() { python -c "import secrets; print(secrets.token_urlsafe(48))"; } \
    && SECRET_KEY="$(new_key)" ERASURE_KEY="$(new_key)" python manage.py prepare --files-only \
    && mkdir "$VAR/beat" \
    && python -m compileall -q . \
    && chown -R bostadsforum:bostadsforum "$VAR"

USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--workers", "2", "bostadsforum.wsgi"]
