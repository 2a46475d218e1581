import Glibc

/// The two ways out of a command. Answers go to stdout, everything about the command itself to stderr.
enum Output: Int32 {
    case answer = 1
    case report = 2

    /// Writes text and a newline, whole. A reader that has gone ends us by SIGPIPE, as it should; any other failure
    /// leaves nobody to tell, except where the output is a file that must be whole: there the caller looks.
    @discardableResult
    static func write(_ text: String, to output: Output) -> Bool {
        write(bytes: Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: output)
    }

    /// The bytes, whole, and nothing else.
    @discardableResult
    static func write(bytes: [UInt8], to output: Output) -> Bool {
        var rest = bytes[...]
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

    /// For what is no answer to a person but a file: stdout takes all of it, or the command has failed.
    static func writeWhole(_ bytes: [UInt8]) throws(CommandFailure) {
        guard !write(bytes: bytes, to: .answer) else { return }
        throw CommandFailure(
            .refused, code: "host", "the standard output can't be written: what is there is not whole",
            hint: "make room, then the same command again")
    }

    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Width of the terminal; nil when it is none or does not say.
    var columns: Int? {
        var size = winsize()
        guard isTerminal, ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
