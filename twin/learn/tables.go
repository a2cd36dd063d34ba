package learn

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"slices"
	"strconv"
	"time"
)

// stampLayout is the form of times in the tables: as in the log, to the microsecond.
const stampLayout = "2006-01-02T15:04:05.999999Z"

func table(header []string, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(header)
	w.WriteAll(rows) // flushes; a bytes.Buffer takes everything
	return b.Bytes()
}

func number(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 3, 64) }

// operationTimes is every operation with its class, in order of part, step and start.
func (r Result) operationTimes() []byte {
	var rows [][]string
	for _, l := range r.Steps {
		for i, o := range l.Ops {
			instance := ""
			if o.Instance > 0 {
				instance = strconv.Itoa(o.Instance)
			}
			rows = append(rows, []string{o.Part, o.Op, o.Machine, instance,
				o.Start.Format(stampLayout), o.End.Format(stampLayout),
				number(o.Span().Seconds()), number(o.Active.Seconds()),
				strconv.Itoa(o.Count), o.Ended, string(l.Classes[i])})
		}
	}
	return table([]string{"part", "operation", "machine", "instance", "start", "end", "span [s]", "active [s]", "observations", "ended", "class"}, rows)
}

func (r Result) machineStates() []byte {
	var rows [][]string
	for _, s := range r.Stays {
		rows = append(rows, []string{s.Machine, s.State, s.From.Format(stampLayout), s.To.Format(stampLayout), number(s.Length().Seconds())})
	}
	return table([]string{"machine", "state", "from", "to", "length [s]"}, rows)
}

// orders has one line for each piece that has at least one whole operation with
// a law: released when the first of its operations began. Pieces without a
// number (continuous logs) count each operation as a piece.
func (r Result) orders() []byte {
	type piece struct {
		part     string
		instance int
	}
	first := map[piece]time.Time{}
	var pieces []piece
	for _, l := range r.Steps {
		if l.Err != nil {
			continue
		}
		for i, o := range l.Ops {
			if !l.Classes[i].Whole() && l.Classes[i] != Incomplete {
				continue
			}
			p := piece{o.Part, o.Instance}
			if o.Instance == 0 {
				p.instance = -1 - len(pieces)
			}
			if t, ok := first[p]; !ok || o.Start.Before(t) {
				if !ok {
					pieces = append(pieces, p)
				}
				first[p] = o.Start
			}
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		return cmp.Or(first[a].Compare(first[b]), cmp.Compare(a.part, b.part), cmp.Compare(a.instance, b.instance))
	})
	parts, _ := r.names()
	var rows [][]string
	for _, p := range pieces {
		rows = append(rows, []string{parts[p.part], "1", first[p].Format("2006-01-02 15:04:05")})
	}
	return table([]string{"part", "quantity", "release"}, rows)
}
