# make run            start the app;  make install    only set it up
# make serve          several processes behind nginx; again while it runs: replace them one by one
#                     REPLICAS=2 PORT=8500 CERTIFICATE=cert.pem KEY=key.pem FRAME_ANCESTORS="https://school.example"
# make test           run all tests, and say how much of the code they cover
# make lint           check style and types;  make format    mend the style
# make screenshots    take the pictures of the README anew

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

REPLICAS ?= $(shell nproc 2>/dev/null || echo 2)
PORT ?= 8500
FRAME_ANCESTORS ?= 'self'

.PHONY: run serve install test lint format screenshots chromium nginx

run: $(VENV)/run.stamp
	$(BIN)/streamlit run app.py

serve: $(VENV)/run.stamp nginx
	$(BIN)/python -m seqdemo.serving --replicas $(REPLICAS) --port $(PORT) --certificate "$(CERTIFICATE)" \
		--key "$(KEY)" --frame-ancestors "$(FRAME_ANCESTORS)"

install: $(VENV)/run.stamp

# two at a time; the last line says how many ran
test: $(VENV)/dev.stamp chromium nginx
	$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal --cov --cov-fail-under=95

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshots: $(VENV)/dev.stamp chromium
	$(BIN)/python -m docs.screenshots

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' \
		|| { echo "seqdemo needs Python 3.10 to 3.13; say which with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@

# the browser tests need Chromium; where it cannot be installed they say so and are skipped
chromium:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
		command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	} || echo "Chromium is not here and cannot be installed; the browser tests will be skipped."

# serving several processes, and the tests of that, need nginx; the service that its package would start is not wanted
nginx:
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || { \
		command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends nginx-light >/dev/null; \
	} || echo "nginx is not here and cannot be installed (on Debian: apt-get install nginx-light)."
