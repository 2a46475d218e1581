import ArgumentParser
import Bus
import Host
import TownModel
import Wire

struct QueueLogCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show what the gates wrote; -f goes on until they are done.",
        discussion: """
            Of the run that is under way, else of the last one that the request was in, or that there was in the rig.
            Each line has the name of its gate before it, but for --gate. What can't be shown safely is shown as a
            sign. With --json: one object for each gate, with its lines as they are. For programs that follow:
            gt tap '~<rig>.gates.output'.

            Example: gt mq log web --follow
            Example: gt mq log web-a1 --gate lint --lines 50
            """)

    @Argument(
        help: "A rig, a merge request, or a bead: then its newest request. Default: the rig you are in, or the town.",
        completion: IDCompletion.queue)
    var id: String?
    @Option(help: "Only this gate.") var gate: String?
    @Flag(name: .shortAndLong, help: "Go on as the gates write, until the run is over.") var follow = false
    @Option(name: [.customShort("n"), .long], help: "Of what is there, only the last lines of each gate.")
    var lines: Int?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if global.json, follow {
            throw ValidationError("--json and --follow exclude each other; gt tap '~<rig>.gates.output' goes on")
        }
        if let lines, lines < 0 { throw ValidationError("--lines takes 0 or more") }
    }

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        let client = try call.client()
        let sight = try await GateRunSight.of(id, call, client, layout)
        var logs = GateLogs(layout, run: sight.run, gate: gate.map(GateLogFile.word))
        let mayFollow = follow && sight.isUnderWay
        if !mayFollow || gate != nil { try check(sight, logs, layout, mayFollow: mayFollow) }
        if global.json { return try answer(&logs, call) }
        EndOnInterrupt.arm()
        call.note(Self.heading(sight))
        let show = writer(sight, call.screen)
        try logs.read(last: lines, isOver: !mayFollow, show)
        guard mayFollow else { return }
        let ending = try await self.follow(sight, &logs, call, client, show)
        call.note(Self.sentence(ending))
    }

    /// What is asked for can be shown, or is still to come.
    private func check(
        _ sight: GateRunSight, _ logs: GateLogs, _ layout: TownLayout, mayFollow: Bool
    ) throws(CommandFailure) {
        guard logs.files.isEmpty else { return }
        let about = sight.requests.last?.id.text ?? sight.run
        let all = GateLogs(layout, run: sight.run).files
        if let gate, !all.isEmpty || mayFollow {
            let isKnown = sight.gates.map(GateLogFile.word).contains(GateLogFile.word(gate))
            guard !(isKnown && mayFollow) else { return }
            let there = all.map(\.gate).joined(separator: ", ")
            throw CommandFailure(
                .refused, code: "not-found",
                isKnown
                    ? "gate \(gate) has not written anything in run \(sight.run)"
                    : "no gate \(gate) is in run \(sight.run)",
                about: gate, hint: there.isEmpty ? "gt mq log \(about) --follow" : "--gate is one of: \(there)")
        }
        throw sight.isUnderWay
            ? CommandFailure(
                .refused, code: "not-found", "run \(sight.run) has only begun: its gates have written nothing yet",
                about: about, hint: "gt mq log \(about) --follow")
            : CommandFailure(
                .refused, code: "gone", "what the gates wrote in run \(sight.run) was cleared away", about: about,
                hint: "gt mq why \(about) has how it ended; logs of gates stay for 14 days")
    }

    private struct Log: Encodable {
        var gate: String
        var run: String
        var path: String
        var lines: [String]
    }

    private func answer(_ logs: inout GateLogs, _ call: Invocation) throws {
        var answer = logs.files.map { Log(gate: $0.gate, run: $0.run, path: $0.path, lines: []) }
        try logs.read(last: lines, isOver: true) { file, line in
            if let place = answer.firstIndex(where: { $0.path == file.path }) { answer[place].lines.append(line) }
        }
        call.answer(answer) { _ in "" }
    }

    private func writer(_ sight: GateRunSight, _ screen: Screen) -> (GateLogFile, String) -> Void {
        let names = Dictionary(sight.gates.map { (GateLogFile.word($0), $0) }) { first, _ in first }
        return { file, line in
            let text = UntrustedText.lines(line).joined()
            let name = screen.plain(names[file.gate] ?? file.gate)
            let head = gate == nil ? screen.paint(name, .bold, FeedLine.colour(of: name)) + "  " : ""
            Output.write(head + text, to: .answer)
        }
    }

    /// The Refinery says when a gate has written, at most once a second, and the log of events when the run is over.
    private func follow(
        _ sight: GateRunSight, _ logs: inout GateLogs, _ call: Invocation, _ client: TownClient,
        _ show: (GateLogFile, String) -> Void
    ) async throws -> GateRunWatch.Ending {
        var watch = GateRunWatch(run: sight.run, requests: Set(sight.requests.map(\.id)), at: sight.sequence)
        let following = FeedFollowing(
            call: call, client: client, streams: [.rig(sight.rig)],
            signals: ["~\(sight.rig).\(GateOutput.verb).\(sight.run)"])
        var ending = GateRunWatch.Ending.abandoned
        // Its verdict may have been told just before: a page of events goes that far back.
        let start = max(0, sight.sequence - Int64(WireLimits.pageRowsMax))
        try await following.run(after: start, epoch: sight.epoch) { item in
            switch item {
            case .event(let event?, _, _):
                guard let found = watch.take(event) else { return .goOn }
                ending = found
                try logs.read(isOver: true, show)
                return .enough
            case .signal, .caughtUp, .back:
                try logs.read(isOver: false, show)
            case .event, .gone, .away: break
            }
            return .goOn
        }
        return ending
    }

    private static func heading(_ sight: GateRunSight) -> String {
        let of = sight.requests.map { "\($0.id) (\($0.bead))" }.joined(separator: ", ")
        let others =
            sight.others.isEmpty
            ? "" : "; under way too: " + sight.others.map { "gt mq log \($0)" }.joined(separator: ", ")
        return "run \(sight.run) of \(of), \(sight.isUnderWay ? "under way" : "the last")\(others)"
    }

    private static func sentence(_ ending: GateRunWatch.Ending) -> String {
        switch ending {
        case .green: "the gates are green"
        case .red(let gate): "red: \(UntrustedText.line(gate)) did not pass"
        case .abandoned: "the run is over: it decides nothing any more"
        }
    }
}
