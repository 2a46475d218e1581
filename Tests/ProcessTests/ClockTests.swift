import Host
import Testing
import TownModel
import Wire

/// The machine's clock is set while the town works (row 9 of the matrix).
@Suite(.serialized) struct ClockTests {
    @Test(
        "the clock is set an hour and a year back and a day ahead: work goes on, nobody is given up, the log is dense",
        .timeLimit(.minutes(3)))
    func jumps() async throws {
        try await ProcessTown.with { town in
            let clock = try await WallClock(for: town)
            let up = try await town.run(["up"], environment: clock.environment)
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            // At work before the first jump and after the last.
            let begun = try Latch("\(town.home)/begun")
            let latch = try Latch("\(town.home)/latch")
            let long = try await town.makeBead("web", "Long", "\(begun.give); \(latch.wait); echo long > long.txt")
            try await town.sling([long])
            try #require(await begun.isGiven(), "the agent did not begin")
            let agents = town.agents

            var beads: [String] = []
            for (number, jump) in [-3_600, 86_400, -365 * 86_400].enumerated() {
                try clock.set(.seconds(jump))
                let letter = try await town.run(
                    ["mail", "send", "mayor", "-s", "jump \(number)", "-m", "x"], environment: clock.environment)
                #expect(letter.ending == .exited(0), "\(letter.errorTail)")
                beads.append(try await town.makeBead("web", "Jump \(number)", "echo \(number) > \(number).txt"))
                try await town.sling([beads[number]])
                try await town.waitUntilClosed([beads[number]])
                #expect(town.agents == agents, "an agent at work was ended after \(jump) s")
            }
            latch.release()
            try await town.waitUntilClosed([long])

            let log = try await town.follow { $0.isClosed(long) }
            #expect(log.faults == [])
            #expect(log.of(.escalationRaised).map(\.data.note) == [])
            // Everything was done once, by one attempt.
            #expect(log.of(.requestLanded).count == 4 && log.of(.assignmentClaimed).count == 4)
            #expect(log.of(.roleRegistered).count == 4, "a service began anew")
            // The events do say the times that were shown: the jumps happened.
            let years = Set(log.events.map { String("\($0.time)".prefix(4)) })
            #expect(years.count > 1, "\(years)")
        }
    }
}
