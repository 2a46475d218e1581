import Host
import TownModel
import Wire

extension Check {
    static let rings = Check("rings", why: "beads that wait for each other in a ring never begin") { examination in
        _ = try examination.status()
        let cycles = try await examination.client.query(DependencyCycles()).cycles
        guard !cycles.isEmpty else {
            return [.fine("dependencies", "no bead waits for itself, by way of others or not")]
        }
        return cycles.map { ring in
            let named = (ring + ring.prefix(1)).map(\.text).joined(separator: " → ")
            let next = ring.count > 1 ? ring[1] : ring[0]
            return .broken(
                ring[0].text, named, next: "take one of these edges away: gt bead dep remove \(ring[0]) \(next)")
        }
    }

    static let files = Check("bead-files", why: "the files in beads/ are the long memory, and the way out") {
        examination in
        let directory = examination.layout.beads
        let shown = examination.short(directory)
        guard Files.exists("\(directory)/.git") else {
            return [.broken(shown, "it is no repository", next: "gt bead sync makes it one; so does gt doctor --fix")]
        }
        let kept = Files.names(in: directory).filter { $0.contains(".jsonl.kept-") }.sorted()
        guard !kept.isEmpty else { return [.fine(shown, "a repository in which only the store has written")] }
        return kept.map { name in
            .warning(
                "\(shown)/\(name)", "somebody else wrote this in the place of the store's file",
                next: "gt bead import it if it has something new, then remove it")
        }
    } repair: { examination in
        let facts = try await examination.client.query(BeadSync(), within: CommandLimits.backupWait)
        return "gt bead sync: \(facts.beads.values.reduce(0, +)) beads written and committed"
    }
}
