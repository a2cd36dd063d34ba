package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/viewer/scene"
)

// checked is what check tells of one file with --json.
type checked struct {
	File     string    `json:"file"`
	Fine     bool      `json:"fine"`
	Places   int       `json:"places"`
	Flows    int       `json:"flows"`
	Problems []problem `json:"problems"`
}

// problem is a model.Problem with stable names.
type problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	EndCol  int    `json:"end_col"`
	Path    string `json:"path"`
	Message string `json:"message"`
	Warning bool   `json:"warning"`
}

func (a *app) check() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "check FILE…", Short: a.T("cmd.check"), Long: a.T("cmd.check.long"),
		Args: a.argc(1, -1, "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			list := []checked{}
			fine := true
			for _, file := range args {
				one, err := a.checkOne(file, asJSON)
				if err != nil {
					return err
				}
				list, fine = append(list, one), fine && one.Fine
			}
			if asJSON {
				if err := a.json(list); err != nil {
					return err
				}
			}
			if !fine {
				return errFailed
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.T("flag.json"))
	return c
}

// checkOne checks a factory or a scenario with its factory.
func (a *app) checkOne(file string, silent bool) (checked, error) {
	out := checked{File: file, Problems: []problem{}}
	var problems model.Problems
	if _, err := os.Stat(file); err != nil {
		// job.Load would take the word for a scenario's name.
		problems = model.Problems{{File: file, Msg: a.T("check.missing")}}
	} else {
		j, found, err := job.Load(file, job.Options{Lang: a.Lang})
		if err != nil && len(found.Errors()) == 0 {
			found = append(found, model.Problem{File: file, Msg: err.Error()})
		}
		problems = found
		if j != nil {
			problems = append(problems, scene.Check(j.Model)...)
			out.Places, out.Flows = len(j.Model.Nodes), len(j.Model.Edges)
		}
	}
	out.Fine = len(problems.Errors()) == 0
	for _, p := range problems {
		out.Problems = append(out.Problems, problem{p.File, p.Line, p.Col, p.EndCol, p.Path, p.Msg, p.Warning})
	}
	if silent {
		return out, nil
	}
	a.problems(a.out, problems)
	if out.Fine {
		fmt.Fprintln(a.out, a.T("check.fine", file, strconv.Itoa(out.Places), strconv.Itoa(out.Flows)))
	} else {
		fmt.Fprintln(a.talk, a.T("check.wrong", file, strconv.Itoa(len(problems.Errors()))))
	}
	return out, nil
}
