package import TownModel

/// Looks at work before it is begun: epics stand for their open leaves, what stands in the way is told, and what can be begun
/// when is put into waves by its needs. Without an error a staged convoy is written, which nobody feeds before its launch.
package struct ConvoyStage: Command {
    package typealias Reply = StageReply
    package static let verb = "convoy.stage"
    /// Epics, and beads of work. Empty: those of `convoy`.
    package var beads: [BeadID]
    /// A staged convoy, or one that nobody feeds, that is looked at anew; nil: a new one is made.
    package var convoy: BeadID?
    /// nil: of the first bead's title.
    package var title: String?
    /// Where all of them are worked at; nil: each in its own rig.
    package var rig: RigName?
    /// Open it at once, if nothing was found.
    package var launch: Bool

    package init(
        beads: [BeadID], convoy: BeadID? = nil, title: String? = nil, rig: RigName? = nil, launch: Bool = false
    ) {
        self.beads = beads
        self.convoy = convoy
        self.title = title
        self.rig = rig
        self.launch = launch
    }
}

/// Opens a staged convoy: what is ready is queued in the same transaction, the rest is fed as its needs land.
package struct ConvoyLaunch: Command {
    package typealias Reply = StageReply
    package static let verb = "convoy.launch"
    package var convoy: BeadID
    /// In spite of warnings; errors stay errors.
    package var force: Bool

    package init(convoy: BeadID, force: Bool = false) {
        self.convoy = convoy
        self.force = force
    }
}

package struct StageReply: Codable, Hashable, Sendable {
    /// nil: an error was found, and nothing was written.
    package var convoy: Convoy?
    package var waves: [ConvoyWave]
    package var findings: [StageFinding]
    /// What was queued by it.
    package var slung: [SlungBead]

    package init(
        convoy: Convoy?, waves: [ConvoyWave], findings: [StageFinding] = [], slung: [SlungBead] = []
    ) {
        self.convoy = convoy
        self.waves = waves
        self.findings = findings
        self.slung = slung
    }
}

/// Members that can be worked at side by side: each of them needs one of the wave before, and none of a later one.
package struct ConvoyWave: Codable, Hashable, Sendable {
    /// From 1.
    package var number: Int
    package var beads: [WaveBead]

    package init(number: Int, beads: [WaveBead]) {
        self.number = number
        self.beads = beads
    }
}

package struct WaveBead: Codable, Hashable, Sendable {
    package var bead: BeadID
    package var title: String
    package var rig: RigName?
    /// Members that it waits for.
    package var needs: [BeadID]

    package init(bead: BeadID, title: String, rig: RigName?, needs: [BeadID]) {
        self.bead = bead
        self.title = title
        self.rig = rig
        self.needs = needs
    }
}

/// What stands in the way of a member.
package struct StageFinding: Codable, Hashable, Sendable {
    package var severity: FindingSeverity
    package var rule: StageRule
    package var bead: BeadID
    package var text: String

    package init(_ severity: FindingSeverity, _ rule: StageRule, _ bead: BeadID, _ text: String) {
        self.severity = severity
        self.rule = rule
        self.bead = bead
        self.text = text
    }
}

package enum FindingSeverity: String, Codable, Hashable, Sendable, CaseIterable {
    /// It can't be launched.
    case error
    /// It can, by force.
    case warning
}

package enum StageRule: String, Codable, Hashable, Sendable, CaseIterable {
    /// It waits for itself, by way of others.
    case ring
    /// It has ended.
    case closed
    /// No agent works at such a bead.
    case notWork = "not-work"
    /// It belongs to no rig, or to one that is not there.
    case noRig = "no-rig"
    /// Its rig claims nothing.
    case parkedRig = "parked-rig"
    /// It is in a queue or on a hook already.
    case taken
    /// Another open convoy has it.
    case otherConvoy = "other-convoy"
    /// It waits for something that is no member.
    case outside
    /// It is put off.
    case deferred
}
