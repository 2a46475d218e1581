import Testing
import TownModel
import Wire

@testable import gt

/// Crew as people write and read it.
@Suite struct CrewTextTests {
    private static let web = RigName("web")

    @Test(
        "a member is named with its rig, or inside it",
        arguments: [
            ("web/max", nil, "web/crew/max"), ("web/crew/max", nil, "web/crew/max"), ("max", web, "web/crew/max"),
            ("app/max", web, "app/crew/max"),
        ])
    func names(_ word: String, _ here: RigName?, _ address: String) throws {
        #expect(try CrewName.address(word, rig: here).description == address)
    }

    @Test(
        "what is no such name is refused",
        arguments: [
            ("max", 64), ("web/", 65), ("/max", 65), ("web/polecats/max", 65),
            ("Web/max", 65), ("overseer@other", 65), ("", 65),
        ])
    func refused(_ word: String, _ status: Int32) {
        let error = #expect(throws: CommandFailure.self) { try CrewName.address(word, rig: nil) }
        #expect(error?.status.rawValue == status)
    }
}
