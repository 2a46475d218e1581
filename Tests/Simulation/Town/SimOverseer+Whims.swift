import Synchronization
import TownModel
import TownTesting
import Wire

/// What nobody asked for, while faults are on.
extension SimOverseer {
    func whimAgain() {
        town.after(town.random(2000...10_000)) { [self] in
            guard town.faulty else { return }
            whim()
            whimAgain()
        }
    }

    var somebody: BeadID { beads[Int(town.random(0...Int64(beads.count - 1)))] }

    private func whim() {
        switch town.random(0...22) {
        case 0...1: unsling(somebody)
        case 2: park(town.rigs[Int(town.random(0...Int64(town.rigs.count - 1)))])
        case 3: stop()
        case 4: close(somebody)
        case 5: change(somebody)
        case 6...7: write()
        case 8...10: nudge()
        case 11...12: readInbox()
        case 13...17: queueWhim()
        case 18: pauseDispatch()
        default: strangerSpeaks()
        }
    }

    private func unsling(_ bead: BeadID) {
        say(WorkUnsling(bead: bead, reason: "a whim"), "unsling") { _ in
        } then: { [self] in
            town.sight(.unslung)
            town.after(town.random(1000...15_000)) { [self] in sling([bead], again: true) }
        }
    }

    private func park(_ rig: RigName) {
        say(RigSetState(name: rig, state: .parked), "park") { _ in
        } then: { [self] in
            town.sight(.parked)
            town.after(town.random(1000...15_000)) { [self] in say(RigSetState(name: rig, state: .active), "unpark") }
        }
    }

    /// Of one rig, or of all.
    private func pauseDispatch() {
        let pick = Int(town.random(0...Int64(town.rigs.count)))
        let rig = pick < town.rigs.count ? town.rigs[pick] : nil
        say(SchedulerPause(rig: rig, reason: "a whim"), "pause-dispatch") { _ in
        } then: { [self] in
            town.sight(.dispatchPaused)
            town.after(town.random(1000...15_000)) { [self] in say(SchedulerResume(rig: rig), "resume-dispatch") }
        }
    }

    private func close(_ bead: BeadID) {
        town.judge.mayEndByHand(bead)
        say(BeadClose(id: bead, reason: "not wanted any more"), "close") { _ in
        } then: { [self] in
            town.sight(.closedByHand)
        }
    }

    private func change(_ bead: BeadID) {
        let priority = Priority(rawValue: Int(town.random(0...4)))
        say(BeadUpdate(id: bead, priority: priority), "update") { _ in
        } then: { [self] in
            town.sight(.priorityChanged)
        }
    }

    // Mail and nudges.

    private func write() {
        say(MailSend(to: [.overseer, .mayor], subject: "a letter", body: "as good as any"), "mail")
    }

    private func nudge() {
        let running = town.world.state.withLock { world in
            world.sessions.filter { $0.value.isRunning }.map(\.value.agent).sorted { "\($0)" < "\($1)" }
        }
        guard let agent = running.first else { return }
        say(NudgeSend(to: agent, text: "hurry up", timeToLiveSeconds: Int(town.random(2...20))), "nudge")
    }

    /// Reads what is unread; a reader that dies between the list and the letter finds it there again.
    private func readInbox() {
        town.ask(MailInbox(unreadOnly: true), key: SimTown.key(of: .overseer)) { [self] answer in
            guard case .ok(let bytes)? = answer?.result else { return }
            let page = try JSONText.decode(MailPage.self, from: bytes)
            if town.mishap(30, .readerDied) { return }
            for mail in page.mails.prefix(3) {
                say(MailRead(id: mail.id), "read") { [self] error in
                    town.judge.complain("a letter that was listed can't be read: \(error.message)")
                } then: { [self] in
                    town.sight(.mailRead)
                }
            }
        }
    }

    /// Somebody without a key: may look, and nothing else.
    private func strangerSpeaks() {
        let (verb, body) =
            switch town.random(0...3) {
            case 0: (WorkUnsling.verb, JSONText.encode(WorkUnsling(bead: somebody, reason: "mine")))
            case 1: (TownThaw.verb, JSONText.encode(TownThaw()))
            case 2: (BeadClose.verb, JSONText.encode(BeadClose(id: somebody, reason: "mine")))
            default: (BeadCreate.verb, JSONText.encode(BeadCreate(rig: town.rigs[0], title: "mine")))
            }
        town.serial += 1
        let id = CommandID(composed: "stranger/\(town.serial)")
        town.request(Request(id: id, kind: .command, verb: verb, headers: RequestHeaders(), body: body)) {
            [self] answer in
            if case .error(let error)? = answer?.result, error.code == .forbidden { town.sight(.keylessRefused) }
        }
    }
}
