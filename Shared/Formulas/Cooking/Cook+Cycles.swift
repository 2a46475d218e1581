internal import TownModel

extension Cook {
    /// Puts the moments of a scope in order, or names each cycle with all its ids.
    static func findOrder(of scope: inout Rows, in kitchen: inout Kitchen) {
        let parts = scope.parts
        let moments = scope.rows.indices.flatMap { at in
            scope.rows[at].isGroup
                ? [Rows.Moment(row: at, isEnd: false), Rows.Moment(row: at, isEnd: true)]
                : [Rows.Moment(row: at, isEnd: false)]
        }
        var open: [Rows.Moment: Int] = [:]
        var followers: [Rows.Moment: [Rows.Moment]] = [:]
        for moment in moments {
            let waits = scope.waits(of: moment, parts: parts)
            open[moment] = waits.count
            for wait in waits { followers[wait, default: []].append(moment) }
        }
        var order = moments.filter { open[$0] == 0 }
        var next = 0
        while next < order.count {
            for follower in followers[order[next]] ?? [] {
                let left = (open[follower] ?? 0) - 1
                open[follower] = left
                if left == 0 { order.append(follower) }
            }
            next += 1
        }
        if order.count == moments.count {
            scope.order = order
            return
        }
        let done = Set(order)
        refuseCycles(among: moments.filter { !done.contains($0) }, of: scope, parts: parts, in: &kitchen)
    }

    /// Each of these waits for another of them: a walk from wait to wait ends in a cycle.
    private static func refuseCycles(
        among stuck: [Rows.Moment], of scope: Rows, parts: [[Int]], in kitchen: inout Kitchen
    ) {
        let all = Set(stuck)
        var seen: Set<Rows.Moment> = []
        for start in stuck where !seen.contains(start) {
            var path: [Rows.Moment] = []
            var at: [Rows.Moment: Int] = [:]
            var here: Rows.Moment? = start
            while let moment = here, !seen.contains(moment), at[moment] == nil {
                at[moment] = path.count
                path.append(moment)
                here = scope.waits(of: moment, parts: parts).first { all.contains($0) }
            }
            seen.formUnion(path)
            if let moment = here, let begin = at[moment] { refuse(cycle: path[begin...], of: scope, in: &kitchen) }
        }
    }

    /// Told from the step that stands first in the text.
    private static func refuse(cycle: ArraySlice<Rows.Moment>, of scope: Rows, in kitchen: inout Kitchen) {
        var rows = cycle.map(\.row)
        guard let first = rows.min(), let at = rows.firstIndex(of: first) else { return }
        rows = Array(rows[at...] + rows[..<at])
        var ids: [String] = []
        for row in rows + [first] where ids.last != scope.rows[row].step.said.id {
            ids.append(scope.rows[row].step.said.id)
        }
        kitchen.refuse(
            at: scope.rows[first].step.place, "steps wait for each other: \(ids.joined(separator: " -> "))",
            "Take one of these needs out.")
    }
}
