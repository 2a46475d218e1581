import BeadsFormat
import Glibc
import Host

/// The lines of a file that is to be replaced, one after the other.
struct ExportOldLines {
    let source: FileSource
    /// A line is no bead, so the file is none of ours, and nothing is said of what became of its lines.
    private(set) var isForeign = false
    /// Read and not dealt with yet.
    private var bytes: ArraySlice<UInt8> = []
    private var offset = 0
    /// Of the line that comes next, once it was asked for.
    private var id: String?

    init(of source: FileSource) { self.source = source }

    /// True, and the line dealt with, if this one comes next. `line`: with the newline that is its only one.
    mutating func skip(_ line: [UInt8]) throws(HostError) -> Bool {
        while bytes.count < line.count { guard try fill() else { return false } }
        let isSame = line.withUnsafeBytes { one in
            bytes.withUnsafeBytes { other in
                guard let one = one.baseAddress, let other = other.baseAddress else { return true }
                return memcmp(one, other, line.count) == 0
            }
        }
        if isSame { drop(line.count) }
        return isSame
    }

    /// Of the line that comes next; nil at the end, and from a line on that is no bead.
    mutating func nextID() throws(HostError) -> String? {
        if isForeign { return nil }
        if let id { return id }
        guard let line = try next() else { return nil }
        // What is no bead is no line of ours: the caller keeps the file.
        id = line.last == UInt8(ascii: "\n") ? (try? BeadLine(line.dropLast()))?.id : nil
        if id == nil { isForeign = true }
        return id
    }

    /// Deals with the line that comes next, whatever it is; false at the end.
    mutating func advance() throws(HostError) -> Bool {
        guard let line = try next() else { return false }
        drop(line.count)
        return true
    }

    private mutating func next() throws(HostError) -> ArraySlice<UInt8>? {
        var searched = 0
        while true {
            if let end = bytes.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) { return bytes[...end] }
            searched = bytes.count
            guard try fill() else { return bytes.isEmpty ? nil : bytes }
        }
    }

    private mutating func drop(_ count: Int) {
        bytes = bytes.dropFirst(count)
        id = nil
    }

    /// False at the end.
    private mutating func fill() throws(HostError) -> Bool {
        let more = try source.read(at: offset, bytesMax: StoreLimits.exportReadBytes)
        offset += more.count
        bytes = (Array(bytes) + more)[...]
        return !more.isEmpty
    }
}
