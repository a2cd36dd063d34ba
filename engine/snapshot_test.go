package engine

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const shopModel = 42

// TestRestoreRunsTheSame takes snapshots anywhere, in the middle of instants and
// with a hole in the queue too, restores them into empty and used states, and
// runs all of them on.
func TestRestoreRunsTheSame(t *testing.T) {
	arena := newShop(3, 77) // warm, and full of something else
	arena.run(333)
	holes, crowds := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawShop(t)
		s.Feed(Input{At: s.Now() + drawTime(t, "input", 200), Code: 1, Key: 5})
		s.runSteps(rapid.IntRange(0, 20).Draw(t, "steps"))
		if s.queue.hole {
			holes++
		}
		if s.waiting != 0 {
			crowds++
		}
		prefix := []byte("before")
		image := s.Snapshot(slices.Clone(prefix), shopModel)
		if !bytes.HasPrefix(image, prefix) {
			t.Fatal("Snapshot does not append")
		}
		image = image[len(prefix):]
		fresh := emptyShop()
		for _, c := range []*shop{fresh, arena} {
			if err := c.Restore(image, shopModel); err != nil {
				t.Fatal(err)
			}
			mustEqual(t, "restored", s, c)
			if again := c.Snapshot(nil, shopModel); !bytes.Equal(again, image) {
				t.Fatal("a snapshot of what was restored is different")
			}
		}
		for range 3 {
			until := s.Now() + drawTime(t, "piece", 300)
			s.Feed(Input{At: s.Now(), Code: 0, Value: 1.25})
			s.run(until)
			for _, c := range []*shop{fresh, arena} {
				c.Feed(Input{At: c.Now(), Code: 0, Value: 1.25})
				c.run(until)
				mustEqual(t, "run on", s, c)
			}
		}
	})
	if !testing.Short() && (holes < 10 || crowds < 10) {
		t.Errorf("%d holes, %d instants that were not over; the test tests little", holes, crowds)
	}
}

// TestHandleOfAnAbandonedFutureNamesNothing makes a part after a snapshot, goes
// back, and makes another in the same place: who holds the first must not be
// given the second.
func TestHandleOfAnAbandonedFutureNamesNothing(t *testing.T) {
	if CheckState(reflect.TypeFor[Handle[part]]()) == nil {
		t.Error("a handle may be part of a state, where it would be hashed and copied")
	}
	s := someShop()
	image := s.Snapshot(nil, shopModel)
	for name, jump := range map[string]func(){
		"Restore": func() {
			if err := s.Restore(image, shopModel); err != nil {
				t.Fatal(err)
			}
		},
		"CopyFrom": func() {
			past := emptyShop()
			if err := past.Restore(image, shopModel); err != nil {
				t.Fatal(err)
			}
			s.CopyFrom(&past.World)
		},
	} {
		jump()
		lost, p := s.parts.Alloc()
		p.Value = 1
		held := Hold(&s.World, lost)
		if s.parts.Get(held.Ref(&s.World)) != p {
			t.Fatal("a handle does not name what is held")
		}
		jump()
		if s.parts.Get(held.Ref(&s.World)) != nil {
			t.Errorf("%s: the handle names something of the past", name)
		}
		r, p := s.parts.Alloc()
		p.Value = 2
		if r != lost {
			t.Fatalf("the new part is %v, and not %v as the lost one was; the test tests nothing", r, lost)
		}
		if got := s.parts.Get(held.Ref(&s.World)); got != nil {
			t.Errorf("%s: the handle of the lost part names a part of value %v", name, got.Value)
		}
		if again := Hold(&s.World, r); s.parts.Get(again.Ref(&s.World)) != p {
			t.Errorf("%s: a new handle names nothing", name)
		}
		if fork := s.fork(); fork.parts.Get(Hold(&s.World, r).Ref(&fork.World)) != nil {
			t.Errorf("%s: a handle of one state is good for another", name)
		}
		if (Handle[part]{}).Ref(&emptyShop().World) != (Ref[part]{}) {
			t.Error("the zero handle names something")
		}
	}
}

