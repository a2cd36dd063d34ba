// Package bench measures Takt's renderers beside others: one scene, one run, processor
// time. It is a module of its own, so that Takt does not come to depend on what it is
// compared with. See README.md.
package bench
