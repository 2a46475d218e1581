/// What an agent must know of `bd` here: a page, in words that need no other page.
enum BdGuide {
    static let text = """
        # Issues in this town: bd

        Issues ("beads") live in the town's ledger. `bd` asks the town's store; there is no file, no daemon and no sync
        of your own: a command that ends with 0 has been written to disk. Exit codes: 0 done, 1 refused (not found,
        conflict, closed), 64 wrong command line, 65 bad data, 69 the store is away, 75 try again, 77 not allowed,
        78 no town here.

        Use issues for work that outlives this session or that others must see: several steps, dependencies, things that
        you notice on the way. A list in your head is enough for the next five minutes.

        ## The loop

        1. `bd ready --json`             what can be begun now, the most urgent first
        2. `bd show <id> --json`         read all of it; show always answers with an array
        3. `bd update <id> --claim`      take it; of many who ask at once one gets it, the others are refused
        4. work, and note what you find: `bd create "Title" -t bug -p 1 --deps discovered-from:<id> --json`
        5. `bd close <id> -r "what was done" --suggest-next`; with --continue, the next part of the same epic is yours

        If a bead is on your hook (`gt hook`), it is yours already: do it, commit, and hand it in with `gt done`. It is
        closed when it has landed; do not close it yourself.

        ## Finding

        - `bd ready [-n 10] [-p 1] [-t bug] [-l label] [--unassigned]`   free work
        - `bd list [--status open] [--assignee name] [--label a,b] [--all] [--sort created] [-n 50]`
        - `bd search "words"`, `bd blocked`, `bd stale --days 30`, `bd stats`, `bd count --by-status`
        - `bd list --id <id>,<id>`, `bd children <id>`, `bd history <id>`
        - Lists are about the rig you are in (else the town's own issues): `--rig <name>` for another, `--rig town`
          for all.

        ## Making and changing

        - `bd create "Title" -t task|bug|feature|chore|epic -p 0..4 -d "description" --design .. --acceptance ..`
          `-l a,b -a name --parent <epic> --deps blocks:<id>,discovered-from:<id> --defer tomorrow --due 2026-01-31`
        - long text: `-d -` or `--body-file file`; only the id: `--silent`, or `bd q Title`; many at once: `-f plan.md`
        - priority: 0 critical, 1 high, 2 normal, 3 low, 4 backlog (also P0 to P4)
        - `bd update <ids> --title --status --priority --assignee --notes --add-label --remove-label --parent --defer`
        - `bd label add <ids> <label>`, `bd comments add <id> "text"`, `bd reopen <id>`, `bd delete <id> --force`
        - `bd defer <id> --until "next monday"`, `bd undefer <id>`

        ## What waits for what

        - `bd dep add <issue> <depends-on>`   the first waits until the second is closed
        - types: blocks (waits), parent-child (part of), discovered-from and related (only say so), waits-for (its
          parts)
        - think "A needs B", not "A comes before B": `bd dep add A B`
        - `bd dep tree <id>`, `bd dep list <id> --direction up`, `bd graph <epic>` (waves that can be done at once)
        - parts of an epic are not blocked by it; an epic closes with its last part
        - `bd gate create --blocks <id>` makes an issue wait for a person; only a person opens a gate

        ## Before you end

        Close what is done with a reason, make issues of what is left, and see that nothing stays in progress under your
        name that you will not go on with (`bd list --assignee <you> --status in_progress`): set it to open again.
        """

    /// For a file that agents read when they begin.
    static let onboarding = """
        ## Issues

        This project keeps its issues in the town's ledger. Run `bd prime` at the start of a session: it says how to
        find work (`bd ready --json`), take it (`bd update <id> --claim`), note what you find
        (`bd create "Title" --deps discovered-from:<id>`) and close it (`bd close <id> -r why`). Keep no other lists of
        work: no TODO files, no checklists in markdown.
        """
}
