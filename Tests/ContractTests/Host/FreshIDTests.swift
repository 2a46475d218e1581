import Host
import Testing
import TownModel

@Suite("ids of commands that a person gives")
struct FreshIDTests {
    @Test("are in the order of their time, and no two the same")
    func ordered() {
        let times = [0, 1, 35, 36, 1_800_000_000_000, 1_800_000_000_001, 99_999_999_999_999].map(
            Timestamp.init(milliseconds:))
        let ids = times.map { FreshID.command(at: $0).text }
        #expect(ids == ids.sorted())
        #expect(Set(ids.map(\.count)) == [22])
        let now = Timestamp.now
        #expect(Set((0..<10_000).map { _ in FreshID.command(at: now) }).count == 10_000)
    }
}
