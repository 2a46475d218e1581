import Host
import MayorCore
import Synchronization
import TownModel
import Wire

/// How far an errand is.
struct ErrandMark: Hashable, Sendable, Codable {
    var attempt: Int
    /// The leader of its group, once it runs.
    var process: ProcessIdentity?
    /// Once it is over.
    var outcome: ErrandOutcome?
}

/// The file with the mark of one errand. It is gone when the ledger knows what came of it; a kill in between leaves it,
/// and it means nothing then.
struct ErrandMarkFile: Sendable {
    private let path: String
    private let folder: String

    init(_ layout: TownLayout, _ key: ErrandKey) {
        folder = layout.errands
        path = "\(folder)/\(key.bead).\(key.number)"
    }

    /// What the program writes.
    var output: String { "\(path).output" }

    /// What it reads.
    var text: String { "\(path).text" }

    func write(_ mark: ErrandMark) throws(HostError) {
        if !Files.isDirectory(folder) { try Files.makePrivateDirectory(folder) }
        try Files.writeAtomically(JSONText.text(mark), to: path)
    }

    /// nil: nothing was begun.
    func read() throws(HostError) -> ErrandMark? {
        guard Files.exists(path) else { return nil }
        let bytes = try Files.read(path)
        do throws(WireError) {
            return try JSONText.decode(ErrandMark.self, from: bytes)
        } catch {
            throw .unreadable(path: path, reason: error.message)
        }
    }

    func remove() {
        // What stays is written over when its like is begun, and is read by nobody before.
        try? Files.removeTree(path)
        removeBeside()
    }

    func removeBeside() {
        // The next try appends to what is left, and its last line is still the last.
        for file in [output, text] { try? Files.removeTree(file) }
    }

    /// Of what it has written, as people see it; empty when there is nothing.
    func lastLine(bytesMax: Int) -> String {
        // A program that wrote nothing, or whose words can't be read, has failed as well.
        guard let bytes = try? Files.end(of: output, bytesMax: bytesMax) else { return "" }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).last.map { UntrustedText.line(String($0)) } ?? ""
    }
}

/// Who leads the group of a running program: whatever it leaves behind is ended with it.
final class Leader: Sendable {
    private let process = Mutex<ProcessIdentity?>(nil)

    func began(_ leader: ProcessIdentity) { process.withLock { $0 = leader } }

    func endGroup() async {
        guard let leader = process.withLock({ $0 }) else { return }
        _ = await Processes.endGroup(leader, grace: .zero)
    }
}
