import Host
import Testing
import TownModel

@testable import gt

/// Commands and what they print, as text that is compared with a file in `Golden`. `GT_REWRITE=1` writes the file
/// instead: the diff is the review.
struct GoldenTranscript {
    let name: String
    private let town: TestTown
    private var text = ""

    init(_ name: String, in town: TestTown) {
        self.name = name
        self.town = town
    }

    /// Runs `gt` with these arguments and notes down stdout, stderr and any status but 0.
    mutating func run(_ arguments: String..., environment: [String: String] = [:]) async throws {
        try await note("gt", arguments, town.gt(arguments, environment: environment))
    }

    /// Several of one family, each a line of words.
    mutating func run(_ family: String, lines: [String]) async throws {
        for line in lines {
            let words = [family] + line.split(separator: " ").map(String.init)
            try await note("gt", words, town.gt(words, environment: [:]))
        }
    }

    /// The same with `bd`.
    mutating func bd(_ arguments: String..., environment: [String: String] = [:]) async throws {
        try await note("bd", arguments, town.gt(["bd"] + arguments, environment: environment))
    }

    private mutating func note(_ program: String, _ arguments: [String], _ result: CommandResult) {
        let spoken = arguments.map { $0.contains(" ") || $0.isEmpty ? "\"\($0)\"" : $0 }.joined(separator: " ")
        text +=
            "$ \(program) \(UntrustedText.line(spoken))\n" + result.outputText
            + String(decoding: result.errors, as: UTF8.self)
        if !result.ending.isSuccess { text += "[\(result.ending.status)]\n" }
        text += "\n"
    }

    func check() throws {
        let seen = text.replacing(town.root, with: "TOWN").replacing(/c-[0-9a-z]{20}/, with: "c-RANDOM")
        let path = "\(Files.parent(of: #filePath))/Golden/\(name).txt"
        if HostEnvironment.value("GT_REWRITE") == "1" {
            return try Files.writeAtomically(seen, to: path, mode: 0o644)
        }
        let expected = try Files.readText(path)
        for (line, (new, old)) in zip(Self.lines(seen), Self.lines(expected)).enumerated() where new != old {
            Issue.record("\(name).txt:\(line + 1): expected \(old)\n  but it is \(new)")
        }
        #expect(Self.lines(seen).count == Self.lines(expected).count)
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
