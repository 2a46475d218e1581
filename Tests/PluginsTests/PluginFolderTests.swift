import Glibc
import Host
import PluginFiles
import Plugins
import Testing
import TownModel
import Wire

/// Plugins as they lie in directories.
@Suite struct PluginFolderTests {
    private let layout: TownLayout

    init() throws {
        var template = Array("/tmp/gt-plugins-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        layout = TownLayout(root: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    private func put(_ text: String, _ path: String, mode: UInt32 = 0o644) throws {
        let whole = "\(layout.root)/\(path)"
        try Files.makeDirectory(Files.parent(of: whole))
        try Files.writeAtomically(text, to: whole, mode: mode_t(mode))
    }

    @Test("a place's plugins, its programs and what can't be used are found; what is no plugin is not")
    func shelf() throws {
        defer { remove() }
        try put("+++\nname = \"tidy\"\n+++\n", "config/plugins/tidy/plugin.md")
        try put("#!/bin/sh\n", "config/plugins/tidy/run.sh", mode: 0o755)
        try put("+++\nname = \"ask\"\n+++\nAsk.", "rigs/web/plugins/ask/plugin.md")
        try put("nothing", "config/plugins/bad/plugin.md")
        try put("+++\nname = \"x\"\n+++\nX", "config/plugins/No Name/plugin.md")
        try put("", "config/plugins/empty/readme")
        let town = PluginFolder(layout: layout, rig: nil)
        let shelf = town.shelf()
        #expect(shelf.plugins.map(\.program) == ["config/plugins/tidy/run.sh"])
        #expect(shelf.unfit.map(\.id.text) == ["town/bad"])
        #expect(shelf.unfit.first?.reasons.first?.contains("config/plugins/bad/plugin.md:1") == true)
        #expect(town.misnamed() == ["config/plugins/No Name"] && town.shelf() == shelf)
        let rig = PluginFolder(layout: layout, rig: RigName("web")).shelf()
        #expect(rig.plugins.map(\.id.text) == ["web/ask"] && rig.plugins.first?.way == .agent)
        let nowhere = PluginFolder(layout: layout, rig: RigName("api")).shelf()
        #expect(nowhere.plugins.isEmpty && nowhere.unfit.isEmpty)
        // Written anew it is another one, without anybody being told.
        try put(
            "+++\nname = \"tidy\"\n[gate]\ntype = \"cooldown\"\nduration = \"1h\"\n+++\n",
            "config/plugins/tidy/plugin.md")
        #expect(town.shelf().plugins.map(\.gate) == [.cooldown(seconds: 3600)])
    }

    @Test("a condition holds when its command ends with 0, in the plugin's own directory")
    func checks() async throws {
        defer { remove() }
        try put("", "rigs/web/plugins/ask/here")
        let id = try #require(PluginID("web/ask"))
        let check = PluginCheck(layout: layout)
        #expect(
            try await check.holds("test -e here && test \"$GT_PLUGIN\" = web/ask && test \"$GT_RIG\" = web", of: id))
        #expect(try await !check.holds("exit 1", of: id))
        await #expect(throws: HostError.self) {
            try await check.holds("true", of: try #require(PluginID("web/gone")))
        }
    }

    @Test("the example of the page on plugins is read as it stands")
    func page() throws {
        let path = Files.parent(of: Files.parent(of: Files.parent(of: #filePath))) + "/docs/plugins.md"
        let text = try Files.readText(path)
        let body = try #require(text.components(between: "```\n+++", and: "\n```"))
        let id = try #require(PluginID("town/tidy"))
        let source = PluginSource(
            id: id, text: "+++" + body, writtenAt: Timestamp(milliseconds: 0),
            program: .init(name: "run", isExecutable: true))
        let (plugin, problems) = source.read()
        #expect(problems.isEmpty)
        #expect(plugin?.gate == .cooldown(seconds: 43_200) && plugin?.severity == .low)
        #expect(plugin?.instructions.hasPrefix("# Tidy") == true)
    }

    // Nothing can be done about a temporary directory that stays.
    private func remove() { try? Files.removeTree(layout.root) }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> Substring? {
        guard let first = firstRange(of: start), case let rest = self[first.upperBound...],
            let last = rest.firstRange(of: end)
        else { return nil }
        return rest[..<last.lowerBound]
    }
}
