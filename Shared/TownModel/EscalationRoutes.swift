/// One way in which an escalation is told.
package enum EscalationRoute: Hashable, Sendable {
    /// Its own bead, a gate that a person closes. Every escalation has it.
    case bead
    /// A letter to this reader.
    case mail(Address)
    /// A command of `escalation.toml`, by its name there.
    case command(String)
    /// A notice on the screen of whoever runs the town.
    case desktop

    /// What shows a notice, along PATH.
    package static let desktopProgram = "notify-send"

    /// Carried out by hands of the Mayor; the others are rows of the ledger.
    package var needsHands: Bool {
        switch self {
        case .command, .desktop: true
        case .bead, .mail: false
        }
    }
}

extension EscalationRoute: CustomStringConvertible, LosslessStringConvertible {
    package var description: String {
        switch self {
        case .bead: "bead"
        case .mail(let address): "mail:\(address)"
        case .command(let name): "command:\(name)"
        case .desktop: "desktop"
        }
    }

    /// Reads a route as `escalation.toml` has it; nil for what is none.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("bead", 1): self = .bead
        case ("desktop", 1): self = .desktop
        case ("mail", 2):
            guard let address = Address(parts[1]), address != .store else { return nil }
            self = .mail(address)
        case ("command", 2):
            guard EscalationCommand.isName(parts[1]) else { return nil }
            self = .command(parts[1])
        default: return nil
        }
    }
}

extension EscalationRoute: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = EscalationRoute(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a route: \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A program that tells somebody outside the town, as `[command.<name>]` has it: never a line for a shell.
package struct EscalationCommand: Hashable, Sendable, Codable {
    package var name: String
    /// The program, along PATH or a path, and its arguments.
    package var words: [String]
    /// After that it is ended, and has failed.
    package var timeoutSeconds: Int64

    package init(name: String, words: [String], timeoutSeconds: Int64 = standardTimeoutSeconds) {
        self.name = name
        self.words = words
        self.timeoutSeconds = timeoutSeconds
    }

    package static let standardTimeoutSeconds: Int64 = 30

    private static let nameBytesMax = 40

    package static func isName(_ text: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard let first = text.utf8.first, letters.contains(first), text.utf8.count <= nameBytesMax else {
            return false
        }
        return text.utf8.allSatisfy {
            letters.contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
    }
}

/// `config/escalation.toml` as it was last read; without one, what holds then.
package struct EscalationSettings: Hashable, Sendable, Codable {
    /// Of those severities alone that the file speaks of.
    package var routes: [Severity: [EscalationRoute]]
    /// By name.
    package var commands: [EscalationCommand]
    /// What nobody has acknowledged for so long is raised anew, one severity higher.
    package var staleAfterSeconds: Int64
    /// How often at most.
    package var reraiseMax: Int

    package init(
        routes: [Severity: [EscalationRoute]] = [:], commands: [EscalationCommand] = [],
        staleAfterSeconds: Int64 = standardStaleAfterSeconds, reraiseMax: Int = standardReraiseMax
    ) {
        self.routes = routes
        self.commands = commands
        self.staleAfterSeconds = staleAfterSeconds
        self.reraiseMax = reraiseMax
    }

    package static let standardStaleAfterSeconds: Int64 = 4 * 3600
    package static let standardReraiseMax = 2
    /// Each time adds to a row that travels whole in its events.
    package static let reraiseMost = 20
    package static let routesMost = 20

    /// What is done about an escalation of this severity, in order. Where the file is silent, each severity adds to the
    /// one below it, and the highest has every command that the file names.
    package func routes(of severity: Severity) -> [EscalationRoute] {
        if let said = routes[severity] { return said }
        return switch severity {
        case .low: [.bead]
        case .medium: [.bead, .mail(.mayor)]
        case .high: [.bead, .mail(.mayor), .mail(.overseer)]
        case .critical:
            [.bead, .mail(.mayor), .mail(.overseer), .desktop] + commands.map { .command($0.name) }
        }
    }
}

extension Severity: CodingKeyRepresentable {
    /// nil for the highest.
    package var higher: Severity? {
        switch self {
        case .critical: nil
        case .high: .critical
        case .medium: .high
        case .low: .medium
        }
    }

    package func isAbove(_ other: Severity) -> Bool { rank > other.rank }

    private var rank: Int {
        switch self {
        case .critical: 3
        case .high: 2
        case .medium: 1
        case .low: 0
        }
    }
}
