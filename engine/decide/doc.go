// Package decide is what a policy may know and say.
//
// Every choice that a factory makes is one of eleven requests. A [Policy] answers a
// [Request] with an [Action] and sees only a [View]: what sensors report, what the
// model says, and outcomes of imagined futures. It never holds a state or a stream
// of random numbers, so it cannot know what is hidden or what comes: the package
// imports neither.
//
// A policy is a function. What it must remember from one decision to the next is
// plain data of a registered type that the plant keeps for it: see [Memory] and
// [Recall].
package decide
