import ArgumentParser
import Glibc
import Host
import Testing

@testable import gt

/// The pages that `make man` writes: one for every command that people are shown, with all that its help says.
@Suite("the manual")
struct ManualTests {
    private static let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))

    /// `gt.mail.send` for each, those that only have others below them too.
    private static func pages(of command: any ParsableCommand.Type = GasTown.self, name: String = "gt") -> [String] {
        let shown = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        return [name] + shown.flatMap { pages(of: $0, name: "\(name).\($0._commandName)") }
    }

    @Test("every command has a page, and nothing that is hidden is in it")
    func pages() async throws {
        let folder = try #require(HostEnvironment.programDirectory)
        var template = Array("/tmp/gt-man-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let pages = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { try? Files.removeTree(pages) }  // Nothing can be done about a temporary directory that stays.
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "\(Self.root)/Tools/man/man-pages",
                arguments: ["\(folder)/gt", "\(folder)/generate-manual", pages],
                environment: ["PATH": HostEnvironment.path], directory: "/", limit: .seconds(60)))
        try #require(result.ending.isSuccess, "\(result.errorTail)")
        let written = Set(Files.names(in: pages))
        let wanted = Set(Self.pages().map { "\($0).1" })
        #expect(written.subtracting(wanted) == [] && wanted.subtracting(written) == [])
        for command in CommandTableTests.leaves {
            let name = command.replacing(" ", with: ".")
            let text = try Files.readText("\(pages)/gt.\(name).1")
            // What a page-setter would stumble over, or run together.
            #expect(!text.contains("\n\n") && !text.contains("Example: "), "\(name)")
            #expect(text.contains("\nExamples:\n.Bd -literal -offset indent -compact\ngt "), "\(name)")
            #expect(text.contains(".Nm \"gt \(command)\""), "\(name)")
        }
        for name in Files.names(in: pages) {
            #expect(try !Files.readText("\(pages)/\(name)").contains("agent-script"), "\(name)")
        }
    }
}
