package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/cmd/takt/internal/text"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/viewer/window"
)

// app is what all commands share. Results go to out, talk to talk.
type app struct {
	words.Lang
	args      []string
	out, talk io.Writer
	tag       string // --lang
	began     bool   // a command has begun: errors are no longer those of the command line
	colour    bool   // out is a terminal that may be coloured
	display   bool   // a window can be opened
	live      bool   // talk is a terminal, so a line can be redrawn
	width     int
}

func newApp(args []string) *app {
	a := &app{Lang: langOf(args), args: args, out: os.Stdout, talk: os.Stderr, width: endless, display: window.Display()}
	plain := os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	if fd := int(os.Stdout.Fd()); term.IsTerminal(fd) {
		a.colour = !plain
		if w, _, err := term.GetSize(fd); err == nil && w > 40 {
			a.width = min(w, 120)
		}
	}
	a.live = term.IsTerminal(int(os.Stderr.Fd())) && os.Getenv("TERM") != "dumb"
	return a
}

// endless is the width of what is no terminal: programs want whole lines.
const endless = 1 << 20

// root builds the commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use: "takt", Short: a.T("cmd.takt"), Long: a.T("cmd.takt.long"),
		SilenceUsage: true, SilenceErrors: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return job.Usage(a.T("use.command", fmt.Sprintf("%q", args[0])) + a.meant(cmd, args[0]))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&a.tag, "lang", "", a.T("flag.lang"))
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		if _, ok := words.Parse(a.tag); a.tag != "" && !ok {
			return job.Usage(a.T("use.lang", fmt.Sprintf("%q", a.tag)))
		}
		a.began = true
		return nil
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return job.Usage(a.flagError(err.Error()))
	})
	root.SetUsageTemplate(a.usage())
	root.SetHelpCommand(&cobra.Command{Use: "help [COMMAND]", Short: a.T("cmd.help"), RunE: func(cmd *cobra.Command, args []string) error {
		c, _, err := root.Find(args)
		if err != nil || c == nil {
			return job.Usage(a.T("use.command", fmt.Sprintf("%q", args)))
		}
		return c.Help()
	}})
	root.AddCommand(a.demo(), a.check(), a.run(), a.test(), a.create(), a.imports(), a.view(), a.render(), a.film(), a.trace(), a.diff(), a.fingerprint(), a.scenarios(), a.gen(), a.version())
	for _, c := range root.Commands() {
		c.DisableFlagsInUseLine = true
	}
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Short = a.T("cmd.completion")
		}
	}
	return root
}

// meant is a did-you-mean for a command.
func (a *app) meant(cmd *cobra.Command, word string) string {
	cmd.SuggestionsMinimumDistance = 2
	if list := cmd.SuggestionsFor(word); len(list) > 0 {
		return a.T("use.meant", fmt.Sprintf("%q", list[0]))
	}
	return ""
}

// usage is cobra's template in the language of the user.
func (a *app) usage() string {
	return a.T("usage.head") + `
  {{if .Runnable}}{{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}{{if .Runnable}}
  {{end}}{{.CommandPath}} COMMAND{{end}}{{if .HasExample}}

` + a.T("usage.examples") + `
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

` + a.T("usage.commands") + `{{range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + a.T("usage.flags") + `
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

` + a.T("usage.global") + `
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`
}

// flagError says in the language of the user what is wrong with a flag.
func (a *app) flagError(said string) string {
	// All flags that are read as numbers are whole ones from 0 on.
	if head, _, ok := strings.Cut(said, " flag: strconv."); ok {
		head = strings.TrimPrefix(head, "invalid argument ")
		at := strings.LastIndex(head, " for ")
		return a.T("use.badnumber", head[:at], head[at+len(" for "):])
	}
	if name, ok := strings.CutPrefix(said, "unknown flag: "); ok {
		return a.T("use.noflag", name)
	}
	if name, ok := strings.CutPrefix(said, "flag needs an argument: "); ok {
		return a.T("use.novalue", name)
	}
	return said
}

// argc wants between least and most arguments; most < 0: any number.
func (a *app) argc(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return job.Usage(a.T("use.missing", cmd.CommandPath(), what))
		case most >= 0 && len(args) > most:
			return job.Usage(a.T("use.toomany", cmd.CommandPath(), fmt.Sprintf("%q", args[most])))
		}
		return nil
	}
}

// problems prints the mistakes and warnings of files; it reports whether there
// are mistakes.
func (a *app) problems(w io.Writer, list model.Problems) bool {
	for _, p := range list {
		s := p.Detail()
		if a.colour && w == a.out {
			s = text.Highlight(s, p.Warning)
		}
		fmt.Fprintln(w, s)
	}
	return len(list.Errors()) > 0
}

// json writes one object with a final newline.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
