/// Why an old unread letter is not put away by itself: somebody may be waiting for what its reader does.
package enum DrainReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// It is urgent or high.
    case urgent
    /// It is written as a task, an escalation or for scavengers.
    case asks
    /// It answers another letter.
    case reply
    /// It hands work over or calls for help, as its subject says.
    case handoff

    /// nil: nobody need answer this letter.
    package init?(keeping mail: Mail) {
        if mail.priority < .normal {
            self = .urgent
        } else if let type = mail.type, [.task, .escalation, .scavenge].contains(type) {
            self = .asks
        } else if mail.type == .reply || mail.replyTo != nil {
            self = .reply
        } else if Self.handsOver(mail.subject) {
            self = .handoff
        } else {
            return nil
        }
    }

    /// As agents that know the words of other towns write it, with or without a sign before it.
    private static func handsOver(_ subject: String) -> Bool {
        let words = subject.lowercased().split { !$0.isLetter }
        return words.first == "handoff" || words.first == "help" || words.prefix(2) == ["hand", "off"]
    }
}
