package main

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"os"
	"path"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/scenarios"
	"github.com/taktsim/takt/viewer"
	"github.com/taktsim/takt/viewer/parcel"
	"github.com/taktsim/takt/viewer/window"
)

// viewFlags are the flags of view.
type viewFlags struct {
	job.Options
	webFlags
	seed        uint64
	variant     string
	replication int
	speed       float64
	playing     bool
	json        bool
}

func (a *app) view() *cobra.Command {
	var f viewFlags
	c := &cobra.Command{
		Use: "view [FILE|NR|NAME] [flags]", Short: a.T("cmd.view"), Long: a.T("cmd.view.long"),
		Example:           "  takt view\n  takt view factory.toml\n  takt view 0 --what-if second-washer --speed 60 --play\n  takt view 0 --web",
		Args:              a.argc(0, 1, "[FILE|NR|NAME]"),
		ValidArgsFunction: scenarioNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("seed") {
				f.Seed = &f.seed
			}
			word := "0"
			if len(args) > 0 {
				word = args[0]
			}
			if f.files != "" {
				return a.webFiles(cmd.Context(), f.files)
			}
			return a.viewOne(cmd.Context(), word, &f)
		},
	}
	flags := c.Flags()
	flags.Float64Var(&f.speed, "speed", 10, a.T("flag.speed"))
	flags.BoolVar(&f.playing, "play", false, a.T("flag.play"))
	flags.BoolVar(&f.json, "json", false, a.T("flag.viewjson"))
	flags.StringVar(&f.variant, "what-if", "", a.T("flag.whatif"))
	flags.IntVar(&f.replication, "replication", 0, a.T("flag.replication"))
	flags.StringVar(&f.Factory, "factory", "", a.T("flag.factory"))
	flags.Uint64Var(&f.seed, "seed", 0, a.T("flag.seed"))
	a.webFlags(c, &f.webFlags)
	return c
}

// factories reads what the viewer asks for: the first with the flags, which are for it.
func (a *app) factories(first string, f *viewFlags) func(word string) (*viewer.Factory, error) {
	return func(word string) (*viewer.Factory, error) {
		if strings.HasSuffix(word, parcel.Ending) {
			p, _, err := job.Pack(word, f.Options, "", 0)
			if err != nil {
				return nil, err
			}
			return viewer.Unpack(word, p)
		}
		o, variant := f.Options, f.variant
		if word != first {
			o.Factory, o.Seed, variant = "", nil, ""
		}
		o.Lang, o.WarmUp = a.Lang, "0 s"
		j, problems, err := job.Load(word, o)
		if err != nil {
			return nil, err
		}
		if list := problems.Errors(); len(list) > 0 {
			a.problems(a.talk, list)
			return nil, parcel.Mistakes{Problems: list}
		}
		run, err := j.One(variant, f.replication)
		if err != nil {
			return nil, err
		}
		text, err := j.Text()
		if err != nil {
			return nil, err
		}
		pack := func() (*parcel.Parcel, error) {
			p, _, err := job.Pack(word, o, variant, f.replication)
			return p, err
		}
		return &viewer.Factory{Name: word, Sim: run.Sim, Text: text.Bytes, File: text.File, Parse: text.Parse, Trials: j.Sets(variant), Parcel: pack}, nil
	}
}

func (a *app) viewOne(ctx context.Context, word string, f *viewFlags) error {
	if f.replication < 0 {
		return job.Usage(a.T("use.atleast", "--replication", "0"))
	}
	if !(f.speed > 0) {
		return job.Usage(a.T("use.speed"))
	}
	if err := a.misplaced(word); err != nil {
		return err
	}
	open := a.factories(word, f)
	first, err := open(word)
	if err != nil {
		return err
	}
	if f.address != "" {
		return a.viewWeb(ctx, word, f)
	}
	if !window.Display() {
		return a.noDisplay()
	}
	v, err := viewer.New(viewer.Options{Lang: a.Lang, Open: open, Names: scenarioWords(), Saved: saved, Title: scenarioTitle, Picture: scenarioPicture})
	if err != nil {
		return err
	}
	v.Show(first)
	v.Play(f.playing, f.speed)
	o := window.Options{Title: "Takt"}
	if f.json {
		lines := json.NewEncoder(a.out)
		o.Tell = func(s viewer.State) error { return lines.Encode(s) }
	}
	err = window.Run(ctx, v, o)
	if errors.Is(err, window.ErrNoDisplay) {
		return a.noDisplay()
	}
	return err
}

// noDisplay says what one can do without one.
func (a *app) noDisplay() error { return errors.New(a.T("view.nodisplay")) }

// scenarioWords are the names of the scenarios that are built in.
func scenarioWords() []string {
	var out []string
	for _, s := range scenarios.All() {
		if s.Present {
			out = append(out, s.Folder)
		}
	}
	return out
}

// scenarioTitle is the title of a scenario that is built in.
func scenarioTitle(name string, l words.Lang) string {
	if s, ok := scenarios.Find(name); ok {
		return l.Of(s.EN, s.ZH)
	}
	return name
}

// scenarioPicture is a small picture of a scenario that is built in, nil where there is
// none.
func scenarioPicture(name string) image.Image {
	f, err := scenarios.FS.Open(path.Join(name, "picture.png"))
	if err != nil {
		return nil
	}
	defer f.Close()
	full, err := png.Decode(f)
	if err != nil {
		return nil
	}
	return viewer.Thumbnail(full)
}

// saved tells when a file was last saved; the zero time for what is none.
func saved(name string) time.Time {
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		return info.ModTime()
	}
	return time.Time{}
}
