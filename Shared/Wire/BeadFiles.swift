package import TownModel

/// A part of a body that is larger than a message; the command that uses the body names its hash. The same part again is
/// the same part.
package struct BlobPut: Command {
    package typealias Reply = Done
    package static let verb = "blob.put"
    /// SHA-256 of the whole body, lower-case hexadecimal.
    package var hash: String
    /// From 0.
    package var part: Int
    /// At most `WireLimits.blobPartBytesMax`.
    package var bytes: JSONBytes

    package init(hash: String, part: Int, bytes: JSONBytes) {
        self.hash = hash
        self.part = part
        self.bytes = bytes
    }
}

/// Merges a Beads file into the ledger: all of it in one transaction.
package struct BeadImport: Command {
    package typealias Reply = ImportReport
    package static let verb = "bead.import"
    /// Where beads go that are not here yet.
    package var home: BeadHome
    /// The file, put before by `blob.put`.
    package var blob: String
    /// The file as both sides last knew it; nil: what is here and not in the file stays, and the later change wins.
    package var base: String?
    /// The file is a shared one: then all of it goes in or nothing, and it is the base of that file's next merge.
    package var merged: MergedFile?

    package init(home: BeadHome, blob: String, base: String? = nil, merged: MergedFile? = nil) {
        self.home = home
        self.blob = blob
        self.base = base
        self.merged = merged
    }
}

/// Merges one part of a large file: what is new in it is no work before `BeadImportEnd`. A part's command id is made of the
/// file's hash and the part's number, so that an import that was interrupted goes on where it was.
package struct BeadImportPart: Command {
    package typealias Reply = ImportReport
    package static let verb = "bead.import-part"
    package var home: BeadHome
    /// Whole lines; about `WireLimits.importPartBeads` of them.
    package var text: JSONBytes
    /// These beads as both sides last knew them; nil: there is no base.
    package var base: JSONBytes?
    /// The number of the first line in its file, from 1.
    package var firstLine: Int
    /// Of a shared file: all lines of the part go in or none.
    package var isShared: Bool?

    package init(
        home: BeadHome, text: JSONBytes, base: JSONBytes? = nil, firstLine: Int, isShared: Bool? = nil
    ) {
        self.home = home
        self.text = text
        self.base = base
        self.firstLine = firstLine
        self.isShared = isShared
    }
}

/// All parts are here: lets their beads be what they are, some thousands a command.
package struct BeadImportEnd: Command {
    package typealias Reply = ImportEndReply
    package static let verb = "bead.import-end"
    package var home: BeadHome
    /// As in `BeadImport`: carried out with the last of them.
    package var merged: MergedFile?

    package init(home: BeadHome, merged: MergedFile? = nil) {
        self.home = home
        self.merged = merged
    }
}

package struct ImportEndReply: Codable, Hashable, Sendable {
    /// Let go by this command.
    package var beads: Int
    /// There are more: send it again, under another id.
    package var isMore: Bool

    package init(beads: Int, isMore: Bool) {
        self.beads = beads
        self.isMore = isMore
    }
}

/// What an import did, and what it met.
package struct ImportReport: Codable, Hashable, Sendable {
    /// Lines that are beads.
    package var beads: Int
    package var created: Int
    package var changed: Int
    package var unchanged: Int
    /// Lines that did not go in: broken, or another bead under an id that is taken.
    package var refused: Int
    /// Beads that are here too, say something else, and were merged without a base: of those it can't be told what one side
    /// has removed. nil: none.
    package var twoWay: Int?
    /// How often each kind of oddity occurs.
    package var counts: [String: Int]
    /// The first of them; what was refused, and what a merge had to choose between, goes before the rest.
    package var findings: [ImportFinding]

    package init(
        beads: Int = 0, created: Int = 0, changed: Int = 0, unchanged: Int = 0, refused: Int = 0,
        twoWay: Int? = nil, counts: [String: Int] = [:], findings: [ImportFinding] = []
    ) {
        self.beads = beads
        self.created = created
        self.changed = changed
        self.unchanged = unchanged
        self.refused = refused
        self.twoWay = twoWay
        self.counts = counts
        self.findings = findings
    }
}

/// Something in a file that a person may want to know of.
package struct ImportFinding: Codable, Hashable, Sendable {
    /// nil for what is about a bead and no line.
    package var line: Int?
    package var id: String?
    /// e.g. `broken`, `collision`, `dangling-edge`.
    package var kind: String
    package var detail: String?

    package init(line: Int? = nil, id: String? = nil, kind: String, detail: String? = nil) {
        self.line = line
        self.id = id
        self.kind = kind
        self.detail = detail
    }
}

/// Beads as lines of a Beads file, in pages.
package struct BeadLines: Query {
    package typealias Reply = LinePage
    package static let verb = "bead.lines"
    /// These beads, each a full id; nil: by selection.
    package var ids: [BeadID]?
    package var selection: BeadSelection
    package var order: BeadOrder
    package var limit: Int
    /// The cursor of the page before.
    package var after: String?

    /// Every bead of a home, or of the town, in the order of the ids: what a file has.
    package init(home: BeadHome? = nil, includeEphemeral: Bool = false, limit: Int = 500, after: String? = nil) {
        selection = BeadSelection(home: home, includeClosed: true)
        selection.includeEphemeral = includeEphemeral
        order = BeadOrder()
        self.limit = limit
        self.after = after
    }

    package init(ids: [BeadID]) {
        self.init()
        self.ids = ids
    }

    package init(selection: BeadSelection, order: BeadOrder, limit: Int, after: String? = nil) {
        self.selection = selection
        self.order = order
        self.limit = limit
        self.after = after
    }
}

package struct LinePage: Codable, Hashable, Sendable {
    package var lines: [Line]
    package var next: String?

    package init(lines: [Line], next: String? = nil) {
        self.lines = lines
        self.next = next
    }

    package struct Line: Codable, Hashable, Sendable {
        /// Without a newline.
        package var text: String
        /// What it waits for.
        package var disposition: Disposition
        /// Edges that begin here.
        package var dependencies: Int
        /// Edges that lead here.
        package var dependents: Int

        package init(text: String, disposition: Disposition, dependencies: Int, dependents: Int) {
            self.text = text
            self.disposition = disposition
            self.dependencies = dependencies
            self.dependents = dependents
        }
    }
}
