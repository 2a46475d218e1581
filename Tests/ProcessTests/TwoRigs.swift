import Host
import Testing
import TownModel
import Wire

/// Twenty beads over two rigs, one of them without a remote: some wait for others, also across the rigs; two touch the
/// same line; in each rig one has a red gate at first.
struct TwoRigs {
    static let rigs = ["web", "tool"].compactMap(RigName.init)

    let town: ProcessTown
    /// Where each rig's landed work is to be found.
    let targets: [RigName: String]
    private(set) var beads: [RigName: [String]] = [:]
    private(set) var convoys: [String] = []
    /// The two of one line: they are let go when both have begun, so that the second meets the first's landing.
    private let pair: [(bead: String, latch: Latch)]

    static func make(in town: ProcessTown) async throws -> TwoRigs {
        try await town.gt("up")
        let remote = try await town.makeRemote("web")
        _ = try await town.makeRemote("tool")
        try await town.gt("rig", "add", "web", remote)
        try await town.gt("rig", "add", "tool", "\(town.home)/tool-work")
        for rig in rigs {
            // They take a while, as gates do: else all has landed before everybody was met at work.
            try await town.setGates(
                rig, polecats: 2, [("scripts", "sleep 0.5; for s in *.sh; do [ ! -e $s ] || sh -n $s || exit 1; done")])
        }
        return try await TwoRigs(town, remote: remote)
    }

    private init(_ town: ProcessTown, remote: String) async throws {
        let (web, tool) = (Self.rigs[0], Self.rigs[1])
        self.town = town
        targets = [web: remote, tool: town.layout.repository(tool)]
        let latches = [try Latch("\(town.home)/first"), try Latch("\(town.home)/second")]
        let red = #"if [ "$GT_ATTEMPT" = 1 ]; then echo "if" > red.sh; else echo true > red.sh; fi"#

        let list = try await town.makeBead("web", "Begin the list", "echo begin > list; echo true > a.sh")
        var edits: [String] = []
        for (latch, word) in zip(latches, ["north", "south"]) {
            let wait = #"if [ "$GT_ATTEMPT" = 1 ]; then \#(latch.wait); fi; "#
            edits.append(
                try await town.makeBead("web", "Edit the list", wait + #"sed -i "1s/$/ \#(word)/" list"#, needs: [list])
            )
        }
        let copy = try await town.makeBead("tool", "Copy what the list says", "echo list > copy", needs: [list])
        let proof = try await town.makeBead("tool", "Check the copy", "cat copy > proof", needs: [copy])
        let seal = try await town.makeBead("web", "Seal it", "cat list > sealed", needs: edits + [proof])
        pair = zip(edits, latches).map { ($0, $1) }
        beads = [web: [list] + edits + [seal], tool: [copy, proof]]
        convoys = [try await town.sling([list] + edits + [copy, proof, seal])]

        var rest: [String] = []
        for rig in Self.rigs {
            var own = [try await town.makeBead(rig.text, "Red at first", red)]
            while own.count + beads[rig, default: []].count < 10 {
                let needs = own.count.isMultiple(of: 3) ? [own[own.count - 1]] : []
                let number = own.count
                own.append(
                    try await town.makeBead(rig.text, "Write \(number)", "echo \(number) > file\(number)", needs: needs)
                )
            }
            beads[rig, default: []] += own
            rest += own
        }
        convoys.append(try await town.sling(rest))
    }

    /// Both of the pair have a session: each works from a base without the other.
    func letPairGo(_ log: TownLog) async throws {
        guard log.events.last?.kind == .sessionAlive else { return }
        let begun = log.of(.sessionAlive).count { event in
            log.assignments(.assignmentClaimed).values.contains { assignment in
                assignment.incarnation == event.data.session?.incarnation
                    && pair.contains { $0.bead == assignment.bead.text }
            }
        }
        if begun >= pair.count { for (_, latch) in pair { latch.release() } }
    }

    /// Every convoy has landed, and every worktree that was made is retired.
    func isOver(_ log: TownLog) -> Bool {
        guard Set(log.of(.convoyLanded).map(\.subject)).isSuperset(of: convoys) else { return false }
        return log.assignments(.assignmentRetired).count == log.assignments(.assignmentClaimed).count
    }

    /// By the history of the targets: the trailers of the merges name each bead once, and no request twice.
    func expectLandedOnce(_ log: TownLog) async throws {
        for rig in Self.rigs {
            let target = try #require(targets[rig])
            for (key, wanted) in [("Gt-Bead", beads[rig]), ("Gt-Request", nil)] {
                let text = try await town.git(
                    target, "log", "--merges", "--first-parent", "--format=%(trailers:key=\(key),valueonly)", "main")
                let found = text.split(separator: "\n").map(String.init).filter { !$0.isEmpty }
                #expect(found.count == 10 && Set(found).count == 10, "\(rig) \(key): \(found)")
                if let wanted { #expect(found.sorted() == wanted.sorted(), "\(rig): lost or landed twice") }
            }
            #expect(try await town.git(target, "show", "main:red.sh") == "true\n")
        }
        #expect(beads.values.joined().allSatisfy(log.isClosed))
        let returned = log.of(.requestReturned).compactMap(\.data.request)
        #expect(returned.contains { request in pair.contains { $0.bead == request.bead.text } }, "no conflict was met")
        #expect(Set(returned.map(\.rig)).isSuperset(of: Self.rigs), "no red gate was met")
    }

    /// What was made is in the trash under its number, and what was saved is where the ledger says.
    func expectNoWorktreeLost(_ log: TownLog) async throws {
        let retired = log.assignments(.assignmentRetired)
        for (number, assignment) in log.assignments(.assignmentPrepared) {
            let name = assignment.agent.name?.text ?? ""
            #expect(
                Files.isDirectory("\(town.layout.trash(assignment.rig))/\(number)-\(name)"), "\(assignment.worktree)")
            #expect(!Files.exists(town.layout.worktree(assignment)))
            guard let rescue = retired[number]?.rescueRef else { continue }
            let refs = try await town.git(
                town.layout.repository(assignment.rig), "for-each-ref", "--format=%(refname)", rescue)
            #expect(!refs.isEmpty, "\(rescue) is named, and not there")
        }
        #expect(SessionFolders(layout: town.layout).running.isEmpty)
    }
}
