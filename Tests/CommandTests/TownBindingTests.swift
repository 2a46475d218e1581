import Host
import Testing
import TownModel

@testable import gt

/// A checkout outside of every town, bound to one by its own git configuration.
@Suite struct TownBindingTests {
    @Test("gt and bd in a bound checkout, and below it, speak to the town that it names")
    func bound() async throws {
        let town = try TestTown()
        try town.open()
        let checkout = "\(town.root)-checkout"
        try Files.makeDirectory("\(checkout)/deep/down")
        defer { try? Files.removeTree(checkout) }  // Nothing can be done about a temporary directory that stays.
        try await Git.makeRepository(at: checkout)
        let nowhere = ["GT_TOWN": "", "HOME": checkout]

        let unbound = try await town.gt(["bead", "list"], environment: nowhere, directory: checkout)
        #expect(unbound.ending == .exited(78), "\(unbound.outputText)")

        try await Self.bind(checkout, to: town.root)
        for words in [["bd", "where", "--json"], ["whoami", "--json"]] {
            let result = try await town.gt(words, environment: nowhere, directory: "\(checkout)/deep/down")
            #expect(result.ending == .exited(0), "\(words): \(result.errorTail)")
        }
        let place = try await town.gt(["bd", "where"], environment: nowhere, directory: checkout)
        #expect(place.outputText.hasPrefix(town.root), "\(place.outputText)")

        // From the top of the checkout, wherever below it one stands.
        try await Self.bind(checkout, to: "../\(town.root.split(separator: "/").last ?? "")")
        let relative = try await town.gt(["bd", "where"], environment: nowhere, directory: "\(checkout)/deep")
        #expect(relative.ending == .exited(0), "\(relative.errorTail)")

        try await Self.bind(checkout, to: "/nonexistent/town")
        let gone = try await town.gt(["bd", "where"], environment: nowhere, directory: checkout)
        #expect(gone.ending == .exited(78) && gone.errorTail.contains("git config gt.town"), "\(gone.errorTail)")

        try Files.writeAtomically("[gt\n", to: "\(checkout)/.git/config")
        let broken = try await town.gt(["bd", "where"], environment: nowhere, directory: checkout)
        #expect(broken.ending != .exited(0) && broken.errorTail.contains("git config"), "\(broken.errorTail)")
        // What names the town itself does not ask git.
        let named = try await town.gt(["bd", "where"], environment: ["HOME": checkout], directory: checkout)
        #expect(named.ending == .exited(0), "\(named.errorTail)")
    }

    private static func bind(_ checkout: String, to town: String) async throws {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "git", arguments: ["config", "gt.town", town], environment: ["PATH": HostEnvironment.path],
                directory: checkout, limit: .seconds(30)))
        try #require(result.ending.isSuccess, "\(result.errorTail)")
    }
}
