package import TownModel

/// What one sweep saw of one session: facts, no opinion.
package struct Look: Equatable, Sendable {
    package var number: Int64
    /// Whether its shim has an agent's process under it; nil: the processes could not be looked at.
    package var hasAgent: Bool?
    /// Bytes that its output file has; nil: there is none yet.
    package var outputBytes: Int64?
    package var screen: Screen

    package enum Screen: Equatable, Sendable {
        /// There was no reason to read it.
        case notRead
        /// What its preset's signs say of the text, with nothing of the text but the line about a limit and the question
        /// that a person is asked.
        case read(isAtPrompt: Bool, limitLine: String?, question: String? = nil)
        /// Nobody could say what it shows.
        case away(String)
    }

    package init(number: Int64, hasAgent: Bool?, outputBytes: Int64?, screen: Screen) {
        self.number = number
        self.hasAgent = hasAgent
        self.outputBytes = outputBytes
        self.screen = screen
    }
}

/// A session that a sweep is to look at, and what was seen of it before.
package struct SweepTarget: Equatable, Sendable {
    package var assignment: Assignment
    package var shim: ProcessIdentity
    /// nil: it was not looked at.
    package var outputBytes: Int64?
    /// At how many bytes its text was read last.
    package var readBytes: Int64?
    /// It is known to wait: what it shows may change while it does.
    package var isWaiting: Bool

    package init(
        assignment: Assignment, shim: ProcessIdentity, outputBytes: Int64? = nil, readBytes: Int64? = nil,
        isWaiting: Bool = false
    ) {
        self.assignment = assignment
        self.shim = shim
        self.outputBytes = outputBytes
        self.readBytes = readBytes
        self.isWaiting = isWaiting
    }

    /// Text is read on suspicion alone: when nothing was written since the last sweep, and once for all that is there.
    package func wantsText(at bytes: Int64?) -> Bool {
        guard let bytes else { return false }
        return isWaiting || (bytes == outputBytes && bytes != readBytes)
    }
}
