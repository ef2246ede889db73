# Install, seed, serve. What builds and what writes stays in the first stage.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY locks/runtime.txt locks/
RUN python -m venv /opt/tally \
    && /opt/tally/bin/pip install --quiet --require-hashes -r locks/runtime.txt
COPY pyproject.toml LICENSE LICENSE-DATA ./
COPY models models
COPY seeds seeds
COPY api api
COPY docs docs
RUN /opt/tally/bin/pip install --quiet --no-deps --no-build-isolation . \
    && /opt/tally/bin/pip uninstall --quiet --yes setuptools pip
COPY fixtures fixtures
ENV TALLY_DATABASE_URL=sqlite:////app/data/tally.db
RUN /opt/tally/bin/tally seed fixtures

FROM python:3.11-slim-bookworm
# no shell: nothing here starts one, and this line is the last that needs it
RUN python -m pip uninstall --quiet --yes --root-user-action=ignore setuptools wheel pip \
    && rm /bin/sh /bin/dash /bin/bash /bin/rbash
WORKDIR /app
COPY --from=build /opt/tally /opt/tally
COPY --from=build /app/data data
ENV PATH=/opt/tally/bin:$PATH TALLY_DATABASE_URL=sqlite:////app/data/tally.db
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/health/ready'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["tally", "serve", "--host", "0.0.0.0", "--port", "8000"]
