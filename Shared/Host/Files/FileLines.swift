/// The lines of a file that may be large: no more than a piece and the line that is read are ever held. Bytes behind the
/// last end of a line are a line too: who writes may be about to go on.
package struct FileLines {
    private let source: FileSource
    private var offset = 0
    private var piece: ArraySlice<UInt8> = []
    private let lineBytesMax: Int

    package enum Line: Hashable, Sendable {
        case bytes([UInt8])
        /// Longer than it may be: it was passed over.
        case tooLong
    }

    package init(_ path: String, lineBytesMax: Int = HostLimits.fileLineBytesMax) throws(HostError) {
        source = try FileSource(path)
        self.lineBytesMax = lineBytesMax
    }

    /// nil at the end.
    package mutating func next() throws(HostError) -> Line? {
        var line: [UInt8] = []
        var (isTooLong, hasAny) = (false, false)
        while true {
            if piece.isEmpty {
                let bytes = try source.read(at: offset, bytesMax: HostLimits.filePieceBytes)
                offset += bytes.count
                piece = bytes[...]
                guard !piece.isEmpty else { break }
            }
            hasAny = true
            let end = piece.firstIndex(of: UInt8(ascii: "\n"))
            let part = piece[..<(end ?? piece.endIndex)]
            if line.count + part.count > lineBytesMax { (isTooLong, line) = (true, []) }
            if !isTooLong { line += part }
            piece = end.map { piece[($0 + 1)...] } ?? []
            if end != nil { break }
        }
        guard hasAny else { return nil }
        return isTooLong ? .tooLong : .bytes(line)
    }
}
