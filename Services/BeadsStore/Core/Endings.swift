package import TownModel

/// How a bead ended, in the words of its close reason: written and read here only, so that a convoy's count is true.
package enum Ending: Hashable, Sendable {
    case landed(CommitID)
    /// Green work that stays on its ref (`land = local`).
    case kept(CommitID)
    case noChange(String)
    /// An epic's last child ended.
    case children
    /// It was only for the case that this bead fails, and that one ended in another way.
    case skipped(BeadID)

    package var closeReason: String {
        switch self {
        case .landed(let tip): Self.landedWords + tip.text
        case .kept(let head): Self.keptWords + head.text
        case .noChange(let why): Self.noChangeWords + why
        case .children: Self.childrenWords
        case .skipped(let bead): "not needed: \(bead) ended well"
        }
    }

    /// Nobody writes these by hand: a reason that a command brings may not begin like them.
    package static func isReserved(_ reason: String) -> Bool {
        [landedWords, keptWords, noChangeWords].contains { reason.hasPrefix($0) }
    }

    /// The word under which a convoy counts it; nil while it is open.
    package static func word(status: BeadStatus, reason: String?, outcome: Outcome?) -> String? {
        guard status.isEnded else { return nil }
        if status == .tombstone { return "deleted" }
        if outcome == .skipped { return "skipped" }
        let reason = reason ?? ""
        if reason.hasPrefix(landedWords) { return "landed" }
        if reason.hasPrefix(keptWords) { return "kept" }
        if reason.hasPrefix(noChangeWords) { return "no-change" }
        return "by hand"
    }

    private static let landedWords = "landed as "
    private static let keptWords = "kept as "
    private static let noChangeWords = "no change: "
    private static let childrenWords = "all its children are closed"
}

extension Convoy {
    /// Every member is closed or deleted, however.
    package var isComplete: Bool { !members.isEmpty && members.allSatisfy { $0.ending != nil } }

    /// `3 landed, 1 no-change, 1 by hand`: in the order in which the words first appear.
    package var endings: String {
        var words: [String] = []
        var counts: [String: Int] = [:]
        for member in members {
            let word = member.ending ?? "open"
            if counts[word] == nil { words.append(word) }
            counts[word, default: 0] += 1
        }
        return words.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", ")
    }
}
