import Glibc
import Host
import Testing
import TownModel
import Wire

/// Work for a town: beads, slings, gates.
extension ProcessTown {
    /// Makes a bead whose commands are these; gives its id.
    func makeBead(
        _ rig: String, _ title: String, _ commands: String, needs: [String] = [],
        at location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let words = ["bead", "create", "--json", "--rig", rig, title, "--description", "```sh\n\(commands)\n```"]
        let result = try await run(words + needs.flatMap { ["--needs", $0] })
        try #require(result.ending == .exited(0), "gt bead create: \(result.errorTail)", sourceLocation: location)
        return try JSONText.decode(Bead.self, from: result.output).id.text
    }

    func bead(_ id: String) async throws -> Bead {
        let text = try await gt("bead", "show", "--json", id)
        return try JSONText.decode([BeadDetail].self, from: Array(text.utf8))[0].bead
    }

    /// Slings them all at once; gives the convoy's id.
    @discardableResult
    func sling(_ beads: [String], at location: SourceLocation = #_sourceLocation) async throws -> String {
        let result = try await run(["sling", "--json"] + beads)
        try #require(result.ending == .exited(0), "gt sling: \(result.errorTail)", sourceLocation: location)
        return try JSONText.decode(WorkSling.Reply.self, from: result.output).convoy?.text ?? ""
    }

    /// Writes a rig's settings, as a person with an editor would, and has them read.
    func setGates(_ rig: RigName, polecats: Int = 3, _ gates: [(name: String, command: String)]) async throws {
        var text = "target = \"main\"\npolecats_max = \(polecats)\n"
        for gate in gates { text += "\n[[gates]]\nname = \"\(gate.name)\"\ncommand = '''\(gate.command)'''\n" }
        try Files.writeAtomically(text, to: layout.rigFile(rig), mode: 0o644)
        try await gt("config", "reload")
    }

    /// Whatever still runs of this town: by its words, or by where it is.
    var processesLeft: [String] {
        Files.names(in: "/proc").compactMap { Int32($0) }.filter { $0 != getpid() }.compactMap { pid in
            let words = Processes.commandLine(of: pid)
            let place = Processes.workingDirectory(of: pid) ?? ""
            guard place.hasPrefix(home) || words.contains(where: { $0.contains(home) }) else { return nil }
            return "\(pid) \(words.joined(separator: " "))"
        }
    }
}
