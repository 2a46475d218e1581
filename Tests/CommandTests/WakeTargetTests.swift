import Testing
import TownModel

@testable import gt

@Suite("Whose patrols gt wake means") struct WakeTargetTests {
    private static let web = "web"

    private func services(_ word: String?) throws -> [String] {
        let rigs = try ["web", "api"].map { try #require(RigName($0)) }
        let town = [RoleName.mayor, .deacon] + rigs.flatMap { [.witness($0), .refinery($0)] }
        let target = try word.map { try #require(WakeTarget(argument: $0)) } ?? .all
        return try target.services(in: town).map(\.description)
    }

    @Test(
        "a service, a rig, a group, or all",
        arguments: [
            (nil, ["mayor", "deacon", "web/witness", "web/refinery", "api/witness", "api/refinery"]),
            ("@all", ["mayor", "deacon", "web/witness", "web/refinery", "api/witness", "api/refinery"]),
            ("@town", ["mayor", "deacon", "web/witness", "web/refinery", "api/witness", "api/refinery"]),
            ("deacon", ["deacon"]), ("mayor/", ["mayor"]), ("api/witness", ["api/witness"]),
            ("web", ["web/witness", "web/refinery"]), ("@rig/api", ["api/witness", "api/refinery"]),
            ("@witnesses", ["web/witness", "api/witness"]), ("@refineries", ["web/refinery", "api/refinery"]),
        ] as [(String?, [String])])
    func meant(word: String?, expected: [String]) throws { #expect(try services(word) == expected) }

    @Test("a rig that is not there is refused by name", arguments: ["docs", "docs/witness", "@rig/docs"])
    func absent(word: String) {
        #expect { try services(word) } throws: { error in
            (error as? CommandFailure)?.status == .refused && "\(error)".contains("docs")
        }
    }

    @Test("a group of agents has no patrols", arguments: ["@polecats", "@crew", "@dogs", "@overseer", "@polecats/web"])
    func agents(word: String) {
        #expect { try services(word) } throws: { ($0 as? CommandFailure)?.status == .usage }
    }

    @Test("other words are none", arguments: ["", "@nobody", "web/", "web/polecats/nux", "a b"])
    func nonsense(word: String) throws {
        let target = WakeTarget(argument: word)
        #expect(target == nil)
    }
}
