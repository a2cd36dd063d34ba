package process

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Model is a model in the making: its objects, laws, variables and programs.
// Names tell things of one sort apart, in messages and in the keys of draws.
type Model struct {
	things   []*thing
	laws     []*Law
	programs []*Program
	vars     []variable
	starts   []start
	errs     []error
}

// start says how many processes of a program begin at time 0.
type start struct {
	program *Program
	n       int
}

// variable is a Var or an Own, as the model knows it.
type variable struct {
	name string
	typ  reflect.Type
	make func() storage
	own  bool
}

// NewModel returns an empty model.
func NewModel() *Model { return new(Model) }

// Program is what processes of one sort do: a name and its steps.
type Program struct {
	model *Model
	name  string
	index uint32
	steps []Step
	hash  uint64
}

// Program adds a program. Its steps may be given later, by Define, so that
// programs can name each other.
func (m *Model) Program(name string, steps ...Step) *Program {
	p := &Program{m, name, uint32(len(m.programs)), steps, random.PathHash(name)}
	m.programs = append(m.programs, p)
	return p
}

// Define gives the program its steps, in place of those it had.
func (p *Program) Define(steps ...Step) { p.steps = steps }

// Start has n processes of the program begin at time 0.
func (m *Model) Start(p *Program, n int) {
	if n < 0 {
		m.errorf("start of %d processes; want 0 or more", n)
	}
	m.starts = append(m.starts, start{p, n})
}

// Law is a distribution with a name, a purpose for which processes draw: what
// lasts so long (then its unit is the second) or is so much.
type Law struct {
	model   *Model
	name    string
	index   uint32
	purpose uint32
	dist    random.Dist
}

// Law adds a law.
func (m *Model) Law(name string, d random.Dist) *Law {
	l := &Law{m, name, uint32(len(m.laws)), uint32(random.PathHash(name)), d}
	if d.IsZero() {
		m.errorf("law %q is the zero Dist; make one with engine/random, and look at its error", name)
	}
	m.laws = append(m.laws, l)
	return l
}

func (m *Model) errorf(format string, args ...any) {
	m.errs = append(m.errs, fmt.Errorf("process: "+format, args...))
}

// Compile checks the model and makes its code. The error joins all mistakes, each
// with its program and step. The model may be changed and compiled again; the code
// does not change with it.
func (m *Model) Compile() (*Code, error) {
	c := &compiler{model: m, errs: slices.Clone(m.errs)}
	c.names()
	for _, v := range m.vars {
		if err := engine.CheckState(v.typ); err != nil {
			c.fail("variable %q is no plain data: %v", v.name, err)
		}
	}
	code := &Code{vars: slices.Clone(m.vars), starts: slices.Clone(m.starts)}
	for _, t := range m.things {
		code.things = append(code.things, *t)
	}
	for _, l := range m.laws {
		code.laws = append(code.laws, *l)
	}
	c.code = code
	for _, p := range m.programs {
		c.program(p)
	}
	for _, s := range m.starts {
		c.known(s.program)
	}
	code.regs = uint32(len(m.laws)+len(m.programs)) + c.loops
	if len(c.errs) == 0 {
		c.check()
	}
	if len(c.errs) > 0 {
		return nil, errors.Join(c.errs...)
	}
	return code, nil
}

// names refuses names that are missing or given twice.
func (c *compiler) names() {
	seen := map[string]bool{}
	name := func(sort, name string) {
		if name == "" {
			c.fail("a %s has no name", sort)
		} else if seen[sort+name] {
			c.fail("two %ss are named %q", sort, name)
		}
		seen[sort+name] = true
	}
	for _, t := range c.model.things {
		name("thing", t.name)
	}
	for _, l := range c.model.laws {
		name("law", l.name)
	}
	for _, p := range c.model.programs {
		name("program", p.name)
	}
	for _, v := range c.model.vars {
		name("variable", v.name)
	}
}
