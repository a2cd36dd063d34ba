package engine

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// recordLive feeds p in every way, takes it back and feeds it something else, and
// records it, with notes in time and too late. It returns the log and how often p
// was taken back.
func recordLive(t *rapid.T, p *taped) (log *Log, backs int) {
	s, file := p.Live(), new(bytes.Buffer)
	l, err := NewLogWriter(file, &s.World, []byte("about"), s.Snapshot(nil, 5))
	must(t, err)
	for range rapid.IntRange(1, 4).Draw(t, "acts") {
		p.goOn(t, "pieces") // without a Note: the log is told too late
		must(t, l.Mark(&s.World))
		if rapid.Bool().Draw(t, "back") {
			from, to := p.Span()
			must(t, p.Rewind(from+drawTime(t, "to", int64(to-from))))
			backs++
			if rapid.Bool().Draw(t, "note") {
				must(t, l.Note(&s.World))
			}
		}
		s.Feed(Input{At: s.Now() - 1, Code: 1, Key: 7, Target: 3})
		if rapid.Bool().Draw(t, "in time") {
			must(t, l.Note(&s.World))
		}
		p.Run(s.Now() + 30)
		must(t, l.Mark(&s.World))
	}
	log, err = ReadLog(file.Bytes())
	must(t, err)
	if string(log.About) != "about" || log.Lost != 0 {
		t.Fatalf("about %q, lost %d", log.About, log.Lost)
	}
	return log, backs
}

// TestReplayOfALogReachesEveryMark records a shop and runs the log again.
func TestReplayOfALogReachesEveryMark(t *testing.T) {
	backs, marks, late := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawTape(t)
		s := p.Live()
		s.Feed(Input{At: s.Now() + drawTime(t, "first", 100), Code: 1, Key: 3})
		base := s.fork()
		log, n := recordLive(t, p)
		backs += n
		marks += len(log.Marks)
		for i, in := range p.Inputs()[len(p.Inputs())-len(log.Inputs):] {
			if in.Input != log.Inputs[i].Input {
				t.Fatalf("input %d is %+v, want %+v", i, log.Inputs[i], in)
			}
			late += int(in.Input.Late)
		}
		again := emptyShop()
		must(t, again.Restore(log.State, 5))
		mustEqual(t, "the beginning", base, again)
		q := NewTape(again, 1<<20)
		if n := q.Replay(log); n != len(log.Marks) || n == 0 {
			t.Fatalf("%d of %d marks are met", n, len(log.Marks))
		}
		mustEqual(t, "the end", s, again)
		if !slices.IsSortedFunc(q.Inputs(), func(a, b Fed) int { return int(a.Now - b.Now) }) {
			t.Fatal("the tape takes its inputs for fed in another order than they were")
		}
		from, to := q.Span()
		at := from + drawTime(t, "look", int64(to-from))
		back, err := q.StateAt(at)
		must(t, err)
		for _, in := range q.log[q.fedBy(at):] {
			back.Feed(in.Input)
		}
		back.run(s.Now())
		again.run(s.Now())
		mustEqual(t, "from the past that was replayed", again, back)
	})
	if !testing.Short() && (backs < 10 || marks < 100 || late < 10) {
		t.Errorf("went back %d times, %d marks, %d late inputs; the test tests little", backs, marks, late)
	}
}

// TestLogTellsWhenAnInputCame notes inputs before the state is run on, those that
// are due at once and those of later.
func TestLogTellsWhenAnInputCame(t *testing.T) {
	s := newShop(2, 1)
	w := new(bytes.Buffer)
	l, err := NewLogWriter(w, &s.World, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var want []Fed
	for i := range 20 {
		for _, in := range []Time{-5, 0, 1, 100} {
			want = append(want, Fed{s.Feed(Input{At: s.Now() + in, Code: 9, Key: uint64(i)}), s.Now(), s.Steps()})
		}
		if err := l.Note(&s.World); err != nil {
			t.Fatal(err)
		}
		s.runSteps(i % 3)
		s.run(s.Now() + Time(i%2*30))
	}
	log, err := ReadLog(w.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(log.Inputs, want) {
		t.Errorf("read\n%v, want\n%v", log.Inputs, want)
	}
}

// someLog is a log with a record of every kind, and where its records end.
func someLog(t testing.TB) (file []byte, ends []int) {
	s := someShop()
	p := NewTape(s, 1<<20)
	w := new(bytes.Buffer)
	cut := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, w.Len())
	}
	l, err := NewLogWriter(w, &s.World, []byte("what it is"), s.Snapshot(nil, 1))
	cut(err)
	s.Feed(Input{At: s.Now() + 5, Code: 1, Key: 2, Value: 1.5, Span: 9, Event: 4, Target: 3})
	cut(l.Note(&s.World))
	p.Run(s.Now() + 50)
	cut(l.Mark(&s.World))
	if err := p.Rewind(s.Now() - 20); err != nil {
		t.Fatal(err)
	}
	cut(l.Note(&s.World))
	s.Feed(Input{At: s.Now() + 1, Code: 1})
	cut(l.Note(&s.World))
	p.Run(s.Now() + 20)
	cut(l.Mark(&s.World))
	return w.Bytes(), ends
}

