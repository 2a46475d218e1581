import Host
import Testing
import TownModel
import Wire

/// Letters to several, with the built `gt` and a store that is killed.
@Suite(.serialized) struct MailRaceTests {
    private static let letters = 60
    private static let racers = 8

    @Test(
        "processes race for the letters of a queue: each letter has one winner, and a killed store has lost none",
        .timeLimit(.minutes(3)))
    func race() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let won = try await store.serve {
                _ = try await store.shell(
                    """
                    set -e
                    gt mail queue create triage --claimers overseer @crew
                    for n in \((1...Self.letters).map(String.init).joined(separator: " ")); do
                        gt mail send triage -s "letter $n" -m "please" > sent
                    done
                    """)
                return try await withThrowingTaskGroup(of: [String].self) { group in
                    for _ in 1...Self.racers {
                        group.addTask {
                            // Until none waits, which has the status 1; anything else fails the test.
                            let told = try await store.shell(
                                """
                                while letter=$(gt mail claim triage --json); end=$?; [ $end -eq 0 ]
                                do echo "$letter"; done
                                [ $end -eq 1 ]
                                """)
                            return told.split(separator: "\n").map(String.init)
                        }
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
            }
            let taken = try won.compactMap { try JSONText.decode(MailClaimReply.self, from: Array($0.utf8)).mail }
            #expect(taken.count == Self.letters)
            #expect(Set(taken.map(\.id)).count == Self.letters, "a letter was taken twice")
            // The store was killed: what it had answered is there.
            let (queue, inbox) = try await store.serve {
                (
                    try await store.gt("mail queue show triage -n 500 --json"),
                    try await store.gt("mail inbox -n 500 --json")
                )
            }
            let reply = try JSONText.decode(MailQueueReply.self, from: Array(queue.utf8))
            #expect(reply.waitingCount == 0 && Set(reply.claimed.map(\.mail.id)) == Set(taken.map(\.id)))
            let mails = try JSONText.decode([Mail].self, from: Array(inbox.utf8))
            #expect(Set(mails.map(\.id)) == Set(taken.map(\.id)) && mails.count == Self.letters)
        }
    }

    @Test(
        "a letter to a group, and a claim, that are said again with their id are one; what waited in the spool goes to the group as it is then",
        .timeLimit(.minutes(2)))
    func again() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            try await store.serve {
                _ = try await store.shell("gt mail group create chiefs mayor && gt mail queue create triage")
            }
            // The store is away: whoever is in the group is found out when it is back.
            _ = try await store.gt("mail send group:chiefs -s waited -m x --id c-waited")
            let (mayor, deacon, claims) = try await store.serve {
                _ = try await store.shell(
                    """
                    set -e
                    gt mail group add chiefs deacon
                    gt mail send group:chiefs -s again -m x --id c-again
                    gt mail send group:chiefs -s again -m x --id c-again
                    gt mail send queue:triage -s one -m x
                    gt mail send queue:triage -s two -m x
                    """)
                return (
                    try await store.gt("mail inbox mayor --json"), try await store.gt("mail inbox deacon --json"),
                    try await store.shell("for n in 1 2; do gt mail claim triage --id c-claim --json; done")
                )
            }
            func subjects(_ text: String) throws -> [String] {
                try JSONText.decode([Mail].self, from: Array(text.utf8)).map(\.subject)
            }
            #expect(try subjects(mayor).sorted() == ["again", "waited"])
            #expect(try subjects(deacon) == ["again"] || subjects(deacon).sorted() == ["again", "waited"])
            let taken = try claims.split(separator: "\n").map {
                try JSONText.decode(MailClaimReply.self, from: Array($0.utf8)).mail?.subject
            }
            #expect(taken == ["one", "one"])
        }
    }
}
