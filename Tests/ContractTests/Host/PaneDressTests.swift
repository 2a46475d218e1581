import Glibc
import Host
import Testing
import TownModel
import TownTesting

/// What people see and press in the town's tmux, looked at through a tmux of their own with a configuration of their own:
/// another prefix, other keys, no status line.
@Suite("The town's tmux for people")
struct PaneDressTests {
    private static let foreign = """
        set -g prefix C-a
        unbind C-b
        bind n display-message theirs
        bind a kill-server
        bind g kill-server
        set -g status off
        set -g base-index 7
        set -g default-terminal screen-256color

        """

    /// Two servers: the town's with three panes of agents, and a person's in whose only pane the town's is looked at.
    private struct Desk {
        let scratch: Scratch
        let town: TmuxServer
        let outer: String
        let agents: [(incarnation: Incarnation, agent: Address)]

        init() async throws {
            scratch = try Scratch()
            outer = "\(scratch.path)/outer"
            town = TmuxServer(socket: "\(scratch.path)/town")
            agents = try ["web/polecats/nux", "web/crew/max", "api/polecats/nux"].enumerated().map { number, name in
                (Incarnation(number: Int64(number + 1)), try #require(Address(name)))
            }
            let gt = try #require(HostEnvironment.programDirectory) + "/gt"
            // gt itself, but for the feed, which needs a store.
            let program = "\(scratch.path)/gt #1 \"$HOME\""
            try Files.writeAtomically(
                """
                #!/bin/sh
                case "$1" in
                feed) echo "the feed of $3"; read -r line ;;
                *) exec '\(gt)' "$@" 2>>'\(scratch.path)/complaints' ;;
                esac

                """, to: program, mode: 0o755)
            try Files.makePrivateDirectory("\(scratch.path)/t/.gt/run")
            for (incarnation, _) in agents {
                try await RealTmux.run(
                    "\(scratch.path)/town",
                    ["-f", "/dev/null", "new-session", "-d", "-s", "gt-\(incarnation)", "-x", "120", "-y", "30", "cat"])
            }
            let layout = TownLayout(root: "\(scratch.path)/t")
            try Files.makeDirectory(Files.parent(of: layout.tmuxSocket))
            // The town's own socket, where gt looks for it.
            symlink("\(scratch.path)/town", layout.tmuxSocket)
            for (incarnation, agent) in agents {
                let keys = PaneKeys(program: program, town: layout.root)
                #expect(await town.dress(incarnation, as: PaneLabel(agent: agent), keys: keys))
            }
            let conf = "\(scratch.path)/foreign.conf"
            try Files.writeAtomically(PaneDressTests.foreign, to: conf)
            try await RealTmux.run(
                outer,
                [
                    "-f", conf, "new-session", "-d", "-s", "mine", "-x", "120", "-y", "30", "env", "-u", "TMUX", "tmux",
                    "-S", "\(scratch.path)/town", "attach-session", "-t", "gt-\(agents[0].incarnation)",
                ])
        }

        func press(_ keys: String...) async throws {
            try await RealTmux.run(outer, ["send-keys", "-t", "mine"] + keys)
        }

        var screen: String {
            get async throws { try await RealTmux.run(outer, ["capture-pane", "-p", "-t", "mine"]) }
        }

        /// Looks until the person's screen shows this.
        func shows(_ text: String) async throws -> Bool { try await until { try await screen.contains(text) } }

        /// Looks until the person looks at this agent.
        func looks(at agent: Int) async throws -> Bool {
            let session = "gt-\(agents[agent].incarnation)"
            return try await until {
                try await RealTmux.run("\(scratch.path)/town", ["list-clients", "-F", "#{session_name}"])
                    .contains("\(session)\n")
            }
        }

        private func until(_ condition: () async throws -> Bool) async throws -> Bool {
            let deadline = ContinuousClock.now.advanced(by: .seconds(30))
            while ContinuousClock.now < deadline {
                if try await condition() { return true }
            }
            return false
        }

        /// Whatever becomes of the test, both servers are gone afterwards.
        static func with(_ body: (Desk) async throws -> Void) async throws {
            let desk = try await Desk()
            let result: Result<Void, any Error>
            do { result = .success(try await body(desk)) } catch { result = .failure(error) }
            try await RealTmux.run(desk.outer, ["kill-server"])
            try await RealTmux.run("\(desk.scratch.path)/town", ["kill-server"])
            try result.get()
        }

        func show(_ line: String) async {
            await town.show(line, in: await town.places(of: agents[0].agent))
        }
    }

    @Test(
        "through a foreign tmux: the line that is pushed, the keys, the menu and the feed; the person's own keys stay")
    func foreign() async throws {
        try await Desk.with { desk in
            #expect(try await desk.shows("web/polecats/nux"))
            await desk.show("web-1 Fix the parser · working · 2 unread")
            #expect(try await desk.shows("web-1 Fix the parser · working · 2 unread"))

            // From pane to pane of the rig, there and back; the other rig's is not among them.
            try await desk.press("C-b", "n")
            #expect(try await desk.looks(at: 1))
            #expect(try await desk.shows("web/crew/max"))
            try await desk.press("C-b", "n")
            #expect(try await desk.looks(at: 0))
            try await desk.press("C-b", "p")
            #expect(try await desk.looks(at: 1))

            // All of them in a menu: the first is the other rig's.
            try await desk.press("C-b", "g")
            #expect(try await desk.shows("web-1 Fix the parser"))
            #expect(try await desk.shows(" agents "))
            try await desk.press("1")
            #expect(try await desk.looks(at: 2))

            try await desk.press("C-b", "a")
            #expect(try await desk.shows("the feed of"))
            try await desk.press("Enter")

            // His own prefix is his: what he bound to n does what he says.
            let keys = try await RealTmux.run(desk.outer, ["list-keys", "-T", "prefix", "n"])
            #expect(keys.contains("display-message theirs"))
        }
    }

    @Test("a title that would be a command, a style or another line is shown as letters")
    func hostile() async throws {
        try await Desk.with { desk in
            let pwned = "\(desk.scratch.path)/pwned"
            await desk.show("#(touch \(pwned)) #[fg=red]red #{pane_id} a\nb\u{1B}[31m")
            #expect(try await desk.shows("#(touch"))
            #expect(try await desk.shows("# [fg=red]red #{pane_id} a␊b␛[31m"))
            try await desk.press("C-b", "g")
            #expect(try await desk.shows(" agents "))
            #expect(try await desk.shows("web/polecats/nux  #(touch"))
            #expect(!Files.exists(pwned))
        }
    }

    @Test("a session with several windows keeps its own way through them")
    func windows() async throws {
        try await Desk.with { desk in
            #expect(try await desk.shows("web/polecats/nux"))
            try await RealTmux.run(
                "\(desk.scratch.path)/town",
                ["new-window", "-t", "gt-\(desk.agents[0].incarnation):", "-n", "second", "cat"])
            try await desk.press("C-b", "n")
            try await desk.press("C-b", "n")
            #expect(try await desk.looks(at: 0))
        }
    }

    @Test("without a server, and for an agent without a pane, nothing is shown and nothing fails")
    func absent() async throws {
        let scratch = try Scratch()
        let server = TmuxServer(socket: "\(scratch.path)/none")
        #expect(await server.places() == nil)
        await server.show("x", in: await server.places(of: .overseer))
        let keys = PaneKeys(program: "gt", town: "/")
        #expect(await !server.dress(Incarnation(number: 1), as: PaneLabel(agent: .overseer), keys: keys))
    }
}