// TestLogReadsUpToItsLastWholeRecord cuts a log off after every byte and changes
// every byte: nothing that was not written is ever read.
func TestLogReadsUpToItsLastWholeRecord(t *testing.T) {
	file, ends := someLog(t)
	whole := map[int]*Log{}
	for _, end := range ends {
		l, err := ReadLog(file[:end])
		if err != nil || l.Lost != 0 {
			t.Fatalf("up to %d: %v", end, err)
		}
		whole[end] = l
	}
	if l := whole[ends[len(ends)-1]]; len(l.Inputs) != 2 || len(l.Marks) != 1 {
		t.Errorf("%d inputs, %d marks; want 2 and, one being given up, 1", len(l.Inputs), len(l.Marks))
	}
	readable := 0
	for n := range file {
		changed := slices.Clone(file)
		changed[n] ^= 1 << (n % 8)
		for what, b := range map[string][]byte{"cut off": file[:n], "changed": changed} {
			l, err := ReadLog(b)
			if err != nil {
				if n > ends[0] || !errors.Is(err, ErrDamaged) && !strings.Contains(err.Error(), "of version") {
					t.Fatalf("%s at %d: %v", what, n, err)
				}
				continue
			}
			readable++
			if what == "changed" && l.Lost == 0 {
				t.Fatalf("%s at %d: nothing is lost", what, n)
			}
			if n >= ends[0] && !isPrefix(l, whole, n, ends) {
				t.Fatalf("%s at %d: read %d inputs and %d marks", what, n, len(l.Inputs), len(l.Marks))
			}
		}
	}
	if readable < len(file)/2-ends[0] {
		t.Errorf("%d of %d can be read", readable, 2*len(file))
	}
}

// isPrefix reports whether l is what the file holds up to one of the ends by n.
func isPrefix(l *Log, whole map[int]*Log, n int, ends []int) bool {
	for _, end := range ends {
		w := whole[end]
		if end <= n && len(l.Inputs) == len(w.Inputs) && slices.Equal(l.Inputs, w.Inputs) && slices.Equal(l.Marks, w.Marks) {
			return true
		}
	}
	return false
}

// withRecord is a log with one more record of any kind.
func withRecord(file []byte, kind uint32, content []byte) []byte {
	l := &LogWriter{sum: sumOf(file)}
	l.add(kind, func(b []byte) []byte { return append(b, content...) })
	return append(slices.Clone(file), l.buf...)
}

// sumOf is the checksum up to the end of a log.
func sumOf(file []byte) uint32 {
	sum := crc32.Checksum(file[:logHead], castagnoli)
	for rest := file[logHead:]; len(rest) > 0; {
		_, _, rest = cutRecord(rest, &sum)
	}
	return sum
}

// TestGoingBackTakesItsMarksAlong: a mark after more inputs than stay is of a past
// given up, though the clock and the events are the same.
func TestGoingBackTakesItsMarksAlong(t *testing.T) {
	w := new(bytes.Buffer)
	s := newShop(1, 1)
	before := s.fork()
	l, err := NewLogWriter(w, &s.World, nil, nil)
	s.Feed(Input{At: 5})
	err = errors.Join(err, l.Mark(&s.World))
	s.CopyFrom(&before.World)
	err = errors.Join(err, l.Note(&s.World))
	log, err2 := ReadLog(w.Bytes())
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if len(log.Inputs) != 0 || len(log.Marks) != 0 {
		t.Errorf("%d inputs and %d marks are left; want none", len(log.Inputs), len(log.Marks))
	}
}

// TestAStateThatBecameAnotherHasNotGoneBack: its log goes on as if nothing had been.
func TestAStateThatBecameAnotherHasNotGoneBack(t *testing.T) {
	w := new(bytes.Buffer)
	s := newShop(1, 1)
	l, err := NewLogWriter(w, &s.World, nil, nil)
	s.run(20)
	err = errors.Join(err, l.Note(&s.World))
	size := w.Len()
	for range 2 {
		s.Become(&s.fork().World)
	}
	if err := errors.Join(err, l.Note(&s.World)); err != nil || w.Len() != size {
		t.Errorf("%d bytes are written: %v", w.Len()-size, err)
	}
	s.CopyFrom(&s.fork().World)
	if err := l.Note(&s.World); err != nil || w.Len() == size {
		t.Errorf("a copy put in its place is not noted: %v", err)
	}
}

