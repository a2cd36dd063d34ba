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
	n := &neck{a: a, why: ui.Paragraph(""), on: true}
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

func (n *neck) refresh() { n.next, n.of, n.to = 0, instant{}, 0 }

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
	of := instantOf(a.run)
	if of == n.of || now < n.next {
		return
	}
	n.of = of
	began := time.Now()
	b := bottleneck(a.run)
	n.next = now + max(neckEvery, time.Since(began).Seconds()/neckShare)
	n.tell(&b)
	n.layer.Show(n.to > 0 && !a.fault.layer.Shown())
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

// bottleneck is what holds a run as it is now, by what its log knows.
func bottleneck(x *session.Session) lab.Bottleneck {
	nodes := x.Sim().Plant().Model().Nodes
	from := x.Log.Lost
	for kept := x.Log.Kept(from, x.Now()); kept > mostFollowed; kept = x.Log.Kept(from, x.Now()) {
		from += (x.Now() - from) / 2
	}
	return lab.Present(x.Sim(), from, func(place int, k uint32, each func(engine.Time, plant.State)) {
		x.Log.Stretches(nodes[place].Path, int(k), from, x.Now(), func(at, _ engine.Time, st plant.State) { each(at, st) })
	})
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
