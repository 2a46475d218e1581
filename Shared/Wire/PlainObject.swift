/// A JSON object of the plainest shape: no white space, strings without escapes, whole numbers, lists of strings, objects
/// of strings. Anything else is nil: it may still be valid JSON, and is for the general decoder to judge.
package struct PlainObject {
    enum Value: Hashable {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case texts([String])
        case map([String: String])
    }

    /// In their order; no key twice.
    private(set) var members: [(key: String, value: Value)] = []

    init?(_ json: [UInt8]) {
        let members = json.withUnsafeBufferPointer { bytes -> [(key: String, value: Value)]? in
            var scanner = PlainScanner(bytes: bytes)
            return scanner.object()
        }
        guard let members else { return nil }
        self.members = members
    }
}

/// Reads one plain object; whatever it can't read makes the whole nil.
private struct PlainScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var place = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func object() -> [(key: String, value: PlainObject.Value)]? {
        var members: [(key: String, value: PlainObject.Value)] = []
        guard take("{") else { return nil }
        if take("}") { return isAtEnd ? members : nil }
        members.reserveCapacity(8)
        repeat {
            guard let key = string(), take(":"), let value = value(), !members.contains(where: { $0.key == key })
            else { return nil }
            members.append((key, value))
        } while take(",")
        return take("}") && isAtEnd ? members : nil
    }

    private var isAtEnd: Bool { place == bytes.count }
    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func value() -> PlainObject.Value? {
        switch next {
        case UInt8(ascii: "\""): string().map { .text($0) }
        case UInt8(ascii: "["): texts().map { .texts($0) }
        case UInt8(ascii: "{"): map().map { .map($0) }
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
