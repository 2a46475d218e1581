import Hashing
import Host
import RoleRuntime
import Testing
import TownModel
import TownTesting
import Wire

@testable import BeadsStoreDaemon
@testable import LedgerStorage

@Suite("The town's files of beads")
struct ExportFolderTests {
    /// A ledger on disk with a folder for its files.
    private final class Place {
        let scratch: ScratchDirectory
        let ledger: Ledger
        let beads: String
        private var number = 0

        init() throws {
            scratch = try ScratchDirectory()
            ledger = try Ledger.open(
                at: .file("\(scratch.path)/ledger.db"), founding: Founding(townID: "t", townName: "t"), ports: .none,
                now: .now)
            beads = "\(scratch.path)/beads"
            try Files.makeDirectory(beads)
            try ledger.grant(try ledger.keyHolders().map { KeyGrant(actor: $0, secret: "key of \($0)") }, at: .now)
            try send(RigAdd(name: valid(RigName.self, "web"), prefix: "w", remote: nil))
        }

        func folder() throws -> ExportFolder {
            try ExportFolder(
                directory: beads, memory: "\(scratch.path)/export.json", ledger: "\(scratch.path)/ledger.db")
        }

        @discardableResult
        func send<C: Command>(_ command: C) throws -> C.Reply {
            number += 1
            let request = Request(
                id: CommandID(composed: "test", "\(number)"), kind: .command, verb: C.verb,
                headers: RequestHeaders(key: "key of overseer"), body: JSONText.encode(command))
            let answer = try ledger.execute([QueuedRequest(request: request, pid: nil)], at: .now).answers[0]
            switch answer.result {
            case .ok(let body): return try JSONText.decode(C.Reply.self, from: body)
            case .error(let error): throw error
            }
        }

        func bead(_ title: String, rig: RigName? = nil) throws -> BeadID {
            try send(BeadCreate(rig: rig, title: title)).bead.id
        }

        @discardableResult
        func importLines(_ bytes: [UInt8]) throws -> ImportReport {
            let hash = SHA256.hex(bytes)
            try send(BlobPut(hash: hash, part: 0, bytes: JSONBytes(bytes)))
            return try send(BeadImport(home: .hq, blob: hash))
        }

        func text(_ home: String) throws -> String { try Files.readText("\(beads)/\(home).jsonl") }
    }

    @Test("what is written change by change equals what is written anew, byte for byte", arguments: 1...6)
    func incremental(_ seed: UInt64) throws {
        let place = try Place()
        var random = SeededRandom(seed: seed)
        var folder = try place.folder()
        var ids: [BeadID] = []
        for step in 1...60 {
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let rig = Bool.random(using: &random) ? RigName("web") : nil
                if Int.random(in: 0..<8, using: &random) == 0 {
                    try importSome(&ids, place, &random)
                } else if let id = ids.randomElement(using: &random), Int.random(in: 0..<3, using: &random) > 0 {
                    try change(id, ids, place, &random)
                } else {
                    ids.append(try place.bead("bead \(step)", rig: rig))
                }
            }
            _ = try folder.write(at: .now)
            if step.isMultiple(of: 7) { folder = try place.folder() }
            guard step.isMultiple(of: 10) else { continue }
            var all: [String: [UInt8]] = [:]
            _ = try ExportReader(path: "\(place.scratch.path)/ledger.db").read(since: nil, at: .now) {
                #expect($0)
            } each: {
                all[$0.home, default: []] += $0.bytes ?? []
            }
            for (home, bytes) in all { #expect(try place.text(home) == String(decoding: bytes, as: UTF8.self)) }
        }
        #expect(!ids.isEmpty && folder.kept.isEmpty)
    }

