package engine

import (
	"fmt"
	"math"
	"sort"
)

// Rewindable is a state that a Tape can keep: a pointer to a struct that embeds a
// World, with its ways to copy and to run it. ForkInto makes its argument, a state
// of the same kind, a copy of the receiver; RunWhile is the function RunWhile with
// the state's own handlers.
type Rewindable[S any] interface {
	kernel() *World
	Fork() S
	ForkInto(S)
	RunWhile(until Time, cond func(S) bool) bool
}

var _ interface{ kernel() *World } = (*World)(nil) // whatever embeds a World is one

func (w *World) kernel() *World { return w }

// Fed is an input and when it was fed: the clock and the events handled then.
type Fed struct {
	Input Input
	Now   Time
	Steps uint64
}

// Tape keeps the past of a state: it gives the state as it was at any instant
// (StateAt), and takes the state back to one (Rewind). It keeps copies of it, the
// keyframes, and all inputs; a state between two keyframes is run again from the
// one before it, which gives the same state to the bit.
//
// Keyframes are so many events apart: at first 4096, or an event for every 64
// bytes of a keyframe when that is more, so that making them costs little beside
// running. When they take up more memory than the budget, that distance is doubled
// and those that are too close are given up: the past is covered evenly. With room
// for K keyframes, at most 2/K of all events of the past (and a sixteenth more, for
// their uneven distances) are run again for a state; after a long past was given up
// for another, 2/K of the long one. The first keyframe is always kept, whatever its
// size; the inputs come on top, 80 bytes each.
//
// The state must be run by its tape alone. It may be fed at any time between
// runs; what else is done to it from outside is not on the tape and is lost when
// it is rewound.
type Tape[S Rewindable[S]] struct {
	live   S
	frames []frame[S] // in the order of their steps; never empty
	log    []Fed      // the inputs since the first keyframe, those of a future that was left included
	first  int        // inputs that the first keyframe has
	fed    int        // of log, how many the live state has
	now    Time       // of the live state, when the tape last looked
	steps  uint64
	end    Time   // how far the state has ever been run, but for futures given up
	stride uint64 // events between keyframes
	memory int    // bytes of all keyframes
	budget int
	leg    leg[S] // that is run
}

// frame is a keyframe.
type frame[S any] struct {
	state S
	now   Time
	steps uint64
	fed   int // of the log, how many it has
	bytes int
}

// leastStride is how many events at least lie between keyframes: so many that
// making one takes about a twentieth of the time to run them, at some 200 ns an
// event and some 7 bytes a nanosecond to copy.
func leastStride(bytes int) uint64 { return max(4096, uint64(bytes)/64) }

// NewTape begins a tape at the present of s, which is then its live state.
// budget is the memory for keyframes in bytes.
func NewTape[S Rewindable[S]](s S, budget int) *Tape[S] {
	w := s.kernel()
	p := &Tape[S]{live: s, first: w.inputs.Len(), budget: budget, now: w.now, steps: w.steps, end: w.now}
	p.leg.goOn = p.leg.asks
	p.keep()
	p.stride = leastStride(p.memory)
	return p
}

// Live is the state that the tape runs: feed it, look at it.
func (p *Tape[S]) Live() S { return p.live }

// Span tells from where to where the past is known. After a Rewind, what was
// run before reaches beyond the present of the live state.
func (p *Tape[S]) Span() (from, to Time) { return p.frames[0].now, max(p.end, p.live.kernel().now) }

// Memory tells how many keyframes there are and how many bytes they take up.
func (p *Tape[S]) Memory() (keyframes, bytes int) { return len(p.frames), p.memory }

// Inputs gives the inputs since the beginning of the tape that belong to the past
// of the live state or, after a Rewind, to the future that it knows.
func (p *Tape[S]) Inputs() []Fed {
	p.notice()
	return append([]Fed(nil), p.log...)
}

// Run carries the live state on to the instant until. After a Rewind it takes the
// way that it took before, with the inputs of then at their times, until it is
// fed anything else: that makes another future, and the one of before is given up.
func (p *Tape[S]) Run(until Time) { p.RunWhile(until, always[S]) }

// RunWhile is Run that also ends as soon as cond, asked before every event, is
// false; it reports whether it was cond that ended it.
func (p *Tape[S]) RunWhile(until Time, cond func(S) bool) bool {
	p.notice()
	ended := false
	for !ended && p.fed < len(p.log) && p.log[p.fed].Now <= until {
		ended = p.feedNext(cond)
	}
	if !ended {
		ended = p.advance(until, math.MaxUint64, cond)
	}
	p.look()
	return ended
}

// feedNext runs the live state to where the next input of the log was fed, and
// feeds it, unless cond ends that.
func (p *Tape[S]) feedNext(cond func(S) bool) bool {
	next := &p.log[p.fed]
	if p.advance(next.Now, next.Steps, cond) {
		return true
	}
	w := p.live.kernel()
	w.Feed(next.Input)
	next.Now, next.Steps = w.now, w.steps
	p.fed++
	return false
}

// look takes down where the live state stands.
func (p *Tape[S]) look() {
	w := p.live.kernel()
	p.now, p.steps, p.end = w.now, w.steps, max(p.end, w.now)
}

