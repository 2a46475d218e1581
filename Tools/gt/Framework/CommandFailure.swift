import Bus
import Glibc
import Host
import TownModel
import Wire

/// Why a command did not do what was asked: what happened, why, what to do next.
struct CommandFailure: Error, Hashable, Encodable {
    var status: ExitStatus
    /// The store's error code, or `usage`, `configuration`, `host`.
    var code: String
    var message: String
    var about: String?
    var hint: String?

    init(_ status: ExitStatus, code: String, _ message: String, about: String? = nil, hint: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.about = about
        self.hint = hint
    }

    private enum CodingKeys: String, CodingKey { case code, message, about, hint, exit }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encodeIfPresent(about, forKey: .about)
        try container.encodeIfPresent(hint, forKey: .hint)
        try container.encode(status.rawValue, forKey: .exit)
    }

    static func usage(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(.usage, code: "usage", message, hint: hint)
    }

    static func configuration(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(.configuration, code: "configuration", message, hint: hint)
    }
}

/// The one place where errors become exit statuses.
extension CommandFailure {
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let refusal as WireError: self.init(refusal)
        case BusFailure.refused(let refusal): self.init(refusal)
        case BusFailure.bus(let problem): self.init(problem)
        case let problem as BusError: self.init(problem)
        case let problem as HostError: self.init(problem)
        default: self.init(.bug, code: "bug", "\(error)", hint: "this is an error of gt: please report it")
        }
    }

    init(_ refusal: WireError) {
        self.init(
            ExitStatus(rawValue: refusal.code.exitCode) ?? .bug, code: refusal.code.rawValue, refusal.message,
            about: refusal.about, hint: refusal.hint)
    }

    init(_ problem: BusError) {
        switch problem {
        case .away(let endpoint):
            self.init(.away, code: "away", "the store at \(endpoint) does not answer", hint: "gt up")
        case .closed:
            self.init(.away, code: "away", "the connection to the store was closed", hint: "try again")
        case .denied(let endpoint):
            self.init(
                .forbidden, code: "forbidden", "the town at \(endpoint) does not let this key in", about: endpoint,
                hint: "gt key authorize there, with the public key that gt remote list shows here")
        case .transport(let reason):
            self.init(.away, code: "away", "the store can't be reached: \(reason)", hint: "gt doctor")
        }
    }
}

extension CommandFailure {
    init(_ problem: HostError) {
        let status: ExitStatus
        switch problem {
        case .system(_, _, let errno) where errno == EACCES || errno == EPERM: status = .forbidden
        case .timedOut: status = .tryAgain
        case .unreadable: status = .badData
        case .exposed: status = .configuration
        case .system, .notStarted, .outputTooLarge, .git, .gitAnswer, .session, .remoteAway,
            .terminalAway:
            status = .refused
        }
        self.init(status, code: "host", "\(problem)", hint: Self.hint(problem))
    }

    private static func hint(_ problem: HostError) -> String {
        switch problem {
        case .system(_, _, let errno) where errno == EACCES || errno == EPERM:
            "run it as the user who owns the town"
        case .system(_, _, let errno) where errno == ENOSPC: "free some space, then the same command again"
        case .exposed(let path, _): "chmod 600 \(path), and gt key rotate if somebody may have read it"
        case .system, .unreadable: "correct what it names, then the same command again"
        case .notStarted: "install it or put it on PATH, then the same command again"
        case .timedOut: "the same command again; if it repeats itself, look what that program waits for"
        case .git, .gitAnswer, .remoteAway: "correct what git names, then the same command again"
        case .terminalAway: "gt up tmux"
        case .outputTooLarge, .session: "gt logs says more"
        }
    }
}

extension CommandFailure {
    /// On stderr, for people or, with `--json`, for programs.
    func report(json: Bool, by program: String = Dialect.gt.name) {
        Output.write(json ? JSONText.text(self) : text(Screen.ofReports, by: program), to: .report)
    }

    func text(_ screen: Screen, by program: String = Dialect.gt.name) -> String {
        var lines = [screen.paint("\(program): ", .red) + screen.plain(message)]
        if let hint { lines.append("    next: " + screen.plain(hint)) }
        return lines.joined(separator: "\n")
    }
}
