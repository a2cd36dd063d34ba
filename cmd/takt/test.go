package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/cmd/takt/internal/text"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/unit"
)

// tested is what test tells of one scenario with --json.
type tested struct {
	File         string               `json:"file"`
	Passed       bool                 `json:"passed"`
	Error        string               `json:"error,omitempty"` // why it could not run
	Expectations []result.Expectation `json:"expectations"`
}

func (a *app) test() *cobra.Command {
	var asJSON bool
	var o job.Options
	c := &cobra.Command{
		Use: "test [FILE|DIR…]", Short: a.T("cmd.test"), Long: a.T("cmd.test.long"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"."}
			}
			o.Lang = a.Lang
			files, err := a.scenarioFiles(args)
			if err != nil {
				return err
			}
			return a.testAll(cmd, files, o, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.T("flag.json"))
	c.Flags().IntVar(&o.Workers, "workers", 0, a.T("flag.workers"))
	return c
}

func (a *app) testAll(cmd *cobra.Command, files []string, o job.Options, asJSON bool) error {
	list, passed := []tested{}, 0
	var stopped error
	for _, file := range files {
		one, err := a.testOne(cmd, file, o, asJSON)
		list = append(list, one)
		if one.Passed {
			passed++
		}
		if errors.Is(err, errInterrupted) {
			stopped = err
			break
		}
	}
	if asJSON {
		if err := a.json(list); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(a.talk, a.T("test.sum", strconv.Itoa(passed), strconv.Itoa(len(files))))
	}
	switch {
	case stopped != nil:
		return stopped
	case passed < len(files):
		return errFailed
	}
	return nil
}

// testOne runs one scenario and judges it.
func (a *app) testOne(cmd *cobra.Command, file string, o job.Options, silent bool) (tested, error) {
	out := tested{File: file, Expectations: []result.Expectation{}}
	say := func(format string, args ...any) {
		if !silent {
			fmt.Fprintf(a.out, format, args...)
		}
	}
	j, problems, err := job.Load(file, o)
	if err == nil {
		err = problems.Err()
	}
	if err == nil && (j.Scenario == nil || len(j.Scenario.Expectations) == 0) {
		err = errors.New(a.T("test.nothing"))
	}
	if err != nil {
		out.Error = useText(err)
		say("%s  %s\n", a.T("test.fail"), file)
		for _, p := range problems.Errors() {
			say("%s\n", p.Detail())
		}
		if len(problems.Errors()) == 0 {
			say("  %s\n", out.Error)
		}
		return out, err
	}
	bar := newProgress(a)
	r, err := j.Run(cmd.Context(), engineVersion(), bar.show)
	bar.clear()
	if err != nil {
		out.Error = err.Error()
		say("%s  %s\n  %s\n", a.T("test.fail"), file, out.Error)
		return out, err
	}
	out.Expectations, out.Passed = r.Expectations, !r.Failed() && !r.Interrupted
	word := a.T("test.fail")
	if out.Passed {
		word = a.T("test.ok")
	}
	say("%s  %s  %s\n", word, file, a.T("test.count", strconv.Itoa(len(r.Expectations)), unit.FormatTime(r.Elapsed)))
	for i := range r.Expectations {
		a.sayExpectation(&r.Expectations[i], say)
	}
	if r.Interrupted {
		say("  %s\n", a.T("head.interrupted"))
		return out, errInterrupted
	}
	return out, nil
}

// sayExpectation tells of one that does not hold.
func (a *app) sayExpectation(x *result.Expectation, say func(string, ...any)) {
	if x.Verdict == result.Holds {
		return
	}
	verdict, _ := text.Verdict(a.Lang, x)
	say("  %s: %s: %s: %s\n", x.Pos, x.Variant, x.Text, a.T("test.found", verdict, x.Value.Text(x.Dim, x.Unit)))
	if s := text.Needed(a.Lang, x); s != "" {
		say("    %s\n", s)
	}
}

// scenarioFiles lists the scenarios with [expect] in files and, however deep,
// in folders.
func (a *app) scenarioFiles(args []string) ([]string, error) {
	var out []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, job.Usage(a.T("use.nofile", fmt.Sprintf("%q", arg)))
		}
		if !info.IsDir() {
			out = append(out, arg)
			continue
		}
		err = filepath.WalkDir(arg, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && name != arg && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules") {
				return fs.SkipDir
			}
			if !d.IsDir() && filepath.Ext(name) == ".toml" && expects(name) {
				out = append(out, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, job.Usage(a.T("test.none", strings.Join(args, " ")))
	}
	return out, nil
}

// expects reports whether a file is a scenario with [expect], or cannot be told.
func expects(file string) bool {
	info, err := os.Stat(file)
	if err != nil || info.Size() > model.MaxBytes {
		return false
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return false
	}
	index, err := span.Index(src)
	if err != nil {
		return filepath.Base(file) == "scenario.toml"
	}
	f := index.Find("factory")
	return f != nil && f.Kind == span.Value && index.Find("expect") != nil
}
