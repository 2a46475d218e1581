import Bus
import Host

/// The connection to the store, begun before the command line is parsed: loading libzmq's context and the handshake take
/// as long as the parse, on a thread of their own.
///
/// A guess, like a browser's preconnect: whoever turns out to need another town, or none, leaves it alone.
struct EarlyConnection: Sendable {
    let root: String
    let bus: any MessageBus

    /// nil where nothing is to be gained, or the town can't be told yet: who needs one finds out, and says so, later.
    static func begin(
        _ command: any TownCommand.Type, _ arguments: [String], _ binding: TownBinding
    ) -> EarlyConnection? {
        guard command.asksStore, !TownBinding.isNamed(in: arguments) else { return nil }
        do {
            let root = try TownDiscovery(surroundings: .own, isTown: Places.isTown, binding: binding).find(nil)
            return EarlyConnection(root: root, bus: try TownConnection.open(TownLayout(root: root)))
        } catch {
            return nil
        }
    }
}
