# The two commands of a newcomer are `go run ./cmd/onrecord demo` and `make test`. The rest is for those who build it.

GO ?= go
LINT = $(GO) tool -modfile=tools/lint/go.mod golangci-lint

.PHONY: help demo build check format vet lint race test gallery pictures docs

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Start everything on loopback with sample outlets and a mail catcher
	$(GO) run ./cmd/onrecord demo

build: ## Build the static binary ./onrecord
	CGO_ENABLED=0 $(GO) build -trimpath -o onrecord ./cmd/onrecord

check: format vet lint race ## Format, vet, lint, imports, race tests

format:
	@out=$$(gofmt -l cmd internal tools); if [ -n "$$out" ]; then echo "gofmt -w these:"; echo "$$out"; exit 1; fi

vet:
	$(GO) vet ./...

lint:
	$(LINT) run ./...

# The packages whose tests are quick enough to be run with the race detector, which makes them many times slower.
RACE = ./internal/news/... ./internal/words/... ./internal/flow/... ./internal/alert/... ./internal/publish/... ./internal/compose/... \
	./internal/gather/... ./internal/group/... ./internal/send/... ./internal/platform/... ./internal/config/... ./internal/web/cork/... ./internal/web/crowd/...

race:
	$(GO) test -race -short $(RACE)

test: ## The full test run, PostgreSQL, Chromium and Dovecot included; installs what is missing on Debian and Ubuntu
	./scripts/install-test-servers
	ONRECORD_TEST_ALL=1 $(GO) run ./internal/testkit/postgres/cmd/cluster $(GO) test -timeout 15m ./...

gallery: ## Make pictures of every page and letter into docs/gallery
	./scripts/install-test-servers
	ONRECORD_TEST_ALL=1 ONRECORD_GALLERY=$(CURDIR)/docs/gallery $(GO) test -count=1 ./internal/web/gallery ./internal/send/letter

pictures: ## Make the pictures in docs/pictures again, from the demonstration
	./scripts/install-test-servers
	ONRECORD_TEST_ALL=1 ONRECORD_PICTURES=$(CURDIR)/docs/pictures $(GO) test -count=1 -run TestAReaderAndAnEditor ./internal/e2e

docs: ## Write the generated pages of docs again
	$(GO) test ./internal/config -update
