package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
)

// demoLength is short enough that the demo ends in seconds and long enough that
// its figures have settled.
const (
	demoLength = "3 weeks"
	demoWarmUp = "1 week"
)

func (a *app) demo() *cobra.Command {
	var report string
	c := &cobra.Command{
		Use: "demo", Short: a.T("cmd.demo"), Args: a.argc(0, 0, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			fmt.Fprintln(a.out, a.T("demo.intro"))
			fmt.Fprintln(a.out)
			j, problems, err := job.Load("0", job.Options{Length: demoLength, WarmUp: demoWarmUp, Lang: a.Lang})
			if err != nil {
				return err
			}
			if a.problems(a.talk, problems.Errors()) {
				return errFailed
			}
			r, err := a.measure(cmd, j)
			if err != nil {
				return err
			}
			// What the scenario expects, it expects of its own, longer runs.
			r.Expectations = r.Expectations[:0]
			if err := a.show(r, false); err != nil {
				return err
			}
			if report != "" {
				if err := a.report(r, report); err != nil {
					return err
				}
			}
			if r.Interrupted {
				return errInterrupted
			}
			fmt.Fprintln(a.out)
			fmt.Fprintln(a.out, a.T("demo.next"))
			return nil
		},
	}
	c.Flags().StringVar(&report, "report", "", a.T("flag.report"))
	return c
}
