package process_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
)

type broadcast struct {
	model *process.Model
	late  process.Var[[2]int64] // messages that had lain for some time, and all
}

// newBroadcast has a sender whose messages go to the boxes of two receivers.
func newBroadcast(say say) broadcast {
	m := process.NewModel()
	b := broadcast{m, process.NewVar(m, "late", [2]int64{})}
	write, read := m.Law("write", whole(6, 10, 1)), m.Law("read", whole(4, 8, 1))
	send := []process.Step{process.Hold(write)}
	for _, who := range []string{"A", "B"} {
		box := m.Store("box of "+who, process.Unlimited)
		send = append(send, box.Put(func(c *process.Ctx) process.Item {
			return process.Item{Value: c.Now().Seconds()}
		}))
		m.Start(m.Program("receiver "+who, process.Forever(
			box.Get(),
			process.Do(func(c *process.Ctx) {
				sent, n := c.Item().Value, b.late.Of(c)
				n[1]++
				if sent < c.Now().Seconds() {
					n[0]++
					say("%.0f s: %s reads late: sent at %.0f", c.Now().Seconds(), who, sent)
				} else {
					say("%.0f s: %s reads", c.Now().Seconds(), who)
				}
			}),
			process.Hold(read))), 1)
	}
	m.Start(m.Program("sender", process.Forever(send...)), 1)
	return b
}

// Processes talk through stores; to tell many, put into the box of each.
func Example_communication() {
	b := newBroadcast(aloud)
	code, err := b.model.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	sim := code.New(1, 0)
	if err := sim.Run(60 * engine.Second); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 9 s: A reads
	// 9 s: B reads
	// 16 s: B reads
	// 17 s: A reads late: sent at 16
	// 25 s: A reads
	// 25 s: B reads
	// 32 s: A reads
	// 33 s: B reads late: sent at 32
	// 39 s: A reads
	// 39 s: B reads
	// 46 s: A reads
	// 46 s: B reads
	// 55 s: A reads
	// 55 s: B reads
}

// A cable delays what it carries: every message travels as a process of its own.
func Example_latency() {
	m := process.NewModel()
	end := m.Store("end of the cable", process.Unlimited)
	travel := m.Program("travel",
		process.Hold(process.For(10*engine.Second)),
		end.Put((*process.Ctx).Item))
	m.Start(m.Program("sender", process.Forever(
		process.Hold(process.For(5*engine.Second)),
		process.Do(func(c *process.Ctx) { c.SetItem(process.Item{Value: c.Now().Seconds()}) }),
		process.Spawn(travel))), 1)
	m.Start(m.Program("receiver", process.Forever(
		end.Get(),
		process.Do(func(c *process.Ctx) {
			fmt.Printf("at %v: sent at %.0fs\n", c.Now(), c.Item().Value)
		}))), 1)

	code, err := m.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := code.New(1, 0).Run(30 * engine.Second); err != nil {
		fmt.Println(err)
	}
	// Output:
	// at 15s: sent at 5s
	// at 20s: sent at 10s
	// at 25s: sent at 15s
	// at 30s: sent at 20s
}
