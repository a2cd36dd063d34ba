package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/ericpauley/go-quantize/quantize"
	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model/span"
)

// filmFlags are the flags of film.
type filmFlags struct {
	pictureFlags
	from, to string
	speed    float64
	fps      int
	turn     float64
}

// maxFrames is the longest film; its pictures would fill a disk before anybody saw
// them all.
const maxFrames = 20_000

func (a *app) film() *cobra.Command {
	var f filmFlags
	c := &cobra.Command{
		Use: "film FILE|NR|NAME [flags]", Short: a.T("cmd.film"), Long: a.T("cmd.film.long"),
		Example:           "  takt film 0 -o gearbox.gif --from \"2 h\" --to \"2 h 10 min\" --speed 60\n  takt film factory.toml -o frames/ --from \"1 day\" --to \"1 day 1 h\" --speed 120 --fps 30 --turn 90",
		Args:              a.argc(1, 1, "FILE|NR|NAME"),
		ValidArgsFunction: scenarioNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("seed") {
				f.Seed = &f.seed
			}
			return a.filmOne(cmd.Context(), args[0], &f)
		},
	}
	f.add(a, c)
	flags := c.Flags()
	flags.StringVarP(&f.out, "out", "o", "", a.T("flag.filmout"))
	flags.StringVar(&f.from, "from", "2 h", a.T("flag.filmfrom"))
	flags.StringVar(&f.to, "to", "2 h 5 min", a.T("flag.filmto"))
	flags.Float64Var(&f.speed, "speed", 30, a.T("flag.filmspeed"))
	flags.IntVar(&f.fps, "fps", 12, a.T("flag.fps"))
	flags.Float64Var(&f.turn, "turn", 0, a.T("flag.turn"))
	_ = flags.Lookup("size").Value.Set("800x450")
	flags.Lookup("size").DefValue = "800x450"
	return c
}

func (a *app) filmOne(ctx context.Context, word string, f *filmFlags) error {
	if f.out == "" {
		f.out = strings.TrimSuffix(filepath.Base(word), filepath.Ext(word)) + ".gif"
	}
	asGIF := strings.EqualFold(filepath.Ext(f.out), ".gif")
	switch {
	case !asGIF && filepath.Ext(f.out) != "":
		return job.Usage(a.T("use.film", f.out))
	case f.fps < 1 || f.fps > 60:
		return job.Usage(a.T("use.fps"))
	case !(f.speed > 0 && f.speed <= 1e6) || !(math.Abs(f.turn) <= 36000):
		return job.Usage(a.T("use.speed"))
	}
	c, err := a.newCamera(word, &f.pictureFlags)
	if err != nil {
		return err
	}
	from, to, err := a.span(c.run, &traceFlags{from: f.from, to: f.to})
	if err != nil {
		return err
	}
	step := engine.Seconds(f.speed / float64(f.fps))
	n := int((to-from)/max(step, 1)) + 1
	if n > maxFrames {
		return job.Usage(a.T("use.frames", strconv.Itoa(n), strconv.Itoa(maxFrames)))
	}
	var out reel
	if asGIF {
		out = &gifReel{file: f.out, delay: (100 + f.fps/2) / f.fps}
	} else if out, err = newFolderReel(f.out); err != nil {
		return err
	}
	done, err := c.shoot(ctx, out, from, step, n, f.turn)
	if done > 0 {
		if err := out.end(); err != nil {
			return err
		}
		fmt.Fprintln(a.out, a.T("film.done", f.out, strconv.Itoa(done)))
	}
	return err
}

// shoot takes n pictures, and tells how many it has taken.
func (c *camera) shoot(ctx context.Context, out reel, from, step engine.Time, n int, turn float64) (int, error) {
	if err := c.goTo(ctx, from); err != nil {
		return 0, err
	}
	yaw, began := c.view.Camera.Yaw, time.Now()
	for k := range n {
		if ctx.Err() != nil {
			return k, errInterrupted
		}
		at := from + engine.Time(k)*step
		if err := c.goTo(ctx, at); err != nil {
			return k, err
		}
		c.view.Camera.Yaw = yaw + float32(turn*math.Pi/180*float64(k)/float64(n))
		img, err := c.shot(ctx, at)
		if err != nil {
			return k, err
		}
		if err := out.add(img, k); err != nil {
			return k, err
		}
		c.bar.show(lab.Progress{Tasks: 1, Events: c.run.Sim.Steps(), Simulated: engine.Time(k), Total: engine.Time(n)}, time.Since(began))
	}
	c.bar.clear()
	return n, nil
}

// reel is where the pictures of a film go.
type reel interface {
	add(img *image.RGBA, k int) error
	end() error
}

// folderReel writes every picture to a file.
type folderReel string

func newFolderReel(name string) (reel, error) {
	return folderReel(name), os.MkdirAll(name, 0o777)
}

func (r folderReel) add(img *image.RGBA, k int) error {
	return writePNG(filepath.Join(string(r), fmt.Sprintf("%05d.png", k)), img)
}

func (r folderReel) end() error { return nil }

// gifReel makes an animated GIF, with the colours of its first picture.
type gifReel struct {
	file    string
	delay   int // hundredths of a second
	film    gif.GIF
	palette color.Palette
	nearest map[uint32]uint8
	last    *image.Paletted
}

func (r *gifReel) add(img *image.RGBA, _ int) error {
	if r.palette == nil {
		q := quantize.MedianCutQuantizer{}
		r.palette = append(q.Quantize(make(color.Palette, 0, 255), img), color.Transparent)
		r.nearest = map[uint32]uint8{}
	}
	next := image.NewPaletted(img.Bounds(), r.palette)
	for i := range next.Pix {
		p := img.Pix[4*i : 4*i+3 : 4*i+3]
		next.Pix[i] = r.index(p[0], p[1], p[2])
	}
	r.film.Image = append(r.film.Image, r.changes(next))
	r.film.Delay = append(r.film.Delay, r.delay)
	r.film.Disposal = append(r.film.Disposal, gif.DisposalNone)
	r.last = next
	return nil
}

// index is the nearest colour of the palette.
func (r *gifReel) index(red, green, blue uint8) uint8 {
	key := uint32(red>>1)<<14 | uint32(green>>1)<<7 | uint32(blue>>1)
	k, ok := r.nearest[key]
	if !ok {
		opaque := r.palette[:len(r.palette)-1]
		k = uint8(opaque.Index(color.RGBA{red, green, blue, 255}))
		r.nearest[key] = k
	}
	return k
}

// changes is the part of a picture in which it differs from the last one; what is the
// same there is transparent. That makes films of a still camera small.
func (r *gifReel) changes(next *image.Paletted) *image.Paletted {
	if r.last == nil {
		return next
	}
	box := image.Rectangle{}
	for y := next.Rect.Min.Y; y < next.Rect.Max.Y; y++ {
		for x := next.Rect.Min.X; x < next.Rect.Max.X; x++ {
			if i := next.PixOffset(x, y); next.Pix[i] != r.last.Pix[i] {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if box.Empty() {
		box = image.Rect(0, 0, 1, 1)
	}
	part := image.NewPaletted(box, r.palette)
	draw.Draw(part, box, next, box.Min, draw.Src)
	clear := uint8(len(r.palette) - 1)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if i := next.PixOffset(x, y); next.Pix[i] == r.last.Pix[i] {
				part.Pix[part.PixOffset(x, y)] = clear
			}
		}
	}
	return part
}

func (r *gifReel) end() error {
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &r.film); err != nil {
		return err
	}
	return span.WriteFile(r.file, b.Bytes())
}
