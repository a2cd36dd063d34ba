package engine

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
)

// A log is a file that only grows, with every number little-endian:
//
//	magic "takt log", version                      8 + 4 bytes
//	records: size, kind                            4 + 4 bytes
//	    content                                    size bytes
//	    CRC-32C of all before it but the other checksums   4 bytes
const (
	logMagic   = "takt log"
	logVersion = 1
	logHead    = len(logMagic) + 4
	recordHead = 8
)

// The kinds of records.
const (
	recordAbout uint32 = 1 + iota // what the owner says of it
	recordState                   // a snapshot of the state that it begins with
	recordInput                   // a Fed
	recordMark                    // a Mark
	recordBack                    // the state went back: now, steps, inputs that stay
)

// recordBytes is how large the records of one size are.
var recordBytes = map[uint32]int{recordInput: 80, recordMark: 48, recordBack: 24}

// Log is a recording, read: everything that entered a state from outside, so that
// what happened can be run again to the bit. It is what lasts; snapshots are good
// for as long as a program stays as it is.
type Log struct {
	About  []byte // what the owner says: what was run, and with what luck
	State  []byte // a snapshot of the state that it begins with; nil when About says how to make that
	Inputs []Fed  // in the order of their arrival
	Marks  []Mark // in the order of their steps
	Lost   int    // bytes at the end of the file that are no whole record: it was cut off, or damaged there
}

// Mark says what the hash of a recorded state was, for a replay to compare.
type Mark struct {
	Now    Time
	Steps  uint64
	Inputs uint64 // how many of the log had been fed
	Hash   Fingerprint
}

// LogWriter writes a log, record by record.
type LogWriter struct {
	out    io.Writer
	sum    uint32
	buf    []byte
	first  int     // inputs that the state had when the log began
	start  uint64  // events that it had handled then
	inputs []Input // what is written
	now    Time    // where the state stood when it was last looked at
	steps  uint64
	era    *era
	err    error // of the first write that failed; nothing is written after it
}

// NewLogWriter begins a log of what enters the state of w from now on. about is
// the owner's. state is a snapshot of the present, or nil when about says how the
// state is made; then inputs that were fed already are part of the log.
func NewLogWriter(out io.Writer, w *World, about, state []byte) (*LogWriter, error) {
	l := &LogWriter{out: out, era: w.present(), buf: []byte(logMagic)}
	l.buf = binary.LittleEndian.AppendUint32(l.buf, logVersion)
	l.sum = crc32.Checksum(l.buf, castagnoli)
	l.add(recordAbout, func(b []byte) []byte { return append(b, about...) })
	if state != nil {
		l.first, l.start, l.now, l.steps = w.inputs.Len(), w.steps, w.now, w.steps
		l.add(recordState, func(b []byte) []byte { return append(b, state...) })
	}
	return l, l.Note(w)
}

// add puts a record into the buffer.
func (l *LogWriter) add(kind uint32, content func([]byte) []byte) {
	start := len(l.buf)
	l.buf = append(l.buf, make([]byte, recordHead)...)
	l.buf = content(l.buf)
	record := l.buf[start:]
	if n := uint64(len(record) - recordHead); n > math.MaxUint32 {
		l.err = fmt.Errorf("a record of %d bytes is too large for a log", n)
		return
	}
	binary.LittleEndian.PutUint32(record, uint32(len(record)-recordHead))
	binary.LittleEndian.PutUint32(record[4:], kind)
	l.sum = crc32.Update(l.sum, castagnoli, record)
	l.buf = binary.LittleEndian.AppendUint32(l.buf, l.sum)
}

func (l *LogWriter) words(kind uint32, words ...uint64) {
	l.add(kind, func(b []byte) []byte {
		for _, v := range words {
			b = binary.LittleEndian.AppendUint64(b, v)
		}
		return b
	})
}

