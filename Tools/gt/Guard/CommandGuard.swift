/// Says of a command line whether some guards let it through. Pure: rules, words and a place in, a verdict out.
struct CommandGuard {
    var names: Set<GuardName>
    var place: GuardPlace

    struct Verdict: Hashable, Encodable {
        /// nil: it is let through.
        var blocked: Block?
        /// What was not understood, and is therefore let through.
        var doubts: [String]
    }

    struct Block: Hashable, Encodable {
        var guardName: GuardName
        /// The call that is meant, as far as its words are known.
        var call: String
        var reason: String
        var instead: String

        private enum CodingKeys: String, CodingKey {
            case guardName = "guard"
            case call, reason, instead
        }
    }

    func judge(_ text: String) -> Verdict {
        let line = ShellLine(text)
        var here = self
        var doubts = line.doubts
        for call in line.calls {
            if call.program == "cd" {
                here.place.directory = here.directory(after: call)
                continue
            }
            for rule in GuardRule.all where names.contains(rule.name) {
                guard let match = here.match(rule.pattern, call) else { continue }
                switch match {
                case .doubt(let doubt): doubts.append(doubt)
                case .fits(let detail):
                    let words = ([call.program] + call.words.map(\.text)).joined(separator: " ")
                    return Verdict(
                        blocked: Block(
                            guardName: rule.name, call: words,
                            reason: [detail, rule.reason].compactMap(\.self)
                                .joined(separator: "; "), instead: rule.instead), doubts: doubts)
                }
            }
        }
        return Verdict(blocked: nil, doubts: doubts)
    }

    private enum Match {
        /// With what makes it so, where the words do not say.
        case fits(String?)
        case doubt(String)
    }

    private func match(_ pattern: GuardPattern, _ call: ShellLine.Call) -> Match? {
        switch pattern {
        case .program(let names): return names.contains(call.program) ? .fits(nil) : nil
        case .verb(let programs, let verbs):
            guard programs.contains(call.program) else { return nil }
            let first = call.words.first { !$0.text.hasPrefix("-") }?.text
            let fits = verbs.contains { verb in
                verb.hasPrefix("-") ? call.words.contains { $0.text.hasPrefix(verb) } : verb == first
            }
            return fits ? .fits(nil) : nil
        case .words(let program, let words):
            guard call.program == program else { return nil }
            return Array(call.words.map(\.text).filter { !$0.hasPrefix("-") }.prefix(words.count)) == words
                ? .fits(nil) : nil
        case .removal: return call.program == "rm" ? removal(call) : nil
        case .push(let kind):
            guard let git = GitCall(call), git.command == "push" else { return nil }
            return isPush(git, kind) ? .fits(nil) : nil
        case .branching:
            guard place.isPolecat, let git = GitCall(call), isInWorktree(git) else { return nil }
            return Self.branches(git) ? .fits(nil) : nil
        case .patrol:
            let words = call.words.map(\.text).filter { !$0.hasPrefix("-") }
            let own = call.program == "gt" ? Array(words.drop { $0 == "bd" }) : words
            guard ["bd", "gt"].contains(call.program), own.first == "mol", own.count > 1,
                ["pour", "wisp", "bond"].contains(own[1]), own.contains(where: { $0.contains("patrol") })
            else { return nil }
            return .fits(nil)
        }
    }

    private func directory(after call: ShellLine.Call) -> String? {
        guard let word = call.words.first(where: { !$0.text.hasPrefix("-") }) else {
            // Alone it goes home; `cd -` goes where only the shell knows.
            return call.words.isEmpty ? place.home : nil
        }
        return place.path(word)
    }

    private func removal(_ call: ShellLine.Call) -> Match? {
        var options: [String] = []
        var targets: [ShellWord] = []
        var onlyTargets = false
        for word in call.words {
            if onlyTargets || !word.text.hasPrefix("-") || word.text == "-" {
                targets.append(word)
            } else if word.text == "--" {
                onlyTargets = true
            } else {
                options.append(word.text)
            }
        }
        if options.contains("--no-preserve-root") { return .fits("--no-preserve-root says that / may go") }
        let isRecursive = options.contains { option in
            option.hasPrefix("--") ? option == "--recursive" : option.contains("r") || option.contains("R")
        }
        guard isRecursive else { return nil }
        var unknown: String?
        for target in targets {
            guard let path = place.path(target) else {
                unknown = unknown ?? target.text
                continue
            }
            if let why = place.protection(of: path) { return .fits(why) }
        }
        return unknown.map { .doubt("what rm -r \($0) would remove") }
    }

    private func isPush(_ git: GitCall, _ kind: GuardPattern.Push) -> Bool {
        switch kind {
        case .forced: return git.isForced
        case .target:
            if git.has(["--all", "--branches", "--mirror"]) { return true }
            return place.target.map(git.destinations.contains) ?? false
        }
    }

    private func isInWorktree(_ git: GitCall) -> Bool {
        guard let worktree = place.worktree else { return false }
        guard let directory = git.directory.map(place.path) ?? place.directory else { return true }
        return directory == worktree || directory.hasPrefix(worktree + "/")
    }

    /// Whether a call makes a branch and goes there.
    private static func branches(_ git: GitCall) -> Bool {
        switch git.command {
        case "checkout": git.has(["--orphan"], short: "b") || git.has([], short: "B")
        case "switch":
            git.has(["--create", "--force-create", "--orphan"], short: "c") || git.has([], short: "C")
        default: false
        }
    }
}
