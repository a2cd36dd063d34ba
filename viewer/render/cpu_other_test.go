//go:build !unix

package render

import "time"

var started = time.Now()

// cpu is the time since the start, ms: here nothing tells the processor's.
func cpu() float64 { return float64(time.Since(started)) / 1e6 }
