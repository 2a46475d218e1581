import Formulas
import Foundation
import Host
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// The formulas of the reference's repositories, by their paths, through the built program.
@Suite("Formulas that people have already", .enabled(if: RealFiles.isShared, "GT_SHARED_DATA has no formulas"))
struct RealFormulaTests {
    struct Cooked: Sendable, CustomTestStringConvertible {
        var name: String
        var steps: Int
        var edges: Int?
        var depth: Int?
        var width: Int?
        var testDescription: String { name }
    }

    private static let cooked = [
        Cooked(name: "shiny", steps: 5), Cooked(name: "shiny-enterprise", steps: 9),
        Cooked(name: "shiny-secure", steps: 9), Cooked(name: "towers-of-hanoi-7", steps: 129),
        Cooked(name: "mol-deacon-patrol", steps: 26, edges: 28, depth: 19, width: 4),
        Cooked(name: "mol-witness-patrol", steps: 9), Cooked(name: "mol-refinery-patrol", steps: 13),
        Cooked(name: "beads-release", steps: 18, depth: 17, width: 2), Cooked(name: "mol-shutdown-dance", steps: 10),
        Cooked(name: "code-review", steps: 11), Cooked(name: "mol-polecat-work", steps: 8, depth: 8, width: 1),
        Cooked(name: "mol-polecat-work-monorepo", steps: 10), Cooked(name: "mol-polecat-work-monorepo-tdd", steps: 14),
        Cooked(name: "mol-polecat-conflict-resolve", steps: 9), Cooked(name: "towers-of-hanoi", steps: 9),
    ]

    private static func path(_ name: String) -> String {
        RealFiles.shared.appending(path: "formulas/\(name).formula.toml").path
    }

    @Test("each cooks to the steps that it has", arguments: cooked)
    func cook(_ expected: Cooked) async throws {
        let town = try TestTown()
        let result = try await town.gt(["formula", "cook", Self.path(expected.name), "--draft"])
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        let graph = try JSONText.decode(CookedGraph.self, from: result.output)
        #expect(graph.nodes.count == expected.steps)
        let shape = GraphShape.of(graph)
        if let edges = expected.edges { #expect(shape.edges == edges) }
        if let depth = expected.depth { #expect(shape.depth == depth) }
        if let width = expected.width { #expect(shape.width == width) }
        let again = try await town.gt(["formula", "cook", Self.path(expected.name), "--draft", "--json"])
        #expect(again.output == result.output)
    }

    @Test("parts of others show what they are made of", arguments: [("rule-of-five", 5), ("tdd-cycle", 5)])
    func parts(name: String, count: Int) async throws {
        let town = try TestTown()
        let result = try await town.gt(["formula", "show", Self.path(name), "--json"])
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        #expect(try JSONText.decode(Shown.self, from: result.output).template?.count == count)
        #expect(try await town.gt(["formula", "cook", Self.path(name), "--draft"]).ending.status == 65)
    }

    private struct Shown: Decodable {
        struct Step: Decodable { var id: String }
        struct Advice: Decodable {
            var target: String
            var before: [Step]
            var after: [Step]
        }
        var template: [Step]?
        var advice: [Advice]?
    }

    @Test("an aspect shows what it puts where")
    func aspect() async throws {
        let town = try TestTown()
        let result = try await town.gt(["formula", "show", Self.path("security-audit"), "--json"])
        let advice = try JSONText.decode(Shown.self, from: result.output).advice ?? []
        #expect(advice.map(\.target) == ["implement", "submit"])
        #expect(advice.allSatisfy { $0.before.count == 1 && $0.after.count == 1 })
    }

    @Test("none of the eighteen has an error")
    func lint() async throws {
        let town = try TestTown()
        let folder = RealFiles.shared.appending(path: "formulas").path
        let files = Files.names(in: folder).map { "\(folder)/\($0)" }
        #expect(files.count == 18)
        let result = try await town.gt(["formula", "lint"] + files)
        #expect(result.ending.isSuccess, "\(result.outputText)")
    }
}