// TestRefusedSnapshotChangesNothing lists bytes that are no snapshot of this
// state, and what is said of them.
func TestRefusedSnapshotChangesNothing(t *testing.T) {
	s := someShop()
	good := s.Snapshot(nil, shopModel)
	seal := func(change func(b []byte) []byte) []byte {
		b := change(slices.Clone(good))
		return reseal(b)
	}
	put := func(at int, v uint64) []byte {
		return seal(func(b []byte) []byte { binary.LittleEndian.PutUint64(b[at:], v); return b })
	}
	flipped := slices.Clone(good)
	flipped[len(good)/2] ^= 4
	const queueAt = headBytes + 8*kernelWords
	timersAt := queueAt + 8 + len(s.queue.heap)*entryBytes
	for p := range s.soon {
		timersAt += 8 + entryBytes*(len(s.soon[p].events)-s.soon[p].head)
	}
	timerOn := timersAt + 24 + 77
	partsFree := len(good) - crcBytes - (3*8 + s.counts.bytes()) - 2*4
	if len(s.parts.free) != 2 {
		t.Fatal("the test wants two free parts")
	}
	for name, c := range map[string]struct {
		bytes   []byte
		damaged bool
		want    string
	}{
		"nothing":             {nil, true, "this is no snapshot"},
		"something else":      {[]byte("PK\x03\x04 and so on, and on"), true, "this is no snapshot"},
		"only its magic":      {good[:8], true, "cut off after 8 bytes"},
		"a byte less":         {good[:len(good)-1], true, "it should have"},
		"a byte more":         {append(slices.Clone(good), 0), true, "it should have"},
		"a bit flipped":       {flipped, true, "its checksum is"},
		"another version":     {put(8, 9), false, "a snapshot of version 9; version 1 can be read"},
		"another layout":      {put(16, 7), false, "layout 0000000000000007, here "},
		"another model":       {put(24, 7), false, "of another model (0000000000000007, here 000000000000002a)"},
		"a huge queue":        {put(queueAt, math.MaxUint64/24+2), true, "do not add up"},
		"a huge slab":         {put(timersAt, 1<<40), true, "do not add up"},
		"a negative clock":    {put(headBytes, 1<<63), true, "in no possible state"},
		"a clock of later":    {put(headBytes, 1<<40), true, "an event is due at"},
		"two holes":           {put(headBytes+48, 2), true, "in no possible state"},
		"an event of no time": {put(queueAt+8, 1<<62), true, "out of order"},
		"no such timer":       {put(queueAt+24, uint64(999)<<32|uint64(timerBit)<<16), true, "of timer 999 of"},
		"no such phase":       {put(queueAt+16, 1<<63), true, "in phase 128"},
		"a half bool":         {seal(func(b []byte) []byte { b[timerOn] = 3; return b }), true, "timers: item 0 has a bool that is 3"},
		"a place twice":       {seal(func(b []byte) []byte { copy(b[partsFree:], b[partsFree+4:partsFree+8]); return b }), true, "parts: place"},
		"a spent place":       {put(timersAt+16, 1), true, "timers: 0 of its places are free and 0 spent"},
		"a slab's end":        {seal(func(b []byte) []byte { return b[:len(b)-8] }), true, "do not add up"},
	} {
		before, bytesBefore := s.Hash(), s.Snapshot(nil, 0)
		err := s.Restore(c.bytes, shopModel)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q in it", name, err, c.want)
		}
		if errors.Is(err, ErrDamaged) != c.damaged {
			t.Errorf("%s: %v: damaged is %v, want %v", name, err, !c.damaged, c.damaged)
		}
		if s.Hash() != before || !bytes.Equal(s.Snapshot(nil, 0), bytesBefore) {
			t.Fatalf("%s: the state is another one", name)
		}
	}
	if err := s.Restore(good, shopModel); err != nil {
		t.Error(err)
	}
}

