internal import Glibc
internal import TownModel

/// What an agent is told on its stdin. A message is a file, put there whole and on disk, that its shim hands on once: who
/// finds it there knows that it was said, whoever said it and whatever became of him.
extension SessionDirectory {
    /// By which the program names it.
    package static func messageID(_ name: String) -> String { "gt-\(name)" }

    package static func messageName(ofNudge number: Int64) -> String {
        let digits = String(number)
        return nudgeName + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    /// nil: the message is no nudge.
    package static func nudge(ofMessage id: String) -> Int64? {
        let beginning = messageID(nudgeName)
        return id.hasPrefix(beginning) ? Int64(id.dropFirst(beginning.count)) : nil
    }

    private static let nudgeName = "nudge-"

    /// Says it, unless it was said.
    package func say(_ line: String, as name: String) throws(HostError) {
        guard !hasSaid(name) else { return }
        try Files.makePrivateDirectory(messagesFolder)
        // First from where on its output can speak of it.
        let begin = Files.size(of: outputFile) ?? 0
        try Files.writeAtomically("\(begin)\n", to: "\(messagesFolder)/\(name).from")
        try Files.writeAtomically("\(line)\n", to: file(name))
    }

    package func hasSaid(_ name: String) -> Bool { Files.exists(file(name)) }

    /// Waits until a line of the output is what is wanted, from where the message was said on; false when the time is over.
    package func output(
        after name: String, within limit: Duration, has isWanted: ([UInt8]) -> Bool
    ) async throws(HostError) -> Bool {
        let begin = Int(try Files.readText("\(messagesFolder)/\(name).from").trimmed) ?? 0
        let lines = try OutputLines(of: self, from: begin)
        let deadline = ContinuousClock.now.advanced(by: limit)
        while true {
            while case let found = try lines.next(), !found.isEmpty {
                if found.contains(where: { isWanted($0.bytes) }) { return true }
            }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero, await lines.waitForMore(within: left) else { return false }
        }
    }

    private func file(_ name: String) -> String { "\(messagesFolder)/\(name)\(SessionSpec.messageEnding)" }
}
