import Glibc
import Host
import Synchronization
import Testing
import TownModel

/// What producers have tried and what they were told, in a file that outlives whatever is killed: `T id` before the first
/// attempt, `A id sequence` after the answer.
final class AttemptLedger: Sendable {
    struct Attempt: Sendable {
        let id: String
        /// nil: nobody was told that it is done. 0: it was accepted, and its place in the log not named.
        var sequence: Int64?

        /// What its producer is called.
        var lane: String { String(id.prefix(upTo: id.lastIndex(of: "/") ?? id.startIndex)) }
    }

    private let path: String
    private let descriptor: Int32
    private let underWay = Mutex<Set<CommandID>>([])
    private let counts = Mutex((attempted: 0, acknowledged: 0))

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
    }

    deinit { close(descriptor) }

    /// Sent over the bus, and not answered yet.
    var unanswered: Set<CommandID> { underWay.withLock(\.self) }
    var attempted: Int { counts.withLock(\.attempted) }
    var acknowledged: Int { counts.withLock(\.acknowledged) }

    func attempt(_ id: CommandID) throws {
        try append("T \(id)\n")
        counts.withLock { $0.attempted += 1 }
    }

    /// From now on until it is acknowledged, its answer is awaited.
    func awaiting(_ id: CommandID) { underWay.withLock { _ = $0.insert(id) } }

    func acknowledge(_ id: CommandID, sequence: Int64) throws {
        try append("A \(id) \(sequence)\n")
        underWay.withLock { _ = $0.remove(id) }
        counts.withLock { $0.acknowledged += 1 }
    }

    private func append(_ line: String) throws {
        // One call with O_APPEND: lines of several lanes do not mix.
        try #require(write(descriptor, line, line.utf8.count) == line.utf8.count)
    }

    /// As the file has them, in the order of their first attempts.
    func read() throws -> [Attempt] {
        var attempts: [Attempt] = []
        var places: [Substring: Int] = [:]
        let text = String(decoding: try Files.read(path, bytesMax: .max), as: UTF8.self)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == "T" {
                try #require(places.updateValue(attempts.count, forKey: words[1]) == nil, "tried anew: \(line)")
                attempts.append(Attempt(id: String(words[1])))
            } else {
                try #require(words.count == 3 && words[0] == "A", "no line of this file: \(line)")
                let place = try #require(places[words[1]], "told before it was tried: \(line)")
                let sequence: Int64 = try #require(Int64(words[2]))
                attempts[place].sequence = sequence
            }
        }
        return attempts
    }
}
