import Host
import LedgerStorage
import TownModel

/// The secrets of the overseer and of each service, one 0600 file each: made when they are missing, and made known to
/// the ledger, which keeps only hashes.
struct KeyFiles {
    let layout: TownLayout

    /// Every holder has a file, and the ledger knows what is in it.
    func settle(_ ledger: Ledger, at now: Timestamp) throws {
        try Files.makePrivateDirectory(layout.keys)
        try ledger.grant(
            try ledger.keyHolders().map { KeyGrant(actor: $0, secret: try secret(at: path(of: $0))) }, at: now)
    }

    private func path(of holder: Address) -> String {
        RoleName(holder.description).map(layout.key(of:)) ?? layout.overseerKey
    }

    private func secret(at path: String) throws -> String {
        if Files.exists(path) {
            let text = try Files.readText(path).trimmed
            // Half a key is nobody's key: a file that was cut short is made anew.
            if text.utf8.count == StoreLimits.keyDigits { return text }
        }
        let fresh = RandomText.digits(StoreLimits.keyDigits, of: RandomText.hexadecimal)
        try Files.writeAtomically(fresh + "\n", to: path, mode: Files.privateFileMode)
        return fresh
    }
}
