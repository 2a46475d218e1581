package import ArgumentParser
package import TownModel
package import Wire

// How the town's nouns are written on a command line. Each refuses what is no such thing, before anything is sent.

/// `0` to `4`, `P0` to `P4`, or the words that mail uses.
struct PriorityArgument: ExpressibleByArgument {
    let value: Priority

    init?(argument: String) {
        let words: [String: Priority] = [
            "urgent": .critical, "high": .high, "normal": .normal, "low": .low, "backlog": .backlog,
        ]
        let digits = argument.first == "P" || argument.first == "p" ? String(argument.dropFirst()) : argument
        guard let value = words[argument.lowercased()] ?? Int(digits).flatMap(Priority.init(rawValue:)) else {
            return nil
        }
        self.value = value
    }
}

extension RigName: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
    package static var defaultCompletionKind: CompletionKind { IDCompletion.rigs }
}

extension BeadHome: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
    package static var defaultCompletionKind: CompletionKind { IDCompletion.rigs }
}

extension TownPrefix: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension CommandID: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension StreamName: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
    package static var defaultCompletionKind: CompletionKind { IDCompletion.rigs }
}

extension Timestamp: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension TCPAddress: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension KeyName: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension PublicKey: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension MailListName: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
    package static var defaultCompletionKind: CompletionKind { IDCompletion.mailLists }
}

extension CorrespondentKind: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}
extension SlingStart: ExpressibleByArgument {}
extension Outcome: ExpressibleByArgument {}

extension AgentRole: ExpressibleByArgument {}
extension RoleText: ExpressibleByArgument {}
