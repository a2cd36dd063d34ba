//go:build unix

package viewer

import (
	"syscall"
	"time"
)

// cpu is the processor time that the process has used: on a shared machine wall time
// says more about the neighbours.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
