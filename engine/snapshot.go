package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"unsafe"
)

// A snapshot is, with every number little-endian:
//
//	magic "takt snp", version, layout, model, size in bytes   8 bytes each
//	now, seq, steps, moved, crowd, stale, hole                8 bytes each
//	for the queue and for each phase's list of the present instant:
//	    n, n events of 24 bytes
//	for each slab: places, free places, spent places          8 bytes each
//	    items, generations (4 bytes each), free places (4 bytes each, in their order)
//	CRC-32C of all before it                                  4 bytes
const (
	snapshotMagic   = "takt snp"
	snapshotVersion = 1
	headBytes       = 5 * 8
	kernelWords     = 7
	crcBytes        = 4
	entryBytes      = int(unsafe.Sizeof(entry{}))
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrDamaged is wrapped by the errors about bytes that are no whole snapshot or
// recording: cut off, changed, or of something else.
var ErrDamaged = errors.New("damaged")

// MismatchError says that a snapshot is not of this kind of state.
type MismatchError struct {
	What            string // "layout": other slabs or types of state; "model": of something else
	Snapshot, State uint64 // the hashes
}

func (e *MismatchError) Error() string {
	if e.What == "layout" {
		return fmt.Sprintf("the snapshot was written by a program with other types of state (layout %016x, here %016x); replay its recording instead", e.Snapshot, e.State)
	}
	return fmt.Sprintf("the snapshot is of another model (%016x, here %016x)", e.Snapshot, e.State)
}

// Snapshot appends the state to dst as bytes that Restore reads on any machine,
// and returns the extended slice. model says what it is a state of, such as the
// hash of a model. Wiring is not in it. Many may take a snapshot of one state at
// the same time.
//
// A snapshot is good as long as the types of state stay as they are: a cache. What
// is to outlive the program is a recording, see Log.
func (w *World) Snapshot(dst []byte, model uint64) []byte {
	start := len(dst)
	size := w.snapshotBytes()
	dst = slices.Grow(dst, size)
	dst = append(dst, snapshotMagic...)
	hole := uint64(0)
	if w.queue.hole {
		hole = 1
	}
	for _, v := range [...]uint64{snapshotVersion, w.layout(), model, uint64(size),
		uint64(w.now), w.seq, w.steps, w.moved, uint64(w.crowd), uint64(w.stale), hole} {
		dst = binary.LittleEndian.AppendUint64(dst, v)
	}
	dst = appendEvents(dst, w.queue.heap)
	for p := range w.soon {
		dst = appendEvents(dst, w.soon[p].events[w.soon[p].head:])
	}
	for i := range w.stores {
		dst = w.stores[i].store.save(dst)
	}
	return binary.LittleEndian.AppendUint32(dst, crc32.Checksum(dst[start:], castagnoli))
}

// snapshotBytes is the size of a snapshot.
func (w *World) snapshotBytes() int {
	n := headBytes + 8*kernelWords + 8 + len(w.queue.heap)*entryBytes + crcBytes
	for p := range w.soon {
		n += 8 + (len(w.soon[p].events)-w.soon[p].head)*entryBytes
	}
	for i := range w.stores {
		n += 3*8 + w.stores[i].store.bytes()
	}
	return n
}

func appendEvents(dst []byte, events []entry) []byte {
	dst = binary.LittleEndian.AppendUint64(dst, uint64(len(events)))
	return append(dst, littleEndianBytes(events)...)
}

// Restore makes w, whose slabs must have been attached, what it was when the
// snapshot was taken: run on, it comes to the same hashes. It refuses bytes that
// are damaged (ErrDamaged) and a snapshot of another layout or model
// (MismatchError), and then leaves w as it was. Handles of before name nothing
// afterwards; observers stay.
//
// The checksum finds accidents, not malice: what holds between the items of
// the slabs is the owner's business and is not examined.
func (w *World) Restore(snapshot []byte, model uint64) error {
	img, err := w.examine(snapshot, model)
	if err != nil {
		return err
	}
	w.now, w.seq, w.steps, w.moved = Time(img.kernel[0]), img.kernel[1], img.kernel[2], img.kernel[3]
	w.crowd, w.stale = uint32(img.kernel[4]), int(img.kernel[5])
	w.queue.heap = loadItems(w.queue.heap, img.queue.n, img.queue.raw)
	w.queue.hole = img.kernel[6] == 1
	w.waiting = 0
	for p := range w.soon {
		w.soon[p].events, w.soon[p].head = loadItems(w.soon[p].events, img.soon[p].n, img.soon[p].raw), 0
		if img.soon[p].n > 0 {
			w.waiting |= 1 << p
		}
	}
	for i := range w.stores {
		w.stores[i].store.load(&img.slabs[i])
	}
	w.era = nil
	return nil
}

// loadItems makes items the n items whose content is raw. Memory that is there
// is used again.
func loadItems[T any](items []T, n int, raw []byte) []T {
	items = slices.Grow(items[:0], n)[:n]
	copy(memoryOf(items), raw)
	if !littleEndian {
		copy(memoryOf(items), littleEndianBytes(items)) // swapping twice is nothing
	}
	return items
}

// image is a snapshot taken apart; what is in it are views of its bytes.
type image struct {
	kernel [kernelWords]uint64
	queue  eventsImage
	soon   [phases]eventsImage
	slabs  []slabImage
}

type eventsImage struct {
	n   int
	raw []byte
}

func (e eventsImage) at(i int) entry {
	b := e.raw[i*entryBytes:]
	return entry{Time(binary.LittleEndian.Uint64(b)), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:])}
}

