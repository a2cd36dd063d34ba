package learn

import "time"

// Stay is an unbroken time of one machine in one state.
type Stay struct {
	Machine  string
	State    string
	From, To time.Time
}

// Length is how long the stay lasted.
func (s Stay) Length() time.Duration { return s.To.Sub(s.From) }

// Stays returns the stays of every machine in order of machine and time. A
// machine's last stay ends with its last signal of any kind; a machine that is
// not available is UNAVAILABLE whatever else was said at that moment. Stays
// before the time in opens (by machine; absent means no limit) are cut off:
// a log that starts with a snapshot repeats values that are days old.
func Stays(signals []Signal, opens map[string]time.Time) []Stay {
	var stays []Stay
	var now Stay
	flush := func(until time.Time) {
		if now.State == "" {
			return
		}
		now.To = until
		if open, ok := opens[now.Machine]; ok && now.From.Before(open) {
			now.From = open
		}
		if now.To.After(now.From) {
			stays = append(stays, now)
		}
	}
	var last time.Time
	for _, s := range byTime(signals) {
		if s.Machine != now.Machine {
			flush(last)
			now = Stay{Machine: s.Machine}
		}
		last = s.At
		state := s.Value
		if s.Kind == Availability && state != Unavailable || s.Kind != Execution && s.Kind != Availability {
			continue
		}
		if state == "" || state == now.State {
			continue
		}
		flush(s.At)
		now.State, now.From = state, s.At
	}
	flush(last)
	return stays
}
