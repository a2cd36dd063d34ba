package sample

// shape is a type of equipment that plants buy.
type shape struct {
	name  string
	kind  string
	w, d  float64 // footprint, m
	mtbf  float64 // h; 0: does not fail
	mttr  float64 // min
	power [2]float64
	setup float64 // share of the pace that a set-up takes, where types change
}

// machining are the machines of a machining line, in the order of the work.
var machining = []shape{
	{"saw", "machine", 2.2, 1.6, 60, 12, [2]float64{4, 0.6}, 0},
	{"lathe", "machine", 3.2, 2.0, 32, 22, [2]float64{9, 1.8}, 0.10},
	{"mill", "machine", 3.0, 2.4, 28, 25, [2]float64{11, 2.4}, 0.12},
	{"drill", "machine", 2.4, 1.8, 45, 16, [2]float64{5.5, 1.1}, 0.06},
	{"broach", "machine", 2.6, 1.8, 40, 20, [2]float64{7.5, 1.2}, 0},
	{"hob", "machine", 3.0, 2.2, 36, 24, [2]float64{8.5, 1.6}, 0.08},
	{"grinder", "machine", 2.8, 2.0, 34, 28, [2]float64{10, 2.2}, 0.08},
	{"press", "machine", 2.4, 2.2, 30, 18, [2]float64{15, 2.0}, 0.10},
	{"laser", "machine", 3.4, 2.2, 38, 26, [2]float64{12, 3.0}, 0},
	{"deburr", "station", 2.0, 1.8, 0, 0, [2]float64{0.6, 0.1}, 0},
}

// assembling are the stations after an assembly.
var assembling = []shape{
	{"fit", "station", 2.4, 2.0, 0, 0, [2]float64{0.8, 0.2}, 0},
	{"screw", "machine", 2.0, 1.8, 30, 10, [2]float64{1.5, 0.3}, 0},
	{"fill", "machine", 2.4, 1.8, 36, 14, [2]float64{2.0, 0.5}, 0},
	{"test", "station", 2.4, 2.0, 50, 20, [2]float64{3.0, 0.8}, 0},
	{"label", "station", 1.8, 1.6, 0, 0, [2]float64{0.3, 0.1}, 0},
}

var (
	washer    = shape{"washer", "machine", 4.0, 2.6, 50, 30, [2]float64{24, 5}, 0}
	checking  = shape{"gauge", "station", 2.2, 2.0, 0, 0, [2]float64{0.8, 0.3}, 0}
	reworking = shape{"bench", "station", 2.4, 1.8, 0, 0, [2]float64{0.8, 0.1}, 0}
	joining   = shape{"cell", "assembly", 3.6, 3.0, 40, 15, [2]float64{6, 1.2}, 0}
	packing   = shape{"packer", "station", 2.6, 2.2, 60, 10, [2]float64{1.2, 0.3}, 0}
)

// catalogue lists every shape once, in the order in which files give them.
func catalogue() []shape {
	all := append(append([]shape(nil), machining...), washer, checking, reworking, joining)
	return append(append(all, assembling...), packing)
}

// blanks are names of machined parts, goods of assembled ones.
var (
	blanks = []string{"housing", "shaft", "gear", "cover", "bracket", "flange", "plate", "hub", "ring", "sleeve", "lever", "piston"}
	goods  = []string{"pump", "gearbox", "valve", "motor", "brake", "winch", "drive", "coupling"}
)

// calendar is a rhythm of work.
type calendar struct{ name, week, breaks string }

var calendars = []calendar{
	{"one-shift", "Mon-Fri 07:00-15:30", "09:30-09:45, 12:00-12:30"},
	{"two-shifts", "Mon-Fri 06:00-14:00, 14:00-22:00", "09:00-09:15, 18:00-18:15"},
	{"three-shifts", "Mon-Fri 06:00-14:00, 14:00-22:00, 22:00-06:00", "09:00-09:15, 18:00-18:15, 02:00-02:15"},
}
