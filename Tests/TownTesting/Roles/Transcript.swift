package import TownModel

/// A core's conversation as text: what was told, and what it decided. Tests compare the text whole, so that a change
/// of behaviour is read like a change of prose.
///
///     +0s   one convoy, gt-1 ready
///           → feed(convoy: hq-cv-1, bead: gt-1, attempt: 1)
package struct Transcript<State: Equatable, Event: Equatable, Effect: Equatable> {
    package private(set) var state: State
    package private(set) var text = ""
    package private(set) var now: Timestamp
    private let began: Timestamp
    private let decide: (inout State, Event, Timestamp) -> [Effect]

    package init(
        _ state: State, at began: Timestamp = Timestamp(milliseconds: 1_770_000_000_000),
        decide: @escaping (inout State, Event, Timestamp) -> [Effect]
    ) {
        self.state = state
        self.began = began
        now = began
        self.decide = decide
    }

    /// Tells the core an event, `later` after the one before. `name` stands for it in the text; without one the event
    /// is written out.
    @discardableResult
    package mutating func tell(_ event: Event, later: Duration = .zero, as name: String? = nil) -> [Effect] {
        now = now.advanced(by: later)
        let effects = decide(&state, event, now)
        let moment = "+\(began.duration(to: now).milliseconds / 1000)s"
        text += moment + String(repeating: " ", count: max(1, 6 - moment.count))
        text += "\(name ?? Plain.text(event))\n"
        for effect in effects { text += "      → \(Plain.text(effect))\n" }
        return effects
    }

    /// What was said since the last call.
    package mutating func take() -> String {
        defer { text = "" }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

/// Values written for reading: ids bare, absent properties left out, enum cases as calls.
package enum Plain {
    package static func text(_ value: Any) -> String {
        if let text = value as? any LosslessStringConvertible { return "\(text)" }
        if let text = value as? any TextID { return text.text }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { text($0.value) } ?? "nil"
        case .collection, .set: return "[" + mirror.children.map { text($0.value) }.joined(separator: ", ") + "]"
        case .dictionary: return "[" + entries(mirror).sorted().joined(separator: ", ") + "]"
        case .enum: return enumCase(value, mirror)
        case .struct, .class: return "(" + properties(mirror) + ")"
        case .tuple: return properties(mirror)
        default: return "\(value)"
        }
    }

    private static func enumCase(_ value: Any, _ mirror: Mirror) -> String {
        guard let payload = mirror.children.first else { return "\(value)" }
        let inner = Mirror(reflecting: payload.value)
        let name = payload.label ?? ""
        return inner.displayStyle == .tuple
            ? "\(name)(\(properties(inner)))" : "\(name)(\(unwrapped(text(payload.value))))"
    }

    private static func properties(_ mirror: Mirror) -> String {
        mirror.children.compactMap { child in
            let written = text(child.value)
            if written == "nil" { return nil }
            guard let label = child.label, !label.hasPrefix(".") else { return written }
            return "\(label): \(written)"
        }.joined(separator: ", ")
    }

    private static func entries(_ mirror: Mirror) -> [String] {
        mirror.children.map { entry in
            Mirror(reflecting: entry.value).children.map { text($0.value) }.joined(separator: ": ")
        }
    }

    /// A struct as the only payload of a case needs no brackets of its own.
    private static func unwrapped(_ text: String) -> String {
        text.hasPrefix("(") && text.hasSuffix(")") ? String(text.dropFirst().dropLast()) : text
    }
}
