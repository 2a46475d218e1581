package import TownModel
internal import Wire

/// What a line of a program's structured output says.
package enum StreamSign: Hashable, Sendable {
    /// The message of this name was taken up.
    case taken(String)
    case turnStarted
    case turnEnded
    case turnRefused(String)
}

extension StreamForm {
    /// A message's line, without its end. What is said can't leave its string, whatever it is.
    package func line(_ text: String, id: String) -> String {
        let parts = message.split(separator: "{text}", omittingEmptySubsequences: false)
        return parts.map { Self.named($0, id) }.joined(separator: JSONText.quoted(text))
    }

    package func sign(of line: some Collection<UInt8>) -> StreamSign? {
        let line = Array(line)
        if let turnRefused, let words = Self.matches(line, turnRefused) { return .turnRefused(words ?? "") }
        if Self.matches(line, turnEnded) != nil { return .turnEnded }
        if Self.matches(line, turnStarted) != nil { return .turnStarted }
        return Self.matches(line, taken).flatMap(\.self).map { .taken($0) }
    }

    /// Whether the last turn that the output's end speaks of goes on. Its first line may be cut.
    package func isInTurn(_ output: [UInt8]) -> Bool {
        for line in output.split(separator: UInt8(ascii: "\n")).reversed() {
            switch sign(of: line) {
            case .turnStarted: return true
            case .turnEnded, .turnRefused: return false
            case .taken, nil: continue
            }
        }
        return false
    }

    /// Why the form can't be used; nil: it can.
    package var problem: (setting: String, reason: String)? {
        guard message.contains("{text}") else { return ("stdin_message", "says {text} where the text comes") }
        let signs = [
            ("stdin_message", line("a \"text\"", id: "an-id")), ("stdin_taken", taken),
            ("stdin_turn_started", turnStarted), ("stdin_turn_ended", turnEnded),
            ("stdin_turn_refused", turnRefused ?? turnEnded),
        ]
        for (setting, text) in signs where Self.members(of: Array(text.utf8))?.isEmpty != false {
            return (setting, "is a JSON object with a member at least, on one line")
        }
        let names = Self.members(of: Array(taken.utf8))?.values.count { $0 == .text("{id}") }
        return names == 1 ? nil : ("stdin_taken", "has one member \"{id}\", where the message is named")
    }

    private static func named(_ text: Substring, _ id: String) -> String {
        text.split(separator: "{id}", omittingEmptySubsequences: false).joined(separator: id)
    }

    /// Stand for what a line says itself.
    private static let marks: Set<String> = ["{id}", "{words}"]

    /// nil: it is no such line; else what stands in the place of the sign's mark, if it has one.
    private static func matches(_ line: [UInt8], _ sign: String) -> String?? {
        guard let wanted = members(of: Array(sign.utf8)) else { return nil }
        // Most lines are answers and what tools have said: long, and no sign. They are not taken apart.
        for case .text(let text) in wanted.values
        where !marks.contains(text) && line.firstRange(of: Array(text.utf8)) == nil {
            return nil
        }
        guard let members = members(of: line) else { return nil }
        var name: String?
        for (key, value) in wanted {
            if case .text(let mark) = value, marks.contains(mark), case .text(let text)? = members[key] {
                name = text
            } else if members[key] != value {
                return nil
            }
        }
        return .some(name)
    }

    /// nil: it is no object.
    private static func members(of line: [UInt8]) -> [String: JSONValue]? {
        guard !line.contains(UInt8(ascii: "\n")) else { return nil }
        // What is no JSON is no sign: programs print other words too.
        guard case .object(let members)? = try? JSONText.decode(JSONValue.self, from: line) else { return nil }
        return members
    }
}
