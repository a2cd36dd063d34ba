package engine

// Phase is a stage of one instant. All events of an instant that are in an
// earlier phase are handled before those of a later one, so a decision sees
// every completion of its instant.
type Phase uint8

// The phases of an instant, in their order.
const (
	PhaseInput      Phase = iota // what enters from outside
	PhaseCompletion              // an operation, a repair, a shift ends
	PhaseTransfer                // a part moves on
	PhaseDecide                  // somebody chooses what to do next
	PhaseReport                  // somebody looks
	PhaseLate                    // an input comes when its instant has already begun
	phases
)

// String gives the phase its name.
func (p Phase) String() string {
	return [...]string{"input", "completion", "transfer", "decide", "report", "late", "?"}[min(p, phases)]
}

// KindInput is the event kind of an Input; index 0 of every handler table.
const KindInput uint16 = 0

// timerBit marks, in Event.Kind as it lies in the queue, an event that belongs
// to a timer: its Target is then the timer's index. Handlers never see the bit.
const timerBit uint16 = 1 << 15

// MaxKind is the largest event kind a handler table may have.
const MaxKind = timerBit - 1

// Event is something that happens at an instant: 24 bytes, a value. In a
// handler Target is the component and Arg whatever was given when the event was
// made. Seq orders the events of an instant: the phase in the top byte, below it
// the arrival number of an input or, after all inputs, a running number.
type Event struct {
	At     Time
	Seq    uint64
	Target uint32
	What
}

// What says what an event is: the kind chooses the handler. It is a struct of
// its own because Go keeps a struct in registers only up to four fields; with
// five, every event would go through memory on its way to the handler.
type What struct {
	Kind uint16
	Arg  uint16
}

// Phase tells the phase of the instant that e belongs to.
func (e Event) Phase() Phase { return Phase(e.Seq >> 56) }
