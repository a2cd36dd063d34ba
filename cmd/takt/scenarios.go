package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/cmd/takt/internal/text"
	"github.com/taktsim/takt/scenarios"
)

// listed is one entry of the list with --json.
type listed struct {
	Nr      int    `json:"nr"`
	ZH      string `json:"zh"`
	EN      string `json:"en"`
	Folder  string `json:"folder,omitempty"`
	Present bool   `json:"present"`
	From    []int  `json:"from_2021,omitempty"` // of a later edition
}

func (a *app) scenarios() *cobra.Command {
	var edition string
	var asJSON bool
	c := &cobra.Command{
		Use: "scenarios [flags]", Short: a.T("cmd.scenarios"), Long: a.T("cmd.scenarios.long"), Args: a.argc(0, 0, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch edition {
			case "2021":
				return a.list2021(asJSON)
			case "2025":
				return a.list2025(asJSON)
			}
			return job.Usage(a.T("use.edition", fmt.Sprintf("%q", edition)))
		},
	}
	c.Flags().StringVar(&edition, "edition", "2021", a.T("flag.edition"))
	c.Flags().BoolVar(&asJSON, "json", false, a.T("flag.json"))
	return c
}

func (a *app) list2021(asJSON bool) error {
	list, grid, present := []listed{}, text.NewGrid(1, 2, 3, 4), 0
	for _, s := range scenarios.All() {
		list = append(list, listed{Nr: s.Nr, ZH: s.ZH, EN: s.EN, Folder: s.Folder, Present: s.Present})
		here, colour := "", text.Dim
		if s.Present {
			here, colour = a.T("scenarios.here"), ""
			present++
		}
		grid.Marked(colour, strconv.Itoa(s.Nr), s.ZH, s.EN, s.Folder, here)
	}
	if asJSON {
		return a.json(list)
	}
	fmt.Fprint(a.out, a.paint(grid.String()))
	fmt.Fprintln(a.talk, a.T("scenarios.sum", strconv.Itoa(present), strconv.Itoa(len(list)), "takt run 15"))
	return nil
}

func (a *app) list2025(asJSON bool) error {
	list, grid := []listed{}, text.NewGrid(1, 2, 3)
	for _, l := range scenarios.Edition2025() {
		one := listed{Nr: l.Nr, ZH: l.ZH, EN: l.EN, From: l.From}
		var from []string
		for _, nr := range l.From {
			from = append(from, strconv.Itoa(nr))
			one.Present = one.Present || scenarios.All()[nr].Present
		}
		list = append(list, one)
		was := a.T("scenarios.new")
		if len(from) > 0 {
			was = a.T("scenarios.was", strings.Join(from, ", "))
		}
		grid.Row(strconv.Itoa(l.Nr), l.ZH, l.EN, was)
	}
	if asJSON {
		return a.json(list)
	}
	fmt.Fprint(a.out, a.paint(grid.String()))
	fmt.Fprintln(a.talk, a.T("scenarios.2025"))
	return nil
}

// paint leaves the colours in only where they are wanted.
func (a *app) paint(s string) string {
	if a.colour {
		return s
	}
	return text.Plain(s)
}
