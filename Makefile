# Two commands do everything on a fresh Debian machine with a Swift toolchain:
#
#   make demo    build, augment a real data set, verify it, print the summary
#   make test    all tests: Swift, and Python's view of the shards in a .venv
#
# make install [PREFIX=/usr/local] copies the program and its shell completions.
#
# Missing Debian packages are installed when run as root; otherwise the exact command is printed.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

SWIFT ?= swift
PYTHON ?= python3
PREFIX ?= /usr/local
# The program holds Swift's libraries: it runs where no Swift is installed and starts in half the time. SwiftPM compiles
# everything anew for that, so it has a folder of its own.
STATIC := .build/static
BALLAST := $(CURDIR)/$(STATIC)/release/ballast
DEMO := .build/demo

BUILD_PACKAGES := libhdf5-dev zlib1g-dev libisal-dev libxxhash-dev pkg-config
# PyTorch and its h5py come from Debian: a small CPU build, where PyPI's brings gigabytes.
TEST_PACKAGES := hdf5-tools python3-venv python3-h5py python3-torch

.PHONY: build install setup setup-build setup-test test test-swift test-python swift-example demo bench clean

build: setup-build
	$(SWIFT) build -c release --product ballast --static-swift-stdlib --scratch-path $(STATIC)

SHARE = $(DESTDIR)$(PREFIX)/share
completion = mkdir -p $(dir $(SHARE)/$(2)) && $(BALLAST) --generate-completion-script $(1) >$(SHARE)/$(2)

install: build
	install -D --strip $(BALLAST) $(DESTDIR)$(PREFIX)/bin/ballast
	$(call completion,bash,bash-completion/completions/ballast)
	$(call completion,zsh,zsh/site-functions/_ballast)
	$(call completion,fish,fish/vendor_completions.d/ballast.fish)

setup: setup-build setup-test

setup-build:
	@.ci/packages $(BUILD_PACKAGES)

setup-test: .venv/installed
	@.ci/packages $(TEST_PACKAGES)

.venv/installed: Tests/Interop/requirements.txt
	@.ci/packages python3-venv
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

test: test-swift test-python

test-swift: setup-build
	$(SWIFT) build -c release --build-tests
	$(SWIFT) test -c release --skip-build --disable-xctest

test-python: build setup-test
	BALLAST=$(BALLAST) .venv/bin/python -m pytest -q Tests/Interop

# Another package that uses the library; in debug, which compiles in half the time.
swift-example: setup-build
	$(SWIFT) run --package-path examples/swift --scratch-path $(CURDIR)/.build/swift-example Rebalance $(DEMO)/rebalance

demo: build
	rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BALLAST) inspect examples/data/page-blocks.csv --label Class
	$(BALLAST) augment examples/data/page-blocks.csv --label Class -o $(DEMO)/page-blocks
	$(BALLAST) verify --full $(DEMO)/page-blocks
	ls -l $(DEMO)/page-blocks

bench: build
	Tests/Performance/bench.sh

clean:
	rm -rf .build .venv
