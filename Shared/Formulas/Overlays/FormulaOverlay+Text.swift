internal import SourceText

extension FormulaOverlay {
    /// What an overlay's text says; nil, and why, when it is no TOML.
    package static func read(text: String, path: String) -> (overlay: FormulaOverlay?, problems: [FormulaProblem]) {
        do throws(SourceFault) {
            let (overlay, problems) = read(try SourceText.toml(text), source: FormulaSource(path: path))
            return (overlay, problems)
        } catch {
            let place = FormulaPlace(path: path, line: error.line ?? 1, key: "")
            return (nil, [FormulaProblem(at: place, error.sentence, remedy: "Correct the text there")])
        }
    }
}
