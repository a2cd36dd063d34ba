// Package takt keeps a running copy of a factory and answers questions about
// it: what is happening, why, what comes next, what if.
//
// The command is in cmd/takt. Programs and tests use the rooms below:
// engine/model reads a factory, engine/plant runs it, engine/lab compares
// variants, takttest asserts on a factory from a Go test.
package takt
