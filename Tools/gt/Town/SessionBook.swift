import Host
import TownModel

/// The sessions that have a directory on this machine: read without the store, ended ones too.
struct SessionBook {
    struct Entry {
        let directory: SessionDirectory
        let assignment: SessionAssignment
        let sight: SessionSight
    }

    /// By assignment, oldest first.
    let entries: [Entry]

    init(_ layout: TownLayout) {
        entries = Files.names(in: layout.sessions).compactMap(Incarnation.init).compactMap { incarnation in
            let directory = SessionDirectory(layout.session(incarnation))
            // One that is being furnished at this moment has no assignment yet, and nothing to show.
            guard let assignment = try? directory.assignment() else { return nil }
            // A record that can't be read tells nothing of a process: as if there were none.
            let sight = (try? directory.observe()) ?? .absent
            return Entry(directory: directory, assignment: assignment, sight: sight)
        }.sorted {
            // Crew has many sessions under one number; the longer of two incarnations is the later.
            let (left, right) = ($0.assignment, $1.assignment)
            return (left.assignment, left.incarnation.text.utf8.count, left.incarnation)
                < (right.assignment, right.incarnation.text.utf8.count, right.incarnation)
        }
    }

    /// The session that an agent's address, a bead or an incarnation means: of several the one that runs, else the last.
    func find(_ word: String, rig: RigName?) throws(CommandFailure) -> Entry {
        let named = entries.filter { $0.assignment.incarnation.text == word || $0.assignment.bead.text == word }
        if let found = Self.present(named) { return found }
        let agents = Array(Set(entries.map(\.assignment.agent)))
        guard !agents.isEmpty else {
            throw CommandFailure(
                .refused, code: "not-found", "no agent has worked in this town yet", about: word,
                hint: "gt sling <bead> gives one work")
        }
        let last = agents.filter { $0.name?.text == word }
        let agent = last.count == 1 ? last[0] : try AddressBook(addresses: agents, rig: rig).resolve(word)
        guard let found = Self.present(entries.filter { $0.assignment.agent == agent }) else {
            preconditionFailure("an agent of the book has an entry")
        }
        return found
    }

    private static func present(_ entries: [Entry]) -> Entry? {
        entries.last { if case .running = $0.sight { true } else { false } } ?? entries.last
    }
}
