import Host
import TownModel

/// A town in a repository's `.beads`: a store and nothing else, so that `bd` works where no town is.
struct SmallTown {
    let layout: TownLayout

    /// The directory's repository is its home, or, outside of one, the directory itself.
    static func place(for directory: String) async throws -> String {
        guard let repository = try await Git.local(directory) else { return "\(directory)/.beads" }
        guard !repository.isBare else {
            throw CommandFailure(
                .refused, code: "conflict", "\(repository.top) is a bare repository: nobody works there",
                about: repository.top, hint: "bd init in a checkout of it")
        }
        return "\(repository.top)/.beads"
    }

    /// The Beads file that a repository may have brought along.
    var file: String { "\(layout.root)/issues.jsonl" }

    /// What was made, one line each.
    func found(prefix: TownPrefix) async throws -> [String] {
        try Files.makeDirectory(layout.root)
        let name = Files.parent(of: layout.root).split(separator: "/").last.map(String.init) ?? "beads"
        let made = try await TownFounding(
            layout: layout, name: name.filter { $0 != "\"" && $0 != "\\" }, small: prefix
        ).run()
        return try made + ignore()
    }

    /// What is the store's is no business of the repository around it.
    private func ignore() throws -> [String] {
        let path = "\(layout.root)/.gitignore"
        let known = Files.exists(path) ? try Files.readText(path) : ""
        let lines = Set(known.split(separator: "\n").map { String($0).trimmed })
        let missing = ["/.gt/", "/backups/", "/beads/", "/config/"].filter { !lines.contains($0) }
        guard !missing.isEmpty else { return [] }
        let gap = known.isEmpty || known.hasSuffix("\n") ? "" : "\n"
        let text = known + gap + (["# Of the store that bd asks."] + missing).joined(separator: "\n") + "\n"
        try Files.writeAtomically(text, to: path, mode: Files.mode(of: path) ?? 0o644)
        return [path]
    }
}

extension TownLayout {
    /// For what a small town can't do, because nothing but a store runs there.
    func refuseIfSmall(_ word: String) throws(CommandFailure) {
        guard isSmall else { return }
        throw CommandFailure(
            .refused, code: "conflict",
            "\(root) is a small town, made by bd init: it has a store, which bd starts when it needs it, and no "
                + "services; \(word) is not for it", about: root,
            hint: "gt install ~/gt makes a town with agents; git config gt.town ~/gt binds this checkout to it")
    }
}
