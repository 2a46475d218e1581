import Host
import TownModel

/// Makes what a town's directory must have, where it is missing. Doing it again changes nothing.
struct TownFounding {
    let layout: TownLayout
    /// What the town is called in messages: the last part of its path unless its file says otherwise.
    let name: String
    /// The prefix of its beads when it is to be a small one: a store, without what services, sessions and rigs need.
    var small: TownPrefix?

    /// What was made, one line each; empty when everything was there.
    func run() async throws -> [String] {
        var made: [String] = []
        let full = small == nil ? [layout.services, layout.sessions] : []
        for directory in [layout.machinery, layout.run, layout.logs, layout.keys] + full
        where !Files.isDirectory(directory) {
            try Files.makePrivateDirectory(directory)
            made.append("\(directory)/ (only you may enter)")
        }
        if small != nil, !layout.isSmall {
            try Files.writeAtomically(Self.mark, to: layout.smallMark, mode: 0o644)
            made.append("\(layout.smallMark) (a store, started on demand, and no services)")
        }
        if small == nil, !Files.isDirectory(layout.rigs) {
            try Files.makeDirectory(layout.rigs)
            made.append("\(layout.rigs)/")
        }
        made += try await repository(layout.config, about: "your settings", files: [("town.toml", townFile)])
        made += try await repository(layout.beads, about: "the export of the ledger; only the store commits there")
        return made
    }

    private func repository(
        _ directory: String, about: String, files: [(name: String, text: String)] = []
    ) async throws -> [String] {
        var made: [String] = []
        try Files.makeDirectory(directory)
        if !Files.isDirectory("\(directory)/.git") {
            try await Git.makeRepository(at: directory)
            made.append("\(directory)/ (a git repository: \(about))")
        }
        for file in files where !Files.exists("\(directory)/\(file.name)") {
            try Files.writeAtomically(file.text, to: "\(directory)/\(file.name)", mode: 0o644)
            _ = try await Git(repository: directory).commitAll(
                in: directory, message: "Found the town\n", author: .town)
            made.append("\(directory)/\(file.name)")
        }
        return made
    }

    private var townFile: String {
        """
        # Settings of this town. The store reads them; what can't be used keeps the old setting and is said.
        name = "\(name)"

        """ + (small.map { "prefix = \"\($0)\"\n" } ?? "")
    }

    private static let mark = """
        bd init made this town. It has a store, which bd starts when it needs it and which ends when nobody has asked
        for a while. While this file is here nothing else runs in it.

        """
}
