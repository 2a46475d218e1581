import RefineryCore
import Testing
import TownModel
import Wire

@testable import RefineryDaemon

@Suite("Killed at every step")
struct KillPointTests {
    func onPaper(_ git: PaperGit, _ requests: [MergeRequest]) -> Rehearsal {
        let body = RefineryBody(rig: Samples.rigName, git: git, gates: PaperGates())
        var store = LittleStore(rig: Samples.rig())
        for request in requests { _ = store.submit(request) }
        return Rehearsal(body, store: store)
    }

    let pair = [Samples.request("gt-mr-a"), Samples.request("gt-mr-b")]

    @Test("Undisturbed, two requests land once each, and no intent is left open")
    func undisturbed() async throws {
        let git = PaperGit()
        var rehearsal = onPaper(git, pair)
        try await rehearsal.run()
        #expect(rehearsal.store.landings == [pair[0].id: 1, pair[1].id: 1])
        #expect(rehearsal.store.intents.isEmpty)
        #expect(await git.landings(of: pair[0].id) == 1)
        #expect(await git.landings(of: pair[1].id) == 1)
    }

    @Test("Killed at any one step, or at any two, each request lands exactly once")
    func killedTwice() async throws {
        var whole = onPaper(PaperGit(), pair)
        try await whole.run()
        for first in 0..<whole.steps {
            for second in [first, first + 1, first + 3, first + 8, first + 21] {
                let git = PaperGit()
                var rehearsal = onPaper(git, pair)
                try await rehearsal.run(killAt: [first, second])
                for request in pair {
                    #expect(rehearsal.store.landings[request.id] == 1, "killed at \(first) and \(second)")
                    #expect(await git.landings(of: request.id) == 1, "killed at \(first) and \(second)")
                }
                #expect(rehearsal.store.intents.isEmpty, "killed at \(first) and \(second)")
            }
        }
    }

    @Test("Killed at any step while others push at any step, each request lands exactly once")
    func othersPush() async throws {
        var whole = onPaper(PaperGit(), pair)
        try await whole.run()
        for kill in 0..<whole.steps {
            for push in stride(from: 0, to: whole.steps, by: 3) {
                let git = PaperGit()
                var rehearsal = onPaper(git, pair)
                try await rehearsal.run(killAt: [kill]) { step in
                    if step == push { await git.push() }
                }
                for request in pair {
                    #expect(rehearsal.store.landings[request.id] == 1, "killed at \(kill), pushed at \(push)")
                    #expect(await git.landings(of: request.id) == 1, "killed at \(kill), pushed at \(push)")
                }
            }
        }
    }

    @Test(
        "On a real repository too: at every step killed, landed exactly once; without a remote at every third",
        arguments: [(true, 1), (false, 3)])
    func onDisk(_ withRemote: Bool, _ stride: Int) async throws {
        let rig = try await RigOnDisk(withRemote: withRemote)
        let settings = Samples.rig(
            remote: rig.remote, gates: [Gate(name: "tree", command: "test -f README", timeoutSeconds: 30)])
        var stepsMax = 1
        var kill = 0
        while kill < stepsMax {
            let request = try await rig.request(
                "gt-mr-\(kill)", "echo \(kill) >file\(kill)", from: withRemote ? "refs/remotes/origin/main" : "main")
            var store = LittleStore(rig: settings)
            _ = store.submit(request)
            var rehearsal = Rehearsal(rig.body, store: store)
            rehearsal.now = Samples.noon.advanced(by: .seconds(kill))
            try await rehearsal.run(killAt: [kill])
            if kill == 0 { stepsMax = rehearsal.steps }
            #expect(rehearsal.store.landings == [request.id: 1], "killed at \(kill)")
            #expect(rehearsal.store.intents.isEmpty, "killed at \(kill)")
            #expect(try await rig.landings(of: request) == 1, "killed at \(kill)")
            kill += stride
        }
        #expect(kill > 15)
        #expect(try await rig.inRepository("git fsck --no-dangling --no-progress >&2 && echo sound") == "sound")
    }
}
