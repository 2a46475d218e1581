package import TownModel
package import Wire

extension MergeJudged {
    /// A green run of a rig's gates on what a proof speaks of.
    package init(green proof: LandingProof, of rig: Rig) {
        let run = GateRun(
            target: rig.settings.target, base: proof.base, tip: proof.tip, tree: proof.tree, requests: [],
            results: proof.gates, red: nil, judgedAt: rig.addedAt)
        self.init(rig: rig.name, run: run, gates: rig.settings.gates)
    }
}
