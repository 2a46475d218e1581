internal import CHost
internal import Glibc
package import TownModel
internal import Wire

/// The files of one session, each written once: what it is to do (by the Witness), that it runs and how it ended (by
/// the shim).
package struct SessionDirectory: Hashable, Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    package var keyFile: String { "\(path)/key" }
    package var assignmentFile: String { "\(path)/assignment.json" }
    /// The first prompt of an agent that is given it as its stdin.
    package var promptFile: String { "\(path)/prompt" }
    /// The first prompt was typed, and taken.
    package var promptedFile: String { "\(path)/prompted" }
    /// Of a program that is told things on its stdin: a file a message, which its shim hands on.
    package var messagesFolder: String { "\(path)/\(SessionSpec.messagesFolder)" }
    /// How far its output was read for turns.
    package var heardFile: String { "\(path)/heard" }
    package var specFile: String { "\(path)/spec" }
    package var startedFile: String { "\(path)/started.json" }
    package var exitFile: String { "\(path)/exit" }
    package var outputFile: String { "\(path)/output.log" }
    /// Written in place of `started.json`: no shim may start here any more.
    package var cancelledFile: String { "\(path)/cancelled" }

    /// The session's secret; made and stored the first time.
    package func key() throws(HostError) -> String {
        if Files.exists(keyFile) { return try Files.readText(keyFile).trimmed }
        let key = RandomText.digits(HostLimits.sessionKeyDigits, of: RandomText.hexadecimal)
        try Files.makePrivateDirectory(path)
        try Files.writeAtomically("\(key)\n", to: keyFile)
        return key
    }

    package func assignment() throws(HostError) -> SessionAssignment {
        try decode(SessionAssignment.self, assignmentFile)
    }

    package func write(_ assignment: SessionAssignment) throws(HostError) {
        try Files.makePrivateDirectory(path)
        try Files.writeAtomically(JSONText.encode(assignment) + [UInt8(ascii: "\n")], to: assignmentFile)
    }

    package func write(_ spec: SessionSpec) throws(HostError) {
        guard let bytes = spec.bytes else {
            throw .unreadable(path: specFile, reason: "an argument or a variable holds a NUL")
        }
        try Files.makePrivateDirectory(path)
        try Files.writeAtomically(bytes, to: specFile)
    }

    package func spec() throws(HostError) -> SessionSpec {
        guard let spec = SessionSpec(bytes: try Files.read(specFile)) else {
            throw .unreadable(path: specFile, reason: "it is no session's spec of this version")
        }
        return spec
    }

    /// The shim, as it said itself; nil as long as none has started.
    package func shim() throws(HostError) -> ProcessIdentity? {
        guard Files.exists(startedFile) else { return nil }
        return try decode(ProcessIdentity.self, startedFile)
    }

    /// How the agent ended, as the shim recorded it; nil when nobody did.
    package func exitStatus() -> Int32? {
        // No file is the usual case, and one that can't be read says as little.
        guard let text = try? Files.readText(exitFile) else { return nil }
        return Int32(text.trimmed)
    }

    /// Waits for the shim's word; nil when none came within the time.
    package func shim(
        within limit: Duration, watch: ProcessWatch = .shared
    ) async throws(HostError) -> ProcessIdentity? {
        let descriptor = gt_watch_directory(path)
        guard descriptor >= 0 else { throw .system(call: "inotify", path: path, errno: errno) }
        defer { close(descriptor) }
        let deadline = ContinuousClock.now.advanced(by: limit)
        while true {
            if let shim = try shim() { return shim }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero, await watch.waitUntilReadable(descriptor, within: left) else { return try shim() }
            var drain = [UInt8](repeating: 0, count: 4096)
            _ = read(descriptor, &drain, drain.count)
        }
    }

    /// Sees to it that no shim starts here any more; false when one holds the directory already.
    package func cancel() throws(HostError) -> Bool {
        guard Files.exists(path) else { return true }
        guard let lock = try FileLock.take(path) else { return false }
        defer { withExtendedLifetime(lock) {} }
        guard !Files.exists(startedFile) else { return false }
        if !Files.exists(cancelledFile) { try Files.writeAtomically("", to: cancelledFile) }
        return true
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ file: String) throws(HostError) -> Value {
        do throws(WireError) {
            return try JSONText.decode(type, from: try readFile(file))
        } catch {
            throw .unreadable(path: file, reason: error.message)
        }
    }

    private func readFile(_ file: String) throws(WireError) -> [UInt8] {
        do throws(HostError) {
            return try Files.read(file)
        } catch {
            throw WireError(.invalid, "\(error)")
        }
    }
}
