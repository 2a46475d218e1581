import MayorCore
import RoleRuntime
import TownModel
import Wire

/// An errand as its intent has it: which, and for the how manieth time.
struct AnnouncedErrand: Hashable, Codable {
    var key: ErrandKey
    var attempt: Int

    private static let kind = "escalation"

    init(key: ErrandKey, attempt: Int) {
        self.key = key
        self.attempt = attempt
    }

    /// nil for an intent of another kind, or of a later version: nothing is known of that.
    init?(_ intent: Intent) {
        guard intent.kind == Self.kind else { return nil }
        do throws(WireError) {
            self = try JSONText.decode(Self.self, from: Array(intent.detail.utf8))
        } catch {
            return nil
        }
    }

    var hands: Deed {
        .hands(
            HandsDraft(intent: intent(attempt), kind: Self.kind, detail: self, subject: subject))
    }

    /// Settles every time that it was announced.
    func report(_ outcome: ErrandOutcome) -> Deed {
        .say(
            CommandDraft(
                EscalationRouted(id: key.bead, number: key.number, state: outcome.state, note: outcome.note),
                id: CommandID(composed: "escalation-routed", key.bead.text, "\(key.number)"), subject: subject,
                closes: (1...attempt).map(intent)))
    }

    private func intent(_ attempt: Int) -> CommandID {
        let words = [Self.kind, key.bead.text, "\(key.number)"] + (attempt == 1 ? [] : ["\(attempt)"])
        return CommandID(composed: words.joined(separator: "/"))
    }

    /// The first intent's own name: the next is announced before that is settled, whoever does it.
    private var subject: String { intent(1).text }
}
