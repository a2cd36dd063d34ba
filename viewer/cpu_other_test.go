//go:build !unix

package viewer

import "time"

var started = time.Now()

// cpu is the time since the start: here nothing tells the processor's.
func cpu() time.Duration { return time.Since(started) }
