/// A pattern over ids and labels: `*` is any text, `?` any character, `[a-z]` one of these, `[!x]` one of all others.
///
/// A `[` that nothing closes stands for itself. What it costs grows with the pattern times the text and no faster,
/// whatever the pattern: a star that was passed is never tried again.
package struct Glob: Hashable, Sendable {
    private enum Piece: Hashable, Sendable {
        case anyText
        case anyCharacter
        case exactly(Character)
        case among([ClosedRange<Character>], isNot: Bool)

        func fits(_ character: Character) -> Bool {
            switch self {
            case .anyText, .anyCharacter: true
            case .exactly(let wanted): wanted == character
            case .among(let ranges, let isNot): ranges.contains { $0.contains(character) } != isNot
            }
        }
    }

    private let pieces: [Piece]

    package init(_ pattern: String) {
        var pieces: [Piece] = []
        var rest = Array(pattern)[...]
        while let next = rest.popFirst() {
            switch next {
            case "*": if pieces.last != .anyText { pieces.append(.anyText) }
            case "?": pieces.append(.anyCharacter)
            case "[": pieces.append(Self.choice(&rest) ?? .exactly("["))
            default: pieces.append(.exactly(next))
            }
        }
        self.pieces = pieces
    }

    /// What stands after `[`, up to its end; nil when there is none. A `]` that comes first belongs to the choice.
    private static func choice(_ rest: inout ArraySlice<Character>) -> Piece? {
        var inner = rest
        let isNot = inner.first == "!" || inner.first == "^"
        if isNot { inner = inner.dropFirst() }
        guard let close = inner.dropFirst().firstIndex(of: "]") else { return nil }
        rest = inner[(close + 1)...]
        inner = inner[..<close]
        var ranges: [ClosedRange<Character>] = []
        while let low = inner.popFirst() {
            if inner.first == "-", let high = inner.dropFirst().first, low <= high {
                ranges.append(low...high)
                inner = inner.dropFirst(2)
            } else {
                ranges.append(low...low)
            }
        }
        return .among(ranges, isNot: isNot)
    }

    /// Whether the whole text fits.
    package func matches(_ text: String) -> Bool {
        let characters = Array(text)
        var piece = 0
        var at = 0
        // The last star, and how far its text reaches for now.
        var star: (piece: Int, end: Int)?
        while at < characters.count {
            if piece < pieces.count, pieces[piece] == .anyText {
                star = (piece, at)
                piece += 1
            } else if piece < pieces.count, pieces[piece].fits(characters[at]) {
                piece += 1
                at += 1
            } else if let last = star {
                star = (last.piece, last.end + 1)
                piece = last.piece + 1
                at = last.end + 1
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy { $0 == .anyText }
    }
}
