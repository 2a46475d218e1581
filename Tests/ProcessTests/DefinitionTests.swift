import Host
import Testing
import TownModel

/// The definitions that `gt up` writes and prints, and those in `deploy/`: one renderer for both.
@Suite struct DefinitionTests {
    static let deploy = Files.parent(of: Files.parent(of: Files.parent(of: #filePath))) + "/deploy/systemd"

    @Test(
        "the unit in deploy/ is what gt renders, and systemd accepts it",
        arguments: [
            ("gt-beads-store", false), ("gt-mayor", false), ("gt-deacon", false), ("gt-witness", true),
            ("gt-refinery", true),
        ])
    func unit(program: String, takesRig: Bool) async throws {
        try await check(
            ServiceDefinition.template(program, takesRig: takesRig), "\(program)\(takesRig ? "@" : "").service")
    }

    @Test("the tmux server's unit is what gt renders, systemd accepts it, and stopping it leaves its group alone")
    func tmuxUnit() async throws {
        let definition = ServiceDefinition.tmuxTemplate
        #expect(definition.systemd.contains("KillMode=process\n"))
        #expect(!definition.systemd.contains("WatchdogSec"), "tmux tells systemd nothing")
        try await check(definition, "gt-tmux.service")
    }

    private func check(_ definition: ServiceDefinition, _ file: String) async throws {
        let path = "\(Self.deploy)/\(file)"
        #expect(try Files.readText(path) == definition.systemd)
        guard let analyze = HostEnvironment.executable("systemd-analyze") else { return }
        let result = try await CommandRunner().run(
            CommandSpec(
                program: analyze, arguments: ["verify", "--user", "--man=no", path],
                environment: ["PATH": HostEnvironment.path, "XDG_RUNTIME_DIR": "/tmp"], directory: "/",
                limit: .seconds(30)))
        #expect(!result.errorTail.contains("Unknown"), "\(result.errorTail)")
        #expect(!result.errorTail.contains("Failed to parse"), "\(result.errorTail)")
    }

    @Test("a path with a space or a quote is one word of the run script")
    func quoting() {
        let layout = TownLayout(root: "/tmp/it's a town", runtimeDirectory: "/tmp")
        let script = ServiceDefinition(.beadsStore, layout: layout, programs: "/opt/gas town").runit
        #expect(script.contains(#"exec '/opt/gas town/gt-beads-store' --town '/tmp/it'\''s a town'"#))
        #expect(
            ServiceDefinition.tmux(layout).runit.contains(#"-D -S '/tmp/it'\''s a town/.gt/run/tmux' -f /dev/null"#))
    }

    @Test(
        "a service is named the same everywhere", arguments: ["beads-store", "mayor", "deacon", "web/witness", "tmux"])
    func names(text: String) throws {
        #expect(try #require(TownService(text)).description == text)
    }
}
