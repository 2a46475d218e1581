/// Formulas by name. Who fills it decides what is found first; cooking only asks.
package struct FormulaLibrary: Sendable {
    /// A formula's text, where it was found.
    package struct Entry: Hashable, Sendable {
        package var source: FormulaSource
        package var text: String
        /// Changes to its steps that a town or a rig makes, as text; nil: none.
        package var overlay: Overlay?

        package init(source: FormulaSource, text: String, overlay: Overlay? = nil) {
            self.source = source
            self.text = text
            self.overlay = overlay
        }
    }

    package struct Overlay: Hashable, Sendable {
        package var source: FormulaSource
        package var text: String

        package init(source: FormulaSource, text: String) {
            self.source = source
            self.text = text
        }
    }

    private let entries: [String: Entry]

    package init(_ entries: [String: Entry]) { self.entries = entries }

    /// In the order of the alphabet.
    package var names: [String] { entries.keys.sorted() }

    package subscript(_ name: String) -> Entry? { entries[name] }
}
