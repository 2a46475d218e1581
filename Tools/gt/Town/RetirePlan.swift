import TownModel

/// What retiring a worker would do, decided of what was seen. `--dry-run` shows it, the command carries it out: there is
/// no second opinion.
enum RetirePlan: Equatable {
    /// It holds nothing, or is on its way out already: why.
    case nothing(String)
    /// Work is at risk, and nobody said --force: what.
    case refused([String])
    /// Its assignment is taken back; the Witness does the steps, in this order.
    case retire(Int64, BeadID, steps: [String])

    static func decide(_ assignment: Assignment?, _ session: Session?, _ tree: PolecatGround.Tree?, force: Bool)
        -> RetirePlan
    {
        guard let assignment else { return .nothing("it was never given work") }
        switch assignment.state {
        case .retired: return .nothing("its last work, \(assignment.bead), is over and saved; its name is free")
        case .ended:
            return .nothing(
                "\(assignment.bead) is off its hook already; the Witness ends its session and saves its work")
        case .claimed, .prepared, .running: break
        }
        var risks: [String] = []
        if let tree, !tree.dirty.isEmpty { risks.append("not committed: \(list(tree.dirty))") }
        if let tree, !tree.unkept.isEmpty {
            risks.append("on no target and not handed in: \(list(tree.unkept.map(\.short)))")
        }
        // What can't be seen from here is no proof that nothing is there.
        if tree == nil, assignment.base != nil { risks.append("its worktree can't be looked at from here") }
        guard risks.isEmpty || force else { return .refused(risks) }
        var steps = ["give \(assignment.bead) back: open, and nobody's"]
        if let session, session.state != .ended { steps.append("end session \(session.incarnation)") }
        let rescue = PolecatGround.rescue(assignment)
        steps += risks.map { "save under \(rescue): \($0)" }
        steps.append("move \(assignment.worktree) to rigs/\(assignment.rig)/trash, if all of that is saved")
        steps.append("give back the name \(assignment.agent.name?.text ?? "")")
        return .retire(assignment.number, assignment.bead, steps: steps)
    }

    /// What of a worktree nothing else keeps; nil: all of it is kept.
    static func unkept(_ commits: [CommitID]) -> String? {
        commits.isEmpty ? nil : "\(list(commits.map(\.short))) is on no target, and neither submitted nor saved"
    }

    static func list(_ items: [String]) -> String {
        let shown = items.prefix(CommandLimits.candidatesMax)
        let more = items.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
