# The site as an image: `deploy/process` says which processes it runs.

FROM node:24-bookworm AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY assets assets
COPY static static
RUN python3 assets/build.py

FROM python:3.13-slim-bookworm AS packages
WORKDIR /build
COPY requirements requirements
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements/base.txt

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 999 --home-dir /app --shell /usr/sbin/nologin earlyhelp \
    && install --directory --mode=700 --owner=earlyhelp /media /anchors
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    BEAT_SCHEDULE_FILE=/tmp/beat-schedule MEDIA_ROOT=/media AUDIT_ANCHOR_FOLDER=/anchors
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=assets /build/static/build static/build
RUN python manage.py collectstatic --noinput --verbosity=0 \
    && install --directory --mode=700 --owner=earlyhelp var/mail
USER earlyhelp
EXPOSE 8000
ENTRYPOINT ["deploy/process"]
CMD ["web"]
