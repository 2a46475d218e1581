/// Words that hands of the reference implementation know and that mean nothing here: one line each on what replaced them.
enum ReplacedWords {
    static let sentence: [String: String] = [
        "daemon": "each service is a process of its own; gt up starts them, gt health and gt logs show them",
        "dolt": "the ledger is one SQLite file that only the store opens; gt health beads-store shows it",
        "dashboard": "gt status and gt feed show the town",
        "krc": "events are kept for 30 days by the store itself",
    ]
}
