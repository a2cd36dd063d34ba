package mtconnect

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/taktsim/takt/twin/link"
)

// longest line that is looked at. Longer ones are skipped: no adapter writes
// them, but a file of another sort may have no line ends at all.
const longest = 1 << 20

// Names of what a Reader counts, in the report's reasons (skipped) and
// concerns (kept).
const (
	LateValue   = "value older than the last one of the same item (put back in order of time)"
	ClockBack   = "clock stepped back by more than a second"
	Duplicate   = "exact repetition of an item's last value"
	TornLine    = "torn line"
	NoTime      = "no timestamp at the start of the line"
	AssetLine   = "asset line"
	CommandLine = "agent command"
	LongLine    = "line longer than 1 MiB"
	CutOff      = "the file breaks off"
)

// Reader reads the lines of adapter logs and remembers, per machine and item,
// what was said last. The zero Reader is not ready; use NewReader.
type Reader struct {
	Report  *link.Report
	devices *Devices
	last    map[itemKey]said
	MaxBack time.Duration // the largest step back of one item's time so far
}

type itemKey struct{ machine, item string }

type said struct {
	at    time.Time
	value string
}

// NewReader returns a reader that counts into report. devices may be nil.
func NewReader(report *link.Report, devices *Devices) *Reader {
	if devices == nil {
		devices = &Devices{}
	}
	return &Reader{Report: report, devices: devices, last: map[itemKey]said{}}
}

// Read reads one log of one machine and calls f for each observation that is
// not an exact repetition, in the order of the file. It never fails: what can
// not be read is in the report. machine stands for observations that name no
// device. It returns the number of observations, repetitions included.
func (r *Reader) Read(name, machine string, in io.Reader, f func(machine string, o Observation, line int)) int {
	b := bufio.NewReaderSize(in, 1<<16)
	count, n := 0, 0
	until := "" // the end mark of a multi-line asset
	var previous time.Time
	for {
		text, long, err := readLine(b)
		if err != nil && text == "" && !long {
			if err != io.EOF {
				r.Report.Concern(link.Place{File: name, Line: n}, CutOff, err.Error())
			} else if until != "" {
				r.Report.Concern(link.Place{File: name, Line: n}, CutOff, "inside a multi-line asset")
			}
			return count
		}
		n++
		at := link.Place{File: name, Line: n}
		switch {
		case long:
			r.Report.Read++
			r.Report.Skip(at, LongLine, text)
			continue
		case until != "":
			r.Report.Read++
			r.Report.Skip(at, AssetLine, "")
			if strings.TrimSpace(text) == until {
				until = ""
			}
			continue
		}
		obs, perr := Parse(text, r.devices)
		if perr != nil {
			until = r.refuse(at, text, perr)
			continue
		}
		r.Report.Read++
		r.Report.Kept++
		if back := previous.Sub(obs[0].At); !previous.IsZero() && back > time.Second {
			r.Report.Concern(at, ClockBack, back.Round(time.Millisecond).String())
		}
		previous = obs[0].At
		for _, o := range obs {
			count++
			r.take(at, machine, o, f)
		}
	}
}

// refuse counts a line without observations and returns the end mark when it
// opens a multi-line asset.
func (r *Reader) refuse(at link.Place, text string, err error) string {
	if errors.Is(err, ErrEmpty) {
		return ""
	}
	r.Report.Read++
	switch {
	case errors.Is(err, ErrCommand):
		r.Report.Skip(at, CommandLine, text)
	case errors.Is(err, ErrAsset):
		r.Report.Skip(at, AssetLine, text)
		if i := strings.LastIndex(text, "--multiline--"); i >= 0 {
			return strings.TrimSpace(text[i:])
		}
	case errors.Is(err, ErrTime):
		r.Report.Skip(at, NoTime, text)
	default:
		r.Report.Skip(at, TornLine, err.Error())
	}
	return ""
}

func (r *Reader) take(at link.Place, machine string, o Observation, f func(string, Observation, int)) {
	if o.Device != "" {
		machine = o.Device
	}
	key := itemKey{machine, o.Item}
	before, known := r.last[key]
	if known && o.At.Equal(before.at) && o.Value == before.value {
		r.Report.Concern(at, Duplicate, o.Item)
		return
	}
	if known && o.At.Before(before.at) {
		back := before.at.Sub(o.At)
		r.MaxBack = max(r.MaxBack, back)
		r.Report.Concern(at, LateValue, o.Item+" by "+back.Round(time.Millisecond).String())
	} else {
		r.last[key] = said{o.At, o.Value}
	}
	f(machine, o, at.Line)
}

// readLine returns the next line without its end. Of a line that is too long it
// returns the beginning and long, having read past the rest.
func readLine(b *bufio.Reader) (text string, long bool, err error) {
	var line []byte
	for {
		part, err := b.ReadSlice('\n')
		if !long {
			line = append(line, part...)
			if len(line) > longest {
				long, line = true, line[:80]
			}
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		return strings.TrimRight(string(line), "\r\n"), long, err
	}
}
