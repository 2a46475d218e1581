import Glibc
import Host
import RefineryCore
import TownModel

/// The logs of gates: one for each gate of each run, `.gt/logs/gates/<run>.<place>-<gate>.log`.
enum GateLog {
    /// Relative to the town's directory, as all paths here that are told to others.
    static let directory = ".gt/logs/gates"

    /// What a shell takes for all logs of a run.
    static func pattern(_ candidate: Candidate) -> String { "\(directory)/\(candidate.runName).*" }

    /// - Parameter place: in the list of gates, from 0; it tells apart names that look alike as a file's.
    static func path(_ candidate: Candidate, _ gate: Gate, at place: Int) -> String {
        "\(directory)/\(candidate.runName).\(place + 1)-\(fileName(gate.name)).log"
    }

    /// Cuts one that has grown too large, and says so in it. Only when nobody writes to it any more.
    static func bound(_ path: String) throws(HostError) {
        var status = stat()
        // One that was never made is not too large.
        guard stat(path, &status) == 0, Int(status.st_size) > HandsLimits.gateLogBytesMax else { return }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, off_t(HandsLimits.gateLogBytesMax)) == 0 else {
            throw .system(call: "ftruncate", path: path, errno: errno)
        }
        let line = "\n== cut here: \(status.st_size) bytes were written, \(HandsLimits.gateLogBytesMax) are kept\n"
        guard write(descriptor, line, line.utf8.count) == line.utf8.count else {
            throw .system(call: "write", path: path, errno: errno)
        }
    }

    /// Letters, digits and hyphens of ASCII, of any name.
    private static func fileName(_ name: String) -> String {
        let safe = name.unicodeScalars.prefix(40).map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "-"
        }
        return String(safe)
    }
}
