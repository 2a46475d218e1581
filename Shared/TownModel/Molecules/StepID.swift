/// A step of a molecule by name: `<root>.<number>`. Of a poured molecule a bead has it as its id.
package struct StepID: Hashable, Sendable {
    package let root: BeadID
    /// From 1.
    package let number: Int64

    package init?(_ text: String) {
        guard let dot = text.lastIndex(of: "."), let root = BeadID(String(text[..<dot])),
            let number = Int64(text[text.index(after: dot)...]), number > 0
        else { return nil }
        self.root = root
        self.number = number
    }
}
