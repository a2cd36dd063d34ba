package engine

// Follow makes w go on where src is: at its instant, with its numbers, its log of
// inputs and all that is pending. W is a state of another shape whose timers have
// been made and not started.
//
// Timer i of src becomes timer timers[i]-1 of w; where that is -1 it is gone, and
// what it waited for with it. A timer keeps its draw, its age and the place of its
// event among others; law tells the new number of its law. Pending events that
// belong to no timer become what moved makes of them, or are gone.
func (w *World) Follow(src *World, timers []uint32, law func(uint32) uint32, moved func(Event) (Event, bool)) {
	w.now, w.seq, w.steps, w.moved, w.crowd = src.now, src.seq, src.steps, src.moved, src.crowd
	w.inputs.copyFrom(&src.inputs)
	for i, t := range src.Timers.All {
		if j := timers[i]; j != 0 {
			to := w.Timers.At(j - 1)
			was := *to
			*to = *t
			to.Owner, to.Kind, to.Arg, to.Phase = was.Owner, was.Kind, was.Arg, was.Phase
			to.Law = law(t.Law)
		}
	}
	carry := func(e entry) (entry, bool) {
		if e.kind()&timerBit == 0 {
			f, ok := moved(e.event())
			return pack(f), ok
		}
		if t := src.Timers.At(e.target()); t.Seq != e.seq || timers[e.target()] == 0 {
			return entry{}, false
		}
		return entry{e.at, e.seq, uint64(timers[e.target()]-1)<<32 | e.what&(1<<32-1)}, true
	}
	for _, e := range src.queue.pending() {
		if e, ok := carry(e); ok {
			w.queue.push(e)
		}
	}
	for p := range src.soon {
		for _, e := range src.soon[p].events[src.soon[p].head:] {
			if e, ok := carry(e); ok {
				w.soon[p].push(e)
				w.waiting |= 1 << p
			}
		}
	}
}
