# The ten commands anyone needs. `make demo` and `make test` do their own setting up.

export PATH := $(HOME)/.cargo/bin:$(PATH)
LINDUNG = cargo run --quiet --release --package lindung --

.PHONY: help setup build demo serve test bench lint format doc law

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | sed 's/^/make /' | expand -t 14

setup: ## look for what building and testing need, install it where that is allowed
	@scripts/setup test

build: ## the program: target/release/lindung
	@scripts/setup build
	cargo build --release --package lindung

demo: ## build a demo database from nothing and serve it (ARGS="--port 9000")
	@scripts/setup build
	cargo build --release --package lindung
	target/release/lindung demo $(ARGS)

serve: ## serve a database of your own (ARGS="--db office.db")
	@scripts/setup build
	cargo build --release --package lindung
	target/release/lindung serve $(ARGS)

test: ## every proof, on SQLite and on PostgreSQL
	@scripts/setup test
	cargo test --workspace

bench: ## ratios against a baseline measured in the same run
	@scripts/setup test
	cargo build --release --package bench
	target/release/price
	target/release/coverage sqlite && target/release/coverage postgres
	target/release/payments sqlite && target/release/payments postgres
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
