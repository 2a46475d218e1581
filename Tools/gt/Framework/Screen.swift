import Host
import TownModel

/// How text is shown: colours only on a terminal, widths only where there is one. A value, so that what a command
/// prints is a pure function of its reply and a screen.
struct Screen {
    var colour: Bool
    /// nil: not a terminal; nothing is cut.
    var columns: Int?
    /// For ages.
    var now: Timestamp

    enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case magenta = "35"
        case cyan = "36"
        case dim = "2"
        case bold = "1"
    }

    static func of(_ output: Output, noColor: Bool = false) -> Screen {
        let plain = noColor || Surroundings.own.value("NO_COLOR")?.isEmpty == false
        return Screen(
            colour: output.isTerminal && !plain && Surroundings.own.value("TERM") != "dumb",
            columns: output.isTerminal ? output.columns ?? CommandLimits.columnsDefault : nil, now: Surroundings.now)
    }

    static var ofReports: Screen { of(.report) }

    func paint(_ text: String, _ colours: Colour...) -> String {
        guard colour, !text.isEmpty, !colours.isEmpty else { return text }
        return "\u{1B}[\(colours.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
    }

    /// One line of text that somebody else wrote: it can't move the cursor, colour, hide or reorder anything.
    func plain(_ text: String) -> String { UntrustedText.line(text) }

    /// Several such lines.
    func paragraph(_ text: String, indent: Int = 0) -> String {
        UntrustedText.lines(text).map { String(repeating: " ", count: indent) + $0 }.joined(separator: "\n")
    }

    /// `12 s`, `5 min`, `3 h`, `2 d` ago, without the word.
    func age(_ time: Timestamp) -> String { Age.text(time.duration(to: now)) }
}
