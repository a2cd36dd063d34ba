package job

import (
	"context"
	"fmt"
	"time"

	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/lab/local"
)

// Progress receives how far a run has come, now and then.
type Progress func(p lab.Progress, elapsed time.Duration)

// Run runs the job. When ctx is cancelled the result holds what was measured
// until then, and is marked.
func (j *Job) Run(ctx context.Context, version string, show Progress) (*result.Result, error) {
	rec := &recorder{Runner: local.Runner{Experiment: j.Lab, Workers: j.Options.Workers}, outs: make([][]lab.Outcome, len(j.Lab.Cases)), cut: make([][]lab.Outcome, len(j.Lab.Cases))}
	start := time.Now()
	done := make(chan struct{})
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				if show != nil {
					show(j.Lab.Progress(), time.Since(start))
				}
			}
		}
	}()
	out, err := j.Lab.Run(ctx, rec)
	close(done)
	<-finished
	if out == nil {
		return nil, fmt.Errorf("%s: %w", j.File, err)
	}
	r := j.convert(out, rec)
	r.Engine = version
	r.Elapsed = time.Since(start).Seconds()
	return r, nil
}

// recorder keeps the outcomes of the single runs, for what a lab.Result only
// holds the mean of.
type recorder struct {
	lab.Runner
	outs, cut [][]lab.Outcome // by case
}

// Run is lab.Runner's.
func (r *recorder) Run(ctx context.Context, tasks []lab.Task, each func(lab.Outcome)) error {
	length := r.Runner.(local.Runner).Experiment.Length
	return r.Runner.Run(ctx, tasks, func(o lab.Outcome) {
		switch {
		case o.Pilot:
		case o.Until < length:
			r.cut[o.Case] = append(r.cut[o.Case], o)
		default:
			r.outs[o.Case] = append(r.outs[o.Case], o)
		}
		each(o)
	})
}

// runs are the outcomes that a case's result is made of.
func (r *recorder) runs(c int) []lab.Outcome {
	if len(r.outs[c]) == 0 && len(r.cut[c]) > 0 {
		first := r.cut[c][0]
		for _, o := range r.cut[c] {
			if o.Replication < first.Replication {
				first = o
			}
		}
		return []lab.Outcome{first}
	}
	return r.outs[c]
}
