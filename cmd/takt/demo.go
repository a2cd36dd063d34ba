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

	demoPicture = "2026-01-05 10:00" // when the picture is taken
	demoSpeed   = 60                 // seconds of the factory in one of the onlooker's
)

func (a *app) demo() *cobra.Command {
	var report, picture string
	var table bool
	c := &cobra.Command{
		Use: "demo", Short: a.T("cmd.demo"), Args: a.argc(0, 0, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.display && !table && report == "" {
				fmt.Fprintln(a.out, a.T("demo.window"))
				return a.viewOne(cmd.Context(), "0", &viewFlags{speed: demoSpeed, playing: true})
			}
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
			f := pictureFlags{size: "1280x720", heat: "now", labels: 24, out: picture}
			if err := a.renderOne(cmd.Context(), "0", demoPicture, &f); err != nil {
				return err
			}
			fmt.Fprintln(a.out)
			fmt.Fprintln(a.out, a.T("demo.next"))
			return nil
		},
	}
	c.Flags().BoolVar(&table, "table", false, a.T("flag.demotable"))
	c.Flags().StringVarP(&picture, "out", "o", "takt-demo.png", a.T("flag.picture"))
	c.Flags().StringVar(&report, "report", "", a.T("flag.report"))
	return c
}
