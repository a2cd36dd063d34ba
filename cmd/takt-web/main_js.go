// Command takt-web is the viewer in a page of a browser. `takt view --web` builds and
// serves it; it asks that server for factories and compiles and runs them itself.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"net/url"
	"syscall/js"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer"
	"github.com/taktsim/takt/viewer/parcel"
	"github.com/taktsim/takt/viewer/window"
)

// page is what the page's script and this program know of each other; see page.js.
var page = js.Global().Get("takt")

func main() {
	if err := run(); err != nil {
		text := err.Error()
		if r, ok := parcel.RefusalOf(err); ok {
			text = r.Lines
		}
		page.Call("fail", text)
	}
}

func run() error {
	l := language()
	list, err := offer(l)
	if err != nil {
		return err
	}
	s := newShelf(l)
	name := asked("name")
	if name == "" {
		name = list.Names[0]
	}
	first, err := s.open(name)
	if err != nil {
		return err
	}
	v, err := viewer.New(viewer.Options{Lang: l, Open: s.open, Names: list.Names, Saved: s.saved, Download: download, Picture: picture,
		Title: func(name string, l words.Lang) string { return title(list, name, l) }})
	if err != nil {
		return err
	}
	v.Show(first)
	v.Play(list.Playing, list.Speed)
	tell(v)
	go s.follow()
	o := window.Options{Title: "Takt"}
	// Where the browser itself draws in software there is nothing to measure.
	if page.Get("software").Truthy() {
		o.Renderer = window.Software
	}
	return window.Run(context.Background(), v, o)
}

// offer asks what there is to show.
func offer(l words.Lang) (list parcel.List, err error) {
	a, err := fetch("factories", "")
	switch {
	case err != nil:
		return list, errors.New(l.T("web.lost"))
	case a.status != 200:
		return list, errors.New(string(a.body))
	}
	if err := json.Unmarshal(a.body, &list); err != nil {
		return list, err
	}
	if list.Format != parcel.Format || len(list.Names) == 0 {
		return list, errors.New(l.T("web.format"))
	}
	return list, nil
}

// title is what people call a factory.
func title(list parcel.List, name string, l words.Lang) string {
	if t, ok := list.Titles[name]; ok {
		return l.Of(t.EN, t.ZH)
	}
	return name
}

// picture is a small picture of a factory, nil where there is none.
func picture(name string) image.Image {
	a, err := fetch("picture?name="+url.QueryEscape(name), "")
	if err != nil || a.status != 200 {
		return nil
	}
	img, err := png.Decode(bytes.NewReader(a.body))
	if err != nil {
		return nil
	}
	return img
}

// download hands a file to the browser, which puts it where it puts downloads.
func download(name string, data []byte) {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	page.Call("download", name, array)
}

// asked is a value of the page's address: ?name=…&lang=….
func asked(key string) string {
	q, _ := url.ParseQuery(trimmed(js.Global().Get("location").Get("search").String()))
	return q.Get(key)
}

func trimmed(search string) string {
	if search != "" && search[0] == '?' {
		return search[1:]
	}
	return search
}

// language is what the address asks for, else the first of the browser's languages
// that Takt speaks.
func language() words.Lang {
	if l, ok := words.Parse(asked("lang")); ok {
		return l
	}
	list := js.Global().Get("navigator").Get("languages")
	for i := range list.Length() {
		if l, ok := words.Parse(list.Index(i).String()); ok {
			return l
		}
	}
	return words.EN
}

// tell lets the page know how the app is: takt.state() is viewer.State as JSON. The
// page is told when there is a picture.
func tell(v *viewer.App) {
	page.Set("state", js.FuncOf(func(js.Value, []js.Value) any {
		text, err := json.Marshal(v.State())
		if err != nil {
			return err.Error()
		}
		return string(text)
	}))
	go func() {
		for v.State().Frames == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		page.Call("shown")
	}()
}
