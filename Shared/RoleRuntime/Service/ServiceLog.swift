internal import Logging
package import TownModel
package import Wire

/// The one log of a process: lines on stderr, with metadata from a fixed list.
///
/// A level says who must act: `error` a person now, `warning` a person some day, `info` nobody, `debug` a developer.
package struct ServiceLog: Sendable {
    private let logger: Logger

    /// Level from `GT_LOG` (`debug`, `info` …); `info` when it is absent or unknown.
    package init(service: String, levelName: String?) {
        var logger = Logger(label: service) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = levelName.flatMap(Logger.Level.init(rawValue:)) ?? .info
        self.logger = logger
    }

    private init(logger: Logger) { self.logger = logger }

    /// For tests whose subject is not the log.
    package static let silent = ServiceLog(logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() })

    package func error(_ message: String, _ fields: LogField...) { write(.error, message, fields) }
    package func warning(_ message: String, _ fields: LogField...) { write(.warning, message, fields) }
    package func info(_ message: String, _ fields: LogField...) { write(.info, message, fields) }
    package func debug(_ message: @autoclosure () -> String, _ fields: LogField...) {
        guard logger.logLevel <= .debug else { return }
        write(.debug, message(), fields)
    }

    private func write(_ level: Logger.Level, _ message: String, _ fields: [LogField]) {
        var metadata: Logger.Metadata = [:]
        for field in fields { metadata[field.name] = .string(field.value) }
        logger.log(level: level, "\(message)", metadata: metadata, source: "")
    }

    /// What the lifecycle library writes to.
    var lifecycle: Logger { logger }
}

/// All that a log line can carry beside its text.
package enum LogField: Hashable, Sendable {
    case role(RoleName)
    case rig(RigName)
    case bead(BeadID)
    case convoy(BeadID)
    case session(Incarnation)
    case sequence(Int64)
    case command(CommandID)
    case code(ErrorCode)

    var name: String {
        switch self {
        case .role: "role"
        case .rig: "rig"
        case .bead: "bead"
        case .convoy: "convoy"
        case .session: "session"
        case .sequence: "seq"
        case .command: "command"
        case .code: "code"
        }
    }

    var value: String {
        switch self {
        case .role(let role): role.description
        case .rig(let rig): rig.text
        case .bead(let bead), .convoy(let bead): bead.text
        case .session(let incarnation): incarnation.text
        case .sequence(let sequence): String(sequence)
        case .command(let id): id.text
        case .code(let code): code.rawValue
        }
    }
}
