# Two commands do everything on a fresh Debian machine with Python 3.11:
#   make run    the room, with a sample meeting
#   make test   every check
#
# Debian's Python, where it is new enough: compiled with profiles, it is a fifth faster than one that was built without.
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo /usr/bin/python3 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
# Without warnings: while two locks are installed side by side, each finds the other's packages missing.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-warn-conflicts

.PHONY: run test bench mutants crashes soak install archive system clean

run: $(VENV)/installed
	@sh .ci/system run
	$(BIN)/meeting init --import agendas/ubnd-mau
	$(BIN)/meeting run

test: # all that is installed, at the same time
	@$(MAKE) --no-print-directory --jobs=4 system $(VENV)/tested
	$(BIN)/python -m tests.all

bench: $(VENV)/tested
	$(BIN)/python -m tests.scale.run $(BENCH)

# makes one small change at a time to the code that decides; each time some test must fail (see CONTRIBUTING.md)
mutants: $(VENV)/tested
	$(BIN)/python -m tests.mutants $(TARGETS)

# ten thousand power cuts during a sitting: everything acknowledged must survive (see CONTRIBUTING.md)
crashes: $(VENV)/tested
	$(BIN)/python -m tests.crash

# eight hours of arrivals, votes, speakers and papers: prints what grows (MINUTES=3 for a short run)
MINUTES ?= 480
soak: $(VENV)/tested
	$(BIN)/python -m tests.scale.long_day --minutes $(MINUTES) $(if $(filter 480,$(MINUTES)),,--every 5)

install: $(VENV)/installed

# one file with everything in it, for a machine without any network
archive: $(VENV)/installed
	sh .ci/archive

# what the tests need of the system: a browser, PDF tools, a database server, an office converter
system:
	sh .ci/system

$(VENV)/made:
	@echo "Đang cài đặt, 1–3 phút…"
	@echo "  1/3 môi trường Python"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/libraries: $(VENV)/made requirements.lock
	@echo "  2/3 các thư viện"
	@$(PIP) --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/program: $(VENV)/made pyproject.toml
	@echo "  3/3 chương trình phòng họp"
	@$(PIP) --no-deps --editable .
	@touch $@

$(VENV)/installed: $(VENV)/libraries $(VENV)/program
	@touch $@

$(VENV)/tested: $(VENV)/installed $(VENV)/for-tests
	@$(BIN)/pip check --disable-pip-version-check
	@touch $@

# the lock names all that the tests need beside what the room needs
$(VENV)/for-tests: $(VENV)/made requirements-test.lock
	@$(PIP) --no-deps --require-hashes --requirement requirements-test.lock
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
