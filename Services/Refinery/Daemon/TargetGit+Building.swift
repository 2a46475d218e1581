import Host
package import RefineryCore
package import TownModel

// Bringing a target up to date and building a merge on it, without a checkout.
extension TargetGit {
    package func prepare(
        _ requests: [MergeRequest], target: String, hasRemote: Bool, style: MergeStyle, at moment: Timestamp
    ) async -> Preparation {
        if hasRemote {
            do throws(HostError) {
                try await git.fetch()
            } catch {
                return .away(reason: error.description)
            }
        }
        do throws(HostError) {
            let truth = hasRemote ? Self.tracking(target) : Self.branch(target)
            guard let base = try await git.commit(truth) else {
                return .disturbed(reason: "there is no branch \(target) (\(truth)) to land on")
            }
            let move = try await foreignMove(of: target, to: base)
            if hasRemote { try await set(Self.branch(target), to: base, "follow the remote") }
            return .seen(try await stack(requests, on: base, target: target, style, move, at: moment))
        } catch {
            return .disturbed(reason: error.description)
        }
    }

    package func check(_ request: MergeRequest, style: MergeStyle, at moment: Timestamp) async -> Finding? {
        do throws(HostError) {
            guard let base = try await git.commit(Self.branch(request.target)) else { return nil }
            let ground = try await ground(base, for: [request], style, at: moment)
            guard case .aside(let finding) = try await find(request, on: ground) else { return nil }
            return finding
        } catch {
            // It is looked at again when its turn comes, and what is wrong with this machine is told then.
            return nil
        }
    }

    /// Each on those before it; what does not merge there is looked at alone, to tell whose fault it is.
    private func stack(
        _ requests: [MergeRequest], on base: CommitID, target: String, _ style: MergeStyle, _ move: TargetMove?,
        at moment: Timestamp
    ) async throws(HostError) -> Sight {
        let ground = try await ground(base, for: requests, style, at: moment)
        var sight = Sight(
            foreignMove: move,
            stack: Stack(target: target, base: base, baseTree: ground.tree, layers: [], builtAt: moment))
        var top = ground
        for request in requests {
            switch try await find(request, on: top) {
            case .built(let layer):
                sight.stack.layers.append(layer)
                (top.base, top.tree) = (layer.tip, layer.tree)
            case .aside(let finding) where top.base != base:
                sight.aside[request.id] = try await alone(request, on: ground, sight.stack, finding)
            case .aside(let finding):
                sight.aside[request.id] = finding
            }
        }
        return sight
    }

    /// Compares the target with our last landing; what somebody rewrote stays reachable.
    private func foreignMove(of target: String, to now: CommitID) async throws(HostError) -> TargetMove? {
        guard let landed = try await git.commit(Self.landedRef(target)), landed != now else { return nil }
        let rewritten = try await !git.isAncestor(landed, of: now)
        if rewritten { try await set(Self.displacedRef(landed), to: landed, "displaced from \(target)") }
        return TargetMove(target: target, from: landed, to: now, rewritten: rewritten)
    }

    /// What does not fit on others is the target's word, or theirs.
    private func alone(
        _ request: MergeRequest, on ground: Ground, _ stack: Stack, _ finding: Finding
    ) async throws(HostError) -> Finding {
        if case .aside(let own) = try await find(request, on: ground) { return own }
        switch finding {
        case .conflict(let files, _): return .crowded(files: files, on: stack.requests)
        // In their work, which is not in the target yet.
        case .contained, .crowded, .unusable: return .crowded(files: [], on: stack.requests)
        }
    }

    private enum Found {
        case built(Layer)
        case aside(Finding)
    }

    private func find(_ request: MergeRequest, on ground: Ground) async throws(HostError) -> Found {
        switch try await layer(request, on: ground) {
        case .built(let tip, let tree):
            return .built(Layer(request: request.id, tip: tip, tree: tree))
        case .conflict(let files):
            return .aside(.conflict(files: files, base: ground.base))
        case .unusable(let reason):
            return .aside(.unusable(reason: reason))
        case .contained(let tip, let base):
            return .aside(
                .contained(LandingProof(base: base, tip: tip, tree: try await tree(of: tip), gates: [])))
        }
    }

    private func tree(of commit: CommitID) async throws(HostError) -> CommitID {
        let tree = try await git.tree(of: commit)
        guard let treeID = CommitID(tree) else { throw .gitAnswer(arguments: ["rev-parse"], said: tree) }
        return treeID
    }
}
