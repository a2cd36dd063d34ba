package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/cmd/takt/internal/text"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/unit"
)

// quiet is how long a run goes on before it says anything where no line can be
// redrawn, and how long it is then silent.
const quiet = 10 * time.Second

// progress tells how far a run has come: on a terminal in one line that is drawn
// anew, else in a line now and then.
type progress struct {
	a     *app
	drawn int // width of the line on the screen
	last  time.Duration
}

func newProgress(a *app) *progress { return &progress{a: a} }

func (p *progress) show(now lab.Progress, elapsed time.Duration) {
	if !p.a.live && elapsed-p.last < quiet || elapsed < 500*time.Millisecond {
		return
	}
	p.last = elapsed
	share := 0.0
	if now.Total > 0 {
		share = min(float64(now.Simulated)/float64(now.Total), 1)
	}
	left := "?"
	if share > 0 {
		left = about(elapsed.Seconds() * (1 - share) / share)
	}
	line := p.a.T("progress.line", strconv.Itoa(int(share*100)), strconv.Itoa(now.Tasks), rate(now.Events, elapsed.Seconds()), left)
	if !p.a.live {
		fmt.Fprintln(p.a.talk, line)
		return
	}
	w := text.Width(line)
	fmt.Fprintf(p.a.talk, "\r%s%s", line, strings.Repeat(" ", max(p.drawn-w, 0)))
	p.drawn = w
}

// clear takes the line off the screen.
func (p *progress) clear() {
	if p.drawn > 0 {
		fmt.Fprintf(p.a.talk, "\r%s\r", strings.Repeat(" ", p.drawn))
	}
}

// end clears the line and says what was done.
func (p *progress) end(r *result.Result) {
	p.clear()
	if r == nil {
		return
	}
	runs := 0
	for i := range r.Variants {
		runs += r.Variants[i].Replications
	}
	for i := range r.Sweeps {
		for _, x := range r.Sweeps[i].Points {
			runs += x.Replications
		}
	}
	fmt.Fprintln(p.a.talk, p.a.T("progress.done", strconv.Itoa(runs), result.Grouped(r.Events), unit.FormatTime(r.Elapsed), rate(r.Events, r.Elapsed)))
}

// about rounds a time to come to whole seconds.
func about(seconds float64) string {
	if seconds < 1 {
		return "1 s"
	}
	return unit.FormatTime(float64(int(seconds + 0.5)))
}

// rate is events a second, to two digits.
func rate(events uint64, seconds float64) string {
	if seconds <= 0 {
		return "-"
	}
	v := float64(events) / seconds
	switch {
	case v >= 1e6:
		return strconv.FormatFloat(v/1e6, 'f', 1, 64) + " M"
	case v >= 1e3:
		return strconv.FormatFloat(v/1e3, 'f', 0, 64) + " k"
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}
