package unit

import (
	"math"
	"strconv"
	"strings"
)

// scales lists the units Format chooses from, largest first.
var scales = map[Dim][]string{
	Length: {"km", "m", "mm"}, Mass: {"t", "kg", "g"}, Power: {"MW", "kW", "W"}, Energy: {"GWh", "MWh", "kWh", "Wh"},
	Pressure: {"bar", "Pa"}, Volume: {"m3", "l"}, Ampere: {"A", "mA"}, Volt: {"kV", "V"}, Force: {"kN", "N"}, Carbon: {"tCO2e", "kgCO2e"},
	Speed: {"m/s"}, Acceleration: {"m/s2"}, Area: {"m2"}, Angle: {"deg"}, Count: {"parts"},
	Frequency: {"/s", "/min", "/h"}, Throughput: {"parts/h"}, VolumeFlow: {"m3/h"}, MassFlow: {"kg/h"},
	EnergyPerCount: {"kWh/part"}, EnergyPerMass: {"kWh/kg"}, EnergyPerVolume: {"kWh/m3"}, CarbonPerEnergy: {"kgCO2e/kWh"},
	CarbonPerCount: {"kgCO2e/part"}, CarbonPerMass: {"kgCO2e/kg"}, MassPerEnergy: {"kg/kWh"}, MassPerCount: {"kg/part"}, TemperatureRate: {"K/min"},
}

// Format prints a value (in the base unit of d) for people: "4 min", "1.2 m/s",
// "97.0 %", "11 kW". It keeps four significant digits, three for what is under 10.
// Money comes without its currency, which a Dim does not know; use
// [Quantity.String] where the currency is at hand.
func Format(v float64, d Dim) string {
	switch {
	case math.IsNaN(v):
		return "-"
	case math.IsInf(v, 1):
		return "unlimited"
	case math.IsInf(v, -1):
		return "-unlimited"
	case d == Time:
		return FormatTime(v)
	case d == Share:
		return strconv.FormatFloat(v*100, 'f', 1, 64) + " %"
	case d == Temperature:
		return trim(v-273.15, 4) + " °C"
	case d == Money:
		return grouped(v)
	case d.HasMoney():
		return moneyPer(v, "", d)
	}
	list, ok := scales[d]
	if !ok {
		return trim(v, 4) + " " + d.baseUnits()
	}
	name := list[len(list)-1]
	for _, u := range list {
		if in, _ := in(v, u); math.Abs(in) >= 1 || v == 0 {
			name = u
			break
		}
	}
	if v == 0 && len(list) > 1 {
		name = list[len(list)/2]
	}
	value, _ := in(v, name)
	return trim(value, 4) + " " + name
}

// String prints the quantity for people, money with its currency.
func (q Quantity) String() string {
	switch {
	case q.Currency == "":
		return Format(q.Value, q.Dim)
	case q.Dim == Money:
		return grouped(q.Value) + " " + q.Currency
	}
	return moneyPer(q.Value, q.Currency, q.Dim)
}

// moneyPer prints 0.18 EUR/kWh from money per joule.
func moneyPer(v float64, currency string, d Dim) string {
	per := d.Units()
	if len(per) == 0 {
		return strings.TrimSpace(trim(v, 6) + " " + strings.Replace(d.baseUnits(), "money", currency, 1))
	}
	_, below, _ := strings.Cut(per[0], "/")
	u, _, _, err := unitOf("EUR/"+below, 0, nil)
	if err != nil {
		return trim(v, 6)
	}
	return strings.TrimSpace(trim(v*u.div/u.mul, 6) + " " + currency + "/" + below)
}

// In converts a value in base units to the named unit: In(240, "min") = 4. ok is
// false when there is no such unit.
func In(v float64, name string) (value float64, ok bool) { return in(v, name) }

func in(v float64, name string) (float64, bool) {
	u, _, end, err := unitOf(name, 0, nil)
	if err != nil || end != len(name) {
		return 0, false
	}
	return (v - u.add) * u.div / u.mul, true
}

// FormatTime prints seconds for people: "45 s", "4 min", "2 h 15 min", "3 days 4 h",
// two neighbouring units at most; below a minute with up to three digits ("1.25 s",
// "12 ms").
func FormatTime(seconds float64) string {
	switch {
	case math.IsNaN(seconds):
		return "-"
	case math.IsInf(seconds, 1):
		return "unlimited"
	case seconds < 0:
		return "-" + FormatTime(-seconds)
	case seconds == 0:
		return "0 s"
	case seconds < 1e-3:
		return trim(seconds*1e6, 3) + " µs"
	case seconds < 1:
		return trim(seconds*1e3, 3) + " ms"
	case seconds < 59.95:
		return trim(seconds, 3) + " s"
	}
	type step struct {
		size float64
		name string
	}
	steps := []step{{86400, "days"}, {3600, "h"}, {60, "min"}, {1, "s"}}
	for i, s := range steps[:3] {
		small := steps[i+1]
		whole := math.Round(seconds / small.size) // rounded in the smaller of the two units
		ratio := math.Round(s.size / small.size)
		if whole < ratio {
			continue
		}
		big, rest := math.Floor(whole/ratio), math.Mod(whole, ratio)
		name := s.name
		if s.size == 86400 && big == 1 {
			name = "day"
		}
		out := grouped(big) + " " + name
		if rest > 0 {
			out += " " + trim(rest, 4) + " " + small.name
		}
		return out
	}
	return trim(seconds, 3) + " s"
}

// trim prints with so many significant digits and without useless zeros.
func trim(v float64, digits int) string {
	if v == 0 {
		return "0"
	}
	if a := math.Abs(v); a >= 1e15 || a < 1e-6 {
		return strconv.FormatFloat(v, 'g', digits, 64)
	}
	decimals := digits - 1 - int(math.Floor(math.Log10(math.Abs(v))))
	s := strconv.FormatFloat(v, 'f', max(decimals, 0), 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// grouped prints with blanks between thousands, two decimals unless it is whole.
func grouped(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimSuffix(s, ".00")
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, frac, dot := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + " " + whole[i:]
	}
	if dot {
		whole += "." + frac
	}
	return sign + whole
}
