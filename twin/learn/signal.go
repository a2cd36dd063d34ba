package learn

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Kind is what a signal tells about its machine.
type Kind uint8

// The signals that operations can be derived from. Their names follow MTConnect
// data item types: EXECUTION, PROGRAM, PART_COUNT, CONTROLLER_MODE, AVAILABILITY.
const (
	Other Kind = iota
	Execution
	Program
	PartCount
	Mode
	Availability
)

// Unavailable is the value of a signal whose source has lost its machine.
const Unavailable = "UNAVAILABLE"

// Execution states, as MTConnect names them. A log may hold others; those are
// kept as stays under their own name and count neither as running nor as an end.
const (
	Active    = "ACTIVE"
	Ready     = "READY"
	Completed = "PROGRAM_COMPLETED"
	Stopped   = "STOPPED"
)

// Signal is one observation of one machine.
type Signal struct {
	At      time.Time
	Machine string
	Kind    Kind
	Value   string
}

// usual are item names met in logs that come without a device model.
var usual = map[string]Kind{
	"execution": Execution, "exec": Execution, "pexecution": Execution, "p1execution": Execution,
	"path_execution": Execution, "program_status": Execution,
	"program": Program, "pprogram": Program, "p1program": Program, "active_program": Program,
	"program_name_running": Program,
	"part_count":           PartCount, "partcount": PartCount, "partcountact": PartCount, "ppartcount": PartCount, "p1partcount": PartCount,
	"mode": Mode, "controllermode": Mode, "pmode": Mode, "p1mode": Mode,
	"avail": Availability, "availability": Availability,
}

// KindOf tells what an item is by its usual names.
func KindOf(item string) Kind { return usual[strings.ToLower(item)] }

// byTime orders signals by machine, then event time; what came later in the
// log stays later at equal times.
func byTime(signals []Signal) []Signal {
	s := slices.Clone(signals)
	slices.SortStableFunc(s, func(a, b Signal) int {
		return cmp.Or(cmp.Compare(a.Machine, b.Machine), a.At.Compare(b.At))
	})
	return s
}

// ends tells whether an execution state ends a run. FEED_HOLD, INTERRUPTED,
// OPTIONAL_STOP, PROGRAM_STOPPED and WAIT do not: the same program goes on.
func ends(state string) bool {
	return state == Ready || state == Completed || state == Stopped
}

// automatic tells whether a controller mode is that of production. An unknown
// mode is.
func automatic(mode string) bool {
	return !strings.HasPrefix(mode, "MANUAL") && mode != "EDIT"
}
