import Host
import TownModel
import Wire

/// A worktree that a member of a crew has in another rig: who works there is whoever he is at home. It lies beside that
/// rig's own crew, under a name that no member can have.
struct Visit: Encodable {
    let agent: Address
    /// In which it is.
    let rig: RigName
    let path: String
    let branch: String

    /// nil for who is no crew, and for a crew's own rig.
    init?(of agent: Address, in rig: RigName, _ layout: TownLayout) {
        guard case .crew(let home, let name) = agent, home != rig else { return nil }
        self.agent = agent
        self.rig = rig
        path = "\(layout.root)/\(Self.worktree("\(name)@\(home)", in: rig))"
        branch = "crew/\(name)@\(home)"
    }

    /// As the folder beside a rig's crew names it: `max@web`.
    private init?(entry: String, in rig: RigName, _ layout: TownLayout) {
        let parts = entry.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let name = AgentName(parts[0]), let home = RigName(parts[1]) else { return nil }
        self.init(of: .crew(home, name), in: rig, layout)
    }

    /// Relative to the town's directory.
    private static func worktree(_ entry: String, in rig: RigName) -> String { "rigs/\(rig)/crew/\(entry)" }

    /// The resident as it works there: its number and its own bead, under which work is saved, are those of home.
    func guest(_ resident: Resident, target: String) -> Resident {
        var guest = resident
        guest.worktree = Self.worktree("\(branch.dropFirst("crew/".count))", in: rig)
        guest.branch = branch
        guest.target = target
        guest.movedFrom = nil
        return guest
    }

    /// Those that have a directory, of everybody or of one; by rig and name.
    static func all(of agent: Address? = nil, _ layout: TownLayout) -> [Visit] {
        Files.names(in: layout.rigs).compactMap { RigName($0) }.sorted().flatMap { rig in
            Files.names(in: "\(layout.rig(rig))/crew").sorted().compactMap { Visit(entry: $0, in: rig, layout) }
        }.filter { agent == nil || $0.agent == agent }
    }

    /// Throws while a member has worktrees elsewhere: under another name, or without him, nobody would find them.
    static func checkIsHome(_ agent: Address, _ layout: TownLayout) throws(CommandFailure) {
        let visits = all(of: agent, layout)
        guard let first = visits.first else { return }
        throw CommandFailure(
            .refused, code: "conflict",
            "\(agent) has worktrees in \(visits.map(\.rig.text).joined(separator: ", ")) too",
            about: agent.description, hint: "gt worktree remove \(first.rig) --for \(agent)")
    }
}
