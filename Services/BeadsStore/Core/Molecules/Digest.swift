package import TownModel

/// What stays of a molecule when the rows of its steps go: a text of bounded length.
package struct Digest: Hashable, Sendable {
    package var molecule: Molecule
    /// The bead that it was the way of working at, also when it is that no more.
    package var served: BeadID?
    package var rule: SquashRule?
    /// When it ended, or was squashed before that.
    package var end: Timestamp
    /// Somebody's own words; then no steps are named.
    package var summary: String?
    /// Those that are named: `DigestChoice`.
    package var steps: [MoleculeStep] = []

    package init(molecule: Molecule, served: BeadID?, rule: SquashRule?, end: Timestamp) {
        self.molecule = molecule
        self.served = served
        self.rule = rule
        self.end = end
    }

    /// Bytes of a list of steps: a person reads a few pages, and the bead travels in one message.
    package static let listBytesMax = 64 * 1024
    /// Bytes of a note, or of one output's value.
    package static let entryBytesMax = 500

    package var title: String { Self.cut("Digest: \(molecule.title)", to: 500) }

    package var text: String {
        guard let summary else { return "\(head)\n\n\(list)" }
        return "\(summary)\n\n\(head)"
    }

    /// What it was, how far it came, and how long it took.
    private var head: String {
        let form = rule?.template.map { ", in the form \"\(Self.line($0))\"" } ?? ""
        let way = served.map { " It was the way of working at \($0)." } ?? ""
        let span = DigestSpan.text(molecule.createdAt.duration(to: end))
        let open = molecule.steps - molecule.done - molecule.skipped - molecule.failed
        let rest = molecule.endedAt == nil ? ", \(max(0, open)) not ended" : ""
        return """
            The molecule \(molecule.root) of the formula \(Self.line(molecule.formula))\(form).\(way)
            \(molecule.steps) steps: \(molecule.done) done, \(molecule.skipped) skipped, \(molecule.failed) failed\(rest). \
            It took \(span), from \(molecule.createdAt) to \(end).
            """
    }

    private var list: String {
        var lines: [String] = []
        var bytes = 0
        var named = 0
        for step in steps {
            let entry = Self.entry(step, hasMetrics: rule?.hasMetrics == true)
            bytes += entry.utf8.count + 1
            guard bytes <= Self.listBytesMax else { break }
            lines.append(entry)
            named += 1
        }
        let left = molecule.done + molecule.skipped + molecule.failed - Int64(steps.prefix(named).count { $0.isOver })
        if left > 0 { lines.append("\n\(left) more have ended. \(DigestChoice.sentence)") }
        return lines.isEmpty ? "Nothing was begun." : lines.joined(separator: "\n")
    }

    private static func entry(_ step: MoleculeStep, hasMetrics: Bool) -> String {
        var text = "- \(step.number) \(line(step.path)): \(step.state.rawValue)"
        if let holder = step.holder { text += " by \(line(holder))" }
        if hasMetrics, let began = step.beganAt, let ended = step.endedAt {
            text += " in \(DigestSpan.text(began.duration(to: ended)))"
            if step.attempt > 1 { text += ", at try \(step.attempt)" }
        }
        if let note = step.note, !note.isEmpty { text += ": \(line(note))" }
        for (name, value) in (step.output ?? [:]).sorted(by: { $0.key < $1.key }) {
            text += "\n  - \(line(name)) = \(line(value))"
        }
        return text
    }

    /// On one line, whatever somebody has written: no note of a step can look like another step's.
    private static func line(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl =
                scalar.properties.generalCategory == .control || "\u{2028}\u{2029}".unicodeScalars.contains(scalar)
            plain.append(isControl ? " " : scalar)
        }
        return cut(String(plain), to: entryBytesMax)
    }

    private static func cut(_ text: String, to bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return text }
        var short = text[...]
        while short.utf8.count > bytesMax - 4 { short.removeLast() }
        return short + " …"
    }
}

/// Which steps a digest names, of those that something has happened to.
///
/// A short molecule is told whole. Of a long one: what has failed, the first and the last, and what has an output or a note
/// among those that were looked at, which are the first and the last so many.
package enum DigestChoice {
    /// Rows that are read from each end.
    package static let lookedAt = 1000
    /// Steps that are told of a molecule whatever they have.
    package static let shortMax = 100
    /// The first, and as many of the last.
    package static let endsMax = 20
    /// Failed ones, and ones with an output or a note; of each so many.
    package static let tellingMax = 100

    static var sentence: String {
        """
        Named are those that failed, the first and the last \(endsMax), and those with an output or a note among the first \
        and the last \(lookedAt): \(tellingMax) at the most.
        """
    }

    /// - Parameters:
    ///   - first: the first ones by number, at most `lookedAt`.
    ///   - last: the last ones, likewise; the two may overlap.
    ///   - failed: at most `tellingMax`, wherever they are.
    package static func choose(
        first: [MoleculeStep], last: [MoleculeStep], failed: [MoleculeStep]
    ) -> [MoleculeStep] {
        var seen: [Int64: MoleculeStep] = [:]
        for step in first + last + failed { seen[step.number] = step }
        let all = seen.values.sorted { $0.number < $1.number }
        guard all.count > shortMax else { return all }
        var chosen = Set(failed.prefix(tellingMax).map(\.number))
        chosen.formUnion(all.prefix(endsMax).map(\.number))
        chosen.formUnion(all.suffix(endsMax).map(\.number))
        chosen.formUnion(all.filter(\.tells).prefix(tellingMax).map(\.number))
        return all.filter { chosen.contains($0.number) }
    }
}

extension MoleculeStep {
    fileprivate var tells: Bool { output?.isEmpty == false || note?.isEmpty == false }
    fileprivate var isOver: Bool { state.isEnded || state == .failed }
}

/// How long something took, in the two largest units that say something.
enum DigestSpan {
    static func text(_ duration: Duration) -> String {
        let seconds = max(0, duration.milliseconds / 1000)
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: two(seconds / 60, "min", seconds % 60, "s")
        case ..<86_400: two(seconds / 3600, "h", seconds / 60 % 60, "min")
        default: two(seconds / 86_400, "d", seconds / 3600 % 24, "h")
        }
    }

    private static func two(_ large: Int64, _ unit: String, _ small: Int64, _ smaller: String) -> String {
        small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(smaller)"
    }
}
