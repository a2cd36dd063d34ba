package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/scenarios"
	"github.com/taktsim/takt/viewer/parcel"
	"github.com/taktsim/takt/viewer/web"
)

// webFlags are the flags of view for browsers.
type webFlags struct {
	address string // "": in a window
	public  bool
	wasm    string
	files   string
}

// usualAddress is this machine, at any port that is free.
const usualAddress = "127.0.0.1:0"

func (a *app) webFlags(c *cobra.Command, f *webFlags) {
	flags := c.Flags()
	flags.StringVar(&f.address, "web", "", a.T("flag.web"))
	flags.Lookup("web").NoOptDefVal = usualAddress
	flags.BoolVar(&f.public, "public", false, a.T("flag.public"))
	flags.StringVar(&f.wasm, "wasm", "", a.T("flag.wasm"))
	flags.StringVar(&f.files, "web-files", "", a.T("flag.webfiles"))
}

// viewWeb serves a factory to browsers until ctx ends.
func (a *app) viewWeb(ctx context.Context, word string, f *viewFlags) error {
	if _, _, err := net.SplitHostPort(f.address); err != nil {
		return job.Usage(a.T("use.address", f.address))
	}
	if !web.Local(f.address) && !f.public {
		return job.Usage(a.T("use.public", f.address))
	}
	program, err := a.program(ctx, f.wasm)
	if err != nil {
		return err
	}
	s := web.Source{List: parcel.List{Names: offered(word), Speed: f.speed, Playing: f.playing, Titles: map[string]parcel.Title{}}}
	for _, name := range scenarioWords() {
		s.Titles[name] = parcel.Title{EN: scenarioTitle(name, words.EN), ZH: scenarioTitle(name, words.ZH)}
	}
	s.Picture = func(name string) []byte {
		img := scenarioPicture(name)
		var out bytes.Buffer
		if img == nil || png.Encode(&out, img) != nil {
			return nil
		}
		return out.Bytes()
	}
	s.Pack = func(name string) (*parcel.Parcel, []string, error) {
		o, variant := f.Options, f.variant
		o.Lang = a.Lang
		if name != s.Names[0] { // the flags are for the one that was asked for
			o.Factory, o.Seed, variant = "", nil, ""
		}
		return job.Pack(name, o, variant, f.replication)
	}
	server, err := web.New(program, s, f.public)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", f.address)
	if err != nil {
		return err
	}
	if !web.Local(l.Addr().String()) {
		fmt.Fprintln(a.talk, a.T("web.public", l.Addr().String()))
	}
	fmt.Fprintln(a.out, a.T("web.at", "http://"+l.Addr().String()+"/"))
	h := server.HTTP()
	context.AfterFunc(ctx, func() {
		soon, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = h.Shutdown(soon) // whoever still loads is cut off
		_ = h.Close()
	})
	if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// offered are the names that can be shown: the one that was asked for first.
func offered(word string) []string {
	if s, ok := scenarios.Find(word); ok {
		if _, err := os.Stat(word); err != nil {
			word = s.Folder
		}
	}
	all := slices.DeleteFunc(scenarioWords(), func(s string) bool { return s == word })
	return append([]string{word}, all...)
}

// program is the viewer for browsers: the one that is named, the one beside takt, or
// one built from Takt's sources.
func (a *app) program(ctx context.Context, file string) (web.Program, error) {
	if file != "" {
		p := web.Program{Wasm: file}
		return p, p.Check()
	}
	self, err := os.Executable()
	if err != nil {
		return web.Program{}, err
	}
	if p, ok := web.Beside(self); ok {
		return p, nil
	}
	root, ok := web.Sources(".")
	if !ok {
		return web.Program{}, errors.New(a.T("web.noprogram", self))
	}
	dir, err := web.Cache(root)
	if err != nil {
		return web.Program{}, err
	}
	return a.build(ctx, root, dir)
}

// build builds it.
func (a *app) build(ctx context.Context, root, dir string) (web.Program, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return web.Program{}, errors.New(a.T("web.nogo"))
	}
	// Where it was built before, nobody need know.
	soon := time.AfterFunc(2*time.Second, func() { fmt.Fprintln(a.talk, a.T("web.build")) })
	defer soon.Stop()
	return web.Build(ctx, root, dir)
}

// webFiles writes what a release brings along for browsers.
func (a *app) webFiles(ctx context.Context, dir string) error {
	root, ok := web.Sources(".")
	if !ok {
		return errors.New(a.T("web.nosources"))
	}
	p, err := a.build(ctx, root, dir)
	if err != nil {
		return err
	}
	return p.Compress(func(file string, size int) {
		fmt.Fprintln(a.out, a.T("web.file", file, strconv.Itoa(size)))
	})
}

// misplaced finds an address that was meant for --web and stands by itself.
func (a *app) misplaced(word string) error {
	if _, port, err := net.SplitHostPort(word); err == nil {
		_, missing := os.Stat(word)
		if _, err := strconv.ParseUint(port, 10, 16); err == nil && missing != nil {
			return job.Usage(a.T("use.web", word))
		}
	}
	return nil
}
