internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// Runs a service in the foreground until it ends by itself or is asked to.
package enum ServiceMain {
    /// Gives the exit status. SIGTERM and SIGINT end `ShutdownSignals.received` inside the body, which then has
    /// `RuntimeLimits.shutdownMax` to return; after that its tasks are cancelled.
    package static func run(
        _ log: ServiceLog, _ body: @escaping @Sendable () async throws -> Void
    ) async -> ExitStatus {
        let service = Whole(body: body)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(
                    service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .cancelGroup, serviceName: "service")
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(log))
        configuration.maximumGracefulShutdownDuration = RuntimeLimits.shutdownMax
        do {
            try await ServiceGroup(configuration: configuration).run()
            log.info("ended as asked")
            return .asked
        } catch let failure as ServiceFailure {
            log.error(failure.sentence)
            return failure.status
        } catch is CancellationError {
            log.warning("ended as asked, with work cut short: the next start takes it up from the ledger")
            return .asked
        } catch {
            log.error("ended by an error that this program does not expect: \(error). Please report it.")
            return .bug
        }
    }

    /// The lifecycle library says each step at info: of no interest to whoever reads a service's log.
    private static func quiet(_ log: ServiceLog) -> Logger {
        var logger = log.lifecycle
        if logger.logLevel < .warning { logger.logLevel = .warning }
        return logger
    }

    private struct Whole: ServiceLifecycle.Service {
        let body: @Sendable () async throws -> Void

        func run() async throws { try await body() }
    }
}

/// SIGTERM and SIGINT, as seen from inside `ServiceMain.run`: finish and leave.
package enum ShutdownSignals {
    /// Returns with the first of them. Throws `CancellationError` when the calling task is cancelled before.
    package static func received() async throws {
        try await gracefulShutdown()
    }
}
