/// The commands that a bead carries in its description: the first fenced block marked `sh`.
package struct BeadScript: Hashable, Sendable {
    package var text: String

    /// Why a description has no script, and what to write instead.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case noBlock
        /// The fence opened on this line (from 1) is never closed.
        case unclosed(line: Int)
        case empty(line: Int)

        package var description: String {
            switch self {
            case .noBlock:
                "the description has no ```sh block: write the commands between a line ```sh and a line ```"
            case .unclosed(let line):
                "the ```sh block opened on line \(line) is never closed: end it with a line ```"
            case .empty(let line):
                "the ```sh block on line \(line) has no command in it: write one, or take the block out"
            }
        }
    }

    /// Reads as Markdown does: a fence is three or more backticks, indented by up to three spaces, closed by at least
    /// as many. Fences of other languages are skipped with what is in them.
    package init(description: String) throws(Problem) {
        let lines = description.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        var index = 0
        while index < lines.count {
            guard let fence = Fence(lines[index]) else {
                index += 1
                continue
            }
            let first = index + 1
            let end = lines[first...].firstIndex { fence.isClosed(by: $0) }
            if fence.language == "sh" {
                guard let end else { throw .unclosed(line: first) }
                let body = lines[first..<end].map { $0.dropFirst(fence.indent(of: $0)) }
                guard body.contains(where: { $0.contains { !$0.isWhitespace } }) else { throw .empty(line: first) }
                text = body.joined(separator: "\n") + "\n"
                return
            }
            index = (end ?? lines.count - 1) + 1
        }
        throw .noBlock
    }
}

/// The opening line of a fenced block.
private struct Fence {
    let spaces: Int
    let ticks: Int
    let language: Substring

    init?(_ line: Substring) {
        spaces = line.prefix { $0 == " " }.count
        let rest = line.dropFirst(spaces)
        ticks = rest.prefix { $0 == "`" }.count
        let info = rest.dropFirst(ticks)
        guard spaces <= 3, ticks >= 3, !info.contains("`") else { return nil }
        language = info.drop { $0 == " " }.prefix { !$0.isWhitespace }
    }

    func isClosed(by line: Substring) -> Bool {
        let rest = line.drop { $0 == " " }
        let count = rest.prefix { $0 == "`" }.count
        return count >= ticks && rest.dropFirst(count).allSatisfy(\.isWhitespace)
    }

    /// What the fence itself is indented by is no part of the lines inside.
    func indent(of line: Substring) -> Int { min(spaces, line.prefix { $0 == " " }.count) }
}