    /// Beads that the ledger may have or not, with edges to one that it may have or not.
    private func importSome(_ ids: inout [BeadID], _ place: Place, _ random: inout SeededRandom) throws {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let id = valid(BeadID.self, "hq-file\(Int.random(in: 0...9, using: &random))")
            let edges = ids.randomElement(using: &random).map {
                #","dependencies":[{"issue_id":"\#(id)","depends_on_id":"\#($0)","type":"related"}]"#
            }
            let notes = #""notes":"n \#(Int.random(in: 0...9, using: &random))""#
            bytes += ImportTests.line(id.text, notes + (edges ?? ""))
            if !ids.contains(id) { ids.append(id) }
        }
        try place.importLines(bytes)
    }

    @Test("after an import what is new is told by name, and where an older ledger did not say it, all is")
    func imported() throws {
        let place = try Place()
        let kept = try place.bead("kept")
        try place.importLines(ImportTests.line("hq-1") + ImportTests.line("hq-2"))
        let reader = try ExportReader(path: "\(place.scratch.path)/ledger.db")
        func told(_ mark: ExportMark?) throws -> (isWhole: Bool, ids: [String], mark: ExportMark) {
            var isWhole = false
            var ids: [String] = []
            let mark = try reader.read(since: mark, at: .now) {
                isWhole = $0
            } each: {
                ids.append($0.id)
            }
            return (isWhole, ids, mark)
        }
        let first = try told(nil)
        #expect(first.isWhole && first.ids.sorted() == ["hq-1", "hq-2", kept.text].sorted())
        try place.importLines(ImportTests.line("hq-2", #""notes":"n""#) + ImportTests.line("hq-3"))
        let second = try told(first.mark)
        #expect(!second.isWhole && second.ids == ["hq-2", "hq-3"])
        #expect(try told(second.mark).ids.isEmpty)
        try place.ledger.database.run("DELETE FROM imported")
        #expect(try told(first.mark).isWhole)
    }

    private func change(_ id: BeadID, _ ids: [BeadID], _ place: Place, _ random: inout SeededRandom) throws {
        do {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: try place.send(BeadUpdate(id: id, title: "new \(Int.random(in: 0...9, using: &random))"))
            case 1: try place.send(BeadComment(id: id, text: "a word"))
            case 2: try place.send(BeadClose(id: id, reason: "over"))
            case 3: try place.send(BeadDelete(ids: [id], reason: "no"))
            case 4:
                guard let other = ids.randomElement(using: &random) else { return }
                try place.send(EdgeAdd(edge: Edge(from: id, to: other, type: .blocks)))
            default: try place.send(BeadUpdate(id: id, addLabels: ["l\(Int.random(in: 0...3, using: &random))"]))
            }
        } catch let error as WireError where error.code != .bug {
            // The state of things does not allow it: nothing has changed.
        }
    }

    @Test("what changed is counted for the commit's message")
    func message() throws {
        let place = try Place()
        var folder = try place.folder()
        let (one, _) = (try place.bead("one"), try place.bead("two", rig: RigName("web")))
        #expect(try folder.write(at: .now) == ["hq": 1, "web": 1])
        #expect(Exports.message(folder.uncommitted) == "hq: 1 new; web: 1 new")
        folder.committed()
        try place.send(BeadUpdate(id: one, title: "other"))
        _ = try place.bead("three")
        _ = try folder.write(at: .now)
        #expect(Exports.message(folder.uncommitted) == "hq: 1 new, 1 changed")
    }

    @Test("Beads problem 7: a file that somebody else has touched is kept before it is replaced, also over a restart")
    func touched() throws {
        let place = try Place()
        var folder = try place.folder()
        _ = try place.bead("one")
        _ = try folder.write(at: .now)
        let mine = try place.text("hq")
        for isRestarted in [false, true] {
            try Files.writeAtomically("somebody's own \(isRestarted)\n", to: "\(place.beads)/hq.jsonl")
            if isRestarted { folder = try place.folder() }
            _ = try place.bead("more")
            _ = try folder.write(at: .now)
            let kept = try #require(folder.kept.first)
            #expect(try Files.readText(kept) == "somebody's own \(isRestarted)\n")
            #expect(try place.text("hq").hasPrefix(String(mine.prefix(20))))
        }
        _ = try folder.write(at: .now)
        #expect(folder.kept.isEmpty)
    }

    @Test("a file with beads is never emptied")
    func empty() throws {
        let place = try Place()
        try Files.writeAtomically(ImportTests.line("gt-1"), to: "\(place.beads)/hq.jsonl")
        var folder = try place.folder()
        #expect(try folder.write(at: .now) == [:])
        #expect(folder.left == ["\(place.beads)/hq.jsonl"] && folder.names.isEmpty)
        #expect(Files.names(in: place.beads) == ["hq.jsonl"])
        _ = try place.bead("one", rig: RigName("web"))
        #expect(try folder.write(at: .now) == ["web": 1], "another file is no reason to stop")
        #expect(try Files.read("\(place.beads)/hq.jsonl", bytesMax: 10_000) == ImportTests.line("gt-1"))
    }

    @Test("after a restart nothing is written that is there already")
    func restart() throws {
        let place = try Place()
        _ = try place.bead("one")
        var folder = try place.folder()
        _ = try folder.write(at: .now)
        let stamp = FileStamp(of: "\(place.beads)/hq.jsonl")
        folder = try place.folder()
        #expect(try folder.write(at: .now) == ["hq": 1])
        #expect(FileStamp(of: "\(place.beads)/hq.jsonl") == stamp && folder.uncommitted.isEmpty)
    }

    @Test("what a store that was killed while it wrote has left is cleared away")
    func leftovers() throws {
        let place = try Place()
        for name in ["hq.jsonl.new-1", "web.jsonl.new-22", "hq.jsonl.new-x", "hq.jsonl.kept-1", "notes"] {
            try Files.writeAtomically("half", to: "\(place.beads)/\(name)")
        }
        _ = try place.folder()
        #expect(Files.names(in: place.beads) == ["hq.jsonl.kept-1", "hq.jsonl.new-x", "notes"])
    }
}
