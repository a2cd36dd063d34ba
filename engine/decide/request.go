package decide

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/unit"
)

// Kind is what a request is about.
type Kind uint8

// The eleven kinds of requests.
const (
	KindRelease   Kind = iota // may the next part come in?
	KindDispatch              // which of the waiting parts next?
	KindAssign                // who gets it: which place a part, which claim a crew?
	KindSequence              // in which order?
	KindReplenish             // how many to order?
	KindStore                 // where to put it?
	KindMove                  // which transport next?
	KindSetpoint              // which value?
	KindInspect               // look at this part?
	KindMaintain              // which machine to repair or maintain first?
	KindReplace               // replace it now?
	Kinds
)

var kindNames = [Kinds]string{"release", "dispatch", "assign", "sequence", "replenish", "store", "move", "setpoint", "inspect", "maintain", "replace"}

// String gives the kind its word in files and messages.
func (k Kind) String() string {
	if k < Kinds {
		return kindNames[k]
	}
	return "?"
}

// Request asks a policy for a decision. It is one of the eleven types of this file,
// given by a pointer, and good until Decide returns.
type Request interface {
	Kind() Kind
	// Choices is how many things an Action may pick from; 1 where the answer is yes
	// or no, 0 where it is a number.
	Choices() int
}

// Part is what may be known of a part. Instants count from the model's clock.
type Part struct {
	Type       int         // index in Model.Parts; -1 when it is not known yet
	Order      int         // index in Model.Orders; -1 when it belongs to none
	Release    engine.Time // when it came into the plant; of a part still outside, when it may
	Due        engine.Time // engine.Never when nobody waits for it
	Arrived    engine.Time // when it came to where it is
	Work       float64     // s: mean time of the operations that it still needs, this one included
	Cycle      float64     // s: mean time of the operation that is asked about
	Setup      float64     // s: mean time of the set-up it would need there; 0 for none
	Operations int         // operations that it still needs, this one included
	Priority   int         // the larger, the sooner
	Weight     float64     // cost of a second of lateness beside others: its priority, at least 1
	Ready      bool        // some machine body there is set up for its type
	Change     bool        // the first machine body there was last at work on another type
}

// Slack is how much time is left, in seconds, when all its work is taken off. It is
// negative when the part will be late.
func (p *Part) Slack(now engine.Time) float64 { return p.Due.Seconds() - now.Seconds() - p.Work }

// Option is one of the places that could be chosen.
type Option struct {
	Place    int         // index in Model.Nodes
	Open     bool        // it can be taken now; a choice that is not open is none
	Inside   int         // parts in the place
	Queue    int         // of these, parts that wait for work
	Time     float64     // s: mean time of what would be done there: the operation, the repair
	Since    engine.Time // since when it has been waiting for the decision
	Need     int         // people or tools it takes
	Priority int         // of the part there: the larger, the sooner
	Repair   bool        // it is about a repair
}

// Release asks whether the next part of a source may come into a level with a limit.
// Answer Yes or No.
type Release struct {
	Source int  // index in Model.Nodes
	Level  int  // index in Model.Nodes
	WIP    int  // parts inside the level
	Limit  int  // its wip-limit
	Next   Part // what would come
}

// Dispatch asks which of the waiting parts a place takes next: which it lets into the
// line before it, when that has room for some only, and which it works on. Pick one of
// Parts, or none for now.
type Dispatch struct {
	Place int    // index in Model.Nodes
	Parts []Part // at least one, in the order of their coming
}

// Assign asks who gets something: which of several places a part goes to, or which of
// several claims people or tools serve. Pick one of Options that is open.
type Assign struct {
	Part    Part     // what goes; its Type is -1 when it is about people or tools
	From    int      // index in Model.Nodes: where the part is; -1 for people and tools
	Crew    int      // index in Model.Crews; -1 when it is not about a crew
	Free    int      // people or tools that are free
	Options []Option // at least one open; claims in the order of their coming
}

// Sequence asks for the order of some work. Answer InOrder with every index of Parts
// once.
type Sequence struct {
	Place int // index in Model.Nodes
	Parts []Part
}

