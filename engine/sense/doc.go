// Package sense is how a value in the plant becomes what a control room sees: sampled,
// late, noisy, off, in steps, now and then lost, sometimes stuck.
//
// Everything is a function of a stream of random numbers and the number of the
// sample; only sticking needs to remember something, and that is plain data. The
// views of policies use it, and so does the twin, so that an estimator that works on
// a simulated plant has met the mistakes of a real one.
package sense
