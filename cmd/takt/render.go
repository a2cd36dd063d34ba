package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/assets/font"
	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/unit"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
)

// pictureFlags are the flags of what draws pictures.
type pictureFlags struct {
	job.Options
	seed        uint64
	variant     string
	replication int
	camera      string
	focus       string
	size        string
	heat        string
	flow        bool
	labels      int
	forecast    string
	out         string
}

// maxSide is the longest side of a picture, pixels.
const maxSide = 16384

func (f *pictureFlags) add(a *app, c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.camera, "camera", "", a.T("flag.camera"))
	flags.StringVar(&f.focus, "focus", "", a.T("flag.focus"))
	flags.StringVar(&f.size, "size", "1280x720", a.T("flag.size"))
	flags.StringVar(&f.heat, "heat", "now", a.T("flag.heat"))
	flags.StringVar(&f.forecast, "forecast", "", a.T("flag.forecast"))
	flags.BoolVar(&f.flow, "flow", false, a.T("flag.flow"))
	flags.IntVar(&f.labels, "labels", 24, a.T("flag.labels"))
	flags.StringVar(&f.variant, "what-if", "", a.T("flag.whatif"))
	flags.IntVar(&f.replication, "replication", 0, a.T("flag.replication"))
	flags.StringVar(&f.Factory, "factory", "", a.T("flag.factory"))
	flags.Uint64Var(&f.seed, "seed", 0, a.T("flag.seed"))
}

func (a *app) render() *cobra.Command {
	var f pictureFlags
	var at string
	c := &cobra.Command{
		Use: "render FILE|NR|NAME [flags]", Short: a.T("cmd.render"), Long: a.T("cmd.render.long"),
		Example:           "  takt render 0 -o gearbox.png --at \"2026-01-05 10:00\"\n  takt render factory.toml -o line.png --focus machining.line-1 --camera 30,40 --size 2560x1440\n  takt render 15 -o heat.png --at \"3 days\" --heat util",
		Args:              a.argc(1, 1, "FILE|NR|NAME"),
		ValidArgsFunction: scenarioNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("seed") {
				f.Seed = &f.seed
			}
			return a.renderOne(cmd.Context(), args[0], at, &f)
		},
	}
	f.add(a, c)
	c.Flags().StringVarP(&f.out, "out", "o", "", a.T("flag.picture"))
	c.Flags().StringVar(&at, "at", "2 h", a.T("flag.at"))
	return c
}

func (a *app) renderOne(ctx context.Context, word, when string, f *pictureFlags) error {
	if f.out == "" {
		f.out = strings.TrimSuffix(filepath.Base(word), filepath.Ext(word)) + ".png"
	}
	if !strings.EqualFold(filepath.Ext(f.out), ".png") {
		return job.Usage(a.T("use.png", f.out))
	}
	c, err := a.newCamera(word, f)
	if err != nil {
		return err
	}
	at, err := job.Instant(a.Lang, c.run.Model(), "--at", when)
	if err != nil {
		return err
	}
	if err := c.goTo(ctx, at); err != nil {
		return err
	}
	img, err := c.shot(ctx, at)
	c.bar.clear()
	if err != nil {
		return err
	}
	if err := writePNG(f.out, img); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.T("render.done", f.out, c.run.Model().Clock.Add(time.Duration(at)).Format("2006-01-02 15:04:05"), at.String()))
	return nil
}

func writePNG(file string, img image.Image) error {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return err
	}
	return span.WriteFile(file, b.Bytes())
}

// camera takes pictures of one run.
type camera struct {
	a     *app
	f     *pictureFlags
	run   *job.Single
	scene *scene.Scene
	view  scene.View
	soft  *render.Soft
	text  *render.Text
	img   *image.RGBA
	ahead engine.Time // how far a forecast goes; 0: none
	bar   *progress
	began time.Time
	told  map[string]bool // what was wrong with 3D models
	tally *session.Tally  // of what goes from place to place; nil: nobody asks
	went  []session.Flow
}

func (a *app) newCamera(word string, f *pictureFlags) (*camera, error) {
	c := &camera{a: a, f: f, bar: newProgress(a), began: time.Now(), told: map[string]bool{}}
	var err error
	if c.view.Size, err = a.pictureSize(f.size); err != nil {
		return nil, err
	}
	if c.view.Heat, err = scene.HeatNamed(f.heat); err != nil {
		return nil, job.Usage("--heat: " + err.Error())
	}
	if c.view.Heat == scene.HeatRisk && f.forecast == "" {
		return nil, job.Usage(a.T("use.forecastrisk"))
	}
	if c.ahead, err = a.horizon(f.forecast); err != nil {
		return nil, err
	}
	if f.labels < 0 || f.replication < 0 {
		return nil, job.Usage(a.T("use.atleast", "--labels, --replication", "0"))
	}
	if _, err := scene.ParseCamera(f.camera, scene.DefaultCamera()); f.camera != "" && err != nil {
		return nil, job.Usage(err.Error())
	}
	j, err := a.loadOne(word, f.Options)
	if err != nil {
		return nil, err
	}
	if c.run, err = j.One(f.variant, f.replication); err != nil {
		return nil, err
	}
	if f.flow || c.view.Heat == scene.HeatFlow {
		c.tally = session.NewTally(c.run.Sim)
		c.run.Sim.Watch(c.tally.Event, plant.PartMoved)
	}
	if c.text, err = render.NewText(font.Regular()); err != nil {
		return nil, err
	}
	c.soft, c.img = render.New(runtime.GOMAXPROCS(0)), image.NewRGBA(image.Rect(0, 0, c.view.Size[0], c.view.Size[1]))
	c.view.Scale = float32(min(c.view.Size[0]*9, c.view.Size[1]*16)) / (16 * 720)
	c.view.Lang, c.view.LabelSize, c.view.MaxLabels = a.Lang, c.text.LabelSize, f.labels
	return c, c.look()
}