// slabImage is one slab in a snapshot.
type slabImage struct {
	places, unused, spent int
	items, gens, free     []byte
}

func (s *slabImage) gen(i uint32) uint32 { return binary.LittleEndian.Uint32(s.gens[4*i:]) }

// examine takes a snapshot apart and makes sure that a state can be made of it.
func (w *World) examine(b []byte, model uint64) (*image, error) {
	if err := unseal(b); err != nil {
		return nil, err
	}
	if got, want := binary.LittleEndian.Uint64(b[16:]), w.layout(); got != want {
		return nil, &MismatchError{"layout", got, want}
	}
	if got := binary.LittleEndian.Uint64(b[24:]); got != model {
		return nil, &MismatchError{"model", got, model}
	}
	c := cutter{rest: b[headBytes : len(b)-crcBytes]}
	img := &image{slabs: make([]slabImage, len(w.stores))}
	for i := range img.kernel {
		img.kernel[i] = c.word()
	}
	img.queue = c.events()
	for p := range img.soon {
		img.soon[p] = c.events()
	}
	for i := range img.slabs {
		s := &img.slabs[i]
		places, unused, spent := c.word(), c.word(), c.word()
		s.items = c.take(places, uint64(w.stores[i].store.elem().Size()))
		s.gens, s.free = c.take(places, 4), c.take(unused, 4)
		c.short = c.short || spent > places
		s.places, s.unused, s.spent = len(s.gens)/4, len(s.free)/4, int(min(spent, places))
	}
	if c.short || len(c.rest) > 0 {
		return nil, fmt.Errorf("the snapshot is %w: its parts do not add up to its size", ErrDamaged)
	}
	if err := img.check(w); err != nil {
		return nil, fmt.Errorf("the snapshot is %w: %v", ErrDamaged, err)
	}
	return img, nil
}

// unseal checks the frame of a snapshot: what it is, its size and its checksum.
func unseal(b []byte) error {
	if len(b) < len(snapshotMagic) || string(b[:len(snapshotMagic)]) != snapshotMagic {
		return fmt.Errorf("this is no snapshot (%w): it does not begin with %q", ErrDamaged, snapshotMagic)
	}
	if len(b) >= 16 {
		if v := binary.LittleEndian.Uint64(b[8:]); v != snapshotVersion {
			return fmt.Errorf("this is a snapshot of version %d; version %d can be read", v, snapshotVersion)
		}
	}
	if len(b) < headBytes+crcBytes {
		return fmt.Errorf("the snapshot is %w: it is cut off after %d bytes", ErrDamaged, len(b))
	}
	if size := binary.LittleEndian.Uint64(b[32:]); size != uint64(len(b)) {
		return fmt.Errorf("the snapshot is %w: it should have %d bytes and has %d", ErrDamaged, size, len(b))
	}
	body, sum := b[:len(b)-crcBytes], binary.LittleEndian.Uint32(b[len(b)-crcBytes:])
	if got := crc32.Checksum(body, castagnoli); got != sum {
		return fmt.Errorf("the snapshot is %w: its checksum is %08x, its bytes have %08x", ErrDamaged, sum, got)
	}
	return nil
}

// SnapshotModel is what a snapshot says that it is of, as Snapshot was told. Bytes
// that are no whole snapshot are an error, ErrDamaged.
func SnapshotModel(snapshot []byte) (uint64, error) {
	if err := unseal(snapshot); err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(snapshot[24:]), nil
}

// cutter takes pieces from the front of bytes. Once there are too few of them it
// is short and gives nothing more.
type cutter struct {
	rest  []byte
	short bool
}

func (c *cutter) take(n, size uint64) []byte {
	if size > 0 && n > uint64(len(c.rest))/size {
		c.short, c.rest = true, nil
		return nil
	}
	piece := c.rest[:n*size]
	c.rest = c.rest[n*size:]
	return piece
}