// Replenish asks how many to order. Answer Quantity; 0 orders nothing.
type Replenish struct {
	Part     int         // index in Model.Parts
	Place    int         // index in Model.Nodes: where the stock is kept
	OnHand   float64     // pieces there
	OnOrder  float64     // pieces ordered that have not come
	Backlog  float64     // pieces owed
	Demand   float64     // pieces a second, as forecast
	Spread   float64     // pieces: standard deviation of the demand over Lead
	Lead     engine.Time // from order to delivery, mean
	Review   engine.Time // until the next request; 0 when every change asks
	Lot      float64     // smallest number that can be ordered, and its multiples
	Capacity float64     // pieces that there is room for in all
}

// Store asks where to put something. Pick one of Options that is open.
type Store struct {
	Part    Part
	Options []Option // locations; Time is that of the way there
}

// Transport is something that wants to be moved.
type Transport struct {
	Part     int         // index in Model.Parts
	From, To int         // indices in Model.Nodes
	Since    engine.Time // when it was called for
	Due      engine.Time // engine.Never when there is no date
	Way      float64     // m: from the vehicle to From
	Trip     float64     // m: from From to To
	Priority int         // the larger, the sooner
}

// Move asks which transport a vehicle takes next. Pick one of Transports, or none for
// now.
type Move struct {
	Vehicle    int     // index in Model.Nodes
	Charge     float64 // share of its battery, 0..1; 1 for a vehicle without
	Transports []Transport
}

// Setpoint asks for the value that a controlled quantity is to have. Answer Set.
type Setpoint struct {
	Place     int      // index in Model.Nodes
	Quantity  string   // what is set, a key of the place
	Dim       unit.Dim // of all values here, which are in its base unit
	Now       float64  // what is set at present
	Measured  float64  // what is measured
	Low, High float64  // the bounds of an answer
}

// Inspect asks whether to look at a part. Answer Yes, or No to let it pass unseen.
type Inspect struct {
	Place int  // index in Model.Nodes
	Part  Part // what has come
	Good  int  // parts in a row that were good when looked at here
}

// Maintain asks which of several machines people repair or maintain first. Pick one
// of Options that is open.
type Maintain struct {
	Crew    int      // index in Model.Crews; -1 for a pool of tools
	Free    int      // people that are free
	Options []Option // in the order in which they asked
}

// Replace asks whether to replace a tool or a component now. Answer Yes or No.
type Replace struct {
	Place   int         // index in Model.Nodes
	What    string      // the tool or component
	Age     engine.Time // at work since it was new
	Life    engine.Time // mean life by the model
	Wear    float64     // share of its life that is used up, as estimated: 0 new, 1 at its end
	Planned float64     // money: cost of replacing it now
	Failed  float64     // money: cost of replacing it after a failure
}

// Kind is KindRelease.
func (*Release) Kind() Kind { return KindRelease }

// Kind is KindDispatch.
func (*Dispatch) Kind() Kind { return KindDispatch }

// Kind is KindAssign.
func (*Assign) Kind() Kind { return KindAssign }

// Kind is KindSequence.
func (*Sequence) Kind() Kind { return KindSequence }

// Kind is KindReplenish.
func (*Replenish) Kind() Kind { return KindReplenish }

// Kind is KindStore.
func (*Store) Kind() Kind { return KindStore }

// Kind is KindMove.
func (*Move) Kind() Kind { return KindMove }

// Kind is KindSetpoint.
func (*Setpoint) Kind() Kind { return KindSetpoint }

// Kind is KindInspect.
func (*Inspect) Kind() Kind { return KindInspect }

// Kind is KindMaintain.
func (*Maintain) Kind() Kind { return KindMaintain }

// Kind is KindReplace.
func (*Replace) Kind() Kind { return KindReplace }

// Choices is 1: yes or no.
func (*Release) Choices() int { return 1 }

// Choices is the number of parts.
func (r *Dispatch) Choices() int { return len(r.Parts) }

// Choices is the number of options.
func (r *Assign) Choices() int { return len(r.Options) }

// Choices is 0: the answer is an order.
func (*Sequence) Choices() int { return 0 }

// Choices is 0: the answer is a number.
func (*Replenish) Choices() int { return 0 }

// Choices is the number of options.
func (r *Store) Choices() int { return len(r.Options) }

// Choices is the number of transports.
func (r *Move) Choices() int { return len(r.Transports) }

// Choices is 0: the answer is a number.
func (*Setpoint) Choices() int { return 0 }

// Choices is 1: yes or no.
func (*Inspect) Choices() int { return 1 }

// Choices is the number of options.
func (r *Maintain) Choices() int { return len(r.Options) }

// Choices is 1: yes or no.
func (*Replace) Choices() int { return 1 }
