//go:build !unix

package plant

import "time"

var started = time.Now()

func cpuTime() time.Duration { return time.Since(started) }
