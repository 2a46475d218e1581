# Gas Town: `make demo` shows it, `make test` proves it. `make help` lists the rest.

PREFIX ?= /usr/local
# The Swift library goes into the binaries, so that they run on a machine without Swift.
# No run path: a libzmq planted beside a program must not be loaded.
RELEASE := -c release --static-swift-stdlib --disable-local-rpath
PROGRAMS := gt gt-session gt-beads-store gt-mayor gt-deacon gt-witness gt-refinery

.PHONY: help setup build man install demo demo-stop test bench bench-bus bench-mq hanoi mutants chaos soak agents-e2e tsan lint
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install the system packages that are missing (apt)
	@./deploy/setup

build: setup ## release binaries in .build/release
	swift build $(RELEASE)
	ln -sfn gt .build/release/bd

man: build ## a manual page for every command, from the commands themselves, in .build/man
	swift build --product generate-manual
	rm -rf .build/man
	Tools/man/man-pages .build/release/gt .build/debug/generate-manual .build/man

# bd is gt under its other name.
install: man ## copy the programs to $(PREFIX)/bin and their manual to $(PREFIX)/share/man
	install -d $(DESTDIR)$(PREFIX)/bin
	for program in $(PROGRAMS); do install -s -m 755 .build/release/$$program $(DESTDIR)$(PREFIX)/bin/ || exit 1; done
	ln -sfn gt $(DESTDIR)$(PREFIX)/bin/bd
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 .build/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/

demo: build ## eight changes, three workers, one main branch, kill -9 every five seconds (CHAOS=0: none)
	@Tools/demo/demo

demo-stop: ## remove the town that a demo left for a look around
	@Tools/demo/demo-stop

# One test at a time: many of them start processes, and a test that waits must not lose its cores to the others.
test: setup ## every test
	swift build --build-tests
	swift build --product generate-manual
	swift test --skip-build --disable-xctest --no-parallel

bench: build ## every figure, each beside a peer measured in the same run
	.build/release/TownBenchmarks .build/release

bench-bus: build ## the bus beside Redis Streams and JetStream (Debian's; installed when they are missing)
	@Tools/bench/peers
	.build/release/TownBenchmarks .build/release publication fan-out catch-up

bench-mq: build ## the merge queue: its decisions in 180 circumstances beside fixed batches, and 200 requests on real git
	.build/release/TownBenchmarks .build/release queue landings

DISCS ?= 20
KILLS ?= 0
hanoi: build ## the towers of Hanoi as one molecule, replayed by their rules; DISCS=20 is a million steps, KILLS=20 kills the store
	DISCS=$(DISCS) KILLS=$(KILLS) .build/release/TownBenchmarks .build/release hanoi

mutants: setup ## plant each deliberate defect; the tests must notice
	swift build --build-tests
	Tests/mutants

chaos: setup ## a minute of kill -9 and SIGSTOP of the store, clients and subscribers (in the tests: some seconds of it)
	swift build --build-tests
	GT_CHAOS_SECONDS=60 swift test --skip-build --disable-xctest --no-parallel --filter ChaosTests

soak: build ## the long versions of the tests: more seeds, kills, lines, letters, agents, molecules, floods, hostile peers
	swift build --build-tests
	GT_SEEDS=20000 GT_KILL_SEEDS=20 GT_KILL_POINTS=200 GT_FUZZ_LINES=1000000 GT_FUZZ_MINUTES=15 GT_MERGES=20000 \
	  GT_SPOOL_MAILS=10000 GT_FEED_EVENTS=200000 GT_FEED_SUBSCRIBERS=50 GT_CHAOS_SECONDS=600 GT_AGENTS=50 \
	  GT_SESSIONS=500 GT_NUDGES=1000 GT_NIGHT_HOURS=72 \
	  swift test --skip-build --disable-xctest --no-parallel --filter \
	  'Simulation|Killing|SyncKill|BeadsFileTests|MergeProperty|FuzzTests|FeedFlood|SpoolTests|ChaosTests|Outliving|HostSession|PaneTypist'
	GT_BENCH_MOLECULES=10000 .build/release/TownBenchmarks .build/release molecules

# Needs PyPI or its cache, no account and no other network; the programs are installed into AGENTS_PLACE and stay there.
AGENTS_PLACE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/gastown-agents
agents-e2e: build ## Claude Code and aider against a stand-in model; RECORD=1 records what they do anew
	@PYTHONDONTWRITEBYTECODE=1 Tests/AgentsE2E/agents-e2e $(AGENTS_PLACE)

# A build of its own, ten minutes the first time. Reports make the test process exit with 66. Nothing is suppressed:
# what the sanitizer can't see of Swift's Mutex, Tests/CVisibleMutex tells it.
SANITIZED := --sanitize thread --scratch-path .build-tsan
tsan: setup ## buses, host, store and role runtime under the thread sanitizer; a race fails it
	swift build --build-tests $(SANITIZED)
	TSAN_OPTIONS=exitcode=66 swift test --skip-build $(SANITIZED) --disable-xctest --no-parallel \
	  --filter '^(BusTests|ContractTests|BeadsStoreTests|RoleRuntimeTests)\.'

lint: ## the format, judged strictly
	swift format lint --strict --recursive Package.swift Services Shared Tools Tests Benchmarks
