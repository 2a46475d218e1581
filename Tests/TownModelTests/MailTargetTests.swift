import Testing
import TownModel

@Suite struct MailTargetTests {
    @Test(
        "what a letter can be written to is its text and back",
        arguments: [
            "overseer", "mayor/", "web/polecats/nux", "@town", "@crew/web", "group:reviewers", "queue:triage-2",
            "channel:releases",
        ])
    func texts(_ text: String) {
        #expect(MailTarget(text)?.text == text)
    }

    @Test(
        "what is nothing of the kind is refused",
        arguments: [
            "", "reviewers", "group:", "group:Reviewers", "group:a_b", "group:2", "list:a", "group:a:b", "@nobody",
            "group:mayor", "queue:crew", "channel:\(String(repeating: "a", count: 41))",
        ])
    func strangers(_ text: String) {
        #expect(MailTarget(text) == nil)
    }

    @Test("each is of one kind, and places are no people")
    func kinds() throws {
        let kinds: [(String, CorrespondentKind, Bool)] = [
            ("overseer", .overseer, true), ("deacon/boot", .deacon, true), ("web/crew/ann", .crew, true),
            ("@rig/web", .group, true), ("group:a", .group, true), ("queue:a", .queue, false),
            ("channel:a", .channel, false),
        ]
        for (text, kind, isPeople) in kinds {
            let target = try #require(MailTarget(text))
            #expect(target.kind == kind && target.isPeople == isPeople, "\(text)")
        }
    }
}
