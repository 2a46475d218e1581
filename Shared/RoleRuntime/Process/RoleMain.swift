package import Bus
package import Host
internal import TownModel

/// The same composition for every role's executable.
package enum RoleMain {
    /// Runs the role in the foreground and gives the process's exit status.
    package static func run<Body: RoleBody>(
        _ layout: TownLayout, readyDescriptor: Int32?, bus connect: @autoclosure () throws -> any MessageBus, body: Body
    ) async -> Int32 {
        let log = ServiceLog(service: body.role.description, levelName: HostEnvironment.value("GT_LOG"))
        let bus: any MessageBus
        do {
            bus = try connect()
        } catch {
            log.error("the bus can't be used: \(error)")
            return ExitStatus.unavailable.rawValue
        }
        let readiness = Readiness(descriptor: readyDescriptor)
        let process = RoleProcess(
            body: body, layout: layout, bus: bus, log: log, readiness: readiness,
            watchdog: Watchdog(readiness: readiness))
        let status = await ServiceMain.run(log) { try await process.run() }
        await bus.close()
        return status.rawValue
    }
}
