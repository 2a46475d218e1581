/// Which variables of the Refinery's environment a gate may ask for.
package enum GateVariables {
    /// Set by the runner for every gate: these have one meaning.
    package static let given: Set<String> = [
        "PATH", "HOME", "TMPDIR", "LANG", "CI", "GATE_NAME", "GATE_RIG", "GATE_TARGET", "GATE_RUN",
    ]

    /// Why this name can't be asked for; nil: it can.
    package static func refusal(_ name: String) -> String? {
        let isName =
            name.utf8.first.map { !isDigit($0) } == true
            && name.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
        guard isName else { return "\"\(name)\" is no name of a variable: letters, digits and _" }
        let upper = name.uppercased()
        if upper.hasPrefix("GT_") || upper.contains("CURVE") {
            return "\"\(name)\" is the town's own: a gate runs code that nobody has accepted yet"
        }
        if given.contains(upper) { return "\"\(name)\" is set for every gate" }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
