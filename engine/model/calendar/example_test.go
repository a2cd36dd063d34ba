package calendar_test

import (
	"fmt"
	"time"

	"github.com/taktsim/takt/engine/model/calendar"
)

func Example() {
	c, mistakes := calendar.New(calendar.Spec{
		Week:   "Mon-Fri 06:00-14:00, 14:00-22:00",
		Breaks: "09:00-09:15",
	})
	if len(mistakes) > 0 {
		fmt.Println(mistakes[0])
		return
	}
	zone, _ := calendar.Zone("Asia/Shanghai")
	clock, _ := calendar.ParseTime("2026-01-05 06:00", zone)
	c = c.Bind(clock, zone)

	change, on := c.Next(0)
	fmt.Println(time.Duration(change), on)
	fmt.Println(time.Duration(c.Scheduled(0, int64(7*24*time.Hour))))
	// Output:
	// 3h0m0s false
	// 78h45m0s
}
