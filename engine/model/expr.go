package model

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"github.com/taktsim/takt/engine/unit"
)

// ExprNames are the words an expression may use, each a number: instants and durations
// in seconds (now, due, release and arrived count from the model's clock), priority and
// queue plain. Work is the work still to be done on the part, queue what waits at the
// place.
var ExprNames = []string{"now", "due", "release", "arrived", "work", "cycle", "setup", "priority", "queue", "quantity", "operations"}

// Env holds the values of the words of [ExprNames] for one evaluation.
type Env struct {
	Now        float64 `expr:"now"`
	Due        float64 `expr:"due"`
	Release    float64 `expr:"release"`
	Arrived    float64 `expr:"arrived"`
	Work       float64 `expr:"work"`
	Cycle      float64 `expr:"cycle"`
	Setup      float64 `expr:"setup"`
	Priority   float64 `expr:"priority"`
	Queue      float64 `expr:"queue"`
	Quantity   float64 `expr:"quantity"`
	Operations float64 `expr:"operations"`
}

// Expr is a compiled expression such as "due - now - work". It may use the words of
// [ExprNames], numbers, + - * / % **, comparisons, ?: and the functions abs, min, max,
// floor, ceil and round. The zero Expr is no expression.
type Expr struct {
	Text    string
	program *vm.Program
}

// IsZero reports whether there is no expression.
func (e *Expr) IsZero() bool { return e.program == nil }

// Eval computes the expression. It is NaN where the arithmetic is (0/0), never a panic.
func (e *Expr) Eval(env *Env) float64 {
	if e.program == nil {
		return math.NaN()
	}
	out, err := vm.Run(e.program, env)
	if err != nil {
		return math.NaN()
	}
	v, ok := out.(float64)
	if !ok {
		return math.NaN()
	}
	return v
}

// ParseExpr compiles an expression. The error is an [*unit.Error]: its offset is that
// of the wrong word in text.
func ParseExpr(text string) (Expr, error) {
	if strings.TrimSpace(text) == "" {
		return Expr{}, &unit.Error{Msg: `there is no expression here; want something like "due - now - work"`, Len: len(text)}
	}
	options := []expr.Option{expr.Env(&Env{}), expr.AsFloat64(), expr.DisableAllBuiltins(), expr.MaxNodes(200)}
	for _, f := range []string{"abs", "min", "max", "floor", "ceil", "round"} {
		options = append(options, expr.EnableBuiltin(f))
	}
	program, err := expr.Compile(text, options...)
	if err == nil {
		return Expr{Text: text, program: program}, nil
	}
	var fe *file.Error
	if !errors.As(err, &fe) {
		return Expr{}, &unit.Error{Msg: "this is no expression: " + err.Error(), Len: len(text)}
	}
	at := runeOffset(text, fe.From)
	if name, ok := strings.CutPrefix(fe.Message, "unknown name "); ok {
		name, _, _ = strings.Cut(name, " ")
		msg := fmt.Sprintf("an expression knows no %q", name)
		if better, ok := unit.Suggest(name, ExprNames); ok {
			msg += fmt.Sprintf("; did you mean %q?", better)
		} else {
			msg += "; it knows " + strings.Join(slices.Sorted(slices.Values(ExprNames)), ", ")
		}
		return Expr{}, &unit.Error{Msg: msg, Offset: at, Len: min(len(name), len(text)-at)}
	}
	return Expr{}, &unit.Error{Msg: "this is no expression: " + firstLine(fe.Message), Offset: at, Len: 0}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// runeOffset converts a count of characters to bytes.
func runeOffset(s string, runes int) int {
	for i := range s {
		if runes == 0 {
			return i
		}
		runes--
	}
	return len(s)
}
