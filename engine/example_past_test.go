package engine_test

import (
	"bytes"
	"fmt"

	"github.com/taktsim/takt/engine"
)

// An office can be kept by a Tape: it embeds a World and knows how to copy and to
// run itself.
func (o *office) Fork() *office {
	f := newOffice()
	o.ForkInto(f)
	return f
}

func (o *office) ForkInto(f *office) { f.CopyFrom(&o.World) }

func (o *office) RunWhile(until engine.Time, cond func(*office) bool) bool {
	return engine.RunWhile(o, &o.World, rushHour, until, cond)
}

// rushHour is handlers, and an input that so many customers come at once.
var rushHour = append([]engine.Handler[office]{func(o *office, e engine.Event) {
	for range int(o.Input(e.Target).Value) {
		c := o.counters.At(0)
		o.note(c)
		c.Arrived++
		if c.Here++; c.Here == 1 {
			o.begin(c)
		}
	}
}}, handlers[1:]...)

// A state goes away as bytes and comes back.
func ExampleWorld_Snapshot() {
	const model = 0x0ff1ce // says what it is a state of
	o := newOffice()
	o.open(7)
	engine.Run(o, &o.World, handlers, engine.Hour)
	image := o.Snapshot(nil, model)

	back := newOffice()
	if err := back.Restore(image, model); err != nil {
		fmt.Println(err)
	}
	engine.Run(o, &o.World, handlers, 2*engine.Hour)
	engine.Run(back, &back.World, handlers, 2*engine.Hour)
	fmt.Println("the same an hour later:", back.Hash() == o.Hash())

	fmt.Println(back.Restore(image, 0xca4))
	fmt.Println("it is still as it was:", back.Hash() == o.Hash())
	// Output:
	// the same an hour later: true
	// the snapshot is of another model (00000000000ff1ce, here 0000000000000ca4)
	// it is still as it was: true
}

// A tape gives the state as it was, and takes it back.
func ExampleTape() {
	o := newOffice()
	o.open(7)
	tape := engine.NewTape(o, 1<<20) // with 1 MB for keyframes
	tape.Run(engine.Hour)
	o.Feed(engine.Input{At: o.Now(), Value: 500}) // a coach stops at the door
	tape.Run(2 * engine.Hour)
	fmt.Println("after two hours:", o.counters.At(0).Here)

	past, err := tape.StateAt(90 * engine.Minute)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("half an hour before:", past.counters.At(0).Here)

	if err := tape.Rewind(engine.Hour - 1); err != nil {
		fmt.Println(err)
	}
	tape.Run(2 * engine.Hour)
	fmt.Println("taken back and run again:", o.counters.At(0).Here)

	if err := tape.Rewind(engine.Hour - 1); err != nil {
		fmt.Println(err)
	}
	o.Feed(engine.Input{At: o.Now(), Value: 0}) // something else comes: another future
	tape.Run(2 * engine.Hour)
	fmt.Println("without the coach:", o.counters.At(0).Here)
	// Output:
	// after two hours: 190
	// half an hour before: 366
	// taken back and run again: 190
	// without the coach: 16
}

// A log of what came from outside leads to the same state again.
func ExampleLogWriter() {
	o := newOffice()
	o.open(7)
	var file bytes.Buffer
	log, err := engine.NewLogWriter(&file, &o.World, []byte("office, seed 7"), nil)
	if err != nil {
		fmt.Println(err)
	}
	tape := engine.NewTape(o, 1<<20)
	for h := range engine.Time(3) {
		o.Feed(engine.Input{At: h*engine.Hour + engine.Minute, Value: 10})
		if err := log.Note(&o.World); err != nil {
			fmt.Println(err)
		}
		tape.Run((h + 1) * engine.Hour)
		if err := log.Mark(&o.World); err != nil {
			fmt.Println(err)
		}
	}

	for _, end := range []int{file.Len(), file.Len() - 10} { // whole, and cut off
		read, err := engine.ReadLog(file.Bytes()[:end])
		if err != nil {
			fmt.Println(err)
		}
		again := newOffice()
		again.open(7)
		met := engine.NewTape(again, 0).Replay(read)
		fmt.Printf("%s: %d inputs, %d of %d hashes met, %d bytes lost; the same as it was: %v\n",
			read.About, len(read.Inputs), met, len(read.Marks), read.Lost, again.Hash() == o.Hash())
	}
	// Output:
	// office, seed 7: 3 inputs, 3 of 3 hashes met, 0 bytes lost; the same as it was: true
	// office, seed 7: 3 inputs, 2 of 2 hashes met, 50 bytes lost; the same as it was: false
}

// Who is not part of the state holds a Handle: a state that jumps may have
// something else in the same place.
func ExampleHold() {
	o := newOffice()
	image := o.Snapshot(nil, 0)
	r, _ := o.counters.Alloc()
	held := engine.Hold(&o.World, r)
	fmt.Println("there:", o.counters.Get(held.Ref(&o.World)) != nil)

	if err := o.Restore(image, 0); err != nil {
		fmt.Println(err)
	}
	o.counters.Alloc()
	fmt.Println("the bare reference names a stranger:", o.counters.Get(r) != nil)
	fmt.Println("the handle names something:", o.counters.Get(held.Ref(&o.World)) != nil)
	// Output:
	// there: true
	// the bare reference names a stranger: true
	// the handle names something: false
}