// reseal gives changed bytes of a snapshot the right size and checksum.
func reseal(b []byte) []byte {
	if len(b) < headBytes+crcBytes {
		return b
	}
	binary.LittleEndian.PutUint64(b[32:], uint64(len(b)))
	binary.LittleEndian.PutUint32(b[len(b)-4:], crc32.Checksum(b[:len(b)-4], castagnoli))
	return b
}

// Types of one size that differ in something.
type (
	planA struct {
		Due  Time
		Rank int32
		On   bool
		Gap  [3]uint8
	}
	planRenamed struct {
		Due   Time
		Level int32
		On    bool
		Gap   [3]uint8
	}
	planOtherKind struct {
		Due  Time
		Rank uint32
		On   bool
		Gap  [3]uint8
	}
	planOtherOrder struct {
		Rank int32
		On   bool
		Gap  [3]uint8
		Due  Time
	}
	planOtherArray struct {
		Due  Time
		Rank int32
		On   bool
		Gap  [3]bool
	}
	planRef   struct{ Ref Ref[part] }
	planOther struct{ Ref Ref[station] }
)

func layoutWith[T any](name string, g Group) uint64 {
	w := new(World)
	w.Init()
	w.Attach(name, g, new(Slab[T]))
	return w.layout()
}

// TestLayoutSeesWhatAStateIsMadeOf changes one thing of a state's types at a time.
func TestLayoutSeesWhatAStateIsMadeOf(t *testing.T) {
	seen := map[uint64]string{}
	for _, c := range []struct {
		name string
		sum  uint64
	}{
		{"original", layoutWith[planA]("plan", Live)},
		{"slab renamed", layoutWith[planA]("plans", Live)},
		{"other group", layoutWith[planA]("plan", Stats)},
		{"field renamed", layoutWith[planRenamed]("plan", Live)},
		{"other kind", layoutWith[planOtherKind]("plan", Live)},
		{"other order", layoutWith[planOtherOrder]("plan", Live)},
		{"other array", layoutWith[planOtherArray]("plan", Live)},
		{"reference", layoutWith[planRef]("plan", Live)},
		{"reference to something else", layoutWith[planOther]("plan", Live)},
		{"longer array", layoutWith[[3]uint8]("plan", Live)},
		{"long array", layoutWith[[2]uint8]("plan", Live)},
		{"no slab", func() uint64 { w := new(World); w.Init(); return w.layout() }()},
	} {
		if other, ok := seen[c.sum]; ok {
			t.Errorf("%s has the layout of %s", c.name, other)
		}
		seen[c.sum] = c.name
	}
	if again := layoutWith[planA]("plan", Live); seen[again] != "original" {
		t.Error("one layout has two hashes")
	}
}

// mixedItem has every kind of number.
type mixedItem struct {
	A Time
	B float64
	C [2]uint16
	D int32
	E float32
	F [2]struct{ On, Off bool }
}

