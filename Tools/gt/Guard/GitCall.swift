/// A call of git: its command, and what that is told.
struct GitCall {
    let command: String
    let words: [ShellWord]
    /// Where `-C` leads.
    let directory: ShellWord?

    /// nil for `git` without a command.
    init?(_ call: ShellLine.Call) {
        guard call.program == "git" else { return nil }
        var rest = call.words[...]
        var directory: ShellWord?
        while let word = rest.first, word.text.hasPrefix("-") {
            if word.text == "-C" { directory = rest.dropFirst().first }
            rest = rest.dropFirst(Self.valued.contains(word.text) ? 2 : 1)
        }
        guard let command = rest.first else { return nil }
        self.command = command.text
        words = Array(rest.dropFirst())
        self.directory = directory
    }

    private static let valued: Set<String> = [
        "-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env", "--super-prefix",
    ]

    /// What stands behind two dashes is a file's name.
    var options: [String] {
        words.map(\.text).prefix { $0 != "--" }.filter { $0.hasPrefix("-") && $0 != "-" }
    }

    /// Whether one of these is set: long ones also with a value, short ones also among others (`-fu`).
    func has(_ long: [String], short: Character? = nil) -> Bool {
        options.contains { option in
            if option.hasPrefix("--") { return long.contains(String(option.prefix { $0 != "=" })) }
            return short.map { option.dropFirst().contains($0) } ?? false
        }
    }

    /// Of `push`: what goes where, without the remote.
    var refspecs: [String] {
        var operands: [String] = []
        var rest = words[...]
        while let word = rest.first {
            rest = rest.dropFirst()
            if ["-o", "--push-option", "--receive-pack", "--exec", "--repo"].contains(word.text) {
                rest = rest.dropFirst()
            } else if !word.text.hasPrefix("-") {
                operands.append(word.text)
            }
        }
        return Array(operands.dropFirst())
    }

    /// Where a push would put something: branches without `refs/heads/`.
    var destinations: [String] {
        refspecs.map { spec in
            let parts = spec.split(separator: ":", omittingEmptySubsequences: false)
            var name = parts.last.map(String.init) ?? spec
            if name.hasPrefix("+") { name.removeFirst() }
            return name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : name
        }
    }

    /// Whether a push takes away what is there.
    var isForced: Bool {
        has(["--force", "--force-with-lease", "--mirror", "--delete", "--prune"], short: "f")
            || has([], short: "d") || refspecs.contains { $0.hasPrefix("+") || $0.hasPrefix(":") }
    }
}
