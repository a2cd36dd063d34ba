// Command takt runs a factory from its files: checks it, simulates it, names
// its bottleneck, compares what-ifs, tests what is expected of it, imports
// recorded data. `takt demo` shows it; `takt help` lists the commands.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/job"
)

// Exit statuses.
const (
	exitFine        = 0
	exitFailed      = 1   // the model has mistakes, or an expectation does not hold
	exitUse         = 2   // wrong use
	exitInterrupted = 130 // Ctrl-C; what was measured so far is printed
)

// What commands return when everything has been said already.
var (
	errFailed      = errors.New("failed")
	errInterrupted = errors.New("interrupted")
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The second Ctrl-C ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, newApp(os.Args[1:])))
}

// run runs the command line and returns the exit status.
func run(ctx context.Context, a *app) int {
	root := a.root()
	root.SetArgs(a.args)
	root.SetOut(a.out)
	root.SetErr(a.talk)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.Is(err, job.ErrUsage) || !a.began:
		fmt.Fprintf(a.talk, "takt: %s\n%s\n", useText(err), a.T("use.help"))
		return exitUse
	}
	fmt.Fprintf(a.talk, "takt: %v\n", err)
	return exitFailed
}

// useText is an error of use without the mark.
func useText(err error) string {
	text, mark := err.Error(), job.ErrUsage.Error()+": "
	if len(text) > len(mark) && text[:len(mark)] == mark {
		return text[len(mark):]
	}
	return text
}

// langOf finds the language before anything else is read: help texts need it.
func langOf(args []string) words.Lang {
	for i, arg := range args {
		tag := ""
		switch {
		case arg == "--":
			return words.FromEnv(os.Getenv)
		case arg == "--lang" && i+1 < len(args):
			tag = args[i+1]
		case len(arg) > 7 && arg[:7] == "--lang=":
			tag = arg[7:]
		default:
			continue
		}
		if l, ok := words.Parse(tag); ok {
			return l
		}
	}
	return words.FromEnv(os.Getenv)
}
