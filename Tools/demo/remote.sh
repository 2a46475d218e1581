# shellcheck shell=bash
# The remote of the demo's rig: a bare copy of this repository's own history, or of its files where there is no whole
# history (a shallow clone, an unpacked archive).
make_remote() {
    local here=$1 remote=$2 work
    if [ "$(git -C "$here" rev-parse --is-shallow-repository 2>/dev/null)" = false ] &&
        git -C "$here" rev-parse --verify --quiet HEAD >/dev/null; then
        git clone --quiet --bare "$here" "$remote"
        git -C "$remote" update-ref refs/heads/main HEAD
    else
        work=$remote.work
        git init --quiet "$work"
        cp -R "$here/Package.swift" "$here/.swift-format" "$here/Shared" "$here/Services" \
            "$here/Tools" "$here/Tests" "$work"
        git -C "$work" add .
        git -C "$work" -c user.name=demo -c user.email=demo@example.org commit --quiet -m "The files of this repository"
        git clone --quiet --bare "$work" "$remote"
        git -C "$remote" update-ref refs/heads/main HEAD
        rm -rf "$work"
    fi
    git -C "$remote" symbolic-ref HEAD refs/heads/main
}

# What must pass before a change lands: gates that really check something and take their time over it.
write_gates() {
    cat <<'TOML'
target = "main"
polecats_max = 3

[[gates]]
name = "scripts parse"
command = "for script in demo/*.sh; do [ ! -e \"$script\" ] || sh -n \"$script\" || exit 1; done"
timeout_seconds = 60

[[gates]]
name = "objects are sound"
command = "git fsck --full --no-dangling"
timeout_seconds = 60
TOML
    if command -v swift >/dev/null; then
        cat <<'TOML'

[[gates]]
name = "sources are tidy"
command = "swift format lint --strict --recursive Package.swift Services Shared Tools Tests"
timeout_seconds = 120

[[gates]]
name = "first room compiles"
command = "swiftc -typecheck -swift-version 6 -package-name gastown -module-name TownModel Shared/TownModel/*.swift"
timeout_seconds = 120
TOML
    fi
}
