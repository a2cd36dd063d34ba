package plant

import (
	"flag"
	"os"
	"testing"
)

// TestMain sets how many random plants a property is tried on, unless the
// command line says so. They are the same plants every time, so that a change is
// not stopped by what it did not do; a long run tries others.
func TestMain(m *testing.M) {
	flag.Parse()
	checks, given := "80", false
	if testing.Short() {
		checks = "12"
	}
	if os.Getenv("TAKT_LONG") != "" {
		checks = "5000"
	}
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if os.Getenv("TAKT_LONG") == "" {
			_ = flag.Set("rapid.seed", "20261123")
		}
		_ = flag.Set("rapid.checks", checks)
		_ = flag.Set("rapid.shrinktime", "5s")
		_ = flag.Set("rapid.nofailfile", "true")
	}
	os.Exit(m.Run())
}
