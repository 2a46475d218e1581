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

tidy='swift format lint --strict --recursive Package.swift Services Shared Tools Tests'

# Whether the sources on main pass that gate as they are: another Swift may have another taste.
is_tidy() {
    local remote=$1 tree=$1.tree status
    command -v swift >/dev/null || return 1
    mkdir "$tree" && git -C "$remote" archive main | tar -x -C "$tree" || return 1
    (cd "$tree" && $tidy) >/dev/null 2>&1
    status=$?
    rm -rf "$tree"
    return "$status"
}

# What must pass before a change lands: gates that really check something and take their time over it.
write_gates() {
    local remote=$1
    cat <<'TOML'
target = "main"
polecats_max = 3

[[gates]]
name = "scripts parse"
command = "for script in demo/*.sh; do [ ! -e \"$script\" ] || sh -n \"$script\" || exit 1; done"
timeout_seconds = 60

[[gates]]
name = "objects are sound"
command = "git rev-list --objects HEAD >/dev/null"
timeout_seconds = 60
TOML
    if is_tidy "$remote"; then
        printf '\n[[gates]]\nname = "sources are tidy"\ncommand = "%s"\ntimeout_seconds = 120\n' "$tidy"
    else
        echo "the gate \"sources are tidy\" is left out: main does not pass it with this machine's swift format" >&2
    fi
}
