import Agents
import Testing

@Suite("The script in a bead's description")
struct BeadScriptTests {
    @Test(arguments: [
        ("Do it:\n```sh\nmake\nmake test\n```\nThanks", "make\nmake test\n"),
        ("```sh\none\n```\n```sh\ntwo\n```", "one\n"),
        ("```swift\n```sh\n```\n```sh\nreal\n```", "real\n"),
        ("````sh\ncat <<E\n```\nE\n````", "cat <<E\n```\nE\n"),
        ("  ```sh\n    indented\n  ```", "  indented\n"),
        ("```sh title\r\necho 'ü'\r\n```\r\n", "echo 'ü'\n"),
    ])
    func `is the first block marked sh`(description: String, script: String) throws {
        #expect(try BeadScript(description: description).text == script)
    }

    @Test(arguments: [
        ("", BeadScript.Problem.noBlock), ("```\nmake\n```", .noBlock), ("```bash\nmake\n```", .noBlock),
        ("text\n```sh\nmake", .unclosed(line: 2)), ("```sh\n \n```", .empty(line: 1)),
    ])
    func `is asked for in words when it is missing`(description: String, problem: BeadScript.Problem) {
        #expect(throws: problem) { try BeadScript(description: description) }
        #expect(problem.description.contains("```sh"))
    }
}
