package learn

import (
	"fmt"
	"github.com/taktsim/takt/engine/model/span"
	"slices"
	"strings"
)

// Factory writes the first factory.toml: part types with their routes and laws,
// the machines and the orders; the comments say where each law comes from. It reports false when no step has a law.
func (r Result) Factory() (string, bool) {
	var b strings.Builder
	var steps []Learnt
	for _, l := range r.Steps {
		if l.Err == nil {
			steps = append(steps, l)
		}
	}
	if len(steps) == 0 {
		return "", false
	}
	parts, places := r.names()
	r.head(&b)
	part := ""
	for _, l := range steps {
		if l.Part != part {
			part = l.Part
			fmt.Fprintf(&b, "\n[part.%s]\ntitle = %s\n", parts[part], span.Text(part))
		}
		r.step(&b, l, parts[l.Part], places[l.Machine])
	}
	r.left(&b)
	shop(&b, steps, places)
	return b.String(), true
}

// names of part types and machines in the factory file.
func (r Result) names() (parts, places map[string]string) {
	var ps []string
	for _, l := range r.Steps {
		ps = append(ps, l.Part)
	}
	return Names(ps), Names(machines(r.Steps), "release", "done")
}

func (r Result) head(b *strings.Builder) {
	o := r.Options
	title := o.Title
	if title == "" {
		title = strings.Join(machines(r.Steps), ", ")
	}
	first := r.Operations[0].Start
	for _, op := range r.Operations {
		if op.Start.Before(first) {
			first = op.Start
		}
	}
	fmt.Fprintf(b, "# A first model, made from %s:\n", o.Origin)
	for _, s := range o.Sources {
		fmt.Fprintf(b, "#   %s\n", oneLine(s))
	}
	fmt.Fprintf(b, "# Operation times: %s.\n", strings.ReplaceAll(o.Rules.String(), "; ", ";\n#   "))
	fmt.Fprintf(b, "# Every operation with its class is in operation_times.csv, every stay in machine_states.csv.\n")
	fmt.Fprintf(b, "# Breakdowns, shifts, transport and loading are not in such a log: add what you know of them.\n")
	fmt.Fprintf(b, "format = 1\n\n[factory]\ntitle = %s\nclock = %q   # the minute of the first operation, in the log's own clock\n",
		span.Text(title), first.Format("2006-01-02 15:04"))
}

func (r Result) step(b *strings.Builder, l Learnt, part, place string) {
	fmt.Fprintf(b, "\n# %s %s: %d operations: %s.\n", oneLine(l.Part), oneLine(l.Op), len(l.Ops), l.Tally())
	fmt.Fprintf(b, "# Law: %s.\n", l.Law.Why)
	for _, m := range r.OddEven {
		if m.Step != l.Step {
			continue
		}
		if m.Judged {
			fmt.Fprintf(b, "# Judged on the half it was not made from (odd/even): KS D = %.2f, p = %.3f.\n", m.D, m.P)
		} else {
			b.WriteString("# Too few operations to judge it on a held-out half.\n")
		}
	}
	fmt.Fprintf(b, "[[part.%s.route]]\nop    = %q\non    = [\"shop.%s\"]\ncycle = %q\n", part, Name(l.Op), place, l.Law.Text)
}

// left names the steps without a law.
func (r Result) left(b *strings.Builder) {
	for _, l := range r.Steps {
		if l.Err != nil {
			fmt.Fprintf(b, "\n# Left out: %s %s on %s: %s (%s).\n", oneLine(l.Part), oneLine(l.Op), oneLine(l.Machine), l.Err, l.Tally())
		}
	}
}

// shop writes the equipment. There is no flow: a log does not say how parts
// move, and without one a part goes straight to the machine of its next
// operation and waits there.
func shop(b *strings.Builder, steps []Learnt, places map[string]string) {
	b.WriteString("\n[orders]\nfile = \"orders.csv\"            # one line a piece, released when its first operation began\n")
	b.WriteString("\n# No flow is known: parts go straight to the machine of their next operation and wait there, first come first served.\n")
	b.WriteString("[shop]\nkind = \"workshop\"\n\n[shop.release]\nkind   = \"source\"\norders = true\n")
	for _, m := range machines(steps) {
		fmt.Fprintf(b, "\n[shop.%s]\nkind  = \"machine\"\ntitle = %s\n", places[m], span.Text(m))
	}
	b.WriteString("\n[shop.done]\nkind = \"sink\"\n")
}

// machines in order of first appearance.
func machines(steps []Learnt) []string {
	var out []string
	for _, l := range steps {
		if !slices.Contains(out, l.Machine) {
			out = append(out, l.Machine)
		}
	}
	return out
}

// oneLine makes a text fit for a comment.
func oneLine(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return ' '
		}
		return c
	}, s)
}
