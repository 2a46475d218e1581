internal import TownModel
internal import Wire

/// What the ledger remembers of the files that it shares with others.
extension VerbRule {
    static let mergeBases: [VerbRule] = [
        .command(MergeOffer.self) { (offer, transaction) throws(LedgerError) in
            for (name, blob) in offer.blobs.sorted(by: { $0.key < $1.key }) {
                try transaction.changeBase(name) { $0.offered = .init(blob: blob, commit: offer.commit) }
            }
            return Done()
        },
        .command(MergeAgree.self) { (agree, transaction) throws(LedgerError) in
            for name in agree.names {
                try transaction.changeBase(name) { base in
                    // Said again, or of something else that was offered since: it is known already.
                    guard let offered = base.offered, offered.commit == agree.commit else { return }
                    base = MergeBase(known: offered)
                }
            }
            return Done()
        },
    ]
}

extension QueryRule {
    static let mergeBases: [QueryRule] = [
        .query(MergeBases.self) { (_, reading) throws(LedgerError) in
            var files: [String: MergeBase] = [:]
            for (name, text) in try reading.metas(under: MergeBase.place) {
                files[name] = try Reading.decode(MergeBase.self, text)
            }
            return MergeBaseList(files: files)
        }
    ]
}

extension MergeBase {
    /// Under which it is kept among the town's facts: one for each shared file.
    fileprivate static let place = "merge-base/"
}

extension Transaction {
    /// What was merged is the base of the file's next merge.
    func setBase(_ merged: MergedFile) throws(LedgerError) {
        try changeBase(merged.name) { (base) throws(LedgerError) in
            guard base.known?.blob == merged.over else {
                throw .refuse(
                    .version, "somebody else has merged \(merged.name) meanwhile, and nothing was done",
                    about: merged.name, hint: "the same again: it begins with what is there now")
            }
            base.known = merged.state
        }
    }

    fileprivate func changeBase(
        _ name: String, _ change: (inout MergeBase) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        guard !name.isEmpty, name.utf8.count <= BeadLimits.sharedNameBytesMax else {
            throw .refuse(.invalid, "no name of a shared file: \(name.debugDescription)")
        }
        let row = MergeBase.place + name
        let before =
            try fact(MergeBase.self, row) ?? MergeBase()
        var base = before
        try change(&base)
        if base != before { try setMeta(row, JSONText.text(base)) }
    }
}
