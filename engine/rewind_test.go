package engine

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func (s *shop) Fork() *shop       { return s.fork() }
func (s *shop) ForkInto(to *shop) { to.CopyFrom(&s.World) }
func (s *shop) RunWhile(until Time, cond func(*shop) bool) bool {
	return RunWhile(s, &s.World, shopTable, until, cond)
}

// taped is a shop on a tape, and what its hash was at the instants at which it
// stood.
type taped struct {
	*Tape[*shop]
	at   []Time
	hash map[Time]Fingerprint
}

// stand notes the hash at the present, unless an instant is not over.
func (p *taped) stand() {
	s := p.Live()
	if s.waiting == 0 && !s.queue.due(s.now) {
		if _, ok := p.hash[s.now]; !ok {
			p.at = append(p.at, s.now)
		}
		p.hash[s.now] = s.Hash()
	} else {
		delete(p.hash, s.now)
	}
}

// goOn runs p in pieces of every kind, with inputs between them that come in
// time, late and in the middle of instants.
func (p *taped) goOn(t *rapid.T, label string) {
	for range rapid.IntRange(1, 8).Draw(t, label) {
		s := p.Live()
		switch rapid.IntRange(0, 3).Draw(t, "then") {
		case 0:
			end := s.Steps() + rapid.Uint64Range(0, 5).Draw(t, "steps")
			p.RunWhile(Never, func(s *shop) bool { return s.Steps() < end })
		default:
			p.Run(s.Now() + drawTime(t, "piece", 400))
		}
		for range rapid.IntRange(0, 2).Draw(t, "inputs") {
			s.Feed(Input{
				At:     s.Now() + Time(rapid.Int64Range(-20, 100).Draw(t, "in")),
				Target: rapid.Uint64Range(0, 9).Draw(t, "station"),
				Key:    rapid.Uint64Range(0, 99).Draw(t, "key"),
				Value:  rapid.SampledFrom([]float64{0.5, 1, 1.25, 3}).Draw(t, "rate"),
				Span:   drawTime(t, "span", 50),
				Code:   rapid.Uint32Range(0, 2).Draw(t, "code"),
			})
		}
		if rapid.Bool().Draw(t, "finish") {
			p.Run(s.Now()) // the instant ends
		}
		p.stand()
	}
	p.Run(p.Live().Now() + 50)
	p.stand()
}

// drawTape is a tape of a shop with small distances, so that little happens
// between keyframes and they are thinned.
func drawTape(t *rapid.T) *taped {
	p := &taped{NewTape(drawShop(t), rapid.IntRange(0, 20_000).Draw(t, "budget")), nil, map[Time]Fingerprint{}}
	p.stride = rapid.Uint64Range(1, 30).Draw(t, "stride")
	return p
}

func (p *taped) mustKnow(t *rapid.T) {
	t.Helper()
	for _, at := range p.at {
		if _, ok := p.hash[at]; !ok {
			continue // the instant went on when the state had stood there
		}
		s, err := p.StateAt(at)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Hash(); got != p.hash[at] || s.Now() != at {
			t.Fatalf("at %d it was %v, but StateAt gives %v at %d", at, p.hash[at], got, s.Now())
		}
	}
}

// TestRewoundAndRunAgainItEndsTheSame runs a state live, looks at its past, takes
// it back and runs it again, here and there, and again.
func TestRewoundAndRunAgainItEndsTheSame(t *testing.T) {
	late, frames := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawTape(t)
		p.stand()
		p.goOn(t, "pieces")
		end, hash, inputs := p.Live().Now(), p.Live().Hash(), len(p.Inputs())
		for _, in := range p.Inputs() {
			late += int(in.Input.Late)
		}
		n, _ := p.Memory()
		frames = max(frames, n)
		p.mustKnow(t)
		for range 3 {
			from, to := p.Span()
			back := from + drawTime(t, "back", int64(to-from))
			if err := p.Rewind(back); err != nil {
				t.Fatal(err)
			}
			p.mustKnow(t)
			if want, ok := p.hash[back]; ok && p.Live().Hash() != want {
				t.Fatalf("back at %d it is %v, and was %v", back, p.Live().Hash(), want)
			}
			p.Run(back + (to-back)/2)
			p.Run(end)
			if p.Live().Hash() != hash || len(p.Inputs()) != inputs {
				t.Fatalf("back to %d and run again, it ends as %v with %d inputs, not as %v with %d",
					back, p.Live().Hash(), len(p.Inputs()), hash, inputs)
			}
		}
	})
	if !testing.Short() && (late < 10 || frames < 5) {
		t.Errorf("%d late inputs, at most %d keyframes; the test tests little", late, frames)
	}
}

