package plant

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
)

func TestRecordingReplayedReachesEveryHash(t *testing.T) {
	marks := 0
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		drawInputs(t, s, paths, sources)
		stops := drawStops(t, 4)
		if rapid.Bool().Draw(t, "in the middle") {
			s.Run(stops[1])
		}
		file := new(bytes.Buffer)
		r, err := Record(file, s, "v1", File{"random.toml", []byte("format = 1\n" + text)})
		for _, at := range stops {
			s.Run(at)
			err = errors.Join(err, r.Mark())
			feedLive(t, s, paths, sources)
			err = errors.Join(err, r.Note())
		}
		s.Run(s.Now() + 20*engine.Minute)
		if err := errors.Join(err, r.Mark()); err != nil {
			t.Fatal(err)
		}
		rec, err := ReadRecording(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		q, err := rec.Plant()
		if err != nil {
			t.Fatal(err)
		}
		again, err := rec.Replay(q, "v1", 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if again.Met != again.Marks || again.Marks != len(stops)+1 || again.Tape.Live().Hash() != s.Hash() {
			t.Fatalf("%v; at the end %x, was %x", again, again.Tape.Live().Hash(), s.Hash())
		}
		marks += again.Marks
		cut, err := ReadRecording(file.Bytes()[:file.Len()-rapid.IntRange(1, 200).Draw(t, "cut off")])
		if err != nil {
			t.Fatal(err)
		}
		if again, err = cut.Replay(q, "v1", 0); err != nil || again.Met != again.Marks || again.Marks >= len(stops)+1 {
			t.Fatalf("cut off: %v, %v", again, err)
		}
	})
	if !testing.Short() && marks < 50 {
		t.Errorf("%d marks; the test tests little", marks)
	}
}

