// Package sample makes up factories: random, but such as an engineer would
// build them. The same size and seed give the same text on every machine, so
// that a benchmark can name its plant by two numbers.
//
// A plant is a set of workshops. A machining workshop has parallel lines that
// share a wash and an inspection with rework; an assembly workshop has feeder
// lines and an assembly line; all of them send what they make to one dispatch
// with packing stations. Machines break down and are repaired by fitters, some
// are set up between part types, queues and conveyors lie between them. Cycle
// times follow from the pace of the workshop: what comes would load the
// busiest machine of a line to between 84 and 94 %, the others less. As sources
// wait while the way is blocked, the busiest machines end up between 70 and 95 %.
//
// The layout has no overlaps: lines lie in rows (long ones in a U), workshops on
// a grid with aisles between them.
package sample
