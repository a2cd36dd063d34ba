package engine

import (
	"fmt"
	"math"
)

// Timer is a duration that was drawn and has not run out. Work is what runs
// out: at rate 1 a timer does one nanosecond of work in a nanosecond.
//
// Law, Key and Index say how Total was drawn (the law's number in the model's
// table, the stream and the index in it), so that what is left can be drawn
// again, given Age. Law 0 is a certain duration.
//
// The tag luck marks, here and in every state, what nobody can see of a plant and
// a Branch therefore draws again.
type Timer struct {
	Seq   uint64  // sequence of its live event; 0 when there is none
	Due   Time    `luck:"when it ends"` // when that event is due
	Key   uint64  `luck:"stream"`
	Index uint64  `luck:"stream"`
	Total Time    `luck:"when it ends"` // work in all
	Age   Time    // work done up to Since
	Since Time    // when Age was last brought up to date
	Rate  float64 // work per time, > 0
	Law   uint32
	Owner uint32 // Target of its event
	Kind  uint16 // Kind of its event
	Arg   uint16 // Arg of its event
	Phase Phase
	On    bool // work is being done
	Set   bool // it was started and has not fired or been cancelled
	Spare bool
}

// AgeAt is the work done at instant now.
func (t *Timer) AgeAt(now Time) Time {
	if t.On && t.Rate == 1 {
		return t.Age + now - t.Since
	}
	return t.scaledAge(now)
}

// scaledAge is AgeAt at any rate, apart so that the usual case is inlined.
//
//go:noinline
func (t *Timer) scaledAge(now Time) Time {
	if !t.On {
		return t.Age
	}
	return t.Age.Add(nearest(float64(float64(now-t.Since) * t.Rate)))
}

// Left is the time that remains at the present rate, rounded up: nothing is over
// before it is done.
func (t *Timer) Left(now Time) Time { return t.takes(t.Total - t.AgeAt(now)) }

// left is Left where Age is up to date.
func (t *Timer) left() Time { return t.takes(t.Total - t.Age) }

// takes is the time that work takes at the present rate.
func (t *Timer) takes(work Time) Time {
	if t.Rate == 1 {
		return max(work, 0)
	}
	return nearest(math.Ceil(float64(float64(max(work, 0)) / t.Rate)))
}

// NewTimer makes a timer whose events have this kind, owner and argument. A
// component makes its timers once and starts them again and again.
func (w *World) NewTimer(kind uint16, owner uint32, arg uint16) uint32 {
	r, t := w.Timers.Alloc()
	*t = Timer{Kind: kind, Owner: owner, Arg: arg, Phase: PhaseCompletion, Rate: 1}
	return r.Index
}

// Draw says how a duration was drawn: see Timer.
type Draw struct {
	Law   uint32
	Key   uint64
	Index uint64
}

// Start sets timer i to run out after total of work, beginning now at the
// timer's rate.
func (w *World) Start(i uint32, total Time, d Draw) {
	t := w.Load(i, total, d)
	t.On = true
	w.schedule(i, t, t.left())
}

// Load sets timer i to total of work but does not let it run; see Resume. It
// returns the timer.
func (w *World) Load(i uint32, total Time, d Draw) *Timer {
	t := w.Timers.At(i)
	t.Total, t.Age, t.Since = total, 0, w.now
	t.Law, t.Key, t.Index = d.Law, d.Key, d.Index
	w.drop(t)
	t.Set, t.On = true, false
	return t
}

// Pause stops the work of timer i. A timer that is not running stays as it is.
func (w *World) Pause(i uint32) {
	if t := w.Timers.At(i); t.On {
		t.Age, t.Since, t.On = t.AgeAt(w.now), w.now, false
		w.drop(t)
	}
}

// Resume lets timer i go on. Its event is put into the queue only if it is due
// by horizon, and the caller promises to pause it, or to resume it with a later
// horizon, before that: a machine's next failure need not be queued for every
// part. Never is always safe.
func (w *World) Resume(i uint32, horizon Time) {
	t := w.Timers.At(i)
	if !t.Set || t.On && t.Seq != 0 {
		return
	}
	left := Time(0)
	if t.On {
		left = t.Left(w.now)
	} else {
		t.On, t.Since = true, w.now
		left = t.left()
	}
	if w.now.Add(left) <= horizon {
		w.schedule(i, t, left)
	}
}

// SetRate changes the speed of timer i; a rate that is not a positive number is
// a mistake of the program and panics. A running timer that Resume did not queue
// is queued now if it becomes faster, because it may then be due by the horizon.
func (w *World) SetRate(i uint32, rate float64) {
	if !(rate > 0 && rate <= math.MaxFloat64) {
		panic(fmt.Sprintf("engine: rate %v of timer %d; want a positive number", rate, i))
	}
	t := w.Timers.At(i)
	if t.Rate == rate {
		return
	}
	faster := rate > t.Rate
	t.Age, t.Since, t.Rate = t.AgeAt(w.now), w.now, rate
	if t.Seq != 0 || t.On && faster {
		w.drop(t)
		w.schedule(i, t, t.left())
	}
}

// Cancel unsets timer i.
func (w *World) Cancel(i uint32) {
	t := w.Timers.At(i)
	w.drop(t)
	t.On, t.Set = false, false
}

// drop makes the event of t, if it has one, stale.
func (w *World) drop(t *Timer) {
	if t.Seq != 0 {
		t.Seq = 0
		w.stale++
	}
}

// schedule puts the event of t into the queue: it runs out when the time left
// has passed.
func (w *World) schedule(i uint32, t *Timer, left Time) {
	if w.stale > 64 && w.stale > w.queue.Len()/2 {
		w.sweep()
	}
	t.Due = w.now.Add(left)
	t.Seq = w.nextSeq(t.Phase)
	if e := pack(Event{t.Due, t.Seq, i, What{t.Kind | timerBit, t.Arg}}); left > 0 && t.Due < Never {
		w.queue.push(e)
	} else {
		w.put(e)
	}
}
