import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// The merge queue on real git, with all services: what it costs itself, and two hundred requests of eight workers that
/// get in each other's way.
enum RealLandings {
    static let queued = 48
    static let rounds = 3
    static let requests = 200
    static let workers = 8

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up(files: 400, polecats: workers)
        try addSolo(town)
        let bus = try town.client()
        var report = Report(title: "The merge queue on real git")
        for (rig, remote) in [("solo", "no remote"), ("web", "a local remote")] {
            for batch in [1, 8] {
                let goal: Double = rig == "solo" ? (batch == 1 ? 100 : 30) : (batch == 1 ? 200 : 50)
                var values: [Double] = []
                for round in 1...rounds {
                    let name = "\(rig)-\(batch)-\(round)"
                    values.append(try await overhead(rig, batch: batch, name, town, bus))
                    // It takes minutes: whoever waits sees that it goes on.
                    FileHandle.standardError.write(Data("\(name): \(trim(values[round - 1])) ms a landing\n".utf8))
                }
                report.measurements.append(
                    Measurement(
                        name: "a landing of \(queued) that wait, gate `true`, \(remote), batches of \(batch) at most",
                        values: values, unit: "ms", goal: .medianAtMost(goal)))
            }
        }
        try await crowd(town, bus, &report)
        await bus.close()
        return report
    }

    /// A rig whose bare clone is all there is.
    private static func addSolo(_ town: BenchTown) throws {
        let source = "\(town.root)/solo-source"
        try town.git("clone", "--quiet", town.remote, source)
        try town.git("-C", source, "remote", "remove", "origin")
        try town.gt("rig", "add", "solo", source)
    }

    private static func settle(_ rig: String, batch: Int, gate: String, _ town: BenchTown) throws {
        let text = """
            target = "main"
            polecats_max = \(workers)
            [queue]
            batch_max = \(batch)
            [[gates]]
            name = "check"
            command = '''\(gate)'''
            """
        try text.write(toFile: "\(town.root)/rigs/\(rig)/rig.toml", atomically: true, encoding: .utf8)
        try town.gt("config", "reload")
    }

    /// Milliseconds a landing, from the moment at which the queue may go on to the last landing.
    private static func overhead(
        _ rig: String, batch: Int, _ name: String, _ town: BenchTown, _ bus: ZeroMQBus
    ) async throws -> Double {
        try settle(rig, batch: batch, gate: "true", town)
        try town.gt("mq", "pause", rig)
        let start = try await LogEnd.sequence(town, try town.overseer())
        let beads = try await sling((1...queued).map { "echo \($0) > \(name)-\($0).txt" }, name, rig, town, bus)
        var waiting = Set(beads)
        try await follow(bus, after: start) { event in
            if event.kind == .requestSubmitted, let bead = event.data.request?.bead { waiting.remove(bead) }
            return waiting.isEmpty
        }
        let begun = Date.now.timeIntervalSince1970 * 1000
        try town.gt("mq", "resume", rig)
        var (left, ended) = (Set(beads), begun)
        try await follow(bus, after: start) { event in
            if event.kind == .requestLanded, let bead = event.data.request?.bead { left.remove(bead) }
            ended = Double(event.time.milliseconds)
            return left.isEmpty
        }
        return (ended - begun) / Double(queued)
    }

    private static func crowd(_ town: BenchTown, _ bus: ZeroMQBus, _ report: inout Report) async throws {
        // Every file is whole, none is broken, none has the marks of a conflict.
        let gate = "test $(ls folder*/*.txt | wc -l) = 400 && ! grep -rqsE 'BROKEN|^<<<<<<<' . --include='*.txt'"
        try settle("web", batch: 16, gate: gate, town)
        let start = try await LogEnd.sequence(town, try town.overseer())
        let scripts = (1...requests).map { number in
            var lines = ["mkdir -p changes", "echo \(number) > changes/\(number).txt"]
            // A tenth of them add to the end of one of eight files, a twentieth are broken until they come back. Who
            // collides a third time rests for five minutes: more of them, and it is that rest that is measured.
            if number.isMultiple(of: 10) {
                lines.append("echo change \(number) >> folder\(number / 10 % 8)/file\(number / 10 % 8).txt")
            }
            if number % 20 == 7 {
                let mark = "\(town.root)/mended-\(number)"
                lines.append("[ -e \(mark) ] || { : > \(mark); echo BROKEN >> changes/\(number).txt; }")
            }
            return lines.joined(separator: "\n")
        }
        let beads = try await sling(scripts, "crowd", "web", town, bus)
        var (left, submitted, waits) = (Set(beads), [BeadID: Double](), [Double]())
        var (first, last, runs, returned) = (Double.nan, Double.nan, 0, 0)
        try await follow(bus, after: start) { event in
            let moment = Double(event.time.milliseconds)
            switch event.kind {
            case .gatesPassed, .gatesFailed: runs += 1
            case .requestReturned: returned += 1
            case .requestSubmitted:
                if first.isNaN { first = moment }
                if let request = event.data.request { submitted[request.id] = moment }
            case .requestLanded:
                guard let request = event.data.request, left.remove(request.bead) != nil else { break }
                waits.append(moment - (submitted[request.id] ?? .nan))
                last = moment
            default: break
            }
            return left.isEmpty
        }
        let hours = (last - first) / 3_600_000
        report.measurements.append(
            Measurement(name: "done → landed, \(requests) requests of \(workers) workers", values: waits, unit: "ms"))
        report.measurements.append(
            Measurement(name: "landings an hour", values: [Double(requests) / hours], unit: "an hour"))
        let all = Measurement(name: "", values: waits, unit: "")
        let verified = try Shell.milliseconds(
            ["\(town.programs)/gt", "mq", "verify", "--all"], environment: town.environment)
        let perLanding = trim(Double(runs) / Double(requests))
        report.notes += [
            "\(requests) beads on a rig of 400 files with a local remote; a tenth add to the end of one of eight files, "
                + "a twentieth are broken at first. \(returned) came back and landed later; \(runs) runs of the gates, \(perLanding) a "
                + "landing. p95 of done → landed: \(trim(all.percentile(0.95))) ms.",
            "`gt mq verify --all` found no mismatch, in \(trim(verified)) ms (else it ends with 1, and so would this).",
            "Batches begin at four and grow by one: of \(queued) requests the first come in smaller ones.",
        ]
    }

    private static func sling(
        _ scripts: [String], _ name: String, _ rig: String, _ town: BenchTown, _ bus: ZeroMQBus
    ) async throws -> [BeadID] {
        let headers = try town.overseer()
        var beads: [BeadID] = []
        for (index, script) in scripts.enumerated() {
            let made = try await bus.command(
                BeadCreate(
                    rig: RigName(rig), title: "\(name) \(index + 1)", description: "```sh\n\(script)\n```"),
                id: CommandID(composed: "bench", "create", name, "\(index)"), headers: headers, within: .seconds(15))
            beads.append(made.reply.bead.id)
            _ = try await bus.command(
                WorkSling(beads: [made.reply.bead.id], noConvoy: true),
                id: CommandID(composed: "bench", "sling", name, "\(index)"), headers: headers, within: .seconds(15))
        }
        return beads
    }

    /// Every event from there on, until one is the last.
    private static func follow(
        _ bus: ZeroMQBus, after: Int64, until isLast: (TownEvent) -> Bool
    ) async throws {
        for try await item in EventFeed(bus: bus, after: after) {
            if case .event(let event?, _, _) = item, isLast(event) { return }
        }
        throw Shell.Failure(command: ["feed"], status: 0, output: "ended too early")
    }
}
