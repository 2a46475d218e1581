import Synchronization
import TownModel
import Wire

/// Invariants 2, 4 and 5 as answers show them: who may not is refused, and nothing is carried out twice.
extension Judge {
    /// What a command of a role does, whatever it is called.
    struct Deed: Hashable {
        var verb: String
        var body: [UInt8]
    }

    func answered(_ request: Request, _ answer: Answer) {
        guard request.kind == .command else { return shown(request, answer) }
        if request.headers.role != nil { named(request) }
        switch answer.result {
        case .error(let error): if error.code == .staleToken { sight(.staleTokenRefused) }
        case .ok: carriedOut(request, answer)
        }
    }

    private func carriedOut(_ request: Request, _ answer: Answer) {
        if request.headers.key == nil { complain("\(request.id) was carried out for somebody without a key") }
        if request.verb == MailRead.verb { wasRead(request) }
        guard answer.headers.already != true else { return }
        if answers.updateValue(answer.result, forKey: request.id) != nil {
            complain("\(request.id) was carried out twice")
        }
        if let role = request.headers.role, let token = request.headers.token,
            let newer = registrations[role]?.first(where: { $0.token > token }),
            newer.sequence <= answer.headers.sequence
        {
            complain("\(request.id) was carried out with the old token \(token) of \(role)")
        }
        if let session = session(of: request), let end = truth({ $0.sessionEnds[session] }),
            end <= answer.headers.sequence
        {
            complain("\(request.id) was carried out with the key of session \(session), which has ended")
        }
    }

    /// What is answered is in the ledger: the same id again gets the same answer.
    func repeated(_ request: Request, _ answer: Answer, _ again: Answer) {
        guard case .ok = answer.result else { return }
        if again.result != answer.result || again.headers.already != true {
            complain("\(request.id) was answered, and is not in the ledger")
        }
    }

    /// A role's word about one thing has one name, whatever led to it: else a redelivery would be another command.
    private func named(_ request: Request) {
        guard Self.verbsOfOneDeed.contains(request.verb) else { return }
        let deed = Deed(verb: request.verb, body: request.body)
        if let other = namesOfDeeds.updateValue(request.id, forKey: deed), other != request.id {
            complain("the same was said as \(other) and as \(request.id)")
        }
    }

    /// Verbs whose bodies say all that their names are made of.
    private static let verbsOfOneDeed: Set<String> = [
        DispatchClaim.verb, AssignmentPrepared.verb, AssignmentRetired.verb, SessionStarted.verb, SessionEnded.verb,
        MergeTesting.verb, MergeLanding.verb, MergeLanded.verb, MergeRequeue.verb, ConvoyLanded.verb,
    ]

    private func session(of request: Request) -> Incarnation? {
        guard let key = request.headers.key, key.hasPrefix("secret of session ") else { return nil }
        return key.split(separator: " ").last.flatMap { Incarnation(String($0)) }
    }
}

/// Invariant 6: mail arrives once, and is shown until somebody has said that he read it.
extension Judge {
    func sent(_ mail: Mail) {
        // Told in each stream that a recipient has: one letter.
        if mail.to.contains(.overseer) { letters.insert(mail.id) }
    }

    private func shown(_ request: Request, _ answer: Answer) {
        guard case .ok(let bytes) = answer.result else { return }
        do {
            switch request.verb {
            case MailInbox.verb: listed(try JSONText.decode(MailPage.self, from: bytes))
            case PrimeShow.verb:
                guard let session = session(of: request), let agent = truth({ $0.sessions[session] })?.agent
                else { return }
                shown(try JSONText.decode(PrimeReply.self, from: bytes).nudges, to: agent)
            default: break
            }
        } catch {
            complain("an answer to \(request.verb) can't be read: \(error)")
        }
    }

    private func listed(_ page: MailPage) {
        sight(.mailListed)
        let ids = page.mails.map(\.id)
        if Set(ids).count != ids.count { complain("a letter is in the inbox twice: \(ids)") }
        let unread = letters.subtracting(readLetters)
        guard page.mails.count < 50 else { return }
        let (missing, strange) = (unread.subtracting(ids).sorted(), Set(ids).subtracting(unread).sorted())
        if !missing.isEmpty { complain("not in the inbox, and not read: \(missing)") }
        if !strange.isEmpty { complain("in the inbox as unread, and read or never sent: \(strange)") }
    }

    private func wasRead(_ request: Request) {
        do {
            readLetters.insert(try JSONText.decode(MailRead.self, from: request.body).id)
        } catch {
            complain("a command of ours can't be read: \(error)")
        }
    }

    private func shown(_ nudges: [Nudge], to agent: Address) {
        let waiting = truth { $0.nudges.values.filter { $0.to == agent && $0.state == .sent }.map(\.number) }
        if Set(nudges.map(\.number)) != Set(waiting) {
            complain("\(agent) is shown the nudges \(nudges.map(\.number)), \(waiting.sorted()) wait for it")
        }
        shownNudges.formUnion(nudges.map(\.number))
    }

    /// Shown, or told to its sender.
    func over(_ nudge: Nudge) {
        if nudge.state == .expired { return sight(.nudgeExpired) }
        if !shownNudges.contains(nudge.number) { complain("nudge \(nudge.number) is called delivered, nobody saw it") }
    }
}
