import Host
import Testing
import TownModel

@testable import gt

@Suite struct TownDiscoveryTests {
    static func find(
        _ option: String? = nil, from directory: String, variables: [String: String] = [:],
        binding: TownBinding = .none, towns: Set<String>
    ) throws(CommandFailure) -> String {
        let surroundings = Surroundings(directory: directory) { variables[$0] }
        return try TownDiscovery(surroundings: surroundings, isTown: towns.contains, binding: binding).find(option)
    }

    @Test("the option wins over GT_TOWN, that over the directory, that over git config gt.town, that over ~/gt")
    func order() throws {
        let towns: Set<String> = ["/option", "/variable", "/here", "/bound", "/home/gt"]
        let bound = TownBinding.bound(to: "/bound")
        #expect(try Self.find(from: "/here/web", binding: bound, towns: towns) == "/here")
        #expect(
            try Self.find(from: "/elsewhere", variables: ["HOME": "/home"], binding: bound, towns: towns) == "/bound")
        let variables = ["GT_TOWN": "/variable", "HOME": "/home"]
        #expect(try Self.find("/option/", from: "/here", variables: variables, towns: towns) == "/option")
        #expect(try Self.find(from: "/here", variables: variables, towns: towns) == "/variable")
        #expect(try Self.find(from: "/here/rigs/web", variables: ["HOME": "/home"], towns: towns) == "/here")
        #expect(try Self.find(from: "/elsewhere", variables: ["HOME": "/home"], towns: towns) == "/home/gt")
    }

    @Test("the nearest town upward is meant")
    func nearest() throws {
        #expect(try Self.find(from: "/a/b/c/d", towns: ["/a", "/a/b/c"]) == "/a/b/c")
    }

    @Test("a relative path starts where the caller is")
    func relative() throws {
        #expect(try Self.find("town", from: "/here", towns: ["/here/town"]) == "/here/town")
        #expect(try Self.find(".", from: "/here", towns: ["/here"]) == "/here")
        #expect(try Self.find("~/t", from: "/here", variables: ["HOME": "/h"], towns: ["/h/t"]) == "/h/t")
    }

    @Test("no town: 78 with the remedy; a named one that is none is not replaced by another")
    func none() throws {
        let failure = #expect(throws: CommandFailure.self) { try Self.find(from: "/here", towns: []) }
        #expect(failure?.status == .configuration)
        #expect(failure?.hint?.contains("gt install") == true)
        #expect(throws: CommandFailure.self) { try Self.find("/typo", from: "/here", towns: ["/here"]) }
    }

    @Test("a binding that is none, or can't be read, is not replaced by another town")
    func badBinding() throws {
        let variables = ["HOME": "/home"]
        let failure = #expect(throws: CommandFailure.self) {
            try Self.find(from: "/here", variables: variables, binding: .bound(to: "/gone"), towns: ["/home/gt"])
        }
        #expect(failure?.status == .configuration && failure?.message.contains("git config gt.town") == true)
        let unreadable = TownBinding.unreadable(.configuration("git says no"))
        #expect(throws: CommandFailure.configuration("git says no")) {
            try Self.find(from: "/here", variables: variables, binding: unreadable, towns: ["/home/gt"])
        }
        #expect(try Self.find(from: "/here/x", variables: variables, binding: unreadable, towns: ["/here"]) == "/here")
    }

    @Test(
        "the rig is the one whose directory one is in",
        arguments: [
            ("/t/rigs/web/polecats/nux/3", "web"), ("/t/rigs/web", "web"), ("/t/config", nil), ("/t/rigs", nil),
        ]
            as [(String, String?)])
    func rig(_ directory: String, _ name: String?) {
        let layout = TownLayout(root: "/t", runtimeDirectory: "/tmp")
        #expect(layout.rig(containing: directory)?.text == name)
    }
}
