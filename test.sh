#!/usr/bin/env bash
# Installs what the tests need (Debian; the .NET SDK is the one prerequisite), checks the code and
# runs every test. The last line is "N passed, N failed"; each check counts as a test.
#
#   ./test.sh           everything but the long runs
#   ./test.sh --soak    those too: hours, not minutes
# shellcheck disable=SC2317 # functions that step and trap call look unreachable
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

soak=''
for argument in "$@"; do
    case $argument in
        --soak) soak=1 ;;
        *)
            echo "usage: ./test.sh [--soak]" >&2
            exit 2
            ;;
    esac
done

# Programs that the tests talk to and that check the code; without one of them a test fails.
tools=(python3 ncat socat netcat-openbsd strace unicode-data shellcheck iproute2 lsof procps
    util-linux gcc libc6-dev zsh fish mandoc
    default-jdk-headless golang-go nodejs rustc tshark chromium)
# Real servers, spoken to by hand. One that can't be installed (another mail server is there, say)
# is left out, and its tests are skipped.
servers=(nginx-light exim4-daemon-light vsftpd dovecot-pop3d dovecot-imapd inetutils-telnetd
    sn gophernicus)

passed=0
failed=0
skipped=0
scratch=$(mktemp -d)
policy=''

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

can_be_root() {
    [ "$(id -u)" -eq 0 ] || sudo -n true || { [ -t 0 ] && sudo -v; }
}

# The programs that are checked are run by nobody in particular, who has to get at them.
if [ "$(id -u)" -eq 0 ] \
    && ! setpriv --reuid=65534 --regid=65534 --clear-groups test -r "$PWD/test.sh"; then
    cp -a . "$scratch/checkout"
    chmod -R a+rX "$scratch"
    cd "$scratch/checkout" || exit 1
fi

clean_up() {
    [ -z "$policy" ] || as_root rm -f "$policy"
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# step NAME COMMAND...: one check, one line, and its output only when it fails.
step() {
    local name=$1
    shift
    if "$@" >"$scratch/step" 2>&1; then
        passed=$((passed + 1))
        echo "ok: $name"
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        tail -n 60 "$scratch/step" | sed 's/^/    /'
        return 1
    fi
}

finish() {
    local line="$passed passed, $failed failed"
    [ "$skipped" -eq 0 ] || line+=", $skipped skipped"
    echo "$line"
    [ "$failed" -eq 0 ] || exit 1
    exit 0
}

missing() {
    local package
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            echo "$package"
    done
}

installed() {
    dpkg-query -W -f='${Package}\n' | sort
}

# A package's server must not start now (policy-rc.d), nor with the machine from now on (disable).
apt_install() {
    if [ -z "$policy" ] && [ ! -e /usr/sbin/policy-rc.d ]; then
        policy=/usr/sbin/policy-rc.d
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod +x "$policy"
    fi
    local package service status=0
    installed >"$scratch/before"
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends --no-remove "$@" || status=1
    for package in $(installed | comm -13 "$scratch/before" -); do
        for service in $(dpkg -L "$package" | sed -n 's|^/etc/init\.d/||p'); do
            as_root update-rc.d "$service" disable || true
        done
        [ -d /run/systemd/system ] || continue
        for service in $(dpkg -L "$package" | sed -n 's|^\(/usr\)\?/lib/systemd/system/||p'); do
            as_root systemctl disable -q "$service" || true
        done
    done
    return "$status"
}

install_packages() {
    local needed wanted package
    mapfile -t needed < <(missing "${tools[@]}")
    mapfile -t wanted < <(missing "${servers[@]}")
    [ $((${#needed[@]} + ${#wanted[@]})) -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null || ! can_be_root; then
        echo "The tests need these packages, and root or sudo to install them:"
        echo "    apt-get install --no-install-recommends ${needed[*]} ${wanted[*]}"
        [ ${#needed[@]} -eq 0 ]
        return
    fi
    as_root apt-get update -q || true
    [ ${#needed[@]} -eq 0 ] || apt_install "${needed[@]}" || return 1
    [ ${#wanted[@]} -eq 0 ] || apt_install "${wanted[@]}" ||
        for package in "${wanted[@]}"; do
            apt_install "$package" || echo "$package can't be installed; its tests are skipped"
        done
}

# No compiler or build server stays behind.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

build() {
    dotnet build Doorway.slnx -c Release --no-restore -v q -warnaserror
}

case_tables() {
    dotnet run --project tools/CaseTables -c Release -- --check
}

scripts() {
    local files
    mapfile -t files < <(find . -name '*.sh' -not -path './out/*' -not -path '*/bin/*')
    mapfile -t -O "${#files[@]}" files < <(grep -lE '^#!.*\b(ba)?sh$' bench/*/run)
    shellcheck doorway .ci/run share/completions/doorway.bash "${files[@]}"
}

step "packages" install_packages || finish
step "locked restore" dotnet restore Doorway.slnx --locked-mode || finish
step "build, warnings are errors" build || finish
step "format" dotnet format Doorway.slnx --no-restore --verify-no-changes
step "case tables match the Unicode files" case_tables
step "shellcheck" scripts

# The tests. Counts come from the report, never from what was printed; a test host that dies before
# it has written one, or that fails without a failed test, is a failure of its own.
choice=()
if [ -n "$soak" ]; then
    export DOORWAY_SOAK=1
else
    choice=(-trait- Category=Soak)
fi
# Temporary files go where they are removed at the end, come what may; servers that drop to a user of
# their own must get in. Many tests wait: with twice as many at once as there are cores, all are busy.
chmod 711 "$scratch"
TMPDIR=$scratch timeout -k 30 "${DOORWAY_TEST_DEADLINE:-$([ -n "$soak" ] && echo 12h || echo 45m)}" \
    dotnet exec tests/Doorway.Tests/bin/Release/net10.0/Doorway.Tests.dll \
    -noLogo -noColor -maxThreads 2x -xml "$scratch/report.xml" "${choice[@]}" </dev/null
status=$?
read -r tests_passed tests_failed tests_skipped < <(
    python3 - "$scratch/report.xml" "$status" <<'PYTHON'
import sys
import xml.etree.ElementTree as ElementTree

try:
    root = ElementTree.parse(sys.argv[1]).getroot()
    def total(name):
        return sum(int(assembly.get(name, 0)) for assembly in root.iter("assembly"))
    passed, skipped = total("passed"), total("skipped")
    failed = total("failed") + total("errors")
    times = {}
    for test in root.iter("test"):
        name = test.get("type", "")
        times[name] = times.get(name, 0) + float(test.get("time", 0))
    print("the classes that took longest, in seconds:", file=sys.stderr)
    for name in sorted(times, key=times.get, reverse=True)[:15]:
        print(f"{times[name]:8.1f} {name}", file=sys.stderr)
except (OSError, ElementTree.ParseError):
    passed, failed, skipped = 0, 0, 0
if failed == 0 and (passed == 0 or int(sys.argv[2]) != 0):
    failed = 1
print(passed, failed, skipped)
PYTHON
)
[ "$status" -eq 0 ] || echo "the test host ended with $status"
passed=$((passed + ${tests_passed:-0}))
failed=$((failed + ${tests_failed:-1}))
skipped=$((skipped + ${tests_skipped:-0}))
finish
