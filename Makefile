# The commands anyone needs. `make demo` and `make test` do their own setting up.

export PATH := $(HOME)/.cargo/bin:$(PATH)
LINDUNG = cargo run --quiet --release --package lindung --
WEB_SOURCES = $(shell find web/src web/public web/*.html web/*.ts web/*.js web/scripts -type f 2>/dev/null)

.PHONY: help setup build demo serve test test-rust test-web bench lint format doc law

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | sed 's/^/make /' | expand -t 14

setup: ## look for what building and testing need, install it where that is allowed
	@scripts/setup test

build: ## the program with its web app: target/release/lindung
	@scripts/setup build
	@$(MAKE) --no-print-directory web/dist/sw.js
	cargo build --release --package lindung

demo: build ## build a demo database from nothing and serve it (ARGS="--port 9000")
	target/release/lindung demo $(ARGS)

serve: build ## serve a database of your own (ARGS="--db office.db")
	target/release/lindung serve $(ARGS)

test: ## every proof: on SQLite, on PostgreSQL, in a browser
	@scripts/setup test
	@$(MAKE) --no-print-directory web/dist/sw.js
	@$(MAKE) --no-print-directory test-rust test-web

test-rust: ## the proofs without the browser's
	cargo test --workspace

test-web: web/dist/sw.js ## types, rules on the phone, sizes, pages in a real browser
	cargo build --package lindung
	cd web && npm run check && npm run unit && npm run budget && npm run browser

web/node_modules/.package-lock.json: web/package-lock.json
	npm --prefix web ci --no-audit --no-fund
	@touch $@

web/dist/sw.js: $(WEB_SOURCES) web/node_modules/.package-lock.json
	npm --prefix web run build

# Proofs run PostgreSQL with little memory; what is measured gets a small server's share.
bench: export LINDUNG_POSTGRES_OPTIONS = -c shared_buffers=1GB -c max_wal_size=4GB
bench: ## ratios against a baseline measured in the same run
	@scripts/setup test
	cargo build --release --package bench
	target/release/price
	target/release/coverage sqlite && target/release/coverage postgres
	target/release/funnel sqlite && target/release/funnel postgres
	target/release/payments sqlite && target/release/payments postgres
	target/release/planning
	scripts/bench-import

lint: ## formatting and lints, as a reviewer would see them
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

format: ## write the sources as rustfmt wants them
	cargo fmt --all

doc: ## the documentation of every crate: target/doc
	cargo doc --workspace --no-deps --document-private-items

law: ## check the law and its worked examples after changing law/
	@$(LINDUNG) law check law
