/// Commands of the reference that this `bd` does not have, with what does the job: one line each.
enum BdAbsentWords {
    static let sentence: [String: String] = {
        var sentences: [String: String] = [:]
        for (words, sentence) in groups {
            for word in words { sentences[word] = sentence }
        }
        return sentences
    }()

    private static let molecules = "there are no molecules yet: bd create -f plan.md makes many issues at once"
    private static let agents = "agents are the town's own: gt polecat list, gt agents, gt hook"

    private static let groups: [([String], String)] = [
        (["branch"], "no branch of yours holds issues: bd sync commits the town's files in a repository of their own"),
        (["config show", "config validate"], "bd config list, and gt config explain for the town's own settings"),
        (["doctor", "repair", "validate"], "gt doctor looks at the town and says what to do"),
        (["daemon", "daemons"], "the store is one process of the town: gt up, gt health, gt logs beads-store"),
        (["migrate", "reset", "restore"], "the store keeps its ledger itself: gt backup make, gt restore"),
        (
            ["compact", "cleanup", "admin"],
            "nothing is compacted: closed issues stay as they are, bd delete takes one away"
        ),
        (["merge", "resolve-conflicts"], "gt bead merge-driver merges Beads files for git"),
        (["formula", "cook"], "gt formula list, show, cook, lint"),
        (["mol", "wisp", "pour", "template", "swarm", "ship"], molecules),
        (["agent", "slot", "merge-slot", "hook"], agents),
        (["mail", "message"], "gt mail send, gt mail inbox"),
        (["activity", "watch"], "gt feed shows what happens, gt events what has happened"),
        (["audit"], "gt events --json is the log of all that was done"),
        (["state", "set-state"], "bd label add <id> dimension:value, and bd label list"),
        (["hooks"], "no git hook is needed: nothing is written into a repository"),
        (["worktree"], "the Witness makes a worktree for each attempt: gt polecat list"),
        (["repo", "federation"], "every rig of the town is here: --rig <name>, gt rig add"),
        (["gate check", "gate wait"], "gates open by themselves: a timer by the clock, another issue's by its end"),
        (["gate add-waiter"], "bd dep add <issue> <gate> makes an issue wait for a gate"),
        (["dep relate", "dep unrelate"], "bd relate, bd unrelate"),
        (["label propagate"], "bd children names the parts, bd label add takes several ids"),
        (["move", "refile", "rename-prefix", "rename"], "an issue keeps its id: bd create --rig, then bd supersede"),
        (["edit"], "bd update --body-file changes the description without an editor"),
        (["orphans"], "work lands by gt done, which closes its issue: nothing is left open by a commit"),
        (["duplicates", "find-duplicates"], "bd search finds them, bd duplicate <id> --of <id> closes one"),
        (["lint"], "bd list --empty-description finds issues that say too little"),
        (["detect-pollution"], "tests have towns of their own: bd search finds what should not be there"),
        (["query"], "bd list has every filter as an option"),
        (
            ["todo", "kv", "batch", "remember", "memories"],
            "bd create and bd comments add keep what must not be forgotten"
        ),
        (["setup", "quickstart", "human", "tips", "thanks", "upgrade"], "bd prime says how issues are used here"),
        (
            ["jira", "linear", "github", "gitlab", "ado", "notion"],
            "bd export and bd import carry issues as a Beads file"
        ),
    ]
}
