package session

import (
	"slices"
	"sort"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// mostPast is how many stretches of time tell what is usual, the last ones, out of at
// most mostLooked.
const (
	mostPast   = 200
	mostLooked = 5 * mostPast
)

// usual is what all but one in twenty of some stretches of time do not exceed: the 95th
// percentile, of few the longest; 0 when there is none.
func usual(past []engine.Time) engine.Time {
	n := len(past)
	if n == 0 {
		return 0
	}
	slices.Sort(past)
	return past[(n*95+99)/100-1]
}

// usually is how long a machine body at most stayed in a state, as a rule, before an
// instant. One that has never left it is as usual.
func (x *Session) usually(path string, body int, st plant.State, before engine.Time) engine.Time {
	if body >= len(x.Log.Bodies[path]) {
		return engine.Never
	}
	b := x.Log.Bodies[path][body]
	n := sort.Search(len(b), func(i int) bool { return b[i].At >= before })
	if n == 0 {
		return engine.Never
	}
	past, last := x.past[:0], max(n-mostLooked, 0)
	for i := n - 1; i >= last && len(past) < mostPast; i-- {
		end := before
		if i+1 < n {
			end = b[i+1].At
		}
		if b[i].State == st {
			past = append(past, end-b[i].At)
		}
	}
	if from := x.first.Now(); last == 0 && x.began(path, body) == st && b[0].At > from {
		past = append(past, b[0].At-from)
	}
	x.past = past
	return usual(past)
}

// began is the state that a machine body had when the session began; plant.States: it was
// not there.
func (x *Session) began(path string, body int) plant.State {
	p := x.first.Plant()
	n := p.Model().Node(path)
	if n == nil {
		return plant.States
	}
	first, bodies := p.SlotsOf(n.Index)
	if body >= int(bodies) {
		return plant.States
	}
	return x.first.Slots.At(first + uint32(body)).State
}

// usuallyFull is how long a buffer at most stayed full, as a rule, before an instant, as
// far as the instants at which it was looked at tell that.
func (x *Session) usuallyFull(path string, room int, before engine.Time) engine.Time {
	at, _, inside := x.Log.Course(path, before)
	var past []engine.Time
	for i := 0; i < len(at); i++ {
		if int(inside[i]) < room {
			continue
		}
		from := i
		for i+1 < len(at) && int(inside[i+1]) >= room {
			i++
		}
		past = append(past, at[i]-at[from]+x.Log.courses.every)
	}
	return usual(past)
}
