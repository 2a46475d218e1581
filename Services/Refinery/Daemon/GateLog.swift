import Glibc
import Host
package import RefineryCore
package import TownModel

/// The logs of gates, one for each gate of each run: `GateLogFile`.
enum GateLog {
    /// Relative to the town's directory, as all paths here that are told to others.
    static let directory = GateLogFile.directory

    /// What a shell takes for all logs of a run.
    static func pattern(_ candidate: Candidate) -> String { GateLogFile.pattern(run: candidate.runName) }

    /// - Parameter place: in the list of gates, from 0; it tells apart names that look alike as a file's.
    static func path(_ candidate: Candidate, _ gate: Gate, at place: Int) -> String {
        GateLogFile(run: candidate.runName, number: place + 1, gate: gate.name).path
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
}

// Their upkeep. Nobody else removes them.
extension GateRuns {
    package func clearLogs(sparing spared: Spared, at now: Timestamp) async -> String? {
        let directory = "\(layout.root)/\(GateLog.directory)"
        let oldest = now.advanced(by: .seconds(-86_400 * HandsLimits.logDays))
        do throws(HostError) {
            for name in Files.names(in: directory) {
                guard let file = GateLogFile(fileName: name), spared.leaves(file.run) else { continue }
                let path = "\(directory)/\(name)"
                guard let written = Files.modifiedAt(path), written < oldest else { continue }
                try Files.removeTree(path)
            }
            return nil
        } catch {
            return error.description
        }
    }
}