// Note writes what the state of w was fed since the last Note, in one Write. Call
// it before the state is run on: else the log does not tell when the inputs came
// that have been handled since, though it still leads to the same end. A state
// that went back in time (Tape.Rewind) is followed: the inputs given up end with a
// note of that. A state whose past the log does not know is an error, and so is a
// Write that fails, then and ever after.
func (l *LogWriter) Note(w *World) error {
	have := w.inputs.Len() - l.first
	if have < 0 || w.steps < l.start {
		return fmt.Errorf("the state is at %v, before the log begins", w.now)
	}
	jumped := !w.present().since(l.era)
	l.era = w.present()
	if jumped {
		l.now, l.steps = 0, 0
		same := 0
		for same < min(have, len(l.inputs)) && l.inputs[same] == *w.inputs.At(uint32(l.first + same)) {
			same++
		}
		l.inputs = l.inputs[:same]
	}
	past := have // inputs that came before one that has been handled
	for past > len(l.inputs) && w.awaits(*w.inputs.At(uint32(l.first + past - 1))) {
		past--
	}
	if jumped {
		l.back(w, past)
	}
	for i := len(l.inputs); i < have; i++ {
		f := Fed{*w.inputs.At(uint32(l.first + i)), w.now, w.steps}
		if i < past {
			f.Now, f.Steps = l.now, l.steps
		}
		l.inputs = append(l.inputs, f.Input)
		l.input(&f)
	}
	l.now, l.steps = w.now, w.steps
	return l.flush()
}

// back writes that the state of w went back in time, to where it is now or, when
// inputs up to past have been handled since, to some time before those.
func (l *LogWriter) back(w *World, past int) {
	now, steps := w.now, w.steps
	for i := len(l.inputs); i < past; i++ {
		now, steps = min(now, w.inputs.At(uint32(l.first+i)).At-1), math.MaxUint64
	}
	l.words(recordBack, uint64(now), steps, uint64(len(l.inputs)))
}

func (l *LogWriter) input(f *Fed) {
	in := &f.Input
	l.words(recordInput, uint64(in.At), uint64(in.Event), in.Arrival, in.Target, in.Key, math.Float64bits(in.Value),
		uint64(in.Span), uint64(in.Late)<<32|uint64(in.Code), uint64(f.Now), f.Steps)
}

// awaits reports whether in has not been handled yet.
func (w *World) awaits(in Input) bool {
	return in.At > w.now || in.At == w.now && slices.ContainsFunc(w.queue.pending(), func(e entry) bool {
		return e.kind() == KindInput && e.seq&(afterInputs-1) == in.Arrival && e.seq&afterInputs == 0
	})
}

// Mark writes what Note does, and the hash of the state.
func (l *LogWriter) Mark(w *World) error {
	if err := l.Note(w); err != nil {
		return err
	}
	h := w.Hash()
	l.words(recordMark, uint64(w.now), w.steps, uint64(len(l.inputs)), h.Live, h.Stats, h.History)
	return l.flush()
}

func (l *LogWriter) flush() error {
	if l.err == nil && len(l.buf) > 0 {
		_, l.err = l.out.Write(l.buf)
	}
	l.buf = l.buf[:0]
	return l.err
}

// ReadLog reads a log. One that was cut off in the middle of a record, or damaged,
// is read up to its last whole record; see Log.Lost. What is no log, or has not
// even its first record, is an error (ErrDamaged), and so is a log that this
// version cannot read.
func ReadLog(b []byte) (*Log, error) {
	if len(b) < logHead || string(b[:len(logMagic)]) != logMagic {
		return nil, fmt.Errorf("this is no log (%w): it does not begin with %q", ErrDamaged, logMagic)
	}
	if v := binary.LittleEndian.Uint32(b[len(logMagic):]); v != logVersion {
		return nil, fmt.Errorf("this is a log of version %d; version %d can be read", v, logVersion)
	}
	l := &Log{}
	sum := crc32.Checksum(b[:logHead], castagnoli)
	rest := b[logHead:]
	for n := 0; len(rest) > 0; n++ {
		kind, content, next := cutRecord(rest, &sum)
		if next == nil {
			break
		}
		if (n == 0) != (kind == recordAbout) {
			return nil, fmt.Errorf("the log is %w: record %d is of kind %d", ErrDamaged, n, kind)
		}
		if err := l.take(kind, content); err != nil {
			return nil, fmt.Errorf("record %d of the log: %w", n, err)
		}
		rest = next
	}
	if l.About == nil {
		return nil, fmt.Errorf("the log is %w: it has not one whole record in %d bytes", ErrDamaged, len(b))
	}
	l.Lost = len(rest)
	return l, nil
}

