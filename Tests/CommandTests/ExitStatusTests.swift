import Bus
import Host
import Testing
import Wire

@testable import gt

@Suite struct ExitStatusTests {
    @Test("each refusal of the store has a status of the table", arguments: ErrorCode.allCases)
    func refusals(_ code: ErrorCode) {
        let failure = CommandFailure(WireError(code, "why", about: "x", hint: "next"))
        #expect(failure.status.rawValue == code.exitCode)
        #expect(failure.code == code.rawValue)
        #expect(failure.hint == "next")
    }

    @Test("the table is the one of the design")
    func table() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 64, 65, 69, 70, 75, 77, 78])
    }

    @Test("a store that is away is 69 and says what to do")
    func away() {
        let failure = CommandFailure(BusFailure.bus(.away(endpoint: "ipc:///x")) as any Error)
        #expect(failure.status == .away)
        #expect(failure.message.contains("ipc:///x"))
        #expect(failure.hint == "gt up")
    }

    @Test("an error for people has what happened and what next; for programs it is JSON")
    func shown() {
        let failure = CommandFailure(.refused, code: "not-found", "no bead \u{1B}[1m", about: "x", hint: "gt bead list")
        #expect(failure.text(TextTableTests.paper) == "gt: no bead ␛[1m\n    next: gt bead list")
        #expect(
            JSONText.text(failure)
                == #"{"about":"x","code":"not-found","exit":1,"hint":"gt bead list","message":"no bead \u001b[1m"}"#)
    }
}
