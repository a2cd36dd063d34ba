//go:build !ebitenginevmguest

package window

import "time"

// Now is the time that windows live by.
func Now() time.Time { return time.Now() }