func TestLogRefusesWhatItDoesNotKnow(t *testing.T) {
	file, _ := someLog(t)
	newer := slices.Clone(file)
	binary.LittleEndian.PutUint32(newer[len(logMagic):], 2)
	empty := []byte(logMagic + "\x01\x00\x00\x00")
	mark := make([]byte, 48)
	mark[16] = 9
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":             {nil, "this is no log"},
		"a snapshot":          {someShop().Snapshot(nil, 1), "this is no log"},
		"a newer one":         {newer, "a log of version 2; version 1 can be read"},
		"no record":           {empty, "not one whole record in 12 bytes"},
		"another first":       {withRecord(empty, recordMark, mark), "record 0 is of kind 4"},
		"two beginnings":      {withRecord(file, recordAbout, nil), "is of kind 1"},
		"an unknown kind":     {withRecord(file, 77, nil), "of kind 77, which this version does not know"},
		"a short input":       {withRecord(file, recordInput, make([]byte, 79)), "79 bytes of kind 3, want 80"},
		"a mark of no inputs": {withRecord(file, recordMark, mark), "a mark after 9 inputs, but there are 2"},
		"back to the future":  {withRecord(file, recordBack, bytes.Repeat([]byte{1}, 24)), "inputs stay of 2"},
	} {
		if _, err := ReadLog(c.file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q in it", name, err, c.want)
		}
	}
}

// TestReplayTellsWhereItDiffers replays a log in a program that does something
// else from an instant on.
func TestReplayTellsWhereItDiffers(t *testing.T) {
	s := newShop(3, 1)
	start := s.fork()
	w := new(bytes.Buffer)
	l, err := NewLogWriter(w, &s.World, nil, nil)
	for range 6 {
		s.run(s.Now() + 100)
		err = errors.Join(err, l.Mark(&s.World))
	}
	log, err2 := ReadLog(w.Bytes())
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if n := NewTape(start.fork(), 0).Replay(log); n != 6 {
		t.Errorf("the same program meets %d of 6 marks", n)
	}
	start.At(350, PhaseDecide, kindSample, 0, 0)
	start.seq--
	start.At(250, PhaseDecide, kindSample, 0, 0)
	start.seq--
	other := NewTape(start, 0)
	if n := other.Replay(log); n != 0 || other.Live().Now() != 600 {
		t.Errorf("another program meets %d marks and ends at %d", n, other.Live().Now())
	}
}

// fullDisk takes some bytes and then no more.
type fullDisk struct{ room int }

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.room -= len(b); d.room < 0 {
		return 0, errors.New("the disk is full")
	}
	return len(b), nil
}

func TestLogWriterStopsAtTheFirstError(t *testing.T) {
	s := newShop(1, 1)
	d := &fullDisk{60}
	l, err := NewLogWriter(d, &s.World, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Feed(Input{At: 1})
	if err := l.Note(&s.World); err == nil {
		t.Fatal("a write that failed is no error")
	}
	d.room = 1 << 20
	s.Feed(Input{At: 2})
	if err := l.Note(&s.World); err == nil || d.room != 1<<20 {
		t.Errorf("after an error it goes on writing: %v", err)
	}
	late := newShop(1, 1)
	late.run(100)
	l, err = NewLogWriter(new(bytes.Buffer), &late.World, nil, late.Snapshot(nil, 0))
	if err != nil {
		t.Fatal(err)
	}
	late.CopyFrom(&newShop(1, 1).World)
	if err := l.Note(&late.World); err == nil || !strings.Contains(err.Error(), "before the log begins") {
		t.Errorf("a state of before the log: %v", err)
	}
}

// FuzzReadLog reads any bytes, and what was read again after it is written.
func FuzzReadLog(f *testing.F) {
	file, ends := someLog(f)
	f.Add(file)
	f.Add(file[:ends[2]+9])
	f.Add(file[:ends[0]])
	f.Add([]byte(logMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := ReadLog(b)
		if err != nil {
			return
		}
		if l.Lost > len(b) || 80*len(l.Inputs)+48*len(l.Marks) > len(b) {
			t.Fatalf("%d bytes hold %d inputs and %d marks, %d lost", len(b), len(l.Inputs), len(l.Marks), l.Lost)
		}
		for _, m := range l.Marks {
			if m.Inputs > uint64(len(l.Inputs)) {
				t.Fatalf("a mark of %d inputs, of %d", m.Inputs, len(l.Inputs))
			}
		}
	})
}
