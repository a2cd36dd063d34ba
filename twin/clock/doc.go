// Package clock ties a simulated clock to one outside: to the wall, at a rate, with a
// report of what came late (Pacer), or to the ticks of somebody else (LockStep).
//
// The engine itself knows no clock but its own. When a state is carried on, and how
// fast, changes nothing of what happens in it.
package clock
