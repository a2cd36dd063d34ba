// Package stat says what a simulation's numbers are worth: accumulators that may
// live in a state, confidence intervals, paired comparisons, warm-up, and the
// fitting of laws to observations.
//
// [Tally] and [Histogram] are plain data: they can be copied, hashed and sent.
// Everything else is functions of samples, which they never change.
//
// A confidence level is a share: 0.95 for 95 %.
package stat
