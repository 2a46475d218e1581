import Host
import Testing

/// docs/operations.md says nothing that is not tried: its table of degraded modes; docs/lessons.md names a test for every
/// known problem.
@Suite struct OperationsDocumentTests {
    static let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))

    private func document(_ name: String = "operations") throws -> String {
        try Files.readText("\(Self.root)/docs/\(name).md")
    }

    @Test("the table of degraded modes has exactly the rows that are tried")
    func degraded() throws {
        #expect(try document().contains("\n\n\(DegradedRow.table)\n\n"), "it should have\n\(DegradedRow.table)")
    }

    @Test("of the forty-nine lessons none is missing, and each names its test")
    func lessons() throws {
        let rows = try document("lessons").split(separator: "\n").filter { $0.hasPrefix("| ") }
        let numbered = rows.compactMap { row -> (number: Int, guards: Substring)? in
            let cells = row.split(separator: "|")
            return Int(cells[0].filter { $0 != " " }).flatMap { number in cells.last.map { (number, $0) } }
        }
        #expect(numbered.map(\.number) == Array(1...49))
        #expect(numbered.allSatisfy { $0.guards.contains("Tests") })
    }

    @Test("every test that is named is there", arguments: ["operations", "lessons"])
    func namedTests(page: String) throws {
        let named = try document(page).split(separator: "`").map(String.init).filter { word in
            word.contains("Tests") && word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." }
                && word != "ProcessTests"
        }
        #expect(!named.isEmpty)
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