// record is a recording of three hours of the queue.
func record(t *testing.T, p *Plant, files ...File) []byte {
	t.Helper()
	s := p.New(7, 2)
	file := new(bytes.Buffer)
	r, err := Record(file, s, "v1", files...)
	for h := range engine.Time(3) {
		s.Run((h + 1) * engine.Hour)
		err = errors.Join(err, r.Mark())
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func read(t rapid.TB, b []byte) *Recording {
	t.Helper()
	r, err := ReadRecording(b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReplayByAnotherEngineSaysSo(t *testing.T) {
	p := parse(t, mm1)
	r := read(t, record(t, p))
	again, err := r.Replay(p, "v1", 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := again.String(), "recorded and replayed by engine v1: 3 of 3 hashes met"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if again, err = r.Replay(p, "v2", 0); err != nil {
		t.Fatal(err)
	}
	if got, want := again.String(), "recorded by engine v1, replayed by engine v2: 3 of 3 hashes met"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.log.Marks[1].Hash.Live++ // as if v2 came to something else after an hour
	if again, err = r.Replay(p, "v2", 0); err != nil {
		t.Fatal(err)
	}
	if got, want := again.String(), "recorded by engine v1, replayed by engine v2: 1 of 3 hashes met, another one at 2h"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.log.Marks = nil
	if again, err = r.Replay(p, "v2", 0); err != nil || !strings.HasSuffix(again.String(), "no hashes to compare") {
		t.Errorf("%v, %v", again, err)
	}
}

func TestReplayRefusesAnotherFactory(t *testing.T) {
	p := parse(t, mm1)
	slow := strings.Replace(mm1, "exponential(9 s)", "exponential(8 s)", 1)
	text := File{"factory.toml", []byte("format = 1\n" + slow)}
	bare, full := read(t, record(t, p)), read(t, record(t, p, text))
	if _, err := bare.Replay(parse(t, slow), "v1", 0); err == nil || !strings.Contains(err.Error(), "of another factory") {
		t.Errorf("another factory: %v", err)
	}
	if _, err := bare.Replay(parse(t, slow), "v2", 0); err == nil || !strings.Contains(err.Error(), "of another factory") {
		t.Errorf("another factory, another engine: %v", err)
	}
	if _, err := bare.Plant(); err == nil || !strings.Contains(err.Error(), "does not hold the text") {
		t.Errorf("no text: %v", err)
	}
	// An engine of another version may make another model of the same text.
	q, err := full.Plant()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := full.Replay(q, "v1", 0); err == nil {
		t.Error("a text that is not the model's is taken by the same engine")
	}
	if again, err := full.Replay(q, "v2", 0); err != nil || again.Met != 0 || again.Differs != engine.Hour {
		t.Errorf("another engine: %v, %v", again, err)
	}
	for name, f := range map[string]File{
		"a mistake": {"factory.toml", []byte("format = 1\n[line]\nkind = \"lime\"\n")},
		"no table":  {"factory.toml", []byte("format = 1\norders = \"orders.csv\"\n" + slow)},
	} {
		if _, err := read(t, record(t, p, f)).Plant(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRecordingOfAStateInAnEdit(t *testing.T) {
	p := edited(t)
	s := p.New(1, 0)
	if err := s.Edit(1, engine.Hour); err != nil {
		t.Fatal(err)
	}
	s.Run(2 * engine.Hour)
	file := new(bytes.Buffer)
	r, err := Record(file, s, "v1")
	if err != nil {
		t.Fatal(err)
	}
	err = s.Edit(0, 3*engine.Hour)
	err = errors.Join(err, r.Note())
	s.Run(4 * engine.Hour)
	if err := errors.Join(err, r.Mark()); err != nil {
		t.Fatal(err)
	}
	rec := read(t, file.Bytes())
	if n := len(rec.Inputs()); n != 1 {
		t.Errorf("%d inputs are recorded, want 1", n)
	}
	for _, q := range []*Plant{p, edited(t), edited(t).edits[0]} {
		again, err := rec.Replay(q, "v1", 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if again.Met != 1 || again.Tape.Live().plant != q.start().edits[0] {
			t.Errorf("%v, in edit %d", again, again.Tape.Live().common().Edit)
		}
	}
	if _, err := rec.Replay(parse(t, mm1), "v1", 0); err == nil {
		t.Error("a plant without the edits is taken")
	}
}

// TestRecordingOfABranchThatHasNotBegun: it has other luck than its seed gives.
func TestRecordingOfABranchThatHasNotBegun(t *testing.T) {
	p := parse(t, mm1)
	for branched, state := range map[bool]bool{false: false, true: true} {
		s := p.New(1, 0)
		if err := s.StopPlace("line.server", engine.Minute, engine.Minute); err != nil {
			t.Fatal(err)
		}
		if branched {
			s = s.Branch(1)
		}
		file := new(bytes.Buffer)
		r, err := Record(file, s, "v1")
		s.Run(engine.Hour)
		if err := errors.Join(err, r.Mark()); err != nil {
			t.Fatal(err)
		}
		rec := read(t, file.Bytes())
		again, err := rec.Replay(p, "v1", 0)
		if err != nil || again.Met != 1 || (rec.log.State != nil) != state {
			t.Errorf("branched %v: %v, %v, with a snapshot: %v", branched, again, err, rec.log.State != nil)
		}
	}
}

func TestRecordingIsOfAPlant(t *testing.T) {
	s := parse(t, mm1).New(1, 0)
	other := new(bytes.Buffer)
	if _, err := engine.NewLogWriter(other, &s.World, []byte("{"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadRecording(other.Bytes()); err == nil || !strings.Contains(err.Error(), "not of a plant") {
		t.Errorf("a log of something else: %v", err)
	}
	if _, err := ReadRecording([]byte("format = 1")); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("no log: %v", err)
	}
}

// FuzzReadRecording reads any bytes as they are, and as what a log says of itself.
func FuzzReadRecording(f *testing.F) {
	m := &Recording{Engine: "v1", Model: 1 << 63, Seed: 3, Files: []File{{"f.toml", []byte("format = 1\n" + mm1)}}}
	about, err := json.Marshal(m)
	if err != nil {
		f.Fatal(err)
	}
	s := new(engine.World)
	s.Init()
	log := func(about []byte) []byte {
		w := new(bytes.Buffer)
		if _, err := engine.NewLogWriter(w, s, about, nil); err != nil {
			f.Fatal(err)
		}
		return w.Bytes()
	}
	f.Add(log(about))
	f.Add(about)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, file := range [][]byte{b, log(b)} {
			r, err := ReadRecording(file)
			if err != nil {
				continue
			}
			if p, err := r.Plant(); (p == nil) == (err == nil) {
				t.Fatalf("plant %v, error %v", p, err)
			}
		}
	})
}
