// Package random gives the engine its chance: streams of numbers that are pure
// functions of (seed, replication, path, purpose, index), the laws that
// durations follow, and the elementary functions both need.
//
// Three properties hold everywhere in it.
//
// A draw is a value, not an event: [Key.U] of an index is the same number
// whenever and in whatever order it is asked for, so adding a machine to a model
// changes no other machine's luck, and two variants of a plant can be compared
// with common random numbers.
//
// Every law is sampled by inversion, with exactly one draw: a higher u gives a
// higher value. [Dist.Residual] draws what is left of a duration of which a part
// has passed, by the same inversion of the conditional law.
//
// Every result is the same bit pattern on every architecture: [Exp], [Log] and
// the rest are made here out of additions, multiplications, divisions and square
// roots that no compiler may fuse (each product that is added to something is
// converted explicitly, which the Go specification defines as a rounding).
package random