// look makes the scene of the model as it is now, and points the camera at it.
func (c *camera) look() error {
	m := c.run.Sim.Plant().Model()
	c.scene = scene.New(m)
	for _, p := range c.scene.Problems {
		if !c.told[p.Error()] {
			c.told[p.Error()] = true
			c.a.problems(c.a.talk, model.Problems{p})
		}
	}
	outline := c.scene.Outline(0)
	if c.f.focus != "" {
		n := m.Node(c.f.focus)
		if n == nil {
			_, err := job.Places(c.a.Lang, m, "--focus", c.f.focus)
			if err == nil {
				err = job.Usage(c.a.T("use.noplace", "--focus", fmt.Sprintf("%q", c.f.focus)))
			}
			return err
		}
		outline = c.scene.Outline(n.Index)
	}
	cam := scene.DefaultCamera()
	if c.f.camera != "" { // what it leaves open is framed
		cam, _ = scene.ParseCamera(c.f.camera, cam)
	}
	framed := cam.Frame(outline, c.view.Size, .06)
	words := strings.Count(c.f.camera, ",") + 1
	switch {
	case c.f.camera == "" || words < 3:
		cam = framed
	case words < 5:
		cam.Target = framed.Target
	}
	c.view.Camera = cam
	return nil
}

// goTo carries the run on to an instant.
func (c *camera) goTo(ctx context.Context, at engine.Time) error {
	err := c.run.Run(ctx, at, func() error {
		c.bar.show(c.run.Progress(at), time.Since(c.began))
		return nil
	})
	c.bar.clear()
	return err
}

// horizon reads how far a forecast goes.
func (a *app) horizon(text string) (engine.Time, error) {
	if text == "" {
		return 0, nil
	}
	s, err := unit.ParseAs(text, unit.Time)
	if err == nil && !(s > 0 && s <= 366*86400) {
		err = errors.New(a.T("use.forecastlong"))
	}
	if err != nil {
		return 0, job.Usage(a.T("use.forecast", fmt.Sprintf("%q: %v", text, err)))
	}
	return max(engine.Seconds(s), 1), nil
}

// lookAhead makes the forecast, if there is to be one.
func (c *camera) lookAhead(ctx context.Context) error {
	if c.ahead == 0 {
		return nil
	}
	f := lab.NewForecast(c.run.Sim, c.ahead, lab.Futures, 1)
	began := time.Now()
	for !f.Finished() {
		if err := f.Work(100_000); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		c.bar.show(f.Progress(), time.Since(began))
	}
	c.view.Forecast = f
	return nil
}

// shot is the picture of an instant.
func (c *camera) shot(ctx context.Context, at engine.Time) (*image.RGBA, error) {
	if err := c.lookAhead(ctx); err != nil {
		return nil, err
	}
	if m := c.run.Sim.Plant().Model(); m != c.scene.Model {
		if err := c.look(); err != nil {
			return nil, err
		}
	}
	if c.tally != nil {
		c.went = c.tally.Flows(c.scene.Model, at, session.FlowTime, c.went[:0])
		c.view.Flows = c.view.Flows[:0]
		for _, f := range c.went {
			c.view.Flows = append(c.view.Flows, scene.Flow(f))
		}
	}
	f := c.scene.Frame(c.run.Sim, at, &c.view)
	c.soft.Draw(c.img, f, render.Best)
	c.text.Labels(c.img, f.Labels, c.view.Scale)
	return c.img, nil
}

// pictureSize reads WxH.
func (a *app) pictureSize(text string) (size [2]int, err error) {
	w, h, _ := strings.Cut(text, "x")
	var wrong [2]error
	size[0], wrong[0] = strconv.Atoi(w)
	size[1], wrong[1] = strconv.Atoi(h)
	if wrong[0] != nil || wrong[1] != nil || size[0] < 16 || size[1] < 16 || size[0] > maxSide || size[1] > maxSide || size[0]*size[1] > 1<<27 {
		return size, job.Usage(a.T("use.size", fmt.Sprintf("%q", text)))
	}
	return size, nil
}
