package rules

import "github.com/taktsim/takt/engine/decide"

// lowest takes the open option with the smallest score, of equals the first; none
// when no option is open.
func lowest(options []decide.Option, score func(*decide.Option) float64) decide.Action {
	best, low := decide.None, 0.0
	for i := range options {
		if o := &options[i]; o.Open {
			if v := score(o); best == decide.None || v < low {
				best, low = i, v
			}
		}
	}
	return decide.Action{Pick: best}
}

// from takes the first open option from option i on, round and round.
func from(options []decide.Option, i int) decide.Action {
	for k := range options {
		if at := (i + k) % len(options); options[at].Open {
			return decide.Take(at)
		}
	}
	return decide.Wait()
}

// First takes the first that is open, as they are written; of claims on people, the
// one that came first.
type First struct{}

// FirstCome says that there is nothing to decide.
func (*First) FirstCome() {}

// Decide answers an Assign.
func (*First) Decide(_ decide.View, r decide.Request) decide.Action {
	return from(r.(*decide.Assign).Options, 0)
}

// ShortestQueue takes the place with the fewest parts inside.
type ShortestQueue struct{}

// Decide answers an Assign.
func (*ShortestQueue) Decide(_ decide.View, r decide.Request) decide.Action {
	return lowest(r.(*decide.Assign).Options, func(o *decide.Option) float64 { return float64(o.Inside) })
}

// LeastWork takes the place where the part would be done first: the least work that
// waits for each machine body, and its own operation.
type LeastWork struct{}

// Decide answers an Assign.
func (*LeastWork) Decide(v decide.View, r decide.Request) decide.Action {
	return lowest(r.(*decide.Assign).Options, func(o *decide.Option) float64 { return v.Load(o.Place) + o.Time })
}

// Fastest takes the place with the shortest mean time of the work; of claims on
// people, that with the shortest work.
type Fastest struct{}

// Decide answers an Assign.
func (*Fastest) Decide(_ decide.View, r decide.Request) decide.Action {
	return lowest(r.(*decide.Assign).Options, func(o *decide.Option) float64 { return o.Time })
}

// Urgent takes the place with the highest priority of the part there: whom people
// serve first.
type Urgent struct{}

// Decide answers an Assign.
func (*Urgent) Decide(_ decide.View, r decide.Request) decide.Action {
	return lowest(r.(*decide.Assign).Options, func(o *decide.Option) float64 { return -float64(o.Priority) })
}

// RoundRobin takes one after the other; those that are not open are passed over.
type RoundRobin struct{}

// Remembers is a Turn.
func (*RoundRobin) Remembers() decide.Memory { return decide.MemoryOf[decide.Turn]() }

// Decide answers an Assign.
func (*RoundRobin) Decide(v decide.View, r decide.Request) decide.Action {
	options := r.(*decide.Assign).Options
	turn := decide.Recall[decide.Turn](v)
	a := from(options, int(turn.Next)%len(options))
	if a.Pick != decide.None {
		turn.Next = uint32((a.Pick + 1) % len(options))
	}
	return a
}

// Random takes one by lot, and the next that is open when that is not.
type Random struct{}

// Decide answers an Assign.
func (*Random) Decide(v decide.View, r decide.Request) decide.Action {
	options := r.(*decide.Assign).Options
	return from(options, int(float64(v.Lot()*float64(len(options)))))
}
