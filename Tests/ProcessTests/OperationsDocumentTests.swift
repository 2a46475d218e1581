import Host
import Testing

/// docs/operations.md says nothing that is not tried: its table of degraded modes, and where known problems are guarded.
@Suite struct OperationsDocumentTests {
    static let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))

    private func document() throws -> String { try Files.readText("\(Self.root)/docs/operations.md") }

    @Test("the table of degraded modes has exactly the rows that are tried")
    func degraded() throws {
        #expect(try document().contains("\n\n\(DegradedRow.table)\n\n"), "it should have\n\(DegradedRow.table)")
    }

    @Test("every test that it names is there")
    func namedTests() throws {
        let named = try document().split(separator: "`").map(String.init).filter { word in
            word.contains("Tests") && word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." }
                && word != "ProcessTests"
        }
        #expect(named.count > 10)
        let rooms = Files.names(in: "\(Self.root)/Tests").flatMap { room in
            ["\(Self.root)/Tests/\(room)"]
                + Files.names(in: "\(Self.root)/Tests/\(room)").map { "\(Self.root)/Tests/\(room)/\($0)" }
        }
        for name in named {
            let parts = name.split(separator: ".").map(String.init)
            let path = rooms.map { "\($0)/\(parts[0]).swift" }.first(where: Files.exists)
            let text = try Files.readText(try #require(path, "there is no \(parts[0])"))
            if parts.count == 2 { #expect(text.contains("func \(parts[1])("), "\(name)") }
        }
    }
}
