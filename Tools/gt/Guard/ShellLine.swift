/// What a command line would run: each program with its words, whatever stands around it (`env X=1`, `sh -c "…"`, a
/// group, a pipe, `find -exec`).
struct ShellLine {
    /// A program's name without its path, and its words.
    struct Call: Hashable {
        var program: String
        var words: [ShellWord]
    }

    private(set) var calls: [Call] = []
    /// What could not be understood, and is therefore not judged.
    private(set) var doubts: [String] = []

    init(_ text: String) { read(text, depth: 0) }

    /// Lines within lines: nobody nests them deeper in earnest.
    private static let depthMax = 8

    private mutating func read(_ text: String, depth: Int) {
        guard depth < Self.depthMax else { return doubts.append("commands are nested deeper than \(Self.depthMax)") }
        do throws(ShellReader.Problem) {
            for command in try ShellReader.commands(text) { add(command[...], depth: depth) }
        } catch {
            doubts.append(error.text)
        }
    }

    private mutating func add(_ command: ArraySlice<ShellWord>, depth: Int) {
        var words = command
        while let word = words.first {
            if word.isKnown, Self.keywords.contains(word.text) || word.isAssignment {
                words = words.dropFirst()
            } else if word.isAssignment {
                words = words.dropFirst()
            } else {
                break
            }
        }
        guard let first = words.first else { return }
        guard first.isKnown else { return doubts.append("which program \(first.text) is") }
        words = words.dropFirst()
        if let wrapper = ShellWrapper.all[first.program] {
            if first.program == "env", let text = Self.splitText(words) { read(text, depth: depth + 1) }
            return add(wrapper.inner(of: words), depth: depth + 1)
        }
        if Self.shells.contains(first.program), let text = Self.commandText(words) {
            return text.isKnown ? read(text.text, depth: depth + 1) : doubts.append("what \(first.program) -c runs")
        }
        if first.program == "eval" {
            guard words.allSatisfy(\.isKnown) else { return doubts.append("what eval runs") }
            return read(words.map(\.text).joined(separator: " "), depth: depth + 1)
        }
        if first.program == "find" {
            for inner in Self.executed(words) { add(inner, depth: depth + 1) }
        }
        calls.append(Call(program: first.program, words: Array(words)))
    }

    /// Words of the shell before a command.
    private static let keywords: Set<String> = [
        "!", "{", "}", "if", "then", "elif", "else", "fi", "while", "until", "do", "done", "for", "case", "esac", "in",
        "function", "coproc", "select",
    ]
    private static let shells: Set<String> = ["sh", "bash", "zsh", "dash", "ksh", "ash"]

    /// The text behind `-c`, also in `-lc`; nil when a file is run.
    private static func commandText(_ words: ArraySlice<ShellWord>) -> ShellWord? {
        var isNext = false
        for word in words {
            let isOption = word.text.hasPrefix("-") || word.text.hasPrefix("+")
            guard isOption else { return isNext ? word : nil }
            if !word.text.hasPrefix("--"), word.text.contains("c") { isNext = true }
        }
        return nil
    }

    /// Of `env -S "…"`.
    private static func splitText(_ words: ArraySlice<ShellWord>) -> String? {
        guard let at = words.firstIndex(where: { $0.text == "-S" || $0.text == "--split-string" }) else { return nil }
        return words[at...].dropFirst().map(\.text).joined(separator: " ")
    }

    /// Commands of `find`'s `-exec` and its like.
    private static func executed(_ words: ArraySlice<ShellWord>) -> [ArraySlice<ShellWord>] {
        let verbs: Set<String> = ["-exec", "-execdir", "-ok", "-okdir"]
        return words.indices.filter { verbs.contains(words[$0].text) }.map { at in
            words[at...].dropFirst().prefix { $0.text != ";" && $0.text != "+" }
        }
    }
}

/// A program that runs another one, named by its words.
struct ShellWrapper {
    /// Options that take the word behind them.
    var valued: Set<String> = []
    /// Words of its own before the command.
    var operands = 0

    static let all: [String: ShellWrapper] = [
        "env": ShellWrapper(valued: ["-u", "--unset", "-C", "--chdir", "-S", "--split-string"]),
        "command": ShellWrapper(), "builtin": ShellWrapper(), "exec": ShellWrapper(valued: ["-a"]),
        "nohup": ShellWrapper(), "setsid": ShellWrapper(), "nice": ShellWrapper(valued: ["-n", "--adjustment"]),
        "ionice": ShellWrapper(valued: ["-c", "-n", "--class", "--classdata"]),
        "stdbuf": ShellWrapper(valued: ["-i", "-o", "-e"]),
        "timeout": ShellWrapper(valued: ["-s", "--signal", "-k", "--kill-after"], operands: 1),
        "time": ShellWrapper(valued: ["-f", "-o"]),
        "xargs": ShellWrapper(valued: ["-I", "-n", "-P", "-L", "-d", "-a", "-E", "-s", "--max-args", "--max-procs"]),
        "watch": ShellWrapper(valued: ["-n", "--interval"]), "busybox": ShellWrapper(),
        "flock": ShellWrapper(operands: 1),
    ]

    func inner(of words: ArraySlice<ShellWord>) -> ArraySlice<ShellWord> {
        var words = words
        while let word = words.first, word.isAssignment || word.text.hasPrefix("-") && word.text.count > 1 {
            words = words.dropFirst(valued.contains(word.text) ? 2 : 1)
            if word.text == "--" { break }
        }
        return words.dropFirst(operands)
    }
}
