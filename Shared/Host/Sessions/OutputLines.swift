internal import CHost
internal import Glibc

/// The lines of a session's output as it grows, from some byte on.
package final class OutputLines {
    private let path: String
    private let descriptor: Int32
    private let watch: Int32
    /// Of the next byte.
    private var offset: Int
    /// Of a line whose end is not there yet.
    private var begun: [UInt8] = []

    package struct Line {
        /// Where the one behind it begins.
        package var end: Int
        package var bytes: [UInt8]
    }

    package init(of session: SessionDirectory, from offset: Int) throws(HostError) {
        path = session.outputFile
        self.offset = offset
        // The shim opens it the same way: whoever is first makes it.
        descriptor = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
        watch = gt_watch_file(path)
        guard watch >= 0 else {
            let code = errno
            close(descriptor)
            throw .system(call: "inotify", path: path, errno: code)
        }
    }

    deinit {
        close(descriptor)
        close(watch)
    }

    /// The next of those that are there; empty: no more is complete.
    package func next() throws(HostError) -> [Line] {
        var lines: [Line] = []
        var buffer = [UInt8](repeating: 0, count: HostLimits.outputPieceBytes)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(call: "pread", path: path, errno: errno) }
            guard count > 0 else { return lines }
            var rest = buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(Line(end: offset + end + 1, bytes: begun + rest[..<end]))
                begun = []
                rest = rest[(end + 1)...]
            }
            offset += count
            // A line that long is nothing that anybody waits for.
            begun = begun.count + rest.count > HostLimits.outputLineBytesMax ? [] : begun + rest
            if !lines.isEmpty { return lines }
        }
    }

    /// False when the time is over, or the task was called off.
    package func waitForMore(within limit: Duration?) async -> Bool {
        guard await ProcessWatch.shared.waitUntilReadable(watch, within: limit) else { return false }
        var drain = [UInt8](repeating: 0, count: 4096)
        while read(watch, &drain, drain.count) > 0 {}
        return true
    }
}
