import Host
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// `gt mq log` as it is typed, on a real ledger and real files.
@Suite struct QueueLogCommandTests {
    private let town: TestTown
    private let queue: TestQueue

    init() throws {
        town = try TestTown()
        try town.open()
        queue = try TestQueue(town)
    }

    private func log(_ words: String..., status: Int32 = 0) async throws -> (answer: String, report: String) {
        let result = try await town.gt(["mq", "log"] + words)
        #expect(result.ending.status == status, "\(words): \(result.errorTail)")
        return (result.outputText, String(decoding: result.errors, as: UTF8.self))
    }

    @Test("the run under way, gate by gate, whoever is named: the request, its bead, the rig")
    func underWay() async throws {
        let request = try queue.submitted("One", attempt: 1)
        let run = try queue.test(request)
        try queue.write("== lint: x\nbad \u{1B}[31mred\u{202E}\n", run: run, gate: "lint", 1)
        try queue.write("a\tb\nhalf", run: run, gate: "test", 2)
        for name in [request.id.text, request.bead.text, "gastown"] {
            let (answer, report) = try await log(name)
            #expect(answer == "lint  == lint: x\nlint  bad ␛[31mred\u{FFFD}\ntest  a    b\ntest  half\n")
            #expect(report.contains("run \(run) of \(request.id) (\(request.bead)), under way"))
        }
        #expect(try await log("gastown", "--gate", "test", "--lines", "1").answer == "half\n")
        #expect(try await log("gastown", "-n", "0").answer == "")
        let json = try await log(request.bead.text, "--json", "--lines", "1").answer
        #expect(json.contains(#""gate":"lint","lines":["bad \u001b[31mred"#) && json.contains(#""lines":["half"]"#))
    }

    @Test("else the last run; of a rig the one that was written to last")
    func last() async throws {
        let first = try queue.submitted("One", attempt: 1)
        let old = try queue.test(first)
        try queue.judge(old)
        try queue.write("old\n", run: old, gate: "test", 1)
        _ = try town.with { try $0.send(MergeWithdraw(id: first.id, reason: "no")) }
        let report = try await log("gastown").report
        #expect(report.contains("run \(old) ") && report.contains("the last"))
        let second = try queue.submitted("Two", attempt: 2)
        _ = try await log(second.bead.text, status: 1)
        let run = try queue.test(second)
        try queue.write("new\n", run: run, gate: "test", 1)
        #expect(try await log("gastown").answer == "test  new\n")
        #expect(try await log(first.bead.text, "--follow").answer == "test  old\n")
    }

    @Test("--follow goes on to the end of the run, whether that comes before or after it has looked")
    func follow() async throws {
        let request = try queue.submitted("One", attempt: 1)
        let run = try queue.test(request)
        try queue.write("a\n", run: run, gate: "test", 1)
        async let following = log("gastown", "--follow")
        try queue.write("a\nb", run: run, gate: "test", 1)
        try queue.judge(run, red: "test")
        let (answer, report) = try await following
        #expect(answer == "test  a\ntest  b\n" && report.contains("red: test did not pass"))
        // It is still listed as tested, and its run was judged.
        #expect(try await log(request.id.text, "-f").report.contains("red: test did not pass"))
    }

    @Test("what is not there is said: no run, nothing written, cleared away, no such gate, no such name")
    func refused() async throws {
        #expect(try await log("gastown", status: 1).report.contains("no gates have run on anything in rig gastown"))
        let request = try queue.submitted("One", attempt: 1)
        let queued = try await log(request.bead.text, "-f", status: 1).report
        #expect(queued.contains("no gates have run on \(request.id)") && queued.contains("next: gt mq why"))
        let run = try queue.test(request)
        #expect(try await log("gastown", status: 1).report.contains("has only begun"))
        try queue.write("a\n", run: run, gate: "test", 1)
        #expect(try await log("gastown", "--gate", "lint", status: 1).report.contains("next: --gate is one of: test"))
        #expect(try await log("gastown", "--gate", "lint", "-f", status: 1).report.contains("no gate lint"))
        try Files.removeTree("\(town.root)/\(GateLogFile.directory)")
        _ = try town.with { try $0.send(MergeWithdraw(id: request.id, reason: "no")) }
        let gone = try await log(request.id.text, "--json", status: 1).report
        #expect(gone.contains(#""code":"gone""#))
        #expect(try await log("gt-nothing", status: 1).report.contains("there is no merge request gt-nothing"))
        _ = try await log("No Id", status: 65)
        _ = try await log("gastown", "--json", "--follow", status: 64)
        _ = try await log("gastown", "--lines", "-1", status: 64)
    }

    @Test("whatever a gate writes, it moves, colours, hides and reorders nothing, here and on the feed")
    func hostile() async throws {
        let run = try queue.test(try queue.submitted("One", attempt: 1))
        for (place, hostile) in HostileText.all.enumerated() {
            try queue.write(hostile.text + "\n", run: run, gate: "test", place + 1)
        }
        let screen = Screen(colour: false, columns: nil, now: MemoryLedger.start)
        let told = HostileText.all.map { hostile in
            FeedLine.text(
                hostile.text, of: GateOutput(rig: queue.rig, run: run, gate: hostile.text, tail: "", log: ""), screen)
        }
        let shown = try await log("gastown").answer
        #expect(shown.split(separator: "\n").count >= HostileText.all.count)
        for line in shown.split(separator: "\n") + told.map({ Substring($0) }) {
            let harm = line.unicodeScalars.filter {
                let category = $0.properties.generalCategory
                return category == .control || [0x202E, 0x200B, 0x2066, 0xFEFF, 0x2028].contains($0.value)
            }
            #expect(harm.isEmpty)
            #expect(UntrustedText.line(String(line)) == line)
        }
    }

    @Test("beginnings of ids mean what they fit, wherever gt mq takes an id")
    func beginnings() async throws {
        let request = try queue.submitted("One", attempt: 1)
        let run = try queue.test(request)
        try queue.write("a\n", run: run, gate: "test", 1)
        let short = String(request.bead.text.dropLast())
        #expect(try await log(short).answer == "test  a\n")
        #expect(try await log(String(request.id.text.dropLast())).answer == "test  a\n")
        for words in [["front"], ["why"], ["withdraw"]] {
            let result = try await town.gt(["mq"] + words + [short])
            #expect(result.ending.status == 0 && result.outputText.contains(request.id.text), "\(result.errorTail)")
        }
        #expect(try await town.gt(["mq", "verify", short]).errorTail.contains("it has not landed"))
        let again = try await town.gt(["mq", "retry", short])
        #expect(again.ending.status == 0, "\(again.errorTail)")
        // Two of one bead now: the bead means the newer, the beginning of requests' ids neither.
        let ambiguous = try await town.gt(["mq", "reject", "gt-mr-", "--reason", "no"])
        #expect(ambiguous.ending.status == 1 && ambiguous.errorTail.contains("fits several merge requests"))
        let rejected = try await town.gt(["mq", "reject", short, "--reason", "no"])
        #expect(rejected.ending.status == 0 && !rejected.outputText.contains(request.id.text))
    }
}
