package sample

import (
	"bytes"
	"fmt"
	"strings"
)

// text writes the plant as a factory.toml.
func (p *plant) text(n int, seed uint64) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# A made-up plant with %d machines (seed %d). Every number is random, but sensible:\n", n, seed)
	fmt.Fprintf(&b, "# of each line, one machine is loaded to some 85 or 90 %% by what comes.\n")
	fmt.Fprintf(&b, "format = 1\n")
	table(&b, "factory",
		pair{"title", quoted(fmt.Sprintf("Sample plant %d/%d", n, seed))},
		pair{"size", fmt.Sprintf("[%q, %q]", metres(p.width), metres(p.depth))},
		pair{"clock", `"2026-01-05 06:00"`},
		pair{"zone", `"Asia/Shanghai"`},
	)
	for _, x := range p.parts {
		keys := []pair{{"size", fmt.Sprintf("[%q, %q, %q]", metres(x.size[0]), metres(x.size[1]), metres(x.size[2]))}}
		if len(x.bom) > 0 {
			keys = append(keys, pair{"bom", inline(x.bom)})
		}
		table(&b, "part."+x.name, keys...)
	}
	table(&b, "calendar."+p.calendar.name, pair{"week", quoted(p.calendar.week)}, pair{"breaks", quoted(p.calendar.breaks)})
	for _, c := range p.crews {
		table(&b, "people."+c.name, pair{"n", fmt.Sprint(c.n)}, pair{"calendar", quoted(p.calendar.name)})
	}
	for _, s := range p.shapes {
		table(&b, "shape."+s.name, s.keys()...)
	}
	for _, s := range p.shops {
		p.shop(&b, s)
	}
	w, d := metres(p.width), metres(p.depth)
	table(&b, "hall",
		pair{"kind", `"building"`},
		pair{"walls", fmt.Sprintf("[[%q, %q], [%q, %q], [%q, %q], [%q, %q]]", "0 m", "0 m", w, "0 m", w, d, "0 m", d)},
	)
	return b.Bytes()
}

// keys are what a shape's table says.
func (s shape) keys() []pair {
	keys := []pair{{"kind", quoted(s.kind)}, {"size", fmt.Sprintf("[%q, %q]", metres(s.w), metres(s.d))}}
	if s.mtbf > 0 {
		keys = append(keys, pair{"failures", fmt.Sprintf("[{ mtbf = %q, mttr = %q, needs = [{ crew = \"fitters\" }] }]", digits(s.mtbf)+" h", digits(s.mttr)+" min")})
	}
	return append(keys, pair{"power", fmt.Sprintf("{ run = \"%s kW\", idle = \"%s kW\" }", digits(s.power[0]), digits(s.power[1]))})
}

func (p *plant) shop(b *bytes.Buffer, s *shop) {
	table(b, s.name, append([]pair{
		{"kind", `"workshop"`}, {"title", quoted(s.title)}, {"calendar", quoted(p.calendar.name)},
	}, placed(s.x, s.y, s.w, s.d)...)...)
	for _, l := range s.all() {
		keys := []pair{{"kind", `"line"`}}
		if l.title != "" {
			keys = append(keys, pair{"title", quoted(l.title)})
		}
		keys = append(keys, placed(l.x, l.y, l.w, l.d)...)
		if len(l.flow) == 1 {
			keys = append(keys, pair{"flow", quoted(l.flow[0])})
		} else {
			var lines []string
			for _, f := range l.flow {
				lines = append(lines, "\n  "+quoted(f)+",")
			}
			keys = append(keys, pair{"flow", "[" + strings.Join(lines, "") + "\n]"})
		}
		path := s.name + "." + l.name
		table(b, path, keys...)
		for _, it := range l.items {
			// Machines have the footprint of their shape.
			at := placed(it.x, it.y, it.w, it.d)
			if it.keys[0].key == "like" {
				at = at[:1]
			}
			table(b, path+"."+it.name, append(append([]pair(nil), it.keys...), at...)...)
		}
	}
}

func placed(x, y, w, d float64) []pair {
	return []pair{{"at", fmt.Sprintf("[%q, %q]", metres(x), metres(y))}, {"size", fmt.Sprintf("[%q, %q]", metres(w), metres(d))}}
}

// table writes a header and its keys, the equals signs below one another.
func table(b *bytes.Buffer, path string, keys ...pair) {
	fmt.Fprintf(b, "\n[%s]\n", path)
	width := 0
	for _, k := range keys {
		width = max(width, len(k.key))
	}
	for _, k := range keys {
		fmt.Fprintf(b, "%-*s = %s\n", width, k.key, k.value)
	}
}

func inline(keys []pair) string {
	var list []string
	for _, k := range keys {
		list = append(list, k.key+" = "+k.value)
	}
	return "{ " + strings.Join(list, ", ") + " }"
}

// quoted writes text that is known to be plain ASCII as a TOML string.
func quoted(s string) string { return `"` + s + `"` }
