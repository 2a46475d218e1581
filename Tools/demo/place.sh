# shellcheck shell=bash
# The directory of a demo, and how nothing of it is left. Read by demo and demo-stop.

# This shell and those that it was called from, in spaces: none of them is ever ended here.
callers() {
    local pid=$$ stat fields all=' '
    while [ "$pid" -gt 0 ] && read -r stat <"/proc/$pid/stat"; do
        all+="$pid "
        read -r -a fields <<<"${stat##*) }"
        pid=${fields[1]}
    done 2>/dev/null
    printf '%s' "$all"
}

# The processes of a place: what this shell started, whoever has the place among its words, and whoever works in it
# without a terminal. (A person's own shell may stand there too.)
processes_of() {
    local place=$1 folder pid stat words fields spared
    spared=$(callers)
    for folder in /proc/[0-9]*; do
        pid=${folder#/proc/}
        case "$spared$BASHPID " in *" $pid "*) continue ;; esac
        # One that ends while it is looked at is not there.
        { read -r stat <"$folder/stat" && mapfile -d '' -t words <"$folder/cmdline"; } 2>/dev/null || continue
        read -r -a fields <<<"${stat##*) }" # state, parent, group, session, terminal …
        [ "${fields[0]}" != Z ] || continue
        if [ "${fields[1]}" = "$$" ]; then
            printf '%s\n' "$pid"
        else
            case "${words[*]}" in
                *"$place"*) printf '%s\n' "$pid" ;;
                *)
                    [ "${fields[4]}" = 0 ] || continue
                    case "$(readlink "$folder/cwd" 2>/dev/null)/" in "$place"/*) printf '%s\n' "$pid" ;; esac
                    ;;
            esac
        fi
    done
}

# Ends the town in a place, whatever is left of it, and removes the place.
clear_place() {
    local place=$1 left
    [ -d "$place" ] || return 0
    if [ -d "$place/town/.gt" ]; then gt --town "$place/town" down --agents >/dev/null 2>&1; fi
    # Whoever was interrupted in the middle of something may have left a child behind; that child may have one too.
    while left=$(processes_of "$place") && [ -n "$left" ]; do
        # shellcheck disable=SC2086 # one word a process
        kill -9 $left 2>/dev/null
    done
    until rm -rf "$place" 2>/dev/null; do :; done
}
