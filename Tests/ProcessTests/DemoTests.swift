import Glibc
import Host
import Testing
import TownModel
import TownTesting

/// `make demo`, interrupted: nothing of it may be left, whenever Ctrl-C comes.
@Suite(.serialized) struct DemoTests {
    private static let demo =
        Files.parent(of: Files.parent(of: Files.parent(of: #filePath))) + "/Tools/demo/demo"

    /// Reads what the demo says, and interrupts its whole process group, as a terminal does, at the line with the word.
    private static let reader = """
        exec 3< <(exec env --default-signal=INT setsid "$1" 2>&1)
        pid=$!
        while IFS= read -r line <&3; do
          case $line in *"$2"*) kill -INT -- "-$pid" ;; esac
        done
        wait "$pid"
        exit $?
        """

    @Test(
        "Ctrl-C leaves no process and no directory, at each of four lines", .timeLimit(.minutes(3)))
    func interrupt() async throws {
        try await sideBySide(["killed -9", "$ gt install", "$ gt up", "$ gt sling"]) { try await Self.interrupt($0) }
    }

    private static func interrupt(_ word: String) async throws {
        let programs = try ProcessTown.programDirectory()
        var template = Array("/tmp/gastown-test.XXXXXX".utf8CString)
        let place = try #require(mkdtemp(&template).map { String(cString: $0) })
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "bash", arguments: ["-c", reader, "reader", demo, word],
                environment: [
                    "PATH": HostEnvironment.path, "HOME": place, "TMPDIR": place, "GT_PROGRAMS": programs,
                ], directory: place, limit: .seconds(100)))
        #expect(result.outputText.isEmpty, "\(word)")
        #expect(Files.names(in: place).filter { $0.hasPrefix("gt-demo.") }.isEmpty, "\(word)")
        let left = Files.names(in: "/proc").compactMap { Int32($0) }.filter { pid in
            Processes.commandLine(of: pid).contains { $0.contains("\(place)/gt-demo.") }
                || Processes.workingDirectory(of: pid)?.hasPrefix("\(place)/gt-demo.") == true
        }
        #expect(left.isEmpty, "\(word): \(left.map { Processes.commandLine(of: $0) })")
        #expect(result.ending == .exited(130), "\(word): \(result.errorTail)")
        try Files.removeTree(place)
    }
}
