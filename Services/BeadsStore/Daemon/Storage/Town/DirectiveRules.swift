internal import TownModel
internal import Wire

/// What towns and rigs add to the texts of roles: kept among the town's facts, one for each file, with the hash of what
/// was read last.
enum DirectiveRules {
    static let verbs: [VerbRule] = [
        .command(DirectivesApply.self) { (apply, work) throws(LedgerError) in
            try work.apply(apply.files)
            return Done()
        }
    ]

    fileprivate static let place = "directive/"

    fileprivate static func fact(_ home: BeadHome, _ name: String) -> String { "\(place)\(home)/\(name)" }
}

/// A file as it was read last.
private struct KeptDirective: Codable, Hashable {
    /// Of the text, or of the problem.
    var hash: String
    /// What holds; nil when no text could ever be used.
    var text: String?
}

extension Transaction {
    /// Nothing happens for a file that says what it said before: a start, or a reload, leaves a quiet town quiet.
    fileprivate func apply(_ files: [DirectiveFile]) throws(LedgerError) {
        var gone = try keptDirectives()
        for file in files {
            let fact = DirectiveRules.fact(file.home, file.name)
            let before = gone.removeValue(forKey: fact)
            guard before?.hash != file.hash else { continue }
            try setMeta(fact, JSONText.text(KeptDirective(hash: file.hash, text: file.text ?? before?.text)))
            if let problem = file.problem {
                try tell(.configRefused, file.home, file.name, problem)
            } else if before?.text != file.text {
                try tell(.configChanged, file.home, file.name, "\(file.text?.utf8.count ?? 0) bytes")
            }
        }
        for (fact, kept) in gone.sorted(by: { $0.key < $1.key }) {
            try setMeta(fact, nil)
            let parts = fact.dropFirst(DirectiveRules.place.count).split(separator: "/", maxSplits: 1).map(String.init)
            guard kept.text != nil, parts.count == 2, let home = BeadHome(parts[0]) else { continue }
            try tell(.configChanged, home, parts[1], "taken away")
        }
    }

    private func tell(_ kind: EventKind, _ home: BeadHome, _ name: String, _ note: String) throws(LedgerError) {
        try emit(kind, in: home.stream, subject: "directives/\(name)", EventData(note: note))
    }

    private func keptDirectives() throws(LedgerError) -> [String: KeptDirective] {
        var kept: [String: KeptDirective] = [:]
        for (name, text) in try metas(under: DirectiveRules.place) {
            kept[DirectiveRules.place + name] = try Self.decode(KeptDirective.self, text)
        }
        return kept
    }
}

extension LedgerReader {
    /// The town's first, then the rig's.
    func directives(for role: RoleText, in rig: RigName?) throws(LedgerError) -> [Directive] {
        var found: [Directive] = []
        for home in [BeadHome.hq] + (rig.map { [.rig($0)] } ?? []) {
            let fact = DirectiveRules.fact(home, role.fileName)
            let kept = try self.fact(KeptDirective.self, fact)
            if let text = kept?.text { found.append(Directive(rig: home.rig, text: text)) }
        }
        return found
    }
}