// cutRecord takes the first record of b; rest is nil when it is not whole.
func cutRecord(b []byte, sum *uint32) (kind uint32, content, rest []byte) {
	if len(b) < recordHead+crcBytes {
		return 0, nil, nil
	}
	size := uint64(binary.LittleEndian.Uint32(b))
	if size > uint64(len(b)-recordHead-crcBytes) {
		return 0, nil, nil
	}
	end := recordHead + int(size)
	if *sum = crc32.Update(*sum, castagnoli, b[:end]); *sum != binary.LittleEndian.Uint32(b[end:]) {
		return 0, nil, nil
	}
	return binary.LittleEndian.Uint32(b[4:]), b[recordHead:end], b[end+crcBytes:]
}

// take adds a record to l.
func (l *Log) take(kind uint32, content []byte) error {
	if want, ok := recordBytes[kind]; ok && want != len(content) {
		return fmt.Errorf("it is %w: %d bytes of kind %d, want %d", ErrDamaged, len(content), kind, want)
	}
	c := cutter{rest: content}
	switch kind {
	case recordAbout:
		l.About = append([]byte{}, content...)
	case recordState:
		l.State = append([]byte{}, content...)
	case recordInput:
		f := Fed{Input: Input{At: Time(c.word()), Event: Time(c.word()), Arrival: c.word(), Target: c.word(), Key: c.word(),
			Value: math.Float64frombits(c.word()), Span: Time(c.word())}}
		code := c.word()
		f.Input.Code, f.Input.Late = uint32(code), uint32(code>>32)
		f.Now, f.Steps = Time(c.word()), c.word()
		l.Inputs = append(l.Inputs, f)
	case recordMark:
		m := Mark{Now: Time(c.word()), Steps: c.word(), Inputs: c.word(), Hash: Fingerprint{Live: c.word(), Stats: c.word(), History: c.word()}}
		if m.Inputs != uint64(len(l.Inputs)) {
			return fmt.Errorf("it is %w: a mark after %d inputs, but there are %d", ErrDamaged, m.Inputs, len(l.Inputs))
		}
		l.Marks = append(l.Marks, m)
	case recordBack:
		now, steps, inputs := Time(c.word()), c.word(), c.word()
		if inputs > uint64(len(l.Inputs)) {
			return fmt.Errorf("it is %w: %d inputs stay of %d", ErrDamaged, inputs, len(l.Inputs))
		}
		l.Inputs = l.Inputs[:inputs]
		later := func(t Time, n uint64) bool { return t > now || t == now && n > steps }
		for i := range l.Inputs { // what was written late had come by then
			if f := &l.Inputs[i]; later(f.Now, f.Steps) {
				f.Now, f.Steps = now, steps
			}
		}
		l.Marks = slices.DeleteFunc(l.Marks, func(m Mark) bool { return later(m.Now, m.Steps) || m.Inputs > inputs })
	default:
		return fmt.Errorf("it is of kind %d, which this version does not know", kind)
	}
	return nil
}

// Replay runs the live state, which must be the one that the log begins with,
// through all that is in the log, and keeps its past. It returns how many marks
// were met with their hash, from the first on: all of them, when the program is
// one in which nothing that counts has changed. The state then stands where the
// log ends.
func (p *Tape[S]) Replay(l *Log) int {
	p.notice()
	p.forget()
	p.log = append(p.log, l.Inputs...)
	before, met, same := p.fed, 0, true
	for _, m := range l.Marks {
		for p.fed < before+int(m.Inputs) {
			p.feedNext(always[S])
		}
		p.advance(m.Now, m.Steps, always[S])
		if same = same && p.live.kernel().Hash() == m.Hash; same {
			met++
		}
	}
	for p.fed < len(p.log) {
		p.feedNext(always[S])
	}
	p.look()
	return met
}
