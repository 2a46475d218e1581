/// Reads files of people: TOML and JSON become the same tree, with the line of everything in it. Never traps.
package enum SourceText {
    /// The longest text that is read, in bytes.
    package static let bytesMax = 4 << 20
    /// Tables and lists inside of each other.
    package static let depthMax = 64

    /// The bytes without a mark of their order, if they are not too many.
    static func bytes(of text: String) throws(SourceFault) -> [UInt8] {
        guard text.utf8.count <= bytesMax else {
            throw SourceFault(line: nil, sentence: "it has \(text.utf8.count) bytes, at most \(bytesMax) are read")
        }
        let bytes = Array(text.utf8)
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
    }

    static func tooDeep(line: Int?) -> SourceFault {
        SourceFault(line: line, sentence: "it is nested deeper than \(depthMax) levels")
    }
}
