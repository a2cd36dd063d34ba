// Package web serves the viewer to browsers: a page, the program that it runs, and the
// factories that it shows. It gives out nothing but what it was told to offer; a
// request names a factory, never a file.
package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine/unit"
	"github.com/taktsim/takt/viewer/parcel"
)

// Source is what a server offers.
type Source struct {
	parcel.List
	// Pack packs the factory of a name. files are those on disk that it depends on:
	// while they stay as they are, it is not packed again.
	Pack func(name string) (p *parcel.Parcel, files []string, err error)
	// Picture is a small picture of a factory, a PNG; nil, also as an answer: there is none.
	Picture func(name string) []byte
}

// Server serves the viewer. It is an http.Handler.
type Server struct {
	source Source
	public bool
	fixed  map[string]*asset // by path
	pages  map[words.Lang]*asset

	mutex sync.Mutex
	packs map[string]*pack // by name
	shots map[string]*asset
}

// pack is a factory that was packed.
type pack struct {
	*asset
	files []string
	seen  []stamp // of the files, before they were read
}

// stamp tells whether a file was saved since; the zero stamp is a file that is not there.
type stamp struct {
	at   time.Time
	size int64
}

//go:embed page.html page.js page.css
var files embed.FS

// New makes a server. public lets it answer whoever reaches it; otherwise it answers
// only requests that name this machine as their host, so that no page of somebody else
// can have a browser here fetch factories.
func New(p Program, s Source, public bool) (*Server, error) {
	x := &Server{source: s, public: public, fixed: map[string]*asset{}, pages: map[words.Lang]*asset{}, packs: map[string]*pack{}, shots: map[string]*asset{}}
	if len(s.Names) == 0 {
		return nil, errors.New("there is no factory to serve")
	}
	program, support, err := p.load()
	if err != nil {
		return nil, err
	}
	s.Format = parcel.Format
	list, err := json.Marshal(s.List)
	if err != nil {
		return nil, err
	}
	text := func(name string) []byte {
		data, _ := files.ReadFile(name) // embedded: it is there
		return data
	}
	x.fixed["/"+wasm], x.fixed["/"+exe] = program, support
	x.fixed["/page.js"] = newAsset("text/javascript; charset=utf-8", text("page.js"))
	x.fixed["/page.css"] = newAsset("text/css; charset=utf-8", text("page.css"))
	x.fixed["/factories"] = newAsset("application/json", list)
	page, err := template.New("").Parse(string(text("page.html")))
	if err != nil {
		return nil, err
	}
	for _, l := range []words.Lang{words.EN, words.ZH} {
		var out bytes.Buffer
		err := page.Execute(&out, map[string]string{
			"Lang": l.String(), "Loading": l.T("web.loading"), "NoWasm": l.T("web.nowasm"), "NoWebGL": l.T("web.nowebgl"),
			"Ended": l.T("web.ended"), "Lost": l.T("web.lost"),
		})
		if err != nil {
			return nil, err
		}
		x.pages[l] = newAsset("text/html; charset=utf-8", out.Bytes())
	}
	return x, nil
}

// HTTP is an http.Server that serves it and waits for nobody for ever.
func (s *Server) HTTP() *http.Server {
	return &http.Server{
		Handler: s, MaxHeaderBytes: 16 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute,
	}
}

// policy is what the page may do: run its own scripts and WebAssembly, and ask its own
// server. Ebitengine's text input evaluates a script of its own as it starts; without
// unsafe-eval the program ends there.
const policy = "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// longest is how long the name of a factory may be, bytes.
const longest = 4096

// ServeHTTP is part of http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	// Alone in its process, a page has finer clocks.
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	l := language(r)
	switch a := s.fixed[r.URL.Path]; {
	case !s.public && !Local(r.Host):
		fail(w, http.StatusForbidden, l.T("web.host", strconv.Quote(r.Host)))
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		fail(w, http.StatusMethodNotAllowed, l.T("web.method", r.Method))
	case a != nil:
		a.send(w, r)
	case r.URL.Path == "/":
		h.Add("Vary", "Accept-Language")
		s.pages[l].send(w, r)
	case r.URL.Path == "/factory":
		s.factory(w, r, l)
	case r.URL.Path == "/picture":
		s.picture(w, r, l)
	default:
		fail(w, http.StatusNotFound, l.T("web.nopage", strconv.Quote(r.URL.Path)))
	}
}

// factory sends a factory.
func (s *Server) factory(w http.ResponseWriter, r *http.Request, l words.Lang) {
	name := r.URL.Query().Get("name")
	if name == "" {
		name = s.source.Names[0]
	}
	if !slices.Contains(s.source.Names, name) {
		name = name[:min(len(name), longest)]
		text := l.T("web.nofactory", strconv.Quote(name))
		if like, ok := unit.Suggest(name, s.source.Names); ok {
			text += l.T("use.meant", strconv.Quote(like))
		}
		fail(w, http.StatusNotFound, text)
		return
	}
	a, err := s.packed(name)
	if err != nil {
		refuse(w, err)
		return
	}
	a.send(w, r)
}

// picture sends a picture of a factory.
func (s *Server) picture(w http.ResponseWriter, r *http.Request, l words.Lang) {
	name := r.URL.Query().Get("name")
	s.mutex.Lock()
	a := s.shots[name]
	if a == nil && s.source.Picture != nil && slices.Contains(s.source.Names, name) {
		if data := s.source.Picture(name); data != nil {
			a = newAsset("image/png", data)
			s.shots[name] = a
		}
	}
	s.mutex.Unlock()
	if a == nil {
		fail(w, http.StatusNotFound, l.T("web.nopicture"))
		return
	}
	a.send(w, r)
}

// packed is a factory as its files are now.
func (s *Server) packed(name string) (*asset, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if p := s.packs[name]; p != nil && slices.Equal(stamps(p.files), p.seen) {
		return p.asset, nil
	}
	before := time.Now()
	p, files, err := s.source.Pack(name)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	seen := stamps(files)
	for i := range seen {
		// What was saved while it was read is read again.
		if seen[i].at.After(before) {
			seen[i] = stamp{size: -1}
		}
	}
	s.packs[name] = &pack{newAsset("application/json", body), files, seen}
	return s.packs[name].asset, nil
}

func stamps(files []string) []stamp {
	out := make([]stamp, len(files))
	for i, file := range files {
		if info, err := os.Stat(file); err == nil {
			out[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return out
}

// fail tells what is wrong, as a line of text.
func fail(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
}

// refuse tells why a factory cannot be had: where its file has a mistake, as a
// parcel.Refusal, else as a line of text.
func refuse(w http.ResponseWriter, err error) {
	r, ok := parcel.RefusalOf(err)
	body, no := json.Marshal(r)
	if !ok || no != nil {
		fail(w, http.StatusUnprocessableEntity, err.Error())
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnprocessableEntity)
	_, _ = w.Write(body)
}

// language is what the address asks for, ?lang=zh, else the first of the browser's
// languages that Takt speaks.
func language(r *http.Request) words.Lang {
	if l, ok := words.Parse(r.URL.Query().Get("lang")); ok {
		return l
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(part, ";")
		if l, ok := words.Parse(strings.TrimSpace(tag)); ok {
			return l
		}
	}
	return words.EN
}

// Local reports whether an address, "127.0.0.1:8080" or "localhost", is one that only
// this machine can reach.
func Local(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
