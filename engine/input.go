package engine

// Input is something that entered the state from outside: an order of a person,
// a live value, a timed event of a scenario. Inputs are logged, so a state and
// the inputs after it can be run again to the same hash. What Code, Target and
// the values mean is the business of the handler of KindInput.
type Input struct {
	At      Time   // when it is applied
	Event   Time   // when it happened, by its own clock
	Arrival uint64 // its place in the log, from 1
	Target  uint64 // what it is for; a hash of a path, because inputs outlive a model
	Key     uint64 // which property, a hash of its name; 0 when there is none
	Value   float64
	Span    Time // how long it lasts; 0 for ever
	Code    uint32
	Late    uint32 // 1 if its instant had already begun when it came; set by Feed
}

// Feed logs in and schedules it for in.At, or for now when that is past. An
// instant's inputs come before all else that happens in it, in the order of
// their arrival; one for an instant that has already begun comes when that is
// over. It returns the input as logged. A log may be fed to a copy of the state
// as it was before, all at once or bit by bit: what follows is the same.
func (w *World) Feed(in Input) Input {
	in.At = max(in.At, w.now)
	if in.At == w.now && w.steps != w.moved {
		in.Late = 1
	}
	in.Arrival = uint64(w.inputs.Len()) + 1
	_, slot := w.inputs.Alloc()
	*slot = in
	p := PhaseInput
	if in.Late != 0 {
		p = PhaseLate
	}
	// Neither the running number nor the lists of the present instant: both
	// would tell when an input came, which a replay does not repeat.
	if in.At < Never {
		w.queue.push(pack(Event{in.At, uint64(p)<<56 | in.Arrival, uint32(in.Arrival - 1), What{Kind: KindInput}}))
	}
	return in
}

// Input returns entry i of the log, from 0: what an event of KindInput has as
// its Target.
func (w *World) Input(i uint32) Input { return *w.inputs.At(i) }

// Inputs returns a copy of the log.
func (w *World) Inputs() []Input {
	log := make([]Input, 0, w.inputs.Len())
	for _, in := range w.inputs.All {
		log = append(log, *in)
	}
	return log
}
