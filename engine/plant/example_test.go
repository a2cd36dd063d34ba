package plant_test

import (
	"bytes"
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

const shopText = `format = 1
[factory]
title = "A saw"
[part.beam]
[shop]
kind = "line"
flow = "in -> saw -> out"
[shop.in]
kind  = "source"
part  = "beam"
every = "exponential(60 s)"
[shop.saw]
kind  = "machine"
cycle = "50 s"
queue = "unlimited"
mtbf  = "4 h"
mttr  = "10 min"
[shop.out]
kind = "sink"
`

// shop compiles a factory of one saw.
func shop() *plant.Plant {
	m, problems := model.Parse("shop.toml", []byte(shopText), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		panic(err)
	}
	p, err := plant.Compile(m)
	if err != nil {
		panic(err)
	}
	return p
}

// The saw stops for an hour; half an hour before that the day is taken back, and
// goes on without the stop.
func ExampleNewTape() {
	tape := plant.NewTape(shop().New(1, 0), 64<<20)
	tape.Run(10 * engine.Hour)
	if err := tape.Live().StopPlace("shop.saw", 10*engine.Hour, engine.Hour); err != nil {
		fmt.Println(err)
	}
	tape.Run(24 * engine.Hour)
	fmt.Println("beams done:", tape.Live().TypeStats.At(0).Done)

	noon, err := tape.StateAt(12 * engine.Hour) // looking back changes nothing
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("beams inside at noon:", noon.TypeStats.At(0).Inside)

	if err := tape.Rewind(9*engine.Hour + 30*engine.Minute); err != nil {
		fmt.Println(err)
	}
	if err := tape.Live().Release("shop.in", "beam", 1, 9*engine.Hour+45*engine.Minute); err != nil {
		fmt.Println(err)
	}
	tape.Run(12 * engine.Hour)
	fmt.Println("beams inside at noon without the stop:", tape.Live().TypeStats.At(0).Inside)
	// Output:
	// beams done: 1345
	// beams inside at noon: 3
	// beams inside at noon without the stop: 1
}

// A day is recorded, and replayed from the bytes alone.
func ExampleRecord() {
	s := shop().New(1, 0)
	var file bytes.Buffer
	r, err := plant.Record(&file, s, "v1.0.0", plant.File{Name: "shop.toml", Data: []byte(shopText)})
	if err != nil {
		fmt.Println(err)
	}
	s.Run(10 * engine.Hour)
	if err := s.StopPlace("shop.saw", s.Now(), engine.Hour); err != nil {
		fmt.Println(err)
	}
	if err := r.Note(); err != nil {
		fmt.Println(err)
	}
	s.Run(24 * engine.Hour)
	if err := r.Mark(); err != nil {
		fmt.Println(err)
	}

	rec, err := plant.ReadRecording(file.Bytes())
	if err != nil {
		fmt.Println(err)
	}
	p, err := rec.Plant()
	if err != nil {
		fmt.Println(err)
	}
	again, err := rec.Replay(p, "v1.1.0", 64<<20)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(again)
	fmt.Println("beams done:", again.Tape.Live().TypeStats.At(0).Done)
	// Output:
	// recorded by engine v1.0.0, replayed by engine v1.1.0: 1 of 1 hashes met
	// beams done: 1345
}

// A state goes to another machine and runs on there.
func ExamplePlant_Restore() {
	s := shop().New(1, 0)
	s.Run(10 * engine.Hour)
	image := s.Snapshot(nil)

	there, err := shop().Restore(image)
	if err != nil {
		fmt.Println(err)
	}
	s.Run(24 * engine.Hour)
	there.Run(24 * engine.Hour)
	fmt.Println("the same:", s.Hash() == there.Hash())

	image[100] ^= 1
	if _, err := shop().Restore(image); err != nil {
		fmt.Println("refused")
	}
	// Output:
	// the same: true
	// refused
}