// TestOtherInputsAfterRewindMakeAnotherFuture takes a state back, feeds it
// something else, and compares it with one that never knew the future given up.
func TestOtherInputsAfterRewindMakeAnotherFuture(t *testing.T) {
	given := 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawTape(t)
		base := p.Live().fork()
		p.stand()
		p.goOn(t, "pieces")
		from, to := p.Span()
		back := from + drawTime(t, "back", int64(to-from))
		before := len(p.Inputs())
		if err := p.Rewind(back); err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "on") { // some of the way, perhaps into an instant
			end := p.Live().Steps() + rapid.Uint64Range(0, 9).Draw(t, "steps")
			p.RunWhile(to, func(s *shop) bool { return s.Steps() < end })
		}
		now := p.Live().Now()
		p.Live().Feed(Input{At: now + 3, Code: 1, Key: 1000, Target: 1})
		p.at = nil
		clear(p.hash)
		p.stand()
		after := len(p.Inputs())
		if _, to := p.Span(); to != now {
			t.Fatalf("the future given up is known up to %d, now is %d", to, now)
		}
		for _, in := range p.Inputs() {
			if in.Now > now {
				t.Fatalf("an input of %d is still there at %d", in.Now, now)
			}
		}
		if after <= before {
			given++
		}
		if keyframes, bytes := p.Memory(); keyframes != len(p.frames) || bytes != p.room() {
			t.Fatalf("%d keyframes of %d bytes, said to be %d in %d", len(p.frames), p.room(), keyframes, bytes)
		}
		p.goOn(t, "more")
		p.mustKnow(t)
		for _, in := range p.Inputs() {
			base.Feed(in.Input)
		}
		base.run(p.Live().Now())
		mustEqual(t, "the other future", base, p.Live())
	})
	if !testing.Short() && given < 10 {
		t.Errorf("inputs were given up %d times; the test tests little", given)
	}
}

// room is the memory that the keyframes take up.
func (p *Tape[S]) room() (n int) {
	for i := range p.frames {
		n += p.frames[i].state.kernel().room()
	}
	return n
}

// TestKeyframeOfAFutureGivenUpIsGone makes a keyframe where the clock stood after
// the last event, with an input, and then goes back to before that input and
// behind the same event.
func TestKeyframeOfAFutureGivenUpIsGone(t *testing.T) {
	calm := func() *shop {
		s := emptyShop()
		s.counts.Alloc()
		s.stations.Alloc()
		s.At(10, PhaseReport, kindSample, 0, 0)
		return s
	}
	p := NewTape(calm(), 1<<20)
	p.Run(20)
	p.Live().Feed(Input{At: 200, Code: 9, Key: 1})
	p.stride = 1
	p.Run(25)
	if f := p.frames[len(p.frames)-1]; f.now != 20 || f.steps != 1 || f.fed != 1 {
		t.Fatalf("the keyframe is at %d after %d events with %d inputs; the test tests nothing", f.now, f.steps, f.fed)
	}
	if err := p.Rewind(15); err != nil {
		t.Fatal(err)
	}
	other := p.Live().Feed(Input{At: 200, Code: 9, Key: 2})
	p.Run(40)
	plain := calm()
	plain.Feed(other)
	plain.run(28)
	got, err := p.StateAt(28)
	if err != nil {
		t.Fatal(err)
	}
	if got.Hash() != plain.Hash() {
		t.Errorf("at 28 it is %v, want %v", got.Hash(), plain.Hash())
	}
}