func (c *cutter) word() uint64 {
	b := c.take(1, 8)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint64(b)
}

func (c *cutter) events() eventsImage {
	raw := c.take(c.word(), uint64(entryBytes))
	return eventsImage{len(raw) / entryBytes, raw}
}

// check makes sure of what the kernel relies on: events that are due in their
// order and whose timers and inputs exist, slabs that can hand out places.
func (img *image) check(w *World) error {
	hole := img.kernel[6]
	if now := Time(img.kernel[0]); now < 0 || img.kernel[4] > crowdLimit+1 || hole > 1 || hole == 1 && img.queue.n == 0 {
		return errors.New("its kernel is in no possible state")
	}
	for i := range img.queue.n {
		e := img.queue.at(i)
		if i > 0 {
			if up := img.queue.at((i - 1) / 4); e.before(&up) == 1 {
				return fmt.Errorf("event %d of the queue is out of order", i)
			}
		}
		if err := img.checkEvent(e); err != nil {
			return err
		}
	}
	for p, list := range img.soon {
		last := uint64(0)
		for i := range list.n {
			e := list.at(i)
			if e.at != Time(img.kernel[0]) || e.seq>>56 != uint64(p) || e.seq <= last {
				return fmt.Errorf("event %d of the phase %v is out of order", i, Phase(p))
			}
			if err := img.checkEvent(e); err != nil {
				return err
			}
			last = e.seq
		}
	}
	for i := range img.slabs {
		if err := w.stores[i].store.check(&img.slabs[i], w.stores[i].layout); err != nil {
			return fmt.Errorf("%s: %w", w.stores[i].name, err)
		}
	}
	return nil
}

// The kernel's own slabs, which Init attaches first.
const (
	timersStore = iota
	inputsStore
)

func (img *image) checkEvent(e entry) error {
	if e.at < Time(img.kernel[0]) || e.at == Never || e.seq>>56 >= uint64(phases) {
		return fmt.Errorf("an event is due at %d in phase %d", e.at, e.seq>>56)
	}
	if e.kind()&timerBit != 0 && int64(e.target()) >= img.places(timersStore) {
		return fmt.Errorf("an event is of timer %d of %d", e.target(), img.places(timersStore))
	}
	if e.kind() == KindInput && e.seq&afterInputs == 0 && int64(e.target()) >= img.places(inputsStore) {
		return fmt.Errorf("an event is of input %d of %d", e.target(), img.places(inputsStore))
	}
	return nil
}

func (img *image) places(store int) int64 {
	if store >= len(img.slabs) {
		return 0
	}
	return int64(img.slabs[store].places)
}

func (s *Slab[T]) save(dst []byte) []byte {
	for _, n := range [...]int{len(s.items), len(s.free), int(s.spent)} {
		dst = binary.LittleEndian.AppendUint64(dst, uint64(n))
	}
	dst = append(dst, littleEndianBytes(s.items)...)
	dst = append(dst, littleEndianBytes(s.gens)...)
	return append(dst, littleEndianBytes(s.free)...)
}

func (s *Slab[T]) load(img *slabImage) {
	s.items = loadItems(s.items, img.places, img.items)
	s.gens = loadItems(s.gens, img.places, img.gens)
	s.free = loadItems(s.free, img.unused, img.free)
	s.spent = uint32(img.spent)
}

// check makes sure that the free places are those whose generation says so, each
// once, and empty, and that every bool is one.
func (s *Slab[T]) check(img *slabImage, l *layout) error {
	even, spent := 0, 0
	for i := range uint32(img.places) {
		if g := img.gen(i); g == 0 {
			spent++
		} else if g&1 == 0 {
			even++
		}
	}
	if even != img.unused || spent != img.spent {
		return fmt.Errorf("%d of its places are free and %d spent, but it lists %d and %d", even, spent, img.unused, img.spent)
	}
	size := int(unsafe.Sizeof(*new(T)))
	seen := make([]bool, img.places)
	for k := range img.unused {
		i := binary.LittleEndian.Uint32(img.free[4*k:])
		if int64(i) >= int64(img.places) || seen[i] || img.gen(i)&1 == 1 || img.gen(i) == 0 {
			return fmt.Errorf("place %d is not free, but listed so", i)
		}
		seen[i] = true
		if slices.ContainsFunc(img.items[int(i)*size:(int(i)+1)*size], func(b byte) bool { return b != 0 }) {
			return fmt.Errorf("the free place %d is not empty", i)
		}
	}
	for i := range img.places {
		for _, at := range l.bools {
			if img.items[i*size+int(at)] > 1 {
				return fmt.Errorf("item %d has a bool that is %d", i, img.items[i*size+int(at)])
			}
		}
	}
	return nil
}
