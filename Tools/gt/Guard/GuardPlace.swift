import TownModel

/// Where a command would run: what is its own there, and what is the town's.
struct GuardPlace: Hashable {
    /// Where the command runs; nil when nobody knows any more.
    var directory: String?
    var home: String
    /// The worktree of the session, and the town's directory: nil for whoever has none.
    var worktree: String?
    var town: String?
    /// The branch that the refinery lands on.
    var target: String?
    /// Its branch is made and handed in by the town.
    var isPolecat = false

    /// What a path means here; nil when that depends on what only the shell knows.
    func path(_ word: ShellWord) -> String? {
        var text = word.text
        for name in ["$HOME", "${HOME}"] where text == name || text.hasPrefix(name + "/") {
            text = home + text.dropFirst(name.count)
            return text.contains("$") || text.contains("`") ? nil : Self.normal(text)
        }
        guard word.isKnown else { return nil }
        if word.hasTilde, text == "~" || text.hasPrefix("~/") { text = home + text.dropFirst() }
        if text.hasPrefix("/") { return Self.normal(text) }
        return directory.map { Self.normal("\($0)/\(text)") }
    }

    /// Without `.`, `..`, and slashes too many.
    static func normal(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Why this path, with all below it, must not be removed; nil when it may.
    func protection(of path: String) -> String? {
        // A pattern at the end means what lies in the directory.
        let last = path.split(separator: "/").last ?? ""
        let isPattern = last.contains { "*?[".contains($0) }
        let whole = isPattern ? Self.normal(String(path.dropLast(last.count))) : path
        if whole.split(separator: "/").count <= 1 { return "\(whole) is the system's" }
        if whole == home { return "\(whole) is the home directory" }
        if let town, Self.contains(whole, town) { return "the town's directory is in \(whole)" }
        guard let worktree else { return nil }
        if !isPattern, whole == worktree { return "\(whole) is the worktree itself" }
        if whole != worktree, Self.contains(whole, worktree) { return "the worktree is in \(whole)" }
        if let town, Self.contains(town, whole), !Self.contains(worktree, whole) {
            return "\(whole) is the town's, and not in your worktree"
        }
        return nil
    }

    private static func contains(_ directory: String, _ path: String) -> Bool {
        path == directory || path.hasPrefix(directory == "/" ? "/" : directory + "/")
    }
}
