import ArgumentParser
import TownModel
import Wire

struct MoleculeStaleCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "Molecules that stand, and why: nothing happens, a step has failed, or only the root is open.",
        discussion: "Example: gt mol stale --hours 4")

    @Option(help: "For how many hours nothing must have happened.") var hours = 24
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @Option(help: "Those after the number that the page before named.") var after: Int64?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard hours >= 0 else { throw ValidationError("--hours is 0 or more") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var reply = try await client.query(MoleculeStale(hours: hours, limit: limit, after: after))
        // The store looks at so many at once, and perhaps none of them stands.
        while reply.molecules.isEmpty, let next = reply.next {
            reply = try await client.query(MoleculeStale(hours: hours, limit: limit, after: next))
        }
        let stale = reply.molecules
        call.answer(stale) { screen in
            guard !stale.isEmpty else { return "no molecule stands" }
            return stale.map { MoleculeText.stale($0, screen) }.joined(separator: "\n")
        }
        if let next = reply.next { call.note("there may be more: --after \(next)") }
    }
}

extension MoleculeText {
    fileprivate static func stale(_ stale: StaleMolecule, _ screen: Screen) -> String {
        let age = Age.text(stale.since.duration(to: screen.now))
        let why = stale.why.map { reason in
            switch reason {
            case .failed: "a step has failed"
            case .idle: "nothing has happened for \(age)"
            case .ended: "no step is left, and its root is open"
            }
        }
        var lines = [line(stale.molecule, screen), "  \(why.joined(separator: "; "))"]
        if let bead = stale.molecule.attached { lines.append("  the way of working at \(bead)") }
        if !stale.open.isEmpty { lines.append(table(stale.open, of: stale.molecule.root, screen)) }
        return lines.joined(separator: "\n")
    }
}
