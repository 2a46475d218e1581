import TownModel

// What happened, why, what to do next: every sentence the Refinery says to a person.
extension Escalation {
    static func lasting(_ trouble: Trouble, reason: String, target: String, rig: RigName) -> Escalation {
        let text =
            switch trouble.kind {
            case .remoteAway:
                "The remote of rig \(rig) can't be reached: \(reason). Nothing lands on \(target) until it can; it is "
                    + "tried again by itself. Check the network and the remote's address."
            case .pushRefused:
                "The remote of rig \(rig) refuses a landing on \(target): \(reason). Nothing else lands there until it "
                    + "is accepted. Check the permissions and the protection of the branch."
            case .disturbed:
                "The refinery of rig \(rig) can't work on \(target): \(reason). It is tried again by itself. Check the "
                    + "disk and the log of \(rig)/refinery."
            case .storeRefused:
                "The store does not accept what the refinery of rig \(rig) reports about \(target): \(reason). Look at "
                    + "`gt mq list` and the log of \(rig)/refinery."
            case .redTarget:
                "\(target) of rig \(rig) still fails its own gates: nothing lands on it until it is mended, or the gates "
                    + "in rigs/\(rig)/rig.toml are."
            case .stopFile:
                "The stop file keeps \(target) of rig \(rig) where it is. `gt thaw` removes it."
            }
        return Escalation(
            id: CommandID(
                composed: "escalate", trouble.kind.rawValue, rig.text, String(trouble.since.milliseconds)),
            source: "\(trouble.kind.rawValue)/\(rig)/\(target)", severity: .high, text: text)
    }

    static func gateUnjudged(_ red: GateRed, layer: Layer, rig: RigName) -> Escalation {
        let gate = SafeText.line(red.gate)
        return Escalation(
            id: CommandID(composed: "escalate", "gate", layer.request.text, layer.tip.text),
            source: "gate/\(rig)/\(gate)", severity: .high,
            text: "Gate \"\(gate)\" of rig \(rig) \(red.sentence), and the work went back to a worker. "
                + "If the work is not to blame, correct the gate's command or timeout in rigs/\(rig)/rig.toml; its log "
                + "is \(red.log).",
            about: layer.request)
    }

    static func targetIsRed(_ red: GateRed, stack: Stack, rig: RigName) -> Escalation {
        let gate = SafeText.line(red.gate)
        return Escalation(
            id: CommandID(composed: "escalate", "target-is-red", rig.text, stack.base.text),
            source: "target-is-red/\(rig)/\(stack.target)", severity: .high,
            text: "\(stack.target) of rig \(rig) fails its own gates at \(stack.base.short): gate \"\(gate)\" "
                + "\(red.sentence). Nobody's work is sent back for it. Each request is tried on it once, alone, and lands "
                + "if it is green; else the queue waits until somebody mends \(stack.target) or the gate. The log is "
                + "\(red.log).")
    }

    static func unkept(_ rig: RigName, reason: String, at now: Timestamp) -> Escalation {
        Escalation(
            id: CommandID(composed: "escalate", "upkeep", rig.text, String(now.milliseconds)),
            source: "upkeep/\(rig)", severity: .low,
            text:
                "The clone of rig \(rig) could not be kept tidy: \(reason). Landing goes on, and it is tried again in six "
                + "hours. Check the disk and rigs/\(rig)/repo.git.")
    }

    static func unguarded(_ rig: RigName, reason: String) -> Escalation {
        Escalation(
            id: CommandID(composed: "escalate", "unguarded", rig.text), source: "unguarded/\(rig)", severity: .medium,
            text: "The hooks that keep other hands off the target of rig \(rig) can't be installed: \(reason). "
                + "Landing goes on, and still moves the target only from where it was. Check rigs/\(rig)/repo.git/hooks."
        )
    }

    static func targetRewritten(_ move: TargetMove, rig: RigName) -> Escalation {
        Escalation(
            id: CommandID(composed: "escalate", "target-rewritten", rig.text, move.to.text),
            source: "target-rewritten/\(rig)/\(move.target)", severity: .high,
            text: "Somebody rewrote \(move.target) of rig \(rig): it stood at \(move.from.short) and stands at "
                + "\(move.to.short), which does not contain it. Landed work may be gone from it; \(move.from.short) is "
                + "kept under refs/gt/displaced. New work is built on \(move.to.short).")
    }
}
