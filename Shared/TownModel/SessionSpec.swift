/// What the shim is to run. Written by the Witness, read by `gt-session`, which links no JSON: texts ended by NUL, in
/// the order of the properties, lists with their count before them.
package struct SessionSpec: Hashable, Sendable {
    /// The first is the program's absolute path.
    package var arguments: [String]
    /// `NAME=value`; all the agent sees.
    package var environment: [String]
    /// Where the agent starts. The shim holds an exclusive flock on it, and all that it starts inherit that lock.
    package var directory: String
    /// A private file that becomes the agent's stdin (its first prompt); empty: the terminal, or nothing. A folder: its
    /// messages, each as soon as it is there, in the order of their names, and no end as long as the shim lives.
    package var input: String
    /// The file that the agent's stdout and stderr are appended to; empty: the terminal, or what the shim has. With one,
    /// the agent runs in a session of its own without a terminal, so that nothing can ask a person there and wait.
    package var output: String

    package init(
        arguments: [String], environment: [String], directory: String, input: String = "", output: String = ""
    ) {
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.input = input
        self.output = output
    }

    private static let magic = "gt-session 2"

    /// nil when a text holds a NUL, which no argument of a program can.
    package var bytes: [UInt8]? {
        let texts =
            [Self.magic, directory, input, output, String(arguments.count)] + arguments
            + [String(environment.count)] + environment
        guard texts.allSatisfy({ !$0.utf8.contains(0) }) else { return nil }
        return texts.flatMap { Array($0.utf8) + [0] }
    }

    /// nil for anything that `bytes` does not give.
    package init?(bytes: [UInt8]) {
        guard bytes.last == 0 else { return nil }
        var texts = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }[...]
        func list() -> [String]? {
            guard let text = texts.popFirst(), let count = Int(text), (0...texts.count).contains(count) else {
                return nil
            }
            defer { texts = texts.dropFirst(count) }
            return Array(texts.prefix(count))
        }
        guard texts.popFirst() == Self.magic, let directory = texts.popFirst(), let input = texts.popFirst(),
            let output = texts.popFirst(), let arguments = list(), !arguments.isEmpty, let environment = list(),
            texts.isEmpty
        else { return nil }
        self.init(arguments: arguments, environment: environment, directory: directory, input: input, output: output)
    }
}

extension SessionSpec {
    /// Its name in a session's directory.
    package static let messagesFolder = "said"
    /// Of a message's file; a draft of one has another.
    package static let messageEnding = ".jsonl"
    /// The first message, in which alone the shim is named.
    package static let firstMessage = "first"

    /// Stands in an argument, or in the file that becomes the input, where the shim's own process number is to be: nobody
    /// knows it before the shim runs.
    package static let pidMark = "{pid of the shim}"

    /// With the number in the place of the mark.
    package func named(by pid: Int32) -> SessionSpec {
        var spec = self
        spec.arguments = arguments.map { String(decoding: Self.naming(pid, in: Array($0.utf8)), as: UTF8.self) }
        return spec
    }

    package static func naming(_ pid: Int32, in text: [UInt8]) -> [UInt8] {
        let mark = Array(pidMark.utf8)
        var named: [UInt8] = []
        named.reserveCapacity(text.count)
        var rest = text[...]
        while !rest.isEmpty {
            if rest.starts(with: mark) {
                named += Array(String(pid).utf8)
                rest = rest.dropFirst(mark.count)
            } else {
                named.append(rest.removeFirst())
            }
        }
        return named
    }
}
