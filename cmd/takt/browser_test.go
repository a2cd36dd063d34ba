package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// browser is a page of a Chromium without a window, driven over the Chrome DevTools
// Protocol.
type browser struct {
	t    *testing.T
	ctx  context.Context
	conn *websocket.Conn
	page string // the session of the page

	mutex sync.Mutex
	last  int
	waits map[int]chan reply
	wrong []string // errors and warnings of the console
	log   []string // the rest of it
}

// reply is an answer, or an event.
type reply struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// chromium finds one, "" when there is none.
func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if file, err := exec.LookPath(name); err == nil {
			return file
		}
	}
	return ""
}

var listening = regexp.MustCompile(`DevTools listening on (ws://\S+)`)

// startBrowser starts a browser with one empty page, w by h pixels large.
func startBrowser(t *testing.T, ctx context.Context, file string, w, h int) *browser {
	t.Helper()
	profile, err := os.MkdirTemp("", "takt-browser")
	if err != nil {
		t.Fatal(err)
	}
	// SwiftShader draws WebGL without a graphics card.
	cmd := exec.CommandContext(ctx, file, "--headless=new", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox",
		"--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--lang=en-US", "--hide-scrollbars",
		fmt.Sprintf("--window-size=%d,%d", w, h), "--remote-debugging-port=0", "--user-data-dir="+profile, "about:blank")
	cmd.WaitDelay = 2 * time.Second
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, ctx: ctx, waits: map[int]chan reply{}}
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if m := listening.FindStringSubmatch(lines.Text()); m != nil {
			if b.conn, _, err = websocket.Dial(ctx, m[1], nil); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	if b.conn == nil {
		t.Fatal("the browser ended before it could be spoken to")
	}
	b.conn.SetReadLimit(64 << 20)
	go func() {
		for lines.Scan() {
		}
	}()
	go b.listen()
	t.Cleanup(func() {
		b.call("Browser.close", nil, nil)
		_ = b.conn.CloseNow()
		_ = cmd.Wait()
		// Its children still write there for a moment.
		for range 50 {
			if os.RemoveAll(profile) == nil {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	var target struct{ TargetID string }
	b.must("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var session struct{ SessionID string }
	b.must("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session)
	b.page = session.SessionID
	b.must("Page.enable", nil, nil)
	b.must("Runtime.enable", nil, nil)
	b.must("Log.enable", nil, nil)
	b.must("Emulation.setDeviceMetricsOverride", map[string]any{"width": w, "height": h, "deviceScaleFactor": 1, "mobile": false}, nil)
	return b
}

// listen hands answers to those who wait for them, and keeps what is wrong.
func (b *browser) listen() {
	for {
		_, data, err := b.conn.Read(b.ctx)
		if err != nil {
			b.mutex.Lock()
			for _, c := range b.waits {
				close(c)
			}
			b.waits = nil
			b.mutex.Unlock()
			return
		}
		var r reply
		if json.Unmarshal(data, &r) != nil {
			continue
		}
		b.mutex.Lock()
		if c := b.waits[r.ID]; c != nil && r.ID != 0 {
			delete(b.waits, r.ID)
			c <- r
		}
		b.event(&r)
		b.mutex.Unlock()
	}
}

// event keeps errors and warnings.
func (b *browser) event(r *reply) {
	var p struct {
		Type  string
		Args  []struct{ Value, Description any }
		Entry struct{ Level, Text, URL string }
		Exc   struct {
			Text      string
			Exception struct{ Description string }
		} `json:"exceptionDetails"`
	}
	if json.Unmarshal(r.Params, &p) != nil {
		return
	}
	if r.Method == "Runtime.consoleAPICalled" && p.Type == "log" { // where a Go program's stderr goes
		b.log = append(b.log, fmt.Sprint(p.Args))
	}
	switch {
	case r.Method == "Runtime.consoleAPICalled" && (p.Type == "error" || p.Type == "warning" || p.Type == "assert"):
		b.wrong = append(b.wrong, fmt.Sprintf("console %s: %v", p.Type, p.Args))
	case r.Method == "Runtime.exceptionThrown":
		b.wrong = append(b.wrong, "exception: "+p.Exc.Text+" "+p.Exc.Exception.Description)
	case r.Method == "Log.entryAdded" && p.Entry.Level == "error":
		b.wrong = append(b.wrong, "log: "+p.Entry.Text+" "+p.Entry.URL)
	}
}

// call sends a command to the page, or before there is one to the browser.
func (b *browser) call(method string, params, out any) error {
	c := make(chan reply, 1)
	b.mutex.Lock()
	if b.waits == nil {
		b.mutex.Unlock()
		return fmt.Errorf("%s: the browser is gone", method)
	}
	b.last++
	id := b.last
	b.waits[id] = c
	b.mutex.Unlock()
	m := map[string]any{"id": id, "method": method}
	if params != nil {
		m["params"] = params
	}
	if b.page != "" {
		m["sessionId"] = b.page
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := b.conn.Write(b.ctx, websocket.MessageText, data); err != nil {
		return err
	}
	select {
	case r, ok := <-c:
		switch {
		case !ok:
			return fmt.Errorf("%s: the browser is gone", method)
		case r.Error != nil:
			return fmt.Errorf("%s: %s", method, r.Error.Message)
		case out != nil:
			return json.Unmarshal(r.Result, out)
		}
		return nil
	case <-b.ctx.Done():
		return fmt.Errorf("%s: %w", method, b.ctx.Err())
	}
}

func (b *browser) must(method string, params, out any) {
	b.t.Helper()
	if err := b.call(method, params, out); err != nil {
		b.t.Fatal(err)
	}
}

// eval evaluates an expression in the page.
func (b *browser) eval(expression string, out any) {
	b.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Text string }
	}
	b.must("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &r)
	if r.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, r.ExceptionDetails.Text)
	}
	if out != nil && len(r.Result.Value) > 0 {
		if err := json.Unmarshal(r.Result.Value, out); err != nil {
			b.t.Fatalf("%s: %v", expression, err)
		}
	}
}

// errors are those of the console so far; they are told once.
func (b *browser) errors() []string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	out := b.wrong
	if len(out) > 0 {
		out = append(out, b.log...)
	}
	b.wrong, b.log = nil, nil
	return out
}

// mouse moves the mouse, or presses and lets go of its left button.
func (b *browser) mouse(kind string, x, y float64) {
	b.t.Helper()
	p := map[string]any{"type": kind, "x": x, "y": y}
	if kind != "mouseMoved" {
		p["button"], p["clickCount"] = "left", 1
	}
	b.must("Input.dispatchMouseEvent", p, nil)
}

// key presses a key and lets go of it, slowly enough to be seen.
func (b *browser) key(key, code string, number int) {
	b.t.Helper()
	p := map[string]any{"type": "rawKeyDown", "key": key, "code": code, "windowsVirtualKeyCode": number}
	b.must("Input.dispatchKeyEvent", p, nil)
	time.Sleep(150 * time.Millisecond)
	p["type"] = "keyUp"
	b.must("Input.dispatchKeyEvent", p, nil)
}

// shot takes a picture of the page, as a PNG.
func (b *browser) shot() []byte {
	b.t.Helper()
	var r struct{ Data string }
	b.must("Page.captureScreenshot", map[string]any{"format": "png"}, &r)
	data, err := base64.StdEncoding.DecodeString(r.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}
