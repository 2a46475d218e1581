import Testing
import TownModel
import Wire

@testable import gt

/// Each kind of event is told in a sentence that names what it is about.
@Suite struct FeedSentenceTests {
    static func event(_ kind: EventKind, _ data: EventData = EventData(), subject: String = "web-a1") -> TownEvent {
        TownEvent(
            sequence: 7, previous: 6, epoch: 1, stream: .town, kind: kind, subject: subject,
            time: Timestamp(milliseconds: 3_723_000), actor: .mayor, cause: "c-1", data: data)
    }

    @Test("every kind has a sentence, with whatever data it comes", arguments: EventKind.allCases)
    func total(_ kind: EventKind) {
        let sentence = FeedSentence(Self.event(kind))
        #expect(!sentence.text.isEmpty)
        #expect(sentence.actor == "mayor")
    }

    @Test("no two kinds are told alike")
    func distinct() {
        let texts = EventKind.allCases.map { FeedSentence(Self.event($0)).text }
        #expect(Set(texts).count == texts.count)
    }

    @Test("book-keeping is detail, trouble is bad, landing is good")
    func tones() {
        #expect(FeedSentence(Self.event(.intentOpened)).tone == .detail)
        #expect(FeedSentence(Self.event(.requestReturned)).tone == .bad)
        #expect(FeedSentence(Self.event(.requestLanded)).tone == .good)
    }

    @Test("a note is told after the sentence, and once")
    func notes() {
        let text = FeedSentence(Self.event(.townStopped, EventData(note: "fire"))).text
        #expect(text == "stopped the town: fire")
    }

    @Test("hostile text in a title can't reach the terminal")
    func hostile() throws {
        let id = try #require(BeadID("web-a1"))
        let change = BeadChange(
            id: id, title: "\u{1B}[2J\u{202E}evil\r", type: .task, version: 1, fields: [:])
        let line = FeedLine.text(Self.event(.beadCreated, EventData(bead: change)), TextTableTests.paper)
        #expect(line == "01:02:03  town  mayor  made web-a1 \"␛[2J\u{FFFD}evil␍\"")
    }
}
