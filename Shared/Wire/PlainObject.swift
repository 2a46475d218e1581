/// A JSON object of the plainest shape: no white space, strings without escapes, whole numbers, lists of strings, objects
/// of the same. Anything else is nil: it may still be valid JSON, and is for the general decoder to judge.
package struct PlainObject {
    enum Value {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case texts([String])
        /// An object all of whose values are strings.
        case map([String: String])
        case object(PlainObject)
    }

    struct Member {
        var key: String
        var value: Value
    }

    /// In their order; no key twice.
    private(set) var members: [Member] = []

    var pairs: [(key: String, value: Value)] { members.map { ($0.key, $0.value) } }

    /// Of an object inside of another.
    init?(_ value: Value) {
        switch value {
        case .object(let object): self = object
        case .map(let map): members = map.map { Member(key: $0.key, value: .text($0.value)) }
        case .text, .number, .flag, .texts: return nil
        }
    }

    fileprivate init(members: [Member]) { self.members = members }

    init?(_ json: [UInt8]) {
        let members = json.withUnsafeBufferPointer { bytes -> [Member]? in
            var scanner = PlainScanner(bytes: bytes)
            return scanner.whole()
        }
        guard let members else { return nil }
        self.members = members
    }
}

/// Reads one plain object; whatever it can't read makes the whole nil.
private struct PlainScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var place = 0
    private var depth = 0

    /// Nothing of ours is deeper; what somebody sends may be.
    private static let depthMax = 8

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func whole() -> [PlainObject.Member]? {
        guard let members = object(), isAtEnd else { return nil }
        return members
    }

    private mutating func object() -> [PlainObject.Member]? {
        var members: [PlainObject.Member] = []
        guard depth < Self.depthMax, take("{") else { return nil }
        depth += 1
        defer { depth -= 1 }
        if take("}") { return members }
        members.reserveCapacity(8)
        repeat {
            guard let key = string(), take(":"), let value = value(), !members.contains(where: { $0.key == key })
            else { return nil }
            members.append(PlainObject.Member(key: key, value: value))
        } while take(",")
        return take("}") ? members : nil
    }

    private var isAtEnd: Bool { place == bytes.count }
    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func value() -> PlainObject.Value? {
        switch next {
        case UInt8(ascii: "\""): string().map { .text($0) }
        case UInt8(ascii: "["): texts().map { .texts($0) }
        case UInt8(ascii: "{"): inner()
        case UInt8(ascii: "t"): word("true") ? .flag(true) : nil
        case UInt8(ascii: "f"): word("false") ? .flag(false) : nil
        default: number().map { .number($0) }
        }
    }

    private mutating func texts() -> [String]? {
        var texts: [String] = []
        guard take("[") else { return nil }
        if take("]") { return texts }
        repeat {
            guard let text = string() else { return nil }
            texts.append(text)
        } while take(",")
        return take("]") ? texts : nil
    }

    private mutating func inner() -> PlainObject.Value? {
        let start = place
        if let map = map() { return .map(map) }
        place = start
        return object().map { .object(PlainObject(members: $0)) }
    }

    private mutating func map() -> [String: String]? {
        var map: [String: String] = [:]
        guard take("{") else { return nil }
        if take("}") { return map }
        repeat {
            guard let key = string(), take(":"), let text = string(), map.updateValue(text, forKey: key) == nil
            else { return nil }
        } while take(",")
        return take("}") ? map : nil
    }

    private mutating func number() -> Int64? {
        let start = place
        var value: Int64 = 0
        // 18 digits always fit.
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), place - start < 18 {
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            place += 1
        }
        let count = place - start
        return count > 1 && bytes[start] == UInt8(ascii: "0") || count == 0 ? nil : value
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        let start = place
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
            place += 1
        }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<place])
        guard take("\"") else { return nil }
        return String(validating: text, as: UTF8.self)
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let end = place + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        for index in place..<end where bytes[index] != word.utf8Start[index - place] { return false }
        place = end
        return true
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }
}
