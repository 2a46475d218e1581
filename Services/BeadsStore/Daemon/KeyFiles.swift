import Host
import LedgerStorage
import TownModel

/// The secrets of the overseer and of each service, one 0600 file each: made when they are missing or a new one is
/// wanted, and made known to the ledger, which keeps only hashes.
struct KeyFiles {
    let layout: TownLayout

    /// Every holder has a file, and the ledger knows what is in it. A new secret is in its file before the ledger takes
    /// it: killed between the two, the next start makes another one, because it is wanted still.
    func settle(_ ledger: Ledger, at now: Timestamp) throws {
        try Files.makePrivateDirectory(layout.keys)
        let wanted = try ledger.wantedKeys()
        try ledger.grant(
            try ledger.keyHolders().map {
                let path = path(of: $0)
                return KeyGrant(actor: $0, secret: wanted.contains($0) ? try fresh(at: path) : try secret(at: path))
            }, at: now)
    }

    private func path(of holder: Address) -> String {
        RoleName(holder.description).map(layout.key(of:)) ?? layout.overseerKey
    }

    private func secret(at path: String) throws -> String {
        if Files.exists(path) {
            let text = try Files.readSecret(path)
            // Half a key is nobody's key: a file that was cut short is made anew.
            if text.utf8.count == StoreLimits.keyDigits { return text }
        }
        return try fresh(at: path)
    }

    private func fresh(at path: String) throws -> String {
        let fresh = RandomText.digits(StoreLimits.keyDigits, of: RandomText.hexadecimal)
        try Files.writeAtomically(fresh + "\n", to: path, mode: Files.privateFileMode)
        return fresh
    }
}
