/// A text that equals another only byte for byte, and sorts by its bytes.
///
/// Swift's `String` takes é in one scalar and é in two for the same. To git, to the reference and to whoever wrote them,
/// two ids, keys or labels that differ so are two: taken for one, a bead would be lost.
struct ExactText: Hashable, Comparable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: ExactText, other: ExactText) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

    static func < (one: ExactText, other: ExactText) -> Bool {
        one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }

    /// By `String`: equal bytes have equal hashes, and texts that look alike are rare.
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
