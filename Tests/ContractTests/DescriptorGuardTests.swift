import Testing

@testable import ZeroMQBus

/// The pure judgement; a real crowd comes in CrowdTests.
@Suite("When the doors are closed") struct DescriptorGuardTests {
    private let start = ContinuousClock.now
    private let second = ZeroMQLimits.crowdedCountEvery

    @Test("Below four fifths everybody is let in; above nobody, until seven tenths")
    func bounds() {
        var descriptors = DescriptorGuard(limit: 100)
        #expect(descriptors.check(at: start) { 79 } == nil)
        descriptors.accepted(80)
        #expect(descriptors.check(at: start) { 80 } == true)
        #expect(descriptors.nextMoment == start + second)
        #expect(descriptors.check(at: start + second) { 71 } == nil)
        #expect(descriptors.check(at: start + second * 2) { 70 } == false)
        #expect(descriptors.nextMoment == nil)
    }

    @Test("A high number of somebody who has left meanwhile closes nothing")
    func late() {
        var descriptors = DescriptorGuard(limit: 100)
        descriptors.accepted(95)
        #expect(descriptors.check(at: start) { 10 } == nil)
        #expect(!descriptors.isCrowded && descriptors.used == 10)
    }

    @Test("Counting costs: while few come nobody counts")
    func seldom() {
        var descriptors = DescriptorGuard(limit: 100)
        #expect(descriptors.check(at: start) { 10 } == nil)
        for number in 0..<35 {
            descriptors.accepted(Int32(number + 10))
            let verdict = descriptors.check(at: start) {
                Issue.record("counted at arrival \(number)")
                return 0
            }
            #expect(verdict == nil)
        }
        descriptors.accepted(46)
        #expect(descriptors.check(at: start) { 80 } == true)
    }

    @Test("Doors that could not be opened are tried again")
    func again() {
        var descriptors = DescriptorGuard(limit: 100)
        #expect(descriptors.check(at: start) { 90 } == true)
        #expect(descriptors.check(at: start + second) { 20 } == false)
        descriptors.stayCrowded(at: start + second)
        #expect(descriptors.check(at: start + second) { 20 } == nil)
        #expect(descriptors.check(at: start + second * 2) { 20 } == false)
    }
}
