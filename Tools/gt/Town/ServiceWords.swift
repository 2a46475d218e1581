import ArgumentParser
import Host
import TownModel

/// A service, or a rig for both of its services, as it is written on a command line.
struct ServiceWord: ExpressibleByArgument {
    let services: [TownService]

    init?(argument: String) {
        if let service = TownService(argument) {
            services = [service]
        } else if let rig = RigName(argument) {
            services = TownService.ofRig(rig)
        } else {
            return nil
        }
    }

    static var defaultCompletionKind: CompletionKind { IDCompletion.processes }
}
