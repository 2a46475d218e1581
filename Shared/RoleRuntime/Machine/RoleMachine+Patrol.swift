internal import TownModel
internal import Wire

/// Patrols: looking around by itself, reflex by reflex, in the order of the role's plan.
extension RoleMachine {
    /// The signals that the machine itself listens to, whatever the role is.
    package static var signals: [String] { [PatrolWake.topic, ConfigReloaded.topic] }

    mutating func patrol(at now: Timestamp) {
        var report = PatrolReport()
        for reflex in rounds.begin(at: now) {
            report.add(reflex.rawValue, effects: run(body.inboxPatrol(reflex), cause: Self.patrolCause, at: now))
        }
        clock.patrol.ended(isEmpty: report.isEmpty, body.patrol, at: now)
        patrols.all += 1
        if report.isEmpty { patrols.empty += 1 }
        actions.append(.patrolled(report))
    }

    /// As the events name what led to a command of a patrol's.
    static var patrolCause: String { "patrol" }

    /// Whether a signal was the machine's own to hear.
    mutating func heardItself(_ topic: String, _ bytes: [UInt8], at now: Timestamp) -> Bool {
        switch topic {
        case PatrolWake.topic:
            woken(by: bytes, at: now)
            return true
        case ConfigReloaded.topic:
            readPlan()
            return true
        default: return false
        }
    }

    private mutating func woken(by bytes: [UInt8], at now: Timestamp) {
        let wake: PatrolWake
        do throws(WireError) {
            wake = try JSONText.decode(PatrolWake.self, from: bytes)
        } catch {
            // Anybody may signal anything: what is no wake wakes nobody.
            return
        }
        guard wake.roles.contains(body.role) else { return }
        clock.patrol.woken(at: now)
        let awake = PatrolAwake(role: body.role, call: wake.call, patrols: patrols)
        actions.append(
            .signal(
                Request(
                    id: CommandID(composed: "awake", body.role.description, wake.call.text), kind: .signal,
                    verb: PatrolAwake.verb, headers: RequestHeaders(actor: body.role.address, key: key),
                    body: JSONText.encode(awake))))
    }

    /// One after the other, so that what was read last is what counts.
    mutating func readPlan() {
        guard !isReadingPlan else { return wantsPlanAgain = true }
        isReadingPlan = true
        actions.append(.readPlan)
    }

    /// What the role's patrol formula says now. One that can't be used changes nothing about the patrol: the plan that comes
    /// with the program is used, and a person is told, once for each thing that is wrong.
    mutating func planRead(_ reading: PatrolReading<Body.Reflex>) {
        isReadingPlan = false
        if wantsPlanAgain {
            wantsPlanAgain = false
            return readPlan()
        }
        switch reading {
        case .plan(let plan): rounds.plan = plan
        case .damaged(let problem):
            rounds.plan = .shipped
            // What is said under one source while it is open is counted, not shown: another fault is another source.
            let source = "patrol-formula/\(body.role)/\(problem.mark)"
            say(
                CommandDraft(
                    EscalationRaise(severity: .medium, text: problem.text, source: source),
                    id: CommandID(composed: "escalate", source), subject: source), .say,
                cause: Self.patrolCause)
        }
    }
}
