# What a developer types. CI runs .ci/run, which uses the same commands.
SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
SYMBOLS ?=
# The installed program needs no Swift runtime beside it.
# What it links to is resolved at the start and then read-only: it begins with root's rights.
# It looks for no library beside itself.
RELEASE = -c release --static-swift-stdlib --disable-local-rpath -Xlinker -z -Xlinker now
BINARY = .build/release/tcpinspect

bin_directory = $(DESTDIR)$(PREFIX)/bin
man_directory = $(DESTDIR)$(PREFIX)/share/man/man1
bash_directory = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zsh_directory = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
fish_directory = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
unit_directory = $(DESTDIR)$(PREFIX)/lib/systemd/system
dashboard_directory = $(DESTDIR)$(PREFIX)/share/tcpinspect
# For everybody, whatever root's umask is.
readable = install -m 644 /dev/stdin

.PHONY: build test lint fuzz install uninstall deb try-deb bench fixtures golden clean

build:
	$(SWIFT) build $(RELEASE)

test:
	SWIFT=$(SWIFT) Tests/run-tests

lint:
	$(SWIFT) format lint --strict -r Sources Tests Package.swift
	mandoc -Tlint man/tcpinspect.1

# FUZZ_SECONDS for each target, 60 unless told.
fuzz:
	SWIFT=$(SWIFT) Tests/Fuzz/run-fuzz

# The installed program is stripped. SYMBOLS=FILE keeps what was removed, for a debugger (gdb -s FILE).
# Not built here, so that `sudo make install` leaves nothing of root's in .build: run `make` first.
install:
	@test -x $(BINARY) || { echo "make install: run make first" >&2; exit 1; }
	@! ldd $(BINARY) | grep -q libswiftCore || { echo "make install: $(BINARY) needs the toolchain's libraries; run make first" >&2; exit 1; }
	install -d $(bin_directory) $(man_directory) $(bash_directory) $(zsh_directory) $(fish_directory) \
	  $(unit_directory) $(dashboard_directory)
	install -m 755 $(BINARY) $(bin_directory)/tcpinspect
	@test -z "$(SYMBOLS)" || objcopy --only-keep-debug $(BINARY) "$(SYMBOLS)"
	strip --strip-unneeded --remove-section=.comment --remove-section=.note $(bin_directory)/tcpinspect
	@test -z "$(SYMBOLS)" || objcopy --add-gnu-debuglink="$(SYMBOLS)" $(bin_directory)/tcpinspect
	gzip -9nc man/tcpinspect.1 | $(readable) $(man_directory)/tcpinspect.1.gz
	$(BINARY) --generate-completion-script bash | sed '1{/^#!/d}' | $(readable) $(bash_directory)/tcpinspect
	$(BINARY) --generate-completion-script zsh | $(readable) $(zsh_directory)/_tcpinspect
	$(BINARY) --generate-completion-script fish | $(readable) $(fish_directory)/tcpinspect.fish
	sed 's|/usr/bin/tcpinspect|$(PREFIX)/bin/tcpinspect|' Monitoring/tcpinspect-metrics@.service | \
	  $(readable) $(unit_directory)/tcpinspect-metrics@.service
	$(readable) $(dashboard_directory)/dashboard.json < Monitoring/tcpinspect-dashboard.json

uninstall:
	rm -f $(bin_directory)/tcpinspect $(man_directory)/tcpinspect.1.gz \
	  $(bash_directory)/tcpinspect $(zsh_directory)/_tcpinspect $(fish_directory)/tcpinspect.fish \
	  $(unit_directory)/tcpinspect-metrics@.service $(dashboard_directory)/dashboard.json
	[ ! -d $(dashboard_directory) ] || rmdir --ignore-fail-on-non-empty $(dashboard_directory)

# A Debian package of what was built, in .build.
deb: build
	.debian/build $(BINARY)

# Installs that package in a new Debian, uses it there and purges it again (root, debootstrap, a mirror).
try-deb: deb
	.debian/try

bench: build
	Benchmarks/compare-tcpdump --tcpinspect $(BINARY)

# Records again (root): every capture and golden text changes.
fixtures:
	Fixtures/make-fixtures

golden:
	Fixtures/make-fixtures golden

clean:
	$(SWIFT) package clean
