package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// asset is something that is served.
type asset struct {
	kind  string // its MIME type
	body  []byte
	tag   string // of the content
	large bool   // too large to be compressed while somebody waits who is on this machine

	mutex  sync.Mutex
	packed map[string][]byte // by encoding
}

func newAsset(kind string, body []byte) *asset {
	sum := sha256.Sum256(body)
	return &asset{kind: kind, body: body, tag: hex.EncodeToString(sum[:12]), packed: map[string][]byte{}}
}

// tiny is what is not worth compressing, bytes.
const tiny = 1024

// in is the content in an encoding, "br", "gzip" or "".
func (a *asset) in(encoding string) []byte {
	if encoding == "" {
		return a.body
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.packed[encoding] == nil {
		a.packed[encoding] = compress(encoding, a.body, quick)
	}
	return a.packed[encoding]
}

// has reports whether it is there in an encoding already.
func (a *asset) has(encoding string) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.packed[encoding] != nil
}

// How hard to try: while somebody waits, and for good.
const (
	quick    = 5
	thorough = brotli.BestCompression
)

// compress compresses, gzip at 9 at most.
func compress(encoding string, body []byte, level int) []byte {
	var out bytes.Buffer
	var w io.WriteCloser
	if encoding == "br" {
		w = brotli.NewWriterLevel(&out, level)
	} else {
		w, _ = gzip.NewWriterLevel(&out, min(level, gzip.BestCompression))
	}
	_, _ = w.Write(body) // a bytes.Buffer takes all there is
	_ = w.Close()
	return out.Bytes()
}

// accepted tells which encoding to use, by a request's Accept-Encoding: br before
// gzip, "" where neither is wanted.
func accepted(header string) string {
	wanted := map[string]bool{}
	for part := range strings.SplitSeq(header, ",") {
		name, rest, _ := strings.Cut(part, ";")
		q := 1.0
		if _, v, ok := strings.Cut(rest, "="); ok {
			q, _ = strconv.ParseFloat(strings.TrimSpace(v), 64)
		}
		wanted[strings.ToLower(strings.TrimSpace(name))] = q > 0
	}
	for _, encoding := range []string{"br", "gzip"} {
		if yes, said := wanted[encoding]; yes || !said && wanted["*"] {
			return encoding
		}
	}
	return ""
}

// send answers a request with the asset, or says that what the browser has is still
// right.
func (a *asset) send(w http.ResponseWriter, r *http.Request) {
	encoding := accepted(r.Header.Get("Accept-Encoding"))
	if len(a.body) < tiny || a.large && !a.has(encoding) && Local(r.RemoteAddr) {
		encoding = ""
	}
	tag := `"` + a.tag + `"`
	if encoding != "" {
		tag = `"` + a.tag + "-" + encoding + `"`
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "no-cache") // keep it, and ask whether it is still right
	h.Set("ETag", tag)
	h.Add("Vary", "Accept-Encoding")
	if known(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := a.in(encoding)
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // whoever went away is not told
	}
}

// known reports whether a tag is among those of an If-None-Match.
func known(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}
