// Package lab asks questions of a factory: how much will it make, what holds it
// up, what changes if. An Experiment is a set of cases, the baseline first, each
// run in several replications; a Result says what came out, with intervals.
//
// # The same luck for every case
//
// A draw of the engine is a function of the seed, the replication, the place and
// the part, so replication 3 of every case meets the same breakdowns, as far as
// the cases have the same places. Differences are therefore taken pair by pair
// and are much sharper than the figures themselves.
//
// # Who computes
//
// The lab starts no goroutine. It hands tasks to a Runner and collects outcomes
// by their number, so the result does not depend on who computed what and when.
// engine/lab/local runs tasks on all cores of this machine.
//
// # The bottleneck
//
// Equipment is active while it works, is set up, is broken or is held for want
// of people; it is inactive while it waits for parts or is blocked. The
// active-period method (Roser, Nakano and Tanaka, "A practical bottleneck
// detection method", Winter Simulation Conference 2001) takes the equipment with
// the longest mean active period. That is a good guess where active periods are
// ended by others, and a bad one where a machine without variation stands beside
// one with many short breakdowns: of 200 random lines it names the machine whose
// speed counts most in 74 % of those in which that can be told.
//
// The lab therefore follows the active periods through the run, backwards: from
// the last part that came out, to the beginning of the active period that made
// it; there the equipment had been waiting, so the cause lies upstream, or had
// been blocked, so it lies downstream, in the equipment whose active period ended
// at that instant; and so on to the beginning of the run. This is the bottleneck
// walk of Roser, Lorentzen and Deuse ("Reliable shop floor bottleneck detection
// for flow lines through process and inventory observations: the bottleneck
// walk", Logistics Research 8, 2015) done on every instant of the run. Its time
// account is the critical path of the run, and the share of the time that it
// spends in the work of a machine is the derivative of the logarithm of the
// throughput by that of the machine's speed (infinitesimal perturbation analysis;
// Ho and Cao, 1991). The bottleneck is the equipment with the largest share; ties
// are said. On the same lines it agrees in 99 % (TestBottleneckIsTheLargestDerivative). Where no part comes out there is nothing to follow, and the mean
// active period decides.
package lab
