# The market: one image for the site, the worker and the clock.

# -- Packages and static files, made where compilers may be; nothing of this stage but their results goes on.
FROM python:3.11.14-slim-trixie AS built
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/picomarket
COPY requirements.txt ./
RUN python -m venv /srv/venv \
    && /srv/venv/bin/pip install --require-hashes --no-deps --only-binary=:all: -r requirements.txt
COPY . .
# Collecting needs settings, and a secret among them; this one is in no image that runs.
RUN SECRET_KEY=only-for-collecting DATABASE_URL=postgresql:///none STATIC_ROOT=/srv/static \
    /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /srv/venv/bin/python -m compileall -q /srv/picomarket

# -- What runs
FROM python:3.11.14-slim-trixie
# PostgreSQL's client programs, for backups: not older than the server of compose.yaml. Tesseract reads screenshots.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 tesseract-ocr \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 picomarket \
    && useradd --uid 10001 --gid picomarket --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin picomarket \
    && install --directory --owner=picomarket --group=picomarket --mode=0700 /srv/data /srv/backups
COPY --from=built /srv/venv /srv/venv
COPY --from=built /srv/static /srv/static
COPY --from=built /srv/picomarket /srv/picomarket
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=picomarket.settings \
    DATA_DIR=/srv/data \
    STATIC_ROOT=/srv/static \
    BIND=0.0.0.0:8000
WORKDIR /srv/picomarket
USER 10001:10001
VOLUME ["/srv/data", "/srv/backups"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=4 CMD ["python", "-m", "picomarket.probe"]
STOPSIGNAL SIGTERM
CMD ["gunicorn", "--config", "python:picomarket.gunicorn", "picomarket.wsgi"]
