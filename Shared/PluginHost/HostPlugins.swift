package import Bus
package import Host
import PluginFiles
package import Plugins
package import TownModel
import Wire

/// Plugins on this host.
package struct HostPlugins: PluginPort {
    private let layout: TownLayout
    private let rig: RigName?
    private let bus: any MessageBus

    /// - Parameter rig: nil: the town's own.
    package init(layout: TownLayout, rig: RigName?, bus: any MessageBus) {
        self.layout = layout
        self.rig = rig
        self.bus = bus
    }

    package func shelf() async -> PluginShelf { PluginFolder(layout: layout, rig: rig).shelf() }

    package func holds(_ check: String, of plugin: PluginID) async -> Bool {
        // Why it could not be asked is shown by `gt plugin run --dry-run`; nothing is run on a guess.
        (try? await PluginCheck(layout: layout).holds(check, of: plugin)) ?? false
    }

    package func hasEvent(_ trigger: PluginTrigger, of plugin: PluginID) async -> Bool? {
        let stream: StreamName = rig.map(StreamName.rig) ?? .town
        var after = trigger.after
        while true {
            do throws(BusFailure) {
                let page = try await bus.query(
                    EventsSince(streams: [stream], after: after),
                    id: CommandID(composed: "plugin-events", plugin.text, "\(after)"), within: Self.wait
                ).reply
                if page.events.contains(where: { Self.counts($0, trigger) }) { return true }
                guard page.after > after, page.after < page.head else { return false }
                after = page.after
            } catch .refused(let error) where error.code == .gone {
                // What came between is cleared from the log: nobody can say that there was nothing.
                guard trigger.after == 0, let oldest = error.about.flatMap({ Int64($0) }), oldest - 1 > after else {
                    return true
                }
                after = oldest - 1
            } catch {
                return nil
            }
        }
    }

    private static func counts(_ text: String, _ trigger: PluginTrigger) -> Bool {
        do throws(WireError) {
            let event = try CloudEvent.decode(Array(text.utf8))
            return trigger.counts(event)
        } catch {
            // Of a kind that this program does not know: it can't have been named.
            return false
        }
    }

    /// A busy store: the next look asks again.
    private static let wait: Duration = .seconds(30)
}

extension PluginTrigger {
    func counts(_ event: TownEvent) -> Bool {
        counts(
            topic: event.topic, subject: event.subject, actor: event.actor, sequence: event.sequence, time: event.time)
    }
}