// advance runs the live state to an instant, or to a number of events in it, and
// keeps what is due on the way.
func (p *Tape[S]) advance(until Time, steps uint64, cond func(S) bool) bool {
	w, leg := p.live.kernel(), &p.leg
	leg.kernel, leg.cond = w, cond
	for {
		leg.limit, leg.ended = min(steps, p.due()), false
		stopped := p.live.RunWhile(until, leg.goOn)
		switch {
		case !stopped || leg.ended:
			return leg.ended
		case w.steps >= steps:
			if w.now < until { // the clock stood there, with nothing left to do
				p.live.RunWhile(until, always[S])
			}
			return false
		default:
			p.keep()
		}
	}
}

// leg is a stretch of the way from one keyframe to the next. It is kept with its tape,
// so that running on allots nothing.
type leg[S any] struct {
	kernel *World
	limit  uint64 // of events
	cond   func(S) bool
	ended  bool // by cond
	goOn   func(S) bool
}

func (l *leg[S]) asks(s S) bool {
	if l.kernel.steps >= l.limit {
		return false
	}
	l.ended = !l.cond(s)
	return !l.ended
}

func always[S any](S) bool { return true }

// due is the number of events at which the next keyframe is made.
func (p *Tape[S]) due() uint64 { return p.frames[len(p.frames)-1].steps + p.stride }

// keep makes a keyframe of the live state.
func (p *Tape[S]) keep() {
	w := p.live.kernel()
	f := frame[S]{state: p.live.Fork(), now: w.now, steps: w.steps, fed: p.fed}
	f.bytes = f.state.kernel().room()
	p.frames = append(p.frames, f)
	for p.memory += f.bytes; p.memory > p.budget && len(p.frames) > 1; {
		p.thin()
	}
}

// thin doubles the distance and gives up each keyframe without which those
// around it are near enough.
func (p *Tape[S]) thin() {
	p.stride *= 2
	kept, last := p.frames[:1], len(p.frames)-1
	p.memory = kept[0].bytes
	for i := 1; i <= last; i++ {
		from := kept[len(kept)-1].steps
		if i < last && p.frames[i+1].steps-from > p.stride+p.stride/16 || i == last && p.frames[i].steps-from >= p.stride {
			kept = append(kept, p.frames[i])
			p.memory += p.frames[i].bytes
		}
	}
	clear(p.frames[len(kept):])
	p.frames = kept
}

// notice takes down what the live state was fed since the tape last looked. If
// that was after a Rewind, the future that was known is not the one to come.
func (p *Tape[S]) notice() {
	w := p.live.kernel()
	if w.now != p.now || w.steps != p.steps {
		panic(fmt.Sprintf("engine: a state was run from %v to %v, but not by its tape", p.now, w.now))
	}
	n := w.inputs.Len() - p.first
	if n == p.fed {
		return
	}
	p.forget()
	for ; p.fed < n; p.fed++ {
		p.log = append(p.log, Fed{*w.inputs.At(uint32(p.first + p.fed)), w.now, w.steps})
	}
}

// forget gives up the future of the live state: the inputs and the keyframes.
func (p *Tape[S]) forget() {
	w := p.live.kernel()
	p.log, p.end = p.log[:p.fed], w.now
	k := sort.Search(len(p.frames), func(i int) bool {
		f := &p.frames[i]
		return f.steps > w.steps || f.now > w.now
	})
	for _, f := range p.frames[k:] {
		p.memory -= f.bytes
	}
	clear(p.frames[k:])
	p.frames = p.frames[:k]
	for p.stride/2 >= leastStride(p.memory/k) && p.memory <= p.budget/2 {
		p.stride /= 2
	}
}

// StateAt gives the state as it was at instant t, when all that was due by t had
// been handled and all that came while the clock stood at t had been fed; at the
// present of the live state it is a copy of that. It is a new state; to look
// again and again, use StateInto. An instant outside of Span is an error.
func (p *Tape[S]) StateAt(t Time) (S, error) {
	s := p.frames[0].state.Fork()
	if err := p.StateInto(t, s); err != nil {
		var none S
		return none, err
	}
	return s, nil
}

// StateInto is StateAt into a state of the same kind that is no longer needed.
func (p *Tape[S]) StateInto(t Time, s S) error {
	p.notice()
	if from, to := p.Span(); t < from || t > to {
		return fmt.Errorf("the past is known from %v to %v, and %v lies outside of it", from, to, t)
	}
	if t == p.now {
		p.live.ForkInto(s)
		return nil
	}
	k := sort.Search(len(p.frames), func(i int) bool { return p.frames[i].now > t }) - 1
	f := &p.frames[k]
	f.state.ForkInto(s)
	// Fed early, an input makes no difference to what follows; see World.Feed.
	for i := f.fed; i < p.fedBy(t); i++ {
		s.kernel().Feed(p.log[i].Input)
	}
	s.RunWhile(t, always[S])
	return nil
}

// fedBy counts the inputs that had been fed when the clock left t.
func (p *Tape[S]) fedBy(t Time) int {
	return sort.Search(len(p.log), func(i int) bool { return p.log[i].Now > t })
}

// Rewind takes the live state back to instant t, or on to one that it was at
// before an earlier Rewind: it becomes what StateAt gives. Observers stay, and do
// not see how it gets there; handles name nothing any more. Run then goes on from
// t. An instant outside of Span is an error.
func (p *Tape[S]) Rewind(t Time) error {
	s, err := p.StateAt(t)
	if err != nil || t == p.now {
		return err
	}
	s.ForkInto(p.live)
	w := p.live.kernel()
	p.now, p.steps, p.fed = w.now, w.steps, p.fedBy(t)
	return nil
}
