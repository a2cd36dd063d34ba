// Package local runs the tasks of an experiment on all cores of this machine.
package local

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/taktsim/takt/engine/lab"
)

// Runner runs tasks of one experiment side by side. What comes out does not
// depend on the number of workers.
type Runner struct {
	Experiment *lab.Experiment
	Workers    int // 0: as many as Go may use cores (GOMAXPROCS)
}

// Run answers an experiment on all cores.
func Run(ctx context.Context, e *lab.Experiment) (*lab.Result, error) {
	return e.Run(ctx, Runner{Experiment: e})
}

// Run is lab.Runner's.
func (r Runner) Run(ctx context.Context, tasks []lab.Task, each func(lab.Outcome)) error {
	n := r.Workers
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	n = min(n, len(tasks))
	inner, stop := context.WithCancel(ctx)
	defer stop()
	todo := make(chan lab.Task)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for range n {
		wg.Go(func() {
			for t := range todo {
				out, err := r.do(inner, t)
				mu.Lock()
				switch {
				case err == nil && failed == nil:
					each(out)
				case err != nil && failed == nil:
					failed = err
					stop()
				}
				mu.Unlock()
			}
		})
	}
	for _, t := range tasks {
		select {
		case todo <- t:
			continue
		case <-inner.Done():
		}
		break
	}
	close(todo)
	wg.Wait()
	if failed != nil {
		return failed
	}
	return ctx.Err()
}

// do runs one task; a panic in it becomes an error.
func (r Runner) do(ctx context.Context, t lab.Task) (out lab.Outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			name := fmt.Sprint("case ", t.Case)
			if e := r.Experiment; e != nil && t.Case < len(e.Cases) {
				name = e.Cases[t.Case].Name
			}
			err = fmt.Errorf("%s, replication %d: the engine broke down, which is a mistake in Takt: %v\n%s", name, t.Replication, p, debug.Stack())
		}
	}()
	return r.Experiment.Do(ctx, t)
}
