/// A pattern over ids: `*` is any text, `?` one character, `[abc]` and `[a-z]` one of these, `[!a]` none of these.
package struct Glob: Hashable, Sendable {
    private enum Piece: Hashable, Sendable {
        case any
        case one
        case exactly(Character)
        case among([ClosedRange<Character>], isNot: Bool)
    }

    private let pieces: [Piece]

    package init(_ pattern: String) {
        var pieces: [Piece] = []
        var rest = Array(pattern)[...]
        while let next = rest.popFirst() {
            switch next {
            case "*": if pieces.last != .any { pieces.append(.any) }
            case "?": pieces.append(.one)
            case "[":
                if let close = rest.dropFirst().firstIndex(of: "]") {
                    pieces.append(Self.choice(rest[..<close]))
                    rest = rest[(close + 1)...]
                } else {
                    pieces.append(.exactly(next))
                }
            default: pieces.append(.exactly(next))
            }
        }
        self.pieces = pieces
    }

    private static func choice(_ text: ArraySlice<Character>) -> Piece {
        var rest = text
        let isNot = rest.first == "!" || rest.first == "^"
        if isNot { rest = rest.dropFirst() }
        var ranges: [ClosedRange<Character>] = []
        while let low = rest.popFirst() {
            if rest.first == "-", let high = rest.dropFirst().first, low <= high {
                ranges.append(low...high)
                rest = rest.dropFirst(2)
            } else {
                ranges.append(low...low)
            }
        }
        return .among(ranges, isNot: isNot)
    }

    package func matches(_ text: String) -> Bool {
        let letters = Array(text)
        var piece = 0, at = 0
        var star: (piece: Int, at: Int)?
        while at < letters.count {
            if piece < pieces.count, pieces[piece] == .any {
                star = (piece, at)
                piece += 1
            } else if piece < pieces.count, fits(pieces[piece], letters[at]) {
                piece += 1
                at += 1
            } else if let back = star {
                star = (back.piece, back.at + 1)
                piece = back.piece + 1
                at = back.at + 1
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy { $0 == .any }
    }

    private func fits(_ piece: Piece, _ letter: Character) -> Bool {
        switch piece {
        case .any, .one: true
        case .exactly(let wanted): wanted == letter
        case .among(let ranges, let isNot): ranges.contains { $0.contains(letter) } != isNot
        }
    }
}
