import Foundation
import Testing

/// The repository's Swift files as text, for rules about how they are written.
struct SourceTree {
    let root: URL
    let files: [SourceFile]

    static let current = SourceTree()

    private init() {
        // Tests/TidyTests/SourceTree.swift → the repository.
        root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var found: [SourceFile] = []
        for top in ["Services", "Shared", "Tools", "Tests", "Benchmarks"] {
            let folder = root.appending(path: top)
            guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
                continue
            }
            for case let url as URL in walk where url.pathExtension == "swift" {
                guard let text = String(data: FileManager.default.contents(atPath: url.path) ?? Data(), encoding: .utf8)
                else { continue }
                found.append(SourceFile(path: String(url.path.dropFirst(root.path.count + 1)), text: text))
            }
        }
        files = found.sorted { $0.path < $1.path }
    }

    /// What ships: everything but tests.
    var shipped: [SourceFile] { files.filter { !$0.path.hasPrefix("Tests/") } }
}

struct SourceFile: CustomTestStringConvertible {
    let path: String
    let text: String

    var testDescription: String { path }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Modules that this file imports.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 2, words.count > at + 1,
                words[..<at].allSatisfy({ ["package", "internal", "private", "fileprivate", "@testable"].contains($0) })
            else { return nil }
            return String(words[at + 1])
        }
    }

    /// Lines with comments and the insides of string literals blanked out, numbered from 1.
    var code: [(number: Int, text: String)] {
        var inBlockString = false
        return lines.enumerated().map { index, line in
            (index + 1, Self.blank(String(line), inBlockString: &inBlockString))
        }
    }

    private static func blank(_ line: String, inBlockString: inout Bool) -> String {
        if inBlockString {
            if line.contains("\"\"\"") { inBlockString = false }
            return ""
        }
        if let open = line.range(of: "\"\"\"") {
            inBlockString = line[open.upperBound...].range(of: "\"\"\"") == nil
            return String(line[..<open.lowerBound])
        }
        var result = ""
        var inString = false
        var previous: Character = " "
        for character in line {
            if inString {
                if character == "\"" && previous != "\\" {
                    inString = false
                    result.append(character)
                }
            } else if character == "\"" {
                inString = true
                result.append(character)
            } else if character == "/" && previous == "/" {
                result.removeLast()
                return result
            } else {
                result.append(character)
            }
            previous = previous == "\\" && character == "\\" ? " " : character
        }
        return result
    }
}
