package decide

import "github.com/taktsim/takt/engine/model"

// Policy decides. It is a function of the view and the request: a policy value is
// never changed once a model has been read, and may be used by many plants at once.
//
// An answer that Action.Check refuses is a mistake of the program; the plant panics
// with the policy's name.
type Policy interface {
	Decide(View, Request) Action
}

// FirstCome is implemented by policies that always take the first choice: where one of
// them stands, nothing needs to be decided, and the plant does not ask.
type FirstCome interface {
	Policy
	FirstCome()
}

// Rememberer is implemented by policies that remember something from one decision to
// the next.
type Rememberer interface {
	Policy
	// Remembers is the type of the memory, made by MemoryOf.
	Remembers() Memory
}

// Entry is a policy as a factory file names it.
type Entry struct {
	Name string // as in dispatch = "edd"
	For  Kind
	Doc  string // one or two sentences for people
	// New makes a pointer to a fresh policy: a struct that holds its parameters with
	// their defaults. The fields have the tags of a spec struct: `key`, `dim`, `doc`,
	// `default`, `min`, `max`, `policy`.
	New func() Policy
}

// Register lets the files of a model name policies. It panics when a name is taken:
// that is a mistake of the program.
func Register(m *model.Registry, policies ...Entry) {
	for _, e := range policies {
		m.AddPolicy(model.Policy{Name: e.Name, For: e.For.String(), Doc: e.Doc, New: func() any { return e.New() }})
	}
}

// Of is the policy that a rule of a model names; nil when it names none, or one that
// is no Policy.
func Of(rule model.Rule) Policy {
	p, _ := rule.Spec.(Policy)
	return p
}
