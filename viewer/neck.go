package viewer

import (
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// neck is the panel that tells what holds the plant, and why.
type neck struct {
	a     *App
	layer *ui.Layer
	link  *ui.Link
	why   *ui.Label
	to    int // the node that is named, +1
	on    bool
	next  float64 // when it may be found anew, s
	of    instant // what was looked at last

	found chan found // by who looks, one at a time
	looks bool       // somebody does
	asked int        // how often it was forgotten what was looked for
}

// found is what somebody has found who looked for a bottleneck.
type found struct {
	neck  lab.Bottleneck
	took  time.Duration
	asked int
}

// instant is a moment of a run.
type instant struct {
	plant *plant.Plant
	steps uint64
	now   engine.Time
}

func instantOf(x *session.Session) instant {
	return instant{x.Sim().Plant(), x.Sim().Steps(), x.Now()}
}

// neckEvery is how often the bottleneck is found anew at most, s; neckShare is the share
// of the time that may take.
const (
	neckEvery = 1
	neckShare = .03
)

// mostFollowed is how many changes of states are followed back at most.
const mostFollowed = 1 << 17

func newNeck(a *App) *neck {
	n := &neck{a: a, why: ui.Paragraph(""), on: true, found: make(chan found, 1)}
	n.why.Size = 11.5
	n.link = ui.NewLink("", func() {
		if n.to > 0 {
			a.choose(n.to)
			a.show(n.to)
		}
	})
	n.link.Mark = ui.Busy
	col := ui.Column(n.link, n.why)
	col.Gap = 1
	n.layer = a.screen.Add(ui.NewPanel("", col), ui.At(.5, 0).Sized(620, 0))
	n.layer.Show(false)
	return n
}

func (n *neck) refresh() {
	n.next, n.of, n.to = 0, instant{}, 0
	n.asked++ // what is found now is of another factory
}

func (n *neck) toggle() {
	n.on = !n.on
	n.refresh()
}

func (n *neck) update(now float64) {
	a := n.a
	if !n.on || a.splitShown() != nil {
		n.layer.Show(false)
		return
	}
	n.layer.Show(n.to > 0 && !a.fault.layer.Shown()) // a mistake of the file takes its place
	n.hear(now)
	if of := instantOf(a.run); !n.looks && of != n.of && now >= n.next {
		n.of, n.looks = of, true
		n.look()
		n.hear(now)
	}
	n.layer.Show(n.to > 0 && !a.fault.layer.Shown())
}

// look looks for the bottleneck of the present, aside: in a large plant that takes longer
// than a picture may.
func (n *neck) look() {
	find, asked := bottleneckOf(n.a.run), n.asked
	n.a.aside(func() {
		began := time.Now()
		b := find()
		n.found <- found{b, time.Since(began), asked}
	})
}

// hear takes what was found, if it is.
func (n *neck) hear(now float64) {
	select {
	case f := <-n.found:
		n.looks = false
		if f.asked == n.asked {
			n.next = now + max(neckEvery, f.took.Seconds()/neckShare)
			n.tell(&f.neck)
		}
	default:
	}
}

// tell shows what was found.
func (n *neck) tell(b *lab.Bottleneck) {
	said := n.a.Lang.Bottleneck(told(b))
	at := b.Node
	if b.Demand != nil {
		at = b.Demand
	}
	if n.to = 0; at != nil {
		n.to = at.Index + 1
		n.link.Mark = stateOf(b.Reason)
	}
	n.link.Set(said[0])
	why := ""
	for _, s := range said[1:] {
		why += s + " "
	}
	n.why.Set(why)
	n.why.Hide(why == "")
}

// change is a state of a machine body from an instant on.
type change struct {
	at engine.Time
	st plant.State
}

// bottleneckOf finds what holds a run as it is now, by what its log knows: of copies, so
// that the run may go on meanwhile.
func bottleneckOf(x *session.Session) func() lab.Bottleneck {
	s := x.Sim().Fork()
	p := s.Plant()
	nodes := p.Model().Nodes
	from := x.Log.Lost
	for kept := x.Log.Kept(from, x.Now()); kept > mostFollowed; kept = x.Log.Kept(from, x.Now()) {
		from += (x.Now() - from) / 2
	}
	past := make([][]change, s.Slots.Len())
	for i, n := range nodes {
		first, bodies := p.SlotsOf(i)
		for k := range bodies {
			x.Log.Stretches(n.Path, int(k), from, x.Now(), func(at, _ engine.Time, st plant.State) {
				past[first+k] = append(past[first+k], change{at, st})
			})
		}
	}
	return func() lab.Bottleneck {
		return lab.Present(s, from, func(place int, k uint32, each func(engine.Time, plant.State)) {
			first, _ := p.SlotsOf(place)
			for _, c := range past[first+k] {
				each(c.at, c.st)
			}
		})
	}
}

// told is a bottleneck as it is talked about.
func told(b *lab.Bottleneck) *words.Neck {
	n := &words.Neck{
		Held: b.Held.Mean, ByActive: b.ByActive, Demand: placeOf(b.Demand), Reason: b.Reason.String(), ReasonShare: b.ReasonShare,
		Active: b.Active, Busy: b.Busy, Up: placeOf(b.Up), UpBlocked: b.UpBlocked, Down: placeOf(b.Down), DownWaiting: b.DownWaiting,
	}
	if b.Node != nil {
		n.Place = *placeOf(b.Node)
	}
	for _, t := range b.Ties {
		n.Ties = append(n.Ties, *placeOf(t))
	}
	return n
}

func placeOf(n *model.Node) *words.Place {
	if n == nil {
		return nil
	}
	return &words.Place{Path: n.Path, Title: n.Title}
}
