import ArgumentParser
import BeadsFormat
import Host
import TownModel

struct BeadMergeDriverCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "merge-driver",
        abstract: "Merge two versions of a Beads file for git: bead by bead, field by field.",
        discussion: """
            Needs no town. Tell git once, and name the files in .gitattributes (*.jsonl merge=beads):

                git config merge.beads.driver "gt bead merge-driver %O %A %B"

            The result replaces the second file. Ends with 0 when every choice follows from the base or a rule (each such
            choice is named on stderr), and with 1 when two different beads, or lines of one file, have one id: then git
            leaves the file for you.
            A file that can't be read whole is refused, and nothing is written.

            Example: gt bead merge-driver base.jsonl ours.jsonl theirs.jsonl
            """)

    @Argument(help: "The common ancestor (%O); empty or missing: there is none.", completion: .file()) var base: String
    @Argument(help: "Our version (%A), which gets the result.", completion: .file()) var ours: String
    @Argument(help: "Their version (%B).", completion: .file()) var theirs: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let ancestor = Files.exists(base) ? try Self.read(base) : []
        let merge = BeadsMerge(
            base: ancestor.isEmpty ? nil : ancestor, ours: try Self.read(ours), theirs: try Self.read(theirs))
        let bytes = merge.beads.flatMap { $0.bytes + [UInt8(ascii: "\n")] }
        try Files.writeAtomically(bytes, to: ours, mode: Files.mode(of: ours) ?? 0o644)
        for conflict in merge.conflicts { call.note("gt: \(UntrustedText.line(Self.sentence(conflict)))") }
        let collisions = merge.conflicts.filter { $0.kind == .collision }.count
        call.answer(Result(beads: merge.beads.count, conflicts: merge.conflicts)) { _ in
            "\(merge.beads.count) beads merged"
        }
        if collisions > 0 { throw ExitStatusOnly(status: .refused) }
    }

    private struct Result: Encodable {
        var beads: Int
        var conflicts: [MergeConflict]
    }

    /// Throws unless every line of it is a bead: what can't be read would be lost.
    private static func read(_ path: String) throws -> [BeadLine] {
        let file: BeadsFile
        do {
            file = try BeadsFile(try Files.read(path, bytesMax: CommandLimits.beadsFileBytesMax))
        } catch let fault as FileFault {
            throw CommandFailure(.badData, code: "invalid", "\(path): \(fault)", about: path)
        }
        guard let broken = file.findings.first(where: { $0.kind == .broken }) else { return file.beads }
        throw CommandFailure(
            .badData, code: "invalid", "\(path), line \(broken.line): \(broken.detail ?? "it is no bead")", about: path,
            hint: "correct that line, then merge again; nothing was written")
    }

    private static func sentence(_ conflict: MergeConflict) -> String {
        switch conflict.kind {
        case .removedButChanged: "\(conflict.id) was removed on one side and changed on the other: it stays"
        case .changedTwice:
            "\(conflict.id): both sides changed \(conflict.key ?? "it"); the later stands, the other was "
                + (conflict.lost.map { String($0.prefix(200)) } ?? "taken away")
        case .collision:
            "two different beads are called \(conflict.id): give this one another id by hand: \(conflict.lost ?? "")"
        }
    }
}
