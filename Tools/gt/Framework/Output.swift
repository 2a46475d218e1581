import Glibc

/// The two ways out of a command. Answers go to stdout, everything about the command itself to stderr.
enum Output: Int32 {
    case answer = 1
    case report = 2

    /// Writes text and a newline, whole. A reader that has gone ends us by SIGPIPE, as it should; any other failure
    /// leaves nobody to tell, except where the output is a file that must be whole: there the caller looks.
    @discardableResult
    static func write(_ text: String, to output: Output) -> Bool {
        var rest = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(output.rawValue, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Width of the terminal; nil when it is none or does not say.
    var columns: Int? {
        var size = winsize()
        guard isTerminal, ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
