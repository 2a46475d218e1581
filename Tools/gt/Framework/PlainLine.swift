import ArgumentParser

/// A command whose lines of words alone are read without the parser: what hooks and agents ask all day.
protocol PlainCommand: TownCommand {
    /// The command as the parser would make it of these words behind its own; nil where the parser must be asked.
    init?(plain words: ArraySlice<String>, _ global: GlobalOptions)
}

/// Reads a command line of words, `--json` and `--no-color`.
///
/// The parser takes a fifth of a cold `gt bead show`: it reflects every property of a command, and looks up what each
/// type can do among all that the program knows. So the few commands that are asked most are made here, and everything
/// else, a mistake or a call for help too, is left to it. A test holds each line read here against the parser's.
enum PlainLine {
    /// - Parameter commandLine: the program's own name first.
    static func command(_ commandLine: [String]) -> (any TownCommand)? {
        guard let own = commandLine.first, own == "gt" || own.hasSuffix("/gt") else { return nil }
        var (json, noColor) = (false, false)
        var words: [String] = []
        for word in commandLine.dropFirst() {
            guard word.hasPrefix("-") || word.isEmpty else {
                words.append(word)
                continue
            }
            // Between a group and its command the parser takes no option.
            guard words != ["bead"], words != ["signal"] else { return nil }
            switch word {
            case "--json": json = true
            case "--no-color": noColor = true
            default: return nil
            }
        }
        let global = GlobalOptions(json: json, noColor: noColor)
        switch words.first {
        case "bead": return bead(words.dropFirst(), global)
        case "show", "ready": return bead(words[...], global)
        case "status": return StatusCommand(plain: words.dropFirst(), global)
        case "version": return VersionCommand(plain: words.dropFirst(), global)
        case "prime": return PrimeCommand(plain: words.dropFirst(), global)
        case "signal": return signal(words.dropFirst(), global)
        case "hook": return HookCommand(plain: words.dropFirst(), global)
        default: return nil
        }
    }

    private static func bead(_ words: ArraySlice<String>, _ global: GlobalOptions) -> (any TownCommand)? {
        switch words.first {
        case "show": BeadShowCommand(plain: words.dropFirst(), global)
        case "ready": BeadReadyCommand(plain: words.dropFirst(), global)
        default: nil
        }
    }
}

extension PlainLine {
    private static func signal(_ words: ArraySlice<String>, _ global: GlobalOptions) -> (any TownCommand)? {
        words.first == "stop" ? SignalStopCommand(plain: words.dropFirst(), global) : nil
    }
}

extension GlobalOptions {
    /// What a line without `--town` and `--wait` says.
    init(json: Bool, noColor: Bool) {
        self.init()
        town = nil
        remote = nil
        wait = nil
        self.json = json
        self.noColor = noColor
    }
}

// Each sets every property: one that is left out is a definition yet, and ends the program when it is read.

extension BeadShowCommand: PlainCommand {
    init?(plain words: ArraySlice<String>, _ global: GlobalOptions) {
        guard !words.isEmpty else { return nil }
        self.init()
        ids = Array(words)
        self.global = global
    }
}

extension BeadReadyCommand: PlainCommand {
    init?(plain words: ArraySlice<String>, _ global: GlobalOptions) {
        guard words.isEmpty else { return nil }
        self.init()
        rig = nil
        limit = Self.limitDefault
        semantics = nil
        self.global = global
    }
}

extension StatusCommand: PlainCommand {
    init?(plain words: ArraySlice<String>, _ global: GlobalOptions) {
        guard words.isEmpty else { return nil }
        self.init()
        self.global = global
    }
}

extension VersionCommand: PlainCommand {
    init?(plain words: ArraySlice<String>, _ global: GlobalOptions) {
        guard words.isEmpty else { return nil }
        self.init()
        self.global = global
    }
}

extension PrimeCommand: PlainCommand {
    init?(plain words: ArraySlice<String>, _ global: GlobalOptions) {
        guard words.isEmpty else { return nil }
        self.init()
        hook = false
        look = false
        agent = nil
        self.global = global
    }
}

extension HookCommand: PlainCommand {
    init?(plain words: ArraySlice<String>, _ global: GlobalOptions) {
        guard words.isEmpty else { return nil }
        self.init()
        word = nil
        self.global = global
    }
}

extension SignalStopCommand: PlainCommand {
    init?(plain words: ArraySlice<String>, _ global: GlobalOptions) {
        guard words.isEmpty else { return nil }
        self.init()
        self.global = global
    }
}
