/// A JSON object of the plainest shape: no white space, strings without escapes, whole numbers. Anything else is nil: it
/// may still be valid JSON, and is for the general decoder to judge.
struct PlainObject {
    enum Value: Hashable {
        case text(String)
        case number(Int64)
    }

    /// In their order; no key twice.
    private(set) var members: [(key: String, value: Value)] = []

    init?(_ json: [UInt8]) {
        var rest = json[...]
        guard Self.take("{", from: &rest) else { return nil }
        if rest == [UInt8(ascii: "}")] { return }
        repeat {
            guard let key = Self.string(from: &rest), Self.take(":", from: &rest),
                let value = Self.value(from: &rest), !members.contains(where: { $0.key == key })
            else { return nil }
            members.append((key, value))
        } while Self.take(",", from: &rest)
        guard Self.take("}", from: &rest), rest.isEmpty else { return nil }
    }

    private static func value(from rest: inout ArraySlice<UInt8>) -> Value? {
        if rest.first == UInt8(ascii: "\"") { return string(from: &rest).map(Value.text) }
        // 18 digits always fit.
        let digits = rest.prefix(18).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else { return nil }
        rest = rest.dropFirst(digits.count)
        return .number(digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) })
    }

    private static func string(from rest: inout ArraySlice<UInt8>) -> String? {
        guard take("\"", from: &rest) else { return nil }
        let bytes = rest.prefix { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        rest = rest.dropFirst(bytes.count)
        guard take("\"", from: &rest) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func take(_ character: Unicode.Scalar, from rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
