package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/cmd/takt/internal/page"
	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/cmd/takt/internal/text"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/scenarios"
)

// runFlags are the flags of run.
type runFlags struct {
	job.Options
	seed   uint64
	json   bool
	report string
}

func (a *app) run() *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use: "run FILE|NR|NAME [flags]", Short: a.T("cmd.run"), Long: a.T("cmd.run.long"),
		Example:           "  takt run factory.toml --length \"4 weeks\"\n  takt run 15\n  takt run 15-lean --factory mine.toml --report report.html\n  takt run scenario.toml --json > result.json",
		Args:              a.argc(1, 1, "FILE|NR|NAME"),
		ValidArgsFunction: scenarioNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("seed") {
				f.Seed = &f.seed
			}
			return a.runOne(cmd, args[0], &f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.Factory, "factory", "", a.T("flag.factory"))
	flags.Uint64Var(&f.seed, "seed", 0, a.T("flag.seed"))
	flags.IntVar(&f.Replications, "replications", 0, a.T("flag.replications"))
	flags.StringVar(&f.Length, "length", "", a.T("flag.length"))
	flags.StringVar(&f.WarmUp, "warm-up", "", a.T("flag.warmup"))
	flags.IntVar(&f.Workers, "workers", 0, a.T("flag.workers"))
	flags.BoolVar(&f.json, "json", false, a.T("flag.json"))
	flags.StringVar(&f.report, "report", "", a.T("flag.report"))
	return c
}

func (a *app) runOne(cmd *cobra.Command, word string, f *runFlags) error {
	switch flags := cmd.Flags(); {
	case flags.Changed("replications") && f.Replications < 1:
		return job.Usage(a.T("use.atleast", "--replications", "1"))
	case f.Workers < 0:
		return job.Usage(a.T("use.atleast", "--workers", "1"))
	}
	f.Lang = a.Lang
	if ext := strings.ToLower(filepath.Ext(f.report)); f.report != "" && ext != ".html" && ext != ".htm" {
		return job.Usage(a.T("use.report", f.report))
	}
	j, problems, err := job.Load(word, f.Options)
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
	if err := a.show(r, f.json); err != nil {
		return err
	}
	if f.report != "" {
		if err := a.report(r, f.report); err != nil {
			return err
		}
	}
	switch {
	case r.Interrupted:
		return errInterrupted
	case r.Failed():
		return errFailed
	}
	return nil
}

// measure runs a job with its progress on talk.
func (a *app) measure(cmd *cobra.Command, j *job.Job) (*result.Result, error) {
	bar := newProgress(a)
	ctx := cmd.Context()
	r, err := j.Run(ctx, engineVersion(), bar.show)
	bar.end(r)
	return r, err
}

// show prints a result.
func (a *app) show(r *result.Result, asJSON bool) error {
	if asJSON {
		return a.json(r)
	}
	return text.Print(a.out, r, text.Options{Lang: a.Lang, Colour: a.colour, Width: a.width})
}

// report writes the HTML report.
func (a *app) report(r *result.Result, file string) error {
	var b bytes.Buffer
	if err := page.Write(&b, r, a.Lang, a.command()); err != nil {
		return err
	}
	if err := span.WriteFile(file, b.Bytes()); err != nil {
		return err
	}
	fmt.Fprintln(a.talk, a.T("run.report", file))
	return nil
}

// command is the command line as it can be typed again.
func (a *app) command() string {
	out := []string{"takt"}
	for _, arg := range a.args {
		if strings.ContainsAny(arg, " \"'$&|;<>()*?") || arg == "" {
			arg = `"` + strings.ReplaceAll(arg, `"`, `\"`) + `"`
		}
		out = append(out, arg)
	}
	return strings.Join(out, " ")
}

// scenarioNames completes the first argument of run.
func scenarioNames(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, s := range scenarios.All() {
		if s.Present && strings.HasPrefix(s.Folder, begun) {
			out = append(out, cobra.CompletionWithDesc(s.Folder, s.EN))
		}
	}
	if files, err := os.ReadDir("."); err == nil {
		for _, f := range files {
			if strings.HasSuffix(f.Name(), ".toml") && strings.HasPrefix(f.Name(), begun) {
				out = append(out, f.Name())
			}
		}
	}
	return out, cobra.ShellCompDirectiveDefault
}
