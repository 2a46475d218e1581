/// What a file says otherwise than its base: all that a merge with a third one has to look at.
package struct BeadsDelta: Hashable, Sendable {
    /// Lines that are not the base's, in the file's order.
    package private(set) var lines: [BeadLine] = []
    /// The base's lines of the same beads; nil without a base.
    package private(set) var base: [BeadLine]?
    /// Beads whose line the file has no more.
    package private(set) var gone: [String] = []

    /// `base` nil: every line is new.
    package init(_ file: [BeadLine], base: [BeadLine]?) {
        guard let base else {
            lines = file
            return
        }
        let before = Dictionary(base.map { (ExactText($0.id), $0) }) { $1 }
        var kept: [BeadLine] = []
        for line in file {
            let old = before[ExactText(line.id)]
            if let old, old.bytes == line.bytes { continue }
            lines.append(line)
            if let old { kept.append(old) }
        }
        self.base = kept
        let here = Set(file.map { ExactText($0.id) })
        gone = before.keys.filter { !here.contains($0) }.sorted().map(\.text)
    }

    /// As a file has them.
    package static func bytes(_ lines: [BeadLine]) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines { bytes += line.bytes + [UInt8(ascii: "\n")] }
        return bytes
    }
}