// TestTapeStaysWithinItsBudget runs a long way and looks at what is kept of it.
func TestTapeStaysWithinItsBudget(t *testing.T) {
	const budget = 200_000
	p := NewTape(newShop(5, 3), budget)
	least := p.stride
	for p.Live().Steps() < 3_000_000 {
		p.Run(p.Live().Now() + 20_000)
		keyframes, bytes := p.Memory()
		if bytes > budget || bytes != p.room() || keyframes != len(p.frames) {
			t.Fatalf("%d keyframes of %d bytes, said to be %d in %d; budget %d", len(p.frames), p.room(), keyframes, bytes, budget)
		}
		room := uint64(budget / (bytes / keyframes))
		widest := p.Live().Steps() - p.frames[keyframes-1].steps
		for i := 1; i < keyframes; i++ {
			widest = max(widest, p.frames[i].steps-p.frames[i-1].steps)
		}
		if limit := p.Live().Steps()*2/room*17/16 + least; widest > limit {
			t.Fatalf("%d of %d events without a keyframe; with room for %d it should be %d", widest, p.Live().Steps(), room, limit)
		}
	}
	if n, _ := p.Memory(); n < 10 {
		t.Errorf("%d keyframes; the test tests little", n)
	}
}

// TestAShortPastIsKeptInDetailAgain gives a long past up for a short one: the
// keyframes to come are as near to each other as there is room for.
func TestAShortPastIsKeptInDetailAgain(t *testing.T) {
	p := NewTape(newShop(5, 3), 100_000)
	least := p.stride
	p.Run(5_000_000)
	long := p.stride
	if long < 4*least {
		t.Fatalf("keyframes are %d events apart; the test tests nothing", long)
	}
	if err := p.Rewind(1000); err != nil {
		t.Fatal(err)
	}
	p.Live().Feed(Input{At: 2000, Code: 9})
	p.Run(1001)
	if p.stride >= 2*least {
		t.Errorf("they were %d events apart, and are %d with little to keep; want fewer than %d", long, p.stride, 2*least)
	}
}

// TestWatchersOfATape see the live state run, and not what is run again to look.
func TestWatchersOfATape(t *testing.T) {
	p := NewTape(newShop(2, 1), 1<<20)
	var seen []Time
	p.Live().Observe(func(e Event) { seen = append(seen, e.At) })
	p.Run(400)
	n := len(seen)
	if _, err := p.StateAt(200); err != nil {
		t.Fatal(err)
	}
	held := Hold(&p.Live().World, p.Live().parts.Ref(0))
	if err := p.Rewind(100); err != nil {
		t.Fatal(err)
	}
	if len(seen) != n || n == 0 {
		t.Errorf("%d events were seen, and %d after looking back", n, len(seen))
	}
	if !held.Ref(&p.Live().World).None() {
		t.Error("a handle of before a Rewind names something")
	}
	p.Run(400)
	if len(seen) == n || seen[n] <= 100 {
		t.Error("the way taken again is not seen")
	}
}

func TestTapeKnowsItsEnds(t *testing.T) {
	s := newShop(2, 1)
	s.run(50)
	p := NewTape(s, 1<<20)
	p.Run(400)
	for _, at := range []Time{-1, 49, 401, Never} {
		const want = "the past is known from 0.00000005s to 0.0000004s, and "
		if s, err := p.StateAt(at); err == nil || s != nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("StateAt(%d) is %v, %v", at, s, err)
		}
		if err := p.Rewind(at); err == nil || p.Live().Now() != 400 {
			t.Errorf("Rewind(%d): %v, now it is %d", at, err, p.Live().Now())
		}
	}
	mustPanic(t, "not by its tape", func() {
		s.run(500)
		p.Run(600)
	})
}
