package takttest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// The flag is registered only if nobody else has one of the name.
func init() {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "write the golden files of fingerprints anew")
	}
}

func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true" || os.Getenv("TAKT_UPDATE") != ""
}

// mostEvents is how many events of a run a golden file can tell apart.
const mostEvents = 32 << 10

// mark is what a golden file keeps of a run. The chain has, for each event, 16 bits
// of a hash of it and all events before, so the first event that differs is found
// but for one time in 65,536.
type mark struct {
	run    string // horizon and seed
	model  uint64
	steps  uint64
	hash   engine.Fingerprint
	events uint64 // hash of all events, in their order
	chain  []uint16
}

// Fingerprint runs the factory for d and compares the run, event by event, with the
// golden file testdata/NAME.fingerprint, NAME being that of the test. On a mismatch
// it names the first event that differs. With go test -update (or TAKT_UPDATE=1 in
// the environment) it writes the file.
func Fingerprint(t testing.TB, f *Factory, d time.Duration) {
	t.Helper()
	file := filepath.Join("testdata", strings.NewReplacer("/", "-", " ", "_", "\\", "-", ":", "-").Replace(t.Name())+".fingerprint")
	got := f.mark(d)
	if updating() {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got.text(f, d), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("there is no golden file: run the test with -update once, and keep %s (%v)", file, err)
	}
	want, err := parseMark(text)
	if err != nil {
		t.Fatalf("%s: %v; run the test with -update to write it anew", file, err)
	}
	if diff := f.compare(d, &got, &want); diff != "" {
		t.Errorf("%s: %s\nIf this is meant, run the test with -update.", file, diff)
	}
}

// mark runs the factory.
func (f *Factory) mark(d time.Duration) mark {
	m := mark{run: fmt.Sprintf("horizon %v seed %d", d, f.seed), model: f.Model.Hash()}
	s := f.Start()
	trail.Chain(s, func(_ engine.Event, h uint64) {
		m.events = h
		if len(m.chain) < mostEvents {
			m.chain = append(m.chain, uint16(h))
		}
	})
	s.Run(engine.Time(d))
	m.steps, m.hash = s.Steps(), s.Hash()
	return m
}

// compare says what differs, "" when nothing does.
func (f *Factory) compare(d time.Duration, got, want *mark) string {
	if got.run != want.run {
		return fmt.Sprintf("this is a run of %s, the golden one of %s", got.run, want.run)
	}
	for i, w := range want.chain {
		if i >= len(got.chain) {
			return fmt.Sprintf("the run ends after %d events, the golden one has %d\n%s", got.steps, want.steps, f.eventAt(d, i-1, "the last is"))
		}
		if got.chain[i] != w {
			return fmt.Sprintf("event %d is the first that differs (chain %04x, golden %04x)%s\n%s\n%s", i+1, got.chain[i], w,
				modelNote(got, want), f.eventAt(d, i, "it is now"), f.eventAt(d, i-1, "before it"))
		}
	}
	if len(got.chain) > len(want.chain) {
		return fmt.Sprintf("the run goes on after event %d, where the golden one ends%s\n%s", want.steps, modelNote(got, want), f.eventAt(d, len(want.chain), "the next is"))
	}
	switch {
	case got.events != want.events || got.steps != want.steps:
		return fmt.Sprintf("the first %d events are the same; one after them differs (%d events in all, golden %d)%s", len(got.chain), got.steps, want.steps, modelNote(got, want))
	case got.hash != want.hash:
		return fmt.Sprintf("all %d events are the same, but not %s%s", got.steps, ingredients(got.hash, want.hash), modelNote(got, want))
	}
	return ""
}

func modelNote(got, want *mark) string {
	if got.model == want.model {
		return ""
	}
	return "; the factory itself is another one than it was"
}

// ingredients names the parts of a fingerprint that differ.
func ingredients(a, b engine.Fingerprint) string {
	var parts []string
	if a.Live != b.Live {
		parts = append(parts, "the state that the future depends on")
	}
	if a.Stats != b.Stats {
		parts = append(parts, "the statistics")
	}
	if a.History != b.History {
		parts = append(parts, "the log of inputs")
	}
	return strings.Join(parts, ", ")
}

// eventAt describes event i of the run, from 0.
func (f *Factory) eventAt(d time.Duration, i int, what string) string {
	text := what + ": nothing"
	s := f.Start()
	n := 0
	s.Observe(func(e engine.Event) {
		if n == i {
			text = fmt.Sprintf("%s: event %d at %v, %v: %s", what, i+1, e.At, e.Phase(), s.EventName(e))
		}
		n++
	})
	s.RunWhile(engine.Time(d), func(*plant.Sim) bool { return n <= i })
	return "    " + text
}

const firstLine = "takt fingerprint 1"

// text is the golden file.
func (m *mark) text(f *Factory, d time.Duration) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nhorizon %v\nseed %d\nmodel %016x\nevents %d %016x\nlive %016x\nstats %016x\nhistory %016x\n",
		firstLine, d, f.seed, m.model, m.steps, m.events, m.hash.Live, m.hash.Stats, m.hash.History)
	raw := make([]byte, 0, 2*len(m.chain))
	for _, v := range m.chain {
		raw = binary.LittleEndian.AppendUint16(raw, v)
	}
	for text := base64.StdEncoding.EncodeToString(raw); text != ""; {
		n := min(len(text), 120)
		fmt.Fprintln(&b, text[:n])
		text = text[n:]
	}
	return b.Bytes()
}

// parseMark reads a golden file.
func parseMark(text []byte) (mark, error) {
	var m mark
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	if len(lines) < 8 || lines[0] != firstLine {
		return m, fmt.Errorf("this is no fingerprint of this version")
	}
	m.run = lines[1] + " " + lines[2]
	for _, f := range []struct {
		line   int
		format string
		to     []any
	}{
		{3, "model %x", []any{&m.model}}, {4, "events %d %x", []any{&m.steps, &m.events}}, {5, "live %x", []any{&m.hash.Live}},
		{6, "stats %x", []any{&m.hash.Stats}}, {7, "history %x", []any{&m.hash.History}},
	} {
		if _, err := fmt.Sscanf(lines[f.line], f.format, f.to...); err != nil {
			return m, fmt.Errorf("line %d: %w", f.line+1, err)
		}
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(lines[8:], ""))
	if err != nil || len(raw)%2 != 0 || len(raw)/2 != int(min(m.steps, mostEvents)) {
		return m, fmt.Errorf("the chain of events is damaged")
	}
	for i := 0; i < len(raw); i += 2 {
		m.chain = append(m.chain, binary.LittleEndian.Uint16(raw[i:]))
	}
	return m, nil
}
