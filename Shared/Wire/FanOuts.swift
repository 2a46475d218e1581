package import TownModel

/// Where a molecule comes from that a step of another one fanned out into.
package struct FanOutPlace: Codable, Hashable, Sendable {
    package var molecule: BeadID
    package var number: Int64
    /// From 0, in the list that the step gave.
    package var position: Int

    package init(molecule: BeadID, number: Int64, position: Int) {
        self.molecule = molecule
        self.number = number
        self.position = position
    }
}

/// How far a step's fan-out is: whoever walks the molecule makes what is due (`mol.make` with `parent`) and walks what is open.
package struct FanOutProgress: Codable, Hashable, Sendable {
    package var number: Int64
    package var path: String
    package var fanOut: FanOut
    /// The parent's rig.
    package var rig: RigName?
    /// Elements of the list.
    package var total: Int
    package var ended: Int
    /// Made, and not ended; the first few.
    package var open: [BeadID]
    /// To be made now; the first few.
    package var due: [Element]

    package struct Element: Codable, Hashable, Sendable {
        package var position: Int
        /// The element, as JSON.
        package var item: String

        package init(position: Int, item: JSONValue) {
            self.position = position
            self.item = JSONText.text(item)
        }
    }

    package init(
        number: Int64, path: String, fanOut: FanOut, rig: RigName?, total: Int, ended: Int, open: [BeadID],
        due: [Element]
    ) {
        self.number = number
        self.path = path
        self.fanOut = fanOut
        self.rig = rig
        self.total = total
        self.ended = ended
        self.open = open
        self.due = due
    }
}

extension FanOut {
    /// The list that a step's output has for it; nil where there is none, or something else.
    package func elements(in output: [String: String]) -> [JSONValue]? {
        let names = over.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let first = names.first, let text = output[first],
            // What is no JSON is no list.
            var value = try? JSONText.decode(JSONValue.self, from: Array(text.utf8))
        else { return nil }
        for name in names.dropFirst() {
            guard let inner = value[name] else { return nil }
            value = inner
        }
        if case .list(let elements) = value { return elements }
        return nil
    }

    /// The variables of the molecule that is made of an element. A name that the element has not stays as it is written.
    package func variables(for element: FanOutProgress.Element) -> [String: String] {
        // The store wrote it.
        let item = (try? JSONText.decode(JSONValue.self, from: Array(element.item.utf8))) ?? .text(element.item)
        return variables.mapValues { Self.fill($0, item, element.position) }
    }

    private static func fill(_ text: String, _ item: JSONValue, _ position: Int) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"),
                let value = value(rest[rest.index(after: open)..<close], item, position)
            else {
                filled += rest.prefix(1)
                rest = rest.dropFirst()
                continue
            }
            filled += value
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    private static func value(_ name: Substring, _ item: JSONValue, _ position: Int) -> String? {
        if name == "index" { return String(position) }
        let names = name.split(separator: ".", omittingEmptySubsequences: false)
        guard names.first == "item" else { return nil }
        var value = item
        for name in names.dropFirst() {
            guard let inner = value[String(name)] else { return nil }
            value = inner
        }
        if case .text(let text) = value { return text }
        return JSONText.text(value)
    }
}
