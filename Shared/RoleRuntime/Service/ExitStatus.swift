/// How a service's process ends; supervisors read it (docs/protocol.md has the table).
package enum ExitStatus: Int32, Hashable, Sendable {
    case asked = 0
    /// Something this service needs is not there: the store, a program.
    case unavailable = 69
    case bug = 70
    /// Somebody else holds the lock, or the token is old: start again later.
    case tryAgain = 75
    /// Do not restart: rights are missing.
    case forbidden = 77
    /// Do not restart: the configuration, or the town's directory, is not what it must be.
    case configuration = 78
}

/// Why a service ends, in words for its log and with the status for its supervisor.
package struct ServiceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let status: ExitStatus
    /// What happened, why, and what to do next.
    package let sentence: String

    package init(_ status: ExitStatus, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }

    package var description: String { sentence }
}
