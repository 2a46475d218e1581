import Host
import TownModel
import Wire

/// Many new beads, as a file says them: a JSON list, or markdown with a heading for each.
struct BeadPlan {
    /// One bead of the file.
    struct Entry: Decodable {
        var ref: String?
        var title: String
        var description: String?
        var type: String?
        var priority: Int?
        var labels: [String]?
        var assignee: String?
        /// A `ref` of the file, or a bead's id.
        var parent: String?
        var needs: [String]?
    }

    private(set) var entries: [Entry]

    init(_ text: String, isMarkdown: Bool) throws(CommandFailure) {
        if isMarkdown {
            entries = try MarkdownPlan.entries(text)
        } else {
            do {
                entries = try JSONText.decode([Entry].self, from: Array(text.utf8))
            } catch {
                throw CommandFailure(
                    .badData, code: "invalid", "the plan can't be read: \(error.message)",
                    hint: #"[{"ref": "a", "title": "One"}, {"title": "Two", "needs": ["a"]}]"#)
            }
        }
        guard !entries.isEmpty else {
            throw CommandFailure(
                .badData, code: "invalid", "the plan has no bead in it", hint: "a `## Title` begins one")
        }
    }

    func items(home: BeadHome) throws(CommandFailure) -> [BeadsCreate.Item] {
        let refs = Set(entries.compactMap(\.ref))
        var items: [BeadsCreate.Item] = []
        for entry in entries {
            guard let priority = Priority(rawValue: entry.priority ?? Priority.normal.rawValue) else {
                throw failure(entry, "its priority is \(entry.priority ?? 0), not 0 to 4")
            }
            var needs: [BeadID] = []
            for name in entry.needs ?? [] where !refs.contains(name) { needs.append(try id(name, entry)) }
            var parent: BeadID?
            if let name = entry.parent, !refs.contains(name) { parent = try id(name, entry) }
            items.append(
                BeadsCreate.Item(
                    ref: entry.ref,
                    bead: BeadCreate(
                        rig: home.rig, title: entry.title, description: entry.description ?? "",
                        type: entry.type.map(BeadType.init(rawValue:)) ?? .task, priority: priority,
                        labels: entry.labels ?? [], parent: parent, needs: needs, assignee: entry.assignee),
                    parentRef: entry.parent.flatMap { refs.contains($0) ? $0 : nil },
                    needRefs: entry.needs?.filter(refs.contains)))
        }
        return items
    }

    private func id(_ name: String, _ entry: Entry) throws(CommandFailure) -> BeadID {
        guard let id = BeadID(name) else { throw failure(entry, "it names \(name), which is in no part of the plan") }
        return id
    }

    private func failure(_ entry: Entry, _ what: String) -> CommandFailure {
        CommandFailure(.badData, code: "invalid", "\(entry.title): \(what)", hint: "nothing was made")
    }
}

/// A `## Title` begins a bead; lines `name: value` right below it are its fields, the rest is its description. What needs
/// another names its title.
private enum MarkdownPlan {
    static func entries(_ text: String) throws(CommandFailure) -> [BeadPlan.Entry] {
        var entries: [BeadPlan.Entry] = []
        var isHead = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") {
                let title = String(line.dropFirst(3)).trimmed
                entries.append(BeadPlan.Entry(ref: title, title: title))
                isHead = true
                continue
            }
            guard !entries.isEmpty else { continue }
            if isHead, try take(String(line), into: &entries[entries.count - 1]) { continue }
            isHead = isHead && line.allSatisfy(\.isWhitespace)
            entries[entries.count - 1].description = (entries[entries.count - 1].description ?? "") + line + "\n"
        }
        return entries.map { entry in
            var entry = entry
            entry.description = entry.description?.trimmed
            return entry
        }
    }

    /// Whether the line is a field.
    private static func take(_ line: String, into entry: inout BeadPlan.Entry) throws(CommandFailure) -> Bool {
        let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
        guard parts.count == 2 else { return false }
        let list = parts[1].split(separator: ",").map { String($0).trimmed }
        switch parts[0].lowercased() {
        case "type": entry.type = parts[1]
        case "priority":
            guard let priority = PriorityArgument(argument: parts[1]) else {
                throw CommandFailure(
                    .badData, code: "invalid", "\(entry.title): not a priority: \(parts[1])", hint: "0 to 4")
            }
            entry.priority = priority.value.rawValue
        case "labels": entry.labels = list
        case "assignee": entry.assignee = parts[1]
        case "parent": entry.parent = parts[1]
        case "needs": entry.needs = list
        default: return false
        }
        return true
    }
}
