// Package plant is the factory on the kernel: the kinds of equipment, how parts
// move between them, people, shifts, failures, and what is measured.
//
// A Plant is what a factory is: compiled from a checked model, never changed. A
// Sim is what is happening in it: plain data, one slab for each kind of thing. Each
// file holds one kind: what it remembers and the handler that changes it.
//
// # How parts move
//
// A part stands in a place. When it may go on, the plant knows the choice it
// has: the places it may enter next. It moves at once if one of them has room,
// and otherwise waits in the line of that choice while it blocks what it stands
// in (blocking after service). A place that gets room decides, in the decide
// phase of the instant, whom it admits and what it starts. So simultaneous
// completions are all seen before anybody chooses.
//
// # How time is accounted
//
// Every piece of equipment is at every instant in exactly one state: waiting,
// busy, setup, blocked, down, off, held or stopped. The times of the states add
// up to the time that passed, exactly, because they are integers.
package plant
