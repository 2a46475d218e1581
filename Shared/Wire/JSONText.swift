internal import FoundationEssentials

/// The one place where values become JSON and back: compact, keys sorted, so that equal values are equal bytes.
package enum JSONText {
    /// Deeper nesting is refused before anything is decoded.
    package static let depthMax = 64

    package static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            // Our own values have no NaN and no failing encoder; anything else is a bug here.
            preconditionFailure("a value of ours could not be encoded: \(error)")
        }
    }

    package static func text(_ value: some Encodable) -> String {
        String(decoding: encode(value), as: UTF8.self)
    }

    /// For people: indented, keys sorted.
    package static func pretty(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            preconditionFailure("a value of ours could not be encoded: \(error)")
        }
    }

    /// Throws `WireError` with code `invalid` or `too-large` and a sentence that names what is wrong.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8]
    ) throws(WireError) -> Value {
        try checkShape(bytes)
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw WireError(.invalid, "the JSON is not what was expected: \(sentence(error))")
        } catch {
            throw WireError(.invalid, "the JSON can't be read: \(error)")
        }
    }

    /// Valid UTF-8 and nesting within the limit, by one pass that does not allocate.
    static func checkShape(_ bytes: [UInt8]) throws(WireError) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw WireError(.invalid, "the body is not valid UTF-8")
        }
        var depth = 0
        var inString = false
        var escaped = false
        for byte in bytes {
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                inString = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
                guard depth <= depthMax else {
                    throw WireError(.tooLarge, "the JSON is nested deeper than \(depthMax) levels")
                }
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
            }
        }
    }

    private static func sentence(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty ? "the top" : context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "\"\(key.stringValue)\" is missing at \(place(context))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return "at \(place(context)): \(context.debugDescription)"
        @unknown default:
            return "\(error)"
        }
    }
}

/// Bytes of any kind; in JSON they are Base64.
package struct JSONBytes: Codable, Hashable, Sendable {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package init(from decoder: any Decoder) throws {
        bytes = [UInt8](try decoder.singleValueContainer().decode(Data.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes))
    }
}
