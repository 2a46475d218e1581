import Wire

extension BackupFacts {
    /// What is in it, for people.
    var sentence: String { "\(beads) beads of \(town), up to event \(sequence), \(bytes / 1024) KiB" }
}
