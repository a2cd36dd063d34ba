// Package learn turns what machines said into what a model needs: from state
// signals to stays in a state and to operations, from operations by stated
// cleaning rules to laws of operation time, and from those to a first
// factory.toml that a person can read on.
//
// Nothing here knows a protocol; the rooms below twin/link hand in signals and
// operations. Nothing is dropped silently: every operation gets a class, and
// the text that is written says how many of which class there were.
package learn
