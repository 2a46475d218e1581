import Testing
import TownModel
import WitnessCore
import WitnessDaemon

@Suite("A machine with no room for one more")
struct HostPressureTests {
    private static func limits(load: Int? = 200, megabytes: Int? = nil, percent: Int? = nil) -> TownLimits {
        var limits = TownLimits()
        (limits.loadMaxPercent, limits.memoryMinMB, limits.memoryMinPercent) = (load, megabytes, percent)
        return limits
    }

    private static func sight(_ load: Int, memory: Int = 8000) -> HostSight {
        HostSight(loadPercent: load, memoryAvailableMB: memory, memoryMB: 16000)
    }

    private func listed(_ beads: String..., capacity: RigCapacity) throws -> Event {
        .listed(
            Listed(
                rig: try Town.rig(polecatsMax: 9), dispatch: try beads.map { try Town.entry($0) }, capacity: capacity))
    }

    @Test func `nothing is claimed before the machine was looked at, and nothing while it is full`() throws {
        var witness = Conversation()
        let capacity = RigCapacity(limits: Self.limits())
        #expect(witness.tell(try listed("gt-1", capacity: capacity)) == ["look at the host"])
        #expect(witness.tell(.dispatchChanged(try Town.entry("gt-2"))) == [])
        let said = "say the load is 2.50 a core, the limit is 2.00"
        #expect(witness.tell(.hostSeen(Self.sight(250))) == [said, "wake +10 s"])
        // Not above the limit any more, and not yet far enough below it: nothing is said.
        #expect(witness.tell(.ticked, later: .seconds(10)) == ["look at the host"])
        #expect(witness.tell(.hostSeen(Self.sight(170))) == ["wake +20 s"])
        #expect(witness.tell(.ticked, later: .seconds(10)) == ["look at the host"])
        #expect(witness.tell(.hostSeen(Self.sight(150))) == ["say there is room", "wake +30 s"])
        // The ledger has it: now they are claimed.
        #expect(witness.tell(.capacityChanged(capacity)) == ["claim gt-1/1", "claim gt-2/1"])
    }

    @Test func `without a limit, and with nothing that waits, nobody looks`() throws {
        var witness = Conversation()
        #expect(witness.tell(try listed(capacity: RigCapacity(limits: Self.limits()))) == [])
        #expect(witness.tell(try listed("gt-1", capacity: RigCapacity())) == ["claim gt-1/1"])
    }

    @Test func `a limit that was taken out of the file ends what it began`() throws {
        var witness = Conversation()
        let pressed = RigCapacity(pressure: HostPressure(.load, "full", since: Town.began))
        #expect(witness.tell(try listed("gt-1", capacity: pressed)) == ["look at the host"])
        #expect(witness.tell(.hostSeen(Self.sight(900))) == ["say there is room", "wake +10 s"])
        #expect(witness.tell(.capacityChanged(RigCapacity())) == ["claim gt-1/1"])
    }

    @Test func `a full machine is looked at until it has room, also when nothing waits any more`() throws {
        var witness = Conversation()
        let pressed = RigCapacity(limits: Self.limits(), pressure: HostPressure(.load, "full", since: Town.began))
        #expect(witness.tell(try listed(capacity: pressed)) == ["look at the host"])
        #expect(witness.tell(.hostSeen(Self.sight(900))) == ["wake +10 s"])
        #expect(witness.tell(.ticked, later: .seconds(10)) == ["look at the host"])
        #expect(witness.tell(.hostSeen(Self.sight(10))) == ["say there is room", "wake +20 s"])
        #expect(witness.tell(.capacityChanged(RigCapacity(limits: Self.limits()))) == [])
        #expect(witness.tell(.ticked, later: .seconds(60)) == [])
    }

    @Test func `what was refused for want of room is asked for again when something was told, and not before`() throws {
        var witness = Conversation()
        let capacity = RigCapacity()
        #expect(witness.tell(try listed("gt-1", "gt-2", capacity: capacity)) == ["claim gt-1/1", "claim gt-2/1"])
        #expect(witness.tell(.claimRefused(try Town.id("gt-1"))) == [])
        #expect(witness.tell(.claimRefused(try Town.id("gt-2"))) == [])
        #expect(witness.tell(.ticked, later: .seconds(60)) == [])
        #expect(witness.tell(.capacityChanged(capacity)) == ["claim gt-1/1", "claim gt-2/1"])
    }

    @Test func `a paused queue is left alone, and a provider's limit is waited for`() throws {
        var witness = Conversation()
        let hold = SchedulerHold(by: .overseer, since: Town.began)
        #expect(witness.tell(try listed("gt-1", capacity: RigCapacity(hold: hold))) == [])
        let until = Town.began.advanced(by: .seconds(90))
        let limited = RigCapacity(limited: [ProviderLimit(preset: "script", until: until, seen: "limit")])
        #expect(witness.tell(.capacityChanged(limited)) == ["wake +90 s"])
        #expect(witness.tell(.ticked, later: .seconds(90)) == ["claim gt-1/1"])
    }

    @Test(
        "memory has a floor in MB or as a part, the higher one counts, and what began ends above it",
        arguments: [(1000, nil, 999, true), (1000, nil, 1000, false), (nil, 10, 1599, true), (1000, 10, 1700, false)]
            as [(Int?, Int?, Int, Bool)])
    func memory(megabytes: Int?, percent: Int?, available: Int, isPressed: Bool) {
        let limits = Self.limits(load: nil, megabytes: megabytes, percent: percent)
        let sight = Self.sight(0, memory: available)
        let first = HostRule.pressure(sight, limits, present: nil, at: Town.began)
        #expect((first != nil) == isPressed)
        let floor = max(megabytes ?? 0, (percent ?? 0) * 160)
        let present = HostPressure(.memory, "x", since: Town.began)
        for (memory, stays) in [(floor * 5 / 4 - 1, true), (floor * 5 / 4, false)] {
            let next = HostRule.pressure(Self.sight(0, memory: memory), limits, present: present, at: Town.began)
            #expect((next != nil) == stays)
        }
    }

    @Test func `what can't be read is no room`() {
        #expect(HostRule.pressure(nil, Self.limits(), present: nil, at: Town.began) != nil)
        #expect(HostRule.pressure(nil, TownLimits(), present: nil, at: Town.began) == nil)
    }

    @Test func `the kernel's books are read, and nothing is made of others`() {
        let memory = "MemTotal:       16384000 kB\nMemFree:  1 kB\nMemAvailable:    2048000 kB\n"
        #expect(
            ProcMachine.sight(loads: "3.50 1.00 0.50 2/300 99\n", memory: memory, cores: 2)
                == HostSight(loadPercent: 175, memoryAvailableMB: 2000, memoryMB: 16000))
        for loads in ["", "much", "nan 1 1", "-1 1 1"] {
            #expect(ProcMachine.sight(loads: loads, memory: memory, cores: 2) == nil)
        }
        #expect(ProcMachine.sight(loads: "1", memory: "MemTotal: 4 kB", cores: 2) == nil)
        #expect(ProcMachine.sight(loads: "1", memory: memory, cores: 0) == nil)
        #expect(ProcMachine().look() != nil)
    }
}
