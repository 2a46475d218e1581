/// Finds out what a type looks like in JSON from the type itself: it is decoded from a decoder that writes down which keys
/// it asks for, of which kinds, and gives it a sample of each. So a new property is in the schemas without a word more.
package final class ShapeRecorder {
    package private(set) var definitions: [String: Definition] = [:]
    private let known = KnownShapes.all
    /// Types that are being read: a list of them inside of themselves is described, and empty in the sample.
    private var begun: Set<String> = []

    package init() {}

    /// The shape, and a value in which everything is set that can be.
    package func read<Value: Decodable>(_ type: Value.Type) throws -> (shape: Shape, sample: Value) {
        let (shape, sample) = try readAny(type)
        guard let sample = sample as? Value else { throw ShapeError("the sample of \(type) is none") }
        return (shape, sample)
    }

    private func readAny<Value: Decodable>(_ type: Value.Type) throws -> (Shape, Any) {
        if let plain = Self.plain(type) { return plain }
        if let composed = type as? any ComposedShape.Type { return try composed.read(by: self) }
        let name = Self.name(of: type)
        if let known = known[ObjectIdentifier(type)] {
            definitions[name] = known.definition
            for part in known.parts { _ = try read(part) }
            return (.named(name), known.sample)
        }
        if let (words, first) = Self.words(type) {
            definitions[name] = Definition(.words(words))
            return (.named(name), first)
        }
        begun.insert(name)
        defer { begun.remove(name) }
        let object = ObjectDecoder(recorder: self)
        let sample = try Value(from: object)
        if definitions[name] == nil { definitions[name] = Definition(.object(object.fields)) }
        return (.named(name), sample)
    }

    fileprivate func isReading(_ type: Any.Type) -> Bool { begun.contains(Self.name(of: type)) }

    /// `Bead`, `BeadCounts.Count`: without the module.
    package static func name(of type: Any.Type) -> String {
        String(reflecting: type).split(separator: ".").dropFirst().joined(separator: ".")
    }

    private static func plain(_ type: Any.Type) -> (Shape, Any)? {
        func one<Number: FixedWidthInteger>(_ type: Number.Type) -> Any { Number(1) }
        switch type {
        case is Bool.Type: return (.boolean, true)
        case is String.Type: return (.text, "text")
        case is Double.Type: return (.number, 1.5)
        case let number as any FixedWidthInteger.Type: return (.integer, one(number))
        default: return nil
        }
    }

    /// Of an enumeration that is written as a word.
    private static func words(_ type: Any.Type) -> ([String], Any)? {
        func open<Cases: CaseIterable>(_ type: Cases.Type) -> ([String], Any)? {
            let words = type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
            guard words.count == type.allCases.count, let first = type.allCases.first else { return nil }
            return (words, first)
        }
        guard let cases = type as? any CaseIterable.Type else { return nil }
        return open(cases)
    }
}

package struct ShapeError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// A list or a map.
private protocol ComposedShape {
    static func read(by recorder: ShapeRecorder) throws -> (Shape, Any)
}

extension Array: ComposedShape where Element: Decodable {
    fileprivate static func read(by recorder: ShapeRecorder) throws -> (Shape, Any) {
        if recorder.isReading(Element.self) {
            return (.list(.named(ShapeRecorder.name(of: Element.self))), [Element]())
        }
        let (shape, sample) = try recorder.read(Element.self)
        return (.list(shape), [sample])
    }
}

extension Dictionary: ComposedShape where Key: Decodable, Value: Decodable {
    fileprivate static func read(by recorder: ShapeRecorder) throws -> (Shape, Any) {
        let (_, key) = try recorder.read(Key.self)
        let (shape, sample) = try recorder.read(Value.self)
        return (.map(shape), [key: sample])
    }
}

/// Answers one type's `init(from:)`, and remembers what it was asked for.
private final class ObjectDecoder: Decoder {
    let recorder: ShapeRecorder
    var fields: [Definition.Field] = []
    /// The key that was asked about before it was decoded: one that may be absent.
    var asked: String?
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(recorder: ShapeRecorder) { self.recorder = recorder }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ObjectKeys(object: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.undescribed }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Self.undescribed }

    static let undescribed = ShapeError("a type that decodes itself from one value: describe it in KnownShapes")

    func value<Value: Decodable>(_ type: Value.Type, _ key: String) throws -> Value {
        let isRequired = asked != key
        asked = nil
        do {
            let (shape, sample) = try recorder.read(type)
            fields.append(Definition.Field(key, shape, isRequired: isRequired))
            return sample
        } catch {
            throw ShapeError("\(key) (\(type)): \(error)")
        }
    }
}

private struct ObjectKeys<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let object: ObjectDecoder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool {
        object.asked = key.stringValue
        return true
    }

    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try object.value(type, key.stringValue)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw ObjectDecoder.undescribed
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw ObjectDecoder.undescribed
    }

    func superDecoder() throws -> any Decoder { throw ObjectDecoder.undescribed }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw ObjectDecoder.undescribed }

    // What the protocol names one by one.
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try object.value(type, key.stringValue) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try object.value(type, key.stringValue) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try object.value(type, key.stringValue) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw ObjectDecoder.undescribed }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try object.value(type, key.stringValue) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try object.value(type, key.stringValue) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try object.value(type, key.stringValue) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try object.value(type, key.stringValue) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try object.value(type, key.stringValue) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try object.value(type, key.stringValue) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try object.value(type, key.stringValue) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try object.value(type, key.stringValue) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try object.value(type, key.stringValue) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try object.value(type, key.stringValue) }
}
