.PHONY: run test check leaks lock messages

run:
	bin/run

test:
	bin/test

# Style only: a second or two, before every commit.
check:
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .

# Exact versions and hashes out of pyproject.toml, for every system; names no package index.
LOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
leaks:
	bin/test -n 2 --leaks

lock:
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
