package import TownModel

/// Ids of commands that a person gives.
package enum FreshID {
    /// `c-`, nine digits of the time, eleven of chance: no two commands are taken for one, and those of one time lie
    /// together where the store keeps its answers, so that a commit of many of them writes a page or two in place of one
    /// for each.
    package static func command(at now: Timestamp = .now) -> CommandID {
        var generator = SystemRandomNumberGenerator()
        let time = UInt64(max(0, now.milliseconds))
        guard let id = CommandID("c-" + digits(time, 9) + digits(generator.next(), 11)) else {
            preconditionFailure("letters and digits are valid")
        }
        return id
    }

    /// The last `count` digits of a number in base 36.
    private static func digits(_ number: UInt64, _ count: Int) -> String {
        let text = String(number, radix: 36)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text.suffix(count)
    }
}
