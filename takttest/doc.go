// Package takttest asserts on a factory from a Go test:
//
//	func TestWasherIsEnough(t *testing.T) {
//		f := takttest.Load(t, "testdata/factory.toml")
//		r := f.Run(8 * time.Hour)
//		if n := r.Parts("wash.dock"); n < 300 {
//			t.Errorf("%d housings in a shift, want 300", n)
//		}
//	}
//
// One run says what happened on one day; Replications say what to expect, with an
// interval. Fingerprint pins a run event by event, and names the first event that
// differs when something changed it. Conserved checks that no part and no time got
// lost.
//
// A Factory is not changed once it is made, so parallel tests may share one. With
// go test -short, Replications runs at most ShortReplications of them; a run keeps
// its length, for its figures depend on it, unless the test asks Short
// for a shorter one.
package takttest
