package main

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the golden parts of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"takt": main})
}

// TestScripts runs the commands as a user would: testdata/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"LC_ALL", "LC_MESSAGES"} {
				env.Setenv(name, "")
			}
			env.Setenv("LANG", "en_US.UTF-8")
			env.Setenv("NO_COLOR", "1")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond != "long" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return os.Getenv("TAKT_LONG") != "", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// status N CMD… : the command's exit status.
			"status": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) < 2 {
					ts.Fatalf("usage: status N command [args…]")
				}
				err := ts.Exec(args[1], args[2:]...)
				if got := exitStatus(err); got != args[0] {
					ts.Fatalf("%v: exit status %s, want %s", args[1:], got, args[0])
				}
			},
			// junk FILE : bytes that are no text.
			"junk": func(ts *testscript.TestScript, neg bool, args []string) {
				data := make([]byte, 4096)
				for i := range data {
					data[i] = byte(i*i*31 + i>>3)
				}
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
			},
			// picture FILE WxH : it can be read, and has this size.
			"picture": checkPicture,
			// json PATH… : the last output is one JSON value that has these fields.
			"json": checkJSON,
		},
	})
}
