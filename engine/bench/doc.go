// Package bench measures Takt beside other simulators: the same three models on
// each, in processor time, in one run. It is a module of its own, so that Takt
// does not come to depend on what it is compared with. See README.md.
package bench
