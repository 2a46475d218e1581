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
        let rendered = ServiceDefinition.template(program, takesRig: takesRig).systemd
        let path = "\(Self.deploy)/\(program)\(takesRig ? "@" : "").service"
        #expect(try Files.readText(path) == rendered)
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
    }

    @Test("a service is named the same everywhere", arguments: ["beads-store", "mayor", "deacon", "web/witness"])
    func names(text: String) throws {
        #expect(try #require(TownService(text)).description == text)
    }
}
