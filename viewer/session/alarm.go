package session

import (
	"cmp"
	"slices"
	"sort"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Cause is what an alarm is about.
type Cause uint8

// The causes, what is worst first. Blocked, Starved, Unmanned and Full are alarms only
// when they last unusually long.
const (
	Broken   Cause = iota // a machine body is down
	Halted                // it is stopped by order
	Unmanned              // work is there, and a crew or a tool is missing
	Blocked               // what is finished cannot leave
	Full                  // a buffer takes no more
	Starved               // no work is there
	Causes
)

var causeNames = [Causes]string{"broken", "halted", "unmanned", "blocked", "full", "starved"}

// String gives the cause its name in catalogues.
func (c Cause) String() string {
	if c < Causes {
		return causeNames[c]
	}
	return "?"
}

// State is the state of equipment of which the cause makes an alarm; of Full that of
// what waits before the buffer.
func (c Cause) State() plant.State {
	return [Causes]plant.State{plant.Down, plant.Stopped, plant.Held, plant.Blocked, plant.Blocked, plant.Waiting}[c]
}

// Alarm is something that is wrong, or was.
type Alarm struct {
	ID
	Place int         // index of the node of the model
	Until engine.Time // when it ended; engine.Never: it has not
}

// ID tells an alarm from all others of the run: who goes back in time and forth again
// meets the same.
type ID struct {
	Path  string
	Body  int // of the place's machine bodies
	Cause Cause
	Since engine.Time
}

// Active reports whether it has not ended.
func (a *Alarm) Active() bool { return a.Until == engine.Never }

// recent is how long ago a failure may have ended that is told still.
const recent = 8 * engine.Hour

// Alarms appends what is wrong at the present instant, and the failures of the last
// hours that are over: what goes on before what has ended, and the newest first. What is
// no fault by itself, to be blocked or starved, counts from lasting on, and only when it
// lasts longer than usual there: a station that is seldom needed waits for hours, and
// nothing is wrong.
func (x *Session) Alarms(out []Alarm, lasting engine.Time) []Alarm {
	s := x.Sim()
	p, now := s.Plant(), x.Now()
	for i, n := range p.Model().Nodes {
		works := plant.WorkOf(n.Spec) != nil
		first, bodies := p.SlotsOf(i)
		for k := range int(bodies) {
			slot := s.Slots.At(first + uint32(k))
			c, ok := causeOf(slot.State, works)
			since := s.SlotStats.At(first + uint32(k)).Since
			if !ok || c > Halted && now-since < lasting {
				continue
			}
			since = x.Log.began(n.Path, k, since)
			if c > Halted && now-since <= x.usually(n.Path, k, slot.State, since) {
				continue
			}
			out = append(out, Alarm{ID{n.Path, k, c, since}, i, engine.Never})
		}
		if b, ok := n.Spec.(*plant.Buffer); ok && b.Room > 0 && int(s.Places.At(uint32(i)).Inside) >= b.Room {
			if since := s.Stats.At(uint32(i)).Changed; now-since >= lasting && now-since > x.usuallyFull(n.Path, b.Room, since) {
				out = append(out, Alarm{ID{n.Path, 0, Full, since}, i, engine.Never})
			}
		}
	}
	out = x.over(out)
	slices.SortStableFunc(out, func(a, b Alarm) int {
		if a.Active() != b.Active() {
			if a.Active() {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Since, a.Since), cmp.Compare(a.Cause, b.Cause), cmp.Compare(a.Place, b.Place))
	})
	return out
}

func causeOf(st plant.State, works bool) (c Cause, ok bool) {
	switch st {
	case plant.Down:
		return Broken, true
	case plant.Stopped:
		return Halted, true
	case plant.Held:
		return Unmanned, true
	case plant.Blocked:
		return Blocked, works
	case plant.Waiting:
		return Starved, works
	}
	return 0, false
}

// over appends the failures that have ended, by the marks of the log.
func (x *Session) over(out []Alarm) []Alarm {
	nodes, now := x.Sim().Plant().Model().Nodes, x.Now()
	marks := x.Log.Marks
	for k := sort.Search(len(marks), func(i int) bool { return marks[i].At > now }) - 1; k >= 0 && marks[k].At > now-recent; k-- {
		m := marks[k]
		if m.Kind != plant.Failed || int(m.Place) >= len(nodes) {
			continue
		}
		n := nodes[m.Place]
		first, bodies := x.Sim().Plant().SlotsOf(n.Index)
		body := int(m.Slot) - 1 - int(first)
		if body < 0 || body >= int(bodies) || body >= len(x.Log.Bodies[n.Path]) {
			continue
		}
		if until, ok := x.Log.ended(n.Path, body, m.At, now); ok {
			out = append(out, Alarm{ID{n.Path, body, Broken, m.At}, n.Index, until})
		}
	}
	return out
}

// began is when a state began that a body is known to have been in since an instant: an
// edit makes the state's own account begin anew.
func (l *Log) began(path string, body int, since engine.Time) engine.Time {
	if body >= len(l.Bodies[path]) {
		return since
	}
	b := l.Bodies[path][body]
	if i := sort.Search(len(b), func(i int) bool { return b[i].At > since }) - 1; i >= 0 {
		return min(since, b[i].At)
	}
	return since
}

// ended is when the failure of a body ended that began at an instant; ok is false when it
// has not by now, or nobody knows.
func (l *Log) ended(path string, body int, from, now engine.Time) (until engine.Time, ok bool) {
	b := l.Bodies[path][body]
	i := sort.Search(len(b), func(i int) bool { return b[i].At > from })
	if i < 1 || b[i-1].State != plant.Down || i == len(b) || b[i].At > now {
		return 0, false
	}
	return b[i].At, true
}
