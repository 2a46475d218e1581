package import Wire

/// A settings file with our hooks in it, and with what its user has besides.
package struct HookSettings: Hashable, Sendable {
    /// Why a user's settings can't be merged in, and are left alone as a whole.
    package struct Problem: Error, Hashable, Sendable {
        package var text: String
    }

    package private(set) var json: JSONValue

    package init(_ hooks: [AgentHook], _ dialect: HookDialect) {
        var moments: [String: JSONValue] = [:]
        for (moment, hooks) in Dictionary(grouping: hooks, by: \.moment) {
            guard let name = dialect.moments[moment] else { continue }
            let entries = hooks.map {
                JSONValue.object(["type": .text("command"), "command": .text($0.command)])
            }
            var group: [String: JSONValue] = ["hooks": .list(entries)]
            if moment == .beforeCommand { group["matcher"] = .text(dialect.commandTool) }
            moments[name] = .list([.object(group)])
        }
        json = .object(["hooks": .object(moments)])
    }

    /// Adds what a user's settings have: hooks to those of the same moment and matcher, behind ours and each once; any
    /// other setting as it is. Nothing of ours is taken away by it.
    package mutating func merge(_ other: JSONValue) throws(Problem) {
        guard case .object(let theirs) = other, case .object(var members) = json else {
            throw Problem(text: "it is no JSON object")
        }
        var moments: [String: JSONValue] = [:]
        if case .object(let ours)? = members["hooks"] { moments = ours }
        switch theirs["hooks"] {
        case nil, .null: break
        case .object(let added):
            for (moment, value) in added {
                guard case .list(let groups) = value else {
                    throw Problem(text: "hooks.\(moment) is no list of matchers with their hooks")
                }
                moments[moment] = .list(try Self.merged(moments[moment], groups))
            }
        default: throw Problem(text: "hooks is no object of moments")
        }
        for (key, value) in theirs where key != "hooks" { members[key] = value }
        members["hooks"] = .object(moments)
        json = .object(members)
    }

    /// The file's text.
    package var text: String { JSONText.pretty(json) + "\n" }

    private static func merged(_ ours: JSONValue?, _ groups: [JSONValue]) throws(Problem) -> [JSONValue] {
        var merged: [JSONValue] = []
        if case .list(let list)? = ours { merged = list }
        for group in groups {
            guard case .list(let added)? = group["hooks"] else {
                throw Problem(text: "a matcher has no list of hooks")
            }
            let matcher = try matcher(of: group)
            var isNew = true
            for (at, there) in merged.enumerated() where isNew {
                guard try Self.matcher(of: there) == matcher, case .object(var whole) = there,
                    case .list(let known)? = whole["hooks"]
                else { continue }
                whole["hooks"] = .list(known + added.filter { !known.contains($0) })
                merged[at] = .object(whole)
                isNew = false
            }
            if isNew { merged.append(group) }
        }
        return merged
    }

    /// Absent, empty and `*` mean the same: everything.
    private static func matcher(of group: JSONValue) throws(Problem) -> String {
        switch group["matcher"] {
        case nil, .null: return ""
        case .text(let text): return text == "*" ? "" : text
        default: throw Problem(text: "a matcher is no text")
        }
    }
}
