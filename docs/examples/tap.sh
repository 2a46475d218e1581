#!/bin/sh
# Says which beads were closed, from gt's JSON lines, with nothing but sed: tap.sh [--since N] [--count N]
# gt tap catches up by itself; what it could not fill it says on stderr.
gt tap '*.bead.closed' "$@" | sed -un 's/.*"sequence":"\([0-9]*\)".*"subject":"\([^"]*\)".*/\1 closed \2/p'
