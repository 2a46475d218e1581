import Foundation
import Host
import Testing
import TownModel
import Wire

@testable import BeadsStoreDaemon

/// The files of directives as the store reads them.
@Suite struct DirectiveFilesTests {
    @Test("each file of a role is read; one that is too large, not UTF-8 or of no role is named, and has no text")
    func files() throws {
        let root = NSTemporaryDirectory() + "gt-directives-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }  // a temporary directory may stay
        let layout = TownLayout(root: root, runtimeDirectory: root)
        let web = try #require(RigName("web"))
        try Files.makeDirectory(layout.config)
        try Files.makeDirectory(layout.directives(nil))
        try Files.makeDirectory(layout.rigs)
        try Files.makeDirectory(layout.rig(web))
        try Files.makeDirectory(layout.directives(web))
        let most = String(repeating: "x", count: StoreLimits.directiveBytesMax)
        try Files.writeAtomically("Be kind.\n", to: "\(layout.directives(nil))/polecat.md")
        try Files.writeAtomically(most, to: "\(layout.directives(nil))/mayor.md")
        try Files.writeAtomically(most + "x", to: "\(layout.directives(nil))/crew.md")
        try Files.writeAtomically([0xFF, 0xFE], to: "\(layout.directives(web))/dog.md")
        try Files.writeAtomically("x", to: "\(layout.directives(web))/polecats.md")
        try Files.writeAtomically("x", to: "\(layout.directives(web))/notes.txt")
        let read = TownFiles(layout: layout).directives(rigs: [web]).files
        #expect(
            read.map { "\($0.home)/\($0.name)" }
                == ["hq/crew.md", "hq/mayor.md", "hq/polecat.md", "web/dog.md", "web/polecats.md"])
        #expect(read.map { $0.text?.utf8.count } == [nil, 8192, 9, nil, nil])
        let problems = read.compactMap(\.problem)
        #expect(
            problems.count == 3 && zip(problems, ["crew.md", "dog.md", "polecats.md"]).allSatisfy { $0.contains($1) })
        #expect(problems[2].contains("mayor.md, deacon.md"))
    }
}
