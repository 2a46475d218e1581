internal import TownModel
internal import Wire

/// What the texts of a bead must be.
enum BeadText {
    /// One line that says something.
    static func title(_ text: String) throws(LedgerError) -> String {
        let title = text.trimmed
        guard !title.isEmpty else { throw .refuse(.invalid, "the title is empty", hint: "say in a line what it is") }
        guard title.utf8.count <= BeadLimits.titleBytesMax else {
            throw .refuse(
                .tooLarge, "the title is over \(BeadLimits.titleBytesMax) bytes", hint: "put it in the description")
        }
        guard !title.unicodeScalars.contains(where: \.isControl) else {
            throw .refuse(.invalid, "the title has control characters", hint: "a title is one line of text")
        }
        return title
    }

    static func check(description: String) throws(LedgerError) {
        guard description.utf8.count <= BeadLimits.textBytesMax else {
            throw .refuse(.tooLarge, "the text is over \(BeadLimits.textBytesMax) bytes", hint: "say it shorter")
        }
    }

    /// The first line of a text, cut to what a title may be.
    static func titleLine(of text: String) -> String {
        let line = text.trimmed.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        var title = String(line.unicodeScalars.filter { $0.properties.generalCategory != .control })
        while title.utf8.count > BeadLimits.titleBytesMax { title.removeLast() }
        return title
    }

    /// A person's or worker's reason, message, nudge.
    static func check(reason: String) throws(LedgerError) {
        guard reason.utf8.count <= BeadLimits.reasonBytesMax else {
            throw .refuse(
                .tooLarge, "the reason is over \(BeadLimits.reasonBytesMax) bytes",
                hint: "say it shorter; a bead's description or a letter holds more")
        }
    }

    /// What a role tells is cut, not refused: it must be able to go on.
    static func cut(_ reason: String) -> String {
        guard reason.utf8.count > BeadLimits.reasonBytesMax else { return reason }
        return String(decoding: reason.utf8.prefix(BeadLimits.reasonBytesMax), as: UTF8.self) + " …"
    }

    static func check(labels: [String]) throws(LedgerError) {
        guard labels.count <= BeadLimits.labelsMax else {
            throw .refuse(.tooLarge, "more than \(BeadLimits.labelsMax) labels on one bead")
        }
        for label in labels {
            guard !label.isEmpty, label.utf8.count <= BeadLimits.labelBytesMax,
                !label.unicodeScalars.contains(where: \.isControl)
            else {
                throw .refuse(
                    .invalid, "not a label: \(label.debugDescription)",
                    hint: "1 to \(BeadLimits.labelBytesMax) bytes on one line")
            }
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
