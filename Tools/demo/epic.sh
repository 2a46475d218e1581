# shellcheck shell=bash
# The work of the demo: an epic of eight beads. Two of them change the same line, one is red at first.
# shellcheck disable=SC2016 # the scripts are for the workers' shells, not for this one

# Makes a bead and leaves its id in $made: title, script, then further options.
bead() {
    local title=$1 text
    text=$(printf '```sh\n%s\n```' "$2")
    shift 2
    show gt bead create "$title" --rig harbor "$@" -d "$text"
    local said
    said=$(gt bead create "$title" --rig harbor "$@" -d "$text") || fail "no bead was made"
    printf '%s\n' "$said"
    made=$(sed -nE 's/^created ([^ ]+) .*/\1/p' <<<"$said")
    [ -n "$made" ] || fail "gt bead create named no bead"
}

part() {
    bead "$1" "$2" --parent "$epic" "${@:3}"
    beads+=("$made")
}

make_epic() {
    local keel mast paint crew bell taught course
    beads=()
    bead "Open the harbour" "true" -t epic
    epic=$made
    part "Lay the keel" 'mkdir -p demo; printf "a keel\na deck\n" > demo/ship.txt'
    keel=$made
    part "Raise the mast" 'sed -i "1s/$/ and a mast/" demo/ship.txt' --needs "$keel"
    mast=$made
    part "Paint the hull" 'sed -i "1s/$/, painted blue/" demo/ship.txt' --needs "$keel"
    paint=$made
    part "Hire a crew" 'mkdir -p demo; printf "anna\nbo\n" > demo/crew.txt'
    crew=$made
    part "Write the bell" 'mkdir -p demo
if [ "$GT_ATTEMPT" = 1 ]; then echo "if ring" > demo/bell.sh; else echo "echo ding" > demo/bell.sh; fi'
    bell=$made
    part "Teach the crew the bell" 'sh demo/bell.sh >> demo/crew.txt' --needs "$crew" --needs "$bell"
    taught=$made
    part "Chart the course" 'mkdir -p demo; echo north > demo/course.txt'
    course=$made
    part "Set sail" 'cat demo/ship.txt demo/crew.txt demo/course.txt > demo/sailed.txt' \
        --needs "$mast" --needs "$paint" --needs "$taught" --needs "$course"
}
