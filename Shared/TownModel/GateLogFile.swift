/// The log of one gate in one run of the gates: `.gt/logs/gates/<run>.<number>-<gate>.log`. Whoever reads logs of gates finds
/// them by this name.
package struct GateLogFile: Hashable, Sendable {
    /// Relative to the town's directory.
    package static let directory = ".gt/logs/gates"

    /// As in `merge.testing`: it begins with the id of the topmost request, or with `target` where the target itself was
    /// tested.
    package var run: String
    /// In the list of gates, from 1: tells apart names that look alike as a file's.
    package var number: Int
    /// The gate's name, as a file's.
    package var gate: String

    package init(run: String, number: Int, gate name: String) {
        self.run = run
        self.number = number
        gate = Self.word(name)
    }

    /// nil for a file that is called otherwise.
    package init?(fileName: String) {
        guard fileName.hasSuffix(".log") else { return nil }
        let parts = fileName.dropLast(4).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, let hyphen = last.firstIndex(of: "-"),
            let number = Int(last[..<hyphen]), number > 0
        else { return nil }
        run = parts.dropLast().joined(separator: ".")
        self.number = number
        gate = String(last[last.index(after: hyphen)...])
    }

    package var fileName: String { "\(run).\(number)-\(gate).log" }

    /// Relative to the town's directory.
    package var path: String { "\(Self.directory)/\(fileName)" }

    /// What a shell takes for all logs of a run, relative to the town's directory.
    package static func pattern(run: String) -> String { "\(directory)/\(run).*" }

    /// Of what a merge request has as its log, a pattern or one gate's; nil: it is neither.
    package static func run(ofLog log: String) -> String? {
        guard log.hasPrefix("\(directory)/") else { return nil }
        let name = String(log.dropFirst(directory.count + 1))
        return name.hasSuffix(".*") ? String(name.dropLast(2)) : GateLogFile(fileName: name)?.run
    }

    /// Letters, digits and hyphens of ASCII, of any name.
    package static func word(_ name: String) -> String {
        let safe = name.unicodeScalars.prefix(40).map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "-"
        }
        return String(safe)
    }
}
