import Agents
import Host
import PluginHost
import SessionHost
package import TownModel
import WitnessCore

// One effect, one call of a port; what came of it is an event.
extension WitnessBody {
    package func perform(_ effect: Effect) async -> [Event] {
        switch effect {
        case .prepare(let assignment, let hasRemote): await prepare(assignment, hasRemote: hasRemote)
        case .start(let assignment): await start(assignment)
        case .watch(let assignment, let shim):
            await watch(assignment, shim) ? [.processEnded(assignment.number, of: assignment.incarnation)] : []
        case .end(let assignment, let grace): await end(assignment, grace: grace)
        case .retire(let assignment): await retire(assignment)
        case .emptyTrash(let moment): await emptyTrash(moment)
        case .sweep(let targets): [.swept(await sessions.look(at: targets), offsetSeconds: LocalTime.offsetSeconds())]
        case .lookAtHost: [.hostSeen(machine.look())]
        case .crew(let effect): await residents.perform(effect).map { .crew($0) }
        case .plugin(let effect): await knownPlugins.perform(effect).map { .plugin($0) }
        case .type(let listener, let orders):
            [.typed(listener.session, await typing.type(orders, to: listener))]
        case .prompt(let listener):
            [.prompted(listener.session, await typing.prompt(listener))]
        case .probe(let target): await probe(target)
        case .sayRestart, .sayClaim, .sayPrepared, .sayStarted, .sayEnded, .sayReturn, .sayRetired, .sayJudged,
            .sayHeld, .sayHost, .nudge,
            .escalate, .wake:
            []
        }
    }

    /// Nothing is told of what a predecessor left half done: each port looks before it acts, and the listing decides
    /// whether it is to be gone on with at all.
    package func observe(_ intent: Intent) async -> [Event] { [] }

    /// True when it has ended. Meanwhile turns that only its output tells of are told of.
    private func watch(_ assignment: Assignment, _ shim: ProcessIdentity) async -> Bool {
        guard assignment.knownPreset?.streamOfTurns != nil else { return await sessions.waitForEnd(of: shim) }
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask {
                await typing.followTurns(of: Listener(assignment))
                return nil
            }
            group.addTask { await sessions.waitForEnd(of: shim) }
            var hasEnded: Bool?
            while hasEnded == nil, let word = await group.next() { hasEnded = word }
            group.cancelAll()
            return hasEnded ?? false
        }
    }

    private func prepare(_ assignment: Assignment, hasRemote: Bool) async -> [Event] {
        do throws(HostError) {
            let ground = try await worktrees.make(assignment, hasRemote: hasRemote)
            let key = try await sessions.furnish(assignment, on: ground)
            return [.prepared(assignment.number, base: ground.base, key: key)]
        } catch {
            if case .remoteAway = error { return [.remoteAway(assignment.number, reason: error.description)] }
            return [.preparationFailed(assignment.number, reason: "\(error)")]
        }
    }

    private func start(_ assignment: Assignment) async -> [Event] {
        do throws(HostError) {
            guard let shim = try await sessions.start(assignment) else { return [.townStopped] }
            return [.started(assignment.number, shim: shim)]
        } catch {
            if case .terminalAway = error { return [.terminalAway(assignment.number, reason: error.description)] }
            return [.startFailed(assignment.number, reason: "\(error)")]
        }
    }

    private func end(_ assignment: Assignment, grace: Duration) async -> [Event] {
        do throws(HostError) {
            let status = try await sessions.end(assignment, grace: grace)
            let gone = Event.sessionGone(assignment.number, exitStatus: status, of: assignment.incarnation)
            guard status != 0, let line = await sessions.limitLine(of: assignment) else { return [gone] }
            let limit = Event.limitMet(
                assignment.number, line: line, offsetSeconds: LocalTime.offsetSeconds())
            return [limit, gone]
        } catch {
            return [.endFailed(assignment.number, reason: "\(error)")]
        }
    }

    private func retire(_ assignment: Assignment) async -> [Event] {
        do throws(HostError) {
            return [.retired(assignment.number, rescueRef: try await worktrees.retire(assignment))]
        } catch {
            return [.retirementFailed(assignment.number, reason: "\(error)")]
        }
    }

    private func probe(_ target: SweepTarget) async -> [Event] {
        let look = await sessions.look(at: [target]).first
        let work: String
        do throws(HostError) {
            work = try await worktrees.progress(of: target.assignment)
        } catch {
            work = "How far it came could not be looked at: \(error)"
        }
        return [.probed(target.assignment.incarnation, look, work: work)]
    }

    private func emptyTrash(_ moment: Timestamp) async -> [Event] {
        await worktrees.emptyTrash(olderThan: moment)
        return []
    }
}
