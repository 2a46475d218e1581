import Testing
import TownModel

@Suite struct AttentionRuleTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private static let ann = Address("web/crew/ann")

    @Test("a time that was set ends by itself, to the millisecond")
    func ends() {
        let quiet = Attention(quietSince: Self.now, quietUntil: Self.now.advanced(by: .seconds(60)))
        #expect(quiet.isQuiet(at: Self.now.advanced(by: .milliseconds(59_999))))
        #expect(!quiet.isQuiet(at: Self.now.advanced(by: .seconds(60))))
        #expect(Attention(quietSince: Self.now).isQuiet(at: Self.now.advanced(by: .seconds(86_400))))
        #expect(!Attention.normal.isQuiet(at: Self.now) && Attention.normal.words(at: Self.now) == nil)
    }

    @Test("urgent letters pass the quiet, and nothing passes who is muted")
    func letters() {
        let quiet = Attention(quietSince: Self.now)
        for priority in (0...4).compactMap(Priority.init(rawValue:)) {
            #expect(quiet.tellsOfLetter(priority, at: Self.now) == (priority == .critical))
            #expect(!Attention(level: .muted).tellsOfLetter(priority, at: Self.now))
            #expect(Attention(level: .verbose).tellsOfLetter(priority, at: Self.now))
        }
    }

    @Test("who may disturb all the same: the overseer who interrupts, and a Witness")
    func nudges() throws {
        let (quiet, ann) = (Attention(quietSince: Self.now), try #require(Self.ann))
        let witness = try #require(Address("web/witness"))
        for mode in NudgeMode.allCases {
            #expect(!quiet.shows(nudgeFrom: ann, mode, at: Self.now))
            #expect(!quiet.shows(nudgeFrom: .mayor, mode, at: Self.now))
            #expect(quiet.shows(nudgeFrom: .overseer, mode, at: Self.now) == (mode == .interrupt))
            #expect(quiet.shows(nudgeFrom: witness, mode, at: Self.now))
            #expect(Attention.normal.shows(nudgeFrom: ann, mode, at: Self.now))
        }
    }
}