// TestSnapshotBytesAreThoseOfTheFields compares the bytes of a slab, which are
// copied in bulk, with what encoding/binary writes field by field; and so for a
// machine whose numbers lie the other way round.
func TestSnapshotBytesAreThoseOfTheFields(t *testing.T) {
	defer func(was bool) { littleEndian = was }(littleEndian)
	native := littleEndian
	var s Slab[mixedItem]
	for i := range 5 {
		_, x := s.Alloc()
		*x = mixedItem{A: Time(-i), B: math.Pi * float64(i), C: [2]uint16{uint16(i), 0x102}, D: int32(i) - 2, E: 1.5, F: [2]struct{ On, Off bool }{{true, false}, {i == 1, true}}}
	}
	s.Free(s.Ref(3))
	for _, same := range []bool{true, false} {
		littleEndian = native == same
		order := binary.ByteOrder(binary.LittleEndian)
		if !same {
			order = binary.BigEndian // what a machine that is not like this one would take for little
		}
		got := s.save(nil)
		want := new(bytes.Buffer)
		for _, v := range []any{s.items, s.gens, s.free} {
			if err := binary.Write(want, order, v); err != nil {
				t.Fatal(err)
			}
		}
		if !native {
			t.Skip("the names of the orders are for little-endian machines")
		}
		if !bytes.Equal(got[3*8:], want.Bytes()) {
			t.Errorf("in bulk\n%x, field by field\n%x", got[3*8:], want.Bytes())
		}
		var back Slab[mixedItem]
		c := cutter{rest: got}
		img := slabImage{places: int(c.word()), unused: int(c.word()), spent: int(c.word())}
		img.items, img.gens, img.free = c.take(5, uint64(s.elem().Size())), c.take(5, 4), c.take(1, 4)
		if back.load(&img); !slices.Equal(back.items, s.items) || !slices.Equal(back.gens, s.gens) || !slices.Equal(back.free, s.free) {
			t.Errorf("loaded %+v, want %+v", back, s)
		}
	}
}

// TestSnapshotFindsTheBools lists where the bools of a type are.
func TestSnapshotFindsTheBools(t *testing.T) {
	l := layoutOf(new(Slab[mixedItem]).elem())
	if want := []uintptr{28, 29, 30, 31}; !slices.Equal(l.bools, want) {
		t.Errorf("bools at %v, want %v", l.bools, want)
	}
}

// TestRestoreOfAStuckState keeps what makes a state stuck.
func TestRestoreOfAStuckState(t *testing.T) {
	var s, f, g spinner
	table := []Handler[spinner]{nil, func(s *spinner, e Event) { s.Soon(PhaseDecide, 1, 7, 0) }}
	for _, w := range []*spinner{&s, &f, &g} {
		w.Init()
	}
	s.At(Minute, PhaseCompletion, 1, 7, 0)
	Run(&s, &s.World, table, Hour)
	if err := f.Restore(s.Snapshot(nil, 0), 0); err != nil {
		t.Fatal(err)
	}
	if _, stuck := f.Stuck(); !stuck {
		t.Error("restored, it is not stuck")
	}
	f.CopyFrom(&g.World)
	if _, stuck := f.Stuck(); stuck {
		t.Error("a copy of a state at its beginning is stuck")
	}
}

// FuzzRestore restores any bytes, as they are and with the right frame, into a
// state: what is refused changes nothing, and what is taken is whole.
func FuzzRestore(f *testing.F) {
	s := someShop()
	good := s.Snapshot(nil, shopModel)
	f.Add(good, true)
	f.Add(good[:len(good)/2], false)
	f.Add(emptyShop().Snapshot(nil, shopModel), true)
	f.Add([]byte(snapshotMagic), true)
	f.Fuzz(func(t *testing.T, b []byte, sealed bool) {
		if sealed && len(b) >= headBytes+crcBytes {
			b = slices.Clone(b)
			copy(b, good[:headBytes])
			reseal(b)
		}
		c := s.fork()
		before := c.Snapshot(nil, 1)
		if err := c.Restore(b, shopModel); err != nil {
			if !bytes.Equal(c.Snapshot(nil, 1), before) {
				t.Fatalf("refused (%v), and yet the state is another one", err)
			}
			return
		}
		c.Hash()
		if again := c.Snapshot(nil, shopModel); !bytes.Equal(again, b) {
			t.Fatal("a snapshot of what was restored is different")
		}
		for range 3 { // what the kernel hands out must be there
			r, p := c.parts.Alloc()
			if *p != (part{}) || c.parts.Get(r) != p {
				t.Fatalf("a new part is %+v", *p)
			}
		}
	})
}
