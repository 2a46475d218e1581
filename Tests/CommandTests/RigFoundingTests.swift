import Glibc
import Host
import Testing
import TownModel

@testable import gt

@Suite("A rig's repository that can't be supported is refused before anything is made")
struct RigFoundingTests {
    /// A town's directory beside some repositories; removed with the value's end.
    final class Place: Sendable {
        let root: String
        var layout: TownLayout { TownLayout(root: "\(root)/town") }

        init() throws {
            var template = Array("/tmp/gt-founding-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            try Files.makeDirectory("\(root)/town/rigs")
        }

        deinit {
            // What can't be removed lies in /tmp and harms no other test.
            try? Files.removeTree(root)
        }

        func sh(_ script: String) async throws {
            let result = try await CommandRunner().run(
                CommandSpec(
                    program: "/bin/sh", arguments: ["-ec", script],
                    environment: [
                        "PATH": HostEnvironment.path, "HOME": root, "GIT_CONFIG_NOSYSTEM": "1",
                        "GIT_AUTHOR_NAME": "Nux", "GIT_AUTHOR_EMAIL": "nux@example.org", "GIT_COMMITTER_NAME": "Nux",
                        "GIT_COMMITTER_EMAIL": "nux@example.org",
                    ], directory: root, limit: .seconds(30)))
            try #require(result.ending.isSuccess, "\(result.outputText)\(result.errorTail)")
        }

        func add(_ source: String) async throws -> String {
            let name = try #require(RigName("web"))
            let found = try await RigSource.find(
                source,
                in: TownDiscovery(surroundings: Surroundings(directory: root) { _ in nil }, isTown: { _ in false }))
            return try await RigFounding(layout: layout, name: name, source: found, branch: "main").run()
        }
    }

    static let seed = """
        git init -q -b main seed && cd seed && git config uploadpack.allowFilter true
        echo 1 >f && git add -A && git commit -qm one && echo 2 >f && git commit -qam two && cd ..
        """

    @Test("What can be supported is made")
    func usable() async throws {
        let place = try Place()
        try await place.sh("\(Self.seed) && git clone -q --bare seed made.git")
        #expect(try await place.add("\(place.root)/made.git") == "main")
        #expect(Files.isDirectory(place.layout.repository(try #require(RigName("web")))))
    }

    @Test(
        "What can't is named, with what to do, and nothing is left of it",
        arguments: [
            ("git clone -q --bare --depth 1 file://$PWD/seed made.git", "shallow clone"),
            ("git clone -q --bare --filter=blob:none file://$PWD/seed made.git", "partial clone"),
            (
                "git init -q --bare --object-format=sha256 -b main made.git && git init -q --object-format=sha256 s "
                    + "&& cd s && git commit -q --allow-empty -m one && git push -q ../made.git HEAD:main",
                "kind sha256"
            ),
            (
                "cd seed && mkdir art && echo '*.psd filter=lfs' >art/.gitattributes && git add -A "
                    + "&& git commit -qm lfs && git clone -q --bare . ../made.git",
                "Git LFS (art/.gitattributes)"
            ),
            (
                "cd seed && git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),lib "
                    + "&& git commit -qm module && git clone -q --bare . ../made.git", "the submodule lib"
            ),
        ])
    func refused(_ script: String, _ what: String) async throws {
        let place = try Place()
        try await place.sh("\(Self.seed)\n\(script)")
        for source in ["\(place.root)/made.git", "file://\(place.root)/made.git"] {
            let failure = await #expect(throws: CommandFailure.self) { try await place.add(source) }
            #expect(failure?.message.contains(what) == true, "\(String(describing: failure))")
            #expect(failure?.hint?.isEmpty == false)
            #expect(Files.names(in: place.layout.rigs).isEmpty)
        }
    }
}
