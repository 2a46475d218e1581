import ArgumentParser
import Host
import TownModel
import Wire

/// A markdown file that names issues: a `## Title` section each.
struct BdPlan {
    private(set) var sections: [Section] = []

    struct Section {
        var title: String
        /// By the words of its `###` line, in lower case; the empty word is what stands before the first of them.
        var parts: [String: [Substring]] = [:]
    }

    init(_ text: String) throws(CommandFailure) {
        var part = ""
        var isFenced = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            // A fenced block may have lines that look like headings.
            if line.hasPrefix("```") { isFenced.toggle() }
            if !isFenced, line.hasPrefix("## ") {
                sections.append(Section(title: String(line.dropFirst(3)).trimmed))
                part = ""
            } else if !isFenced, line.hasPrefix("### "), !sections.isEmpty {
                part = String(line.dropFirst(4)).trimmed.lowercased()
                guard Self.known.contains(part) else {
                    throw CommandFailure(
                        .badData, code: "invalid", "\"### \(part)\" below \"\(sections[sections.count - 1].title)\"",
                        hint: "known: " + Self.known.joined(separator: ", "))
                }
            } else if !sections.isEmpty {
                sections[sections.count - 1].parts[part, default: []].append(line)
            }
        }
    }

    private static let known = [
        "priority", "type", "description", "design", "acceptance criteria", "assignee", "labels", "dependencies",
    ]
}

extension BdPlan.Section {
    func request(_ rig: RigName?, _ client: TownClient) async throws -> BeadCreate {
        let edges = try await BdEdgeWords(list("dependencies")).edges(client)
        var fields: [String: String] = [:]
        if let design = text("design") { fields["design"] = RawJSON.text(design) }
        if let acceptance = text("acceptance criteria") { fields["acceptance_criteria"] = RawJSON.text(acceptance) }
        return BeadCreate(
            rig: rig, title: title, description: text("description") ?? text("") ?? "",
            type: try word("type", BdType.init)?.value ?? .task,
            priority: try word("priority", PriorityArgument.init)?.value ?? .normal, labels: list("labels"),
            needs: edges.filter { $0.type == .blocks }.map(\.to), edges: edges.filter { $0.type != .blocks },
            assignee: text("assignee"), fields: fields)
    }

    private func text(_ part: String) -> String? {
        let text = parts[part]?.joined(separator: "\n").trimmed
        return text?.isEmpty == false ? text : nil
    }

    private func word<Value>(_ part: String, _ read: (String) -> Value?) throws(CommandFailure) -> Value? {
        guard let text = text(part) else { return nil }
        guard let value = read(text) else {
            throw CommandFailure(.badData, code: "invalid", "\"\(text)\" is no \(part) (of \"\(title)\")")
        }
        return value
    }

    /// With commas, or an item a line.
    private func list(_ part: String) -> [String] {
        (parts[part] ?? []).map { String($0.drop { $0 == "-" || $0 == "*" || $0 == " " }) }.parts
    }
}
