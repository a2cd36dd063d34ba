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
	Spare   uint32
}

// Feed logs in and schedules it for in.At, or for now when that is past. It
// returns the input as logged.
func (w *World) Feed(in Input) Input {
	in.At = max(in.At, w.now)
	in.Arrival = uint64(w.inputs.Len()) + 1
	_, slot := w.inputs.Alloc()
	*slot = in
	w.At(in.At, PhaseInput, KindInput, uint32(in.Arrival-1), 0)
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
