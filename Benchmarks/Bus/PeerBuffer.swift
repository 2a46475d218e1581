/// What came in on a connection and was not read yet.
struct PeerBuffer {
    private var bytes: [UInt8] = []
    private var start = 0

    mutating func append(_ more: UnsafeRawBufferPointer) {
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Without its CR LF; nil while it is not here whole.
    mutating func line() -> String? {
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { start = end + 1 }
        return String(decoding: bytes[start..<max(start, end - 1)], as: UTF8.self)
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard bytes.count - start >= count else { return nil }
        defer { start += count }
        return bytes[start..<(start + count)]
    }

    /// Takes nothing where `read` gives nil: the rest of it is still on its way.
    mutating func whole<Result>(_ read: (inout PeerBuffer) throws -> Result?) rethrows -> Result? {
        let mark = start
        if let result = try read(&self) { return result }
        start = mark
        return nil
    }
}
