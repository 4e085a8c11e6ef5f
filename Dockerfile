# One image for server and worker.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install --yes --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 chromium fonts-dejavu-core fonts-noto-core fonts-noto-cjk tesseract-ocr curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 jobwright
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY agents agents
COPY api api
COPY evals evals
COPY graphs graphs
COPY prompts prompts
COPY store store
COPY tools tools
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && mkdir /data && chown jobwright /data
USER jobwright
# Containers forbid what Chromium's own sandbox is made of (user namespaces, set-uid programs), so it could not start;
# here the container is the sandbox, and pages are rendered as a user without rights.
ENV JOBWRIGHT_HOME=/data JOBWRIGHT_HOST=0.0.0.0 JOBWRIGHT_PORT=8000 BROWSER_SANDBOX=false
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=4s --start-period=20s CMD curl --fail --silent http://127.0.0.1:8000/health
CMD ["jobwright", "server", "run"]
