extension GraphStep {
    /// Every text in which names may stand; `shell` has those that a shell reads.
    package mutating func changeTexts(_ change: (String) -> String, shell: (String) -> String) {
        title = change(title)
        description = description.map(change)
        notes = notes.map(change)
        acceptance = acceptance.map(change)
        assignee = assignee.map(change)
        labels = labels?.map(change)
        metadata = metadata?.mapValues(change)
        run = run.map(shell)
        if let old = gate, let subject = old.subject {
            gate?.subject = old.kind == .exec ? shell(subject) : change(subject)
        }
        if let variables = fanOut?.variables { fanOut?.variables = variables.mapValues(change) }
    }
}
