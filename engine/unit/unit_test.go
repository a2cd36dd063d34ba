package unit_test

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"testing"

	"github.com/taktsim/takt/engine/unit"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want float64
		dim  unit.Dim
	}{
		{"45 s", 45, unit.Time},
		{"4 min", 240, unit.Time},
		{"2 h 30 min", 9000, unit.Time},
		{"12 weeks", 12 * 7 * 86400, unit.Time},
		{"1_000 s", 1000, unit.Time},
		{"1e3 ms", 1, unit.Time},
		{"1.2 m/s", 1.2, unit.Speed},
		{"90 m/min", 1.5, unit.Speed},
		{"97 %", 0.97, unit.Share},
		{"0.97", 0.97, unit.Share},
		{"38 000 EUR", 38000, unit.Money},
		{"1\u202f234\u202f567.5 CNY", 1234567.5, unit.Money},
		{"0.18 EUR/kWh", 0.18 / 3.6e6, unit.MoneyPerEnergy},
		{"11 kW", 11000, unit.Power},
		{"0.2 kWh", 720000, unit.Energy},
		{"3.6 m3/h", 0.001, unit.VolumeFlow},
		{"6 l/min", 0.0001, unit.VolumeFlow},
		{"2 m/s^2", 2, unit.Acceleration},
		{"2 m/s²", 2, unit.Acceleration},
		{"20 °C", 293.15, unit.Temperature},
		{"5 K/min", 5.0 / 60, unit.TemperatureRate},
		{"5 °C/min", 5.0 / 60, unit.TemperatureRate},
		{"10 W/(m2·K)", 10, unit.HeatTransferRate},
		{"10 W/m2/K", 10, unit.HeatTransferRate},
		{"30 /h", 30.0 / 3600, unit.Frequency},
		{"30 1/h", 30.0 / 3600, unit.Frequency},
		{"60 parts/h", 60.0 / 3600, unit.Throughput},
		{"0.57 kgCO2e/kWh", 0.57 / 3.6e6, unit.CarbonPerEnergy},
		{"8 Nm3/h", 8.0 / 3600, unit.VolumeFlow},
		{"6 bar", 6e5, unit.Pressure},
		{"-0.5 m", -0.5, unit.Length},
		{"−0.5 m", -0.5, unit.Length},
		{"12 mm", 0.012, unit.Length},
		{"90 deg", 90, unit.Angle},
		{"  4 min  ", 240, unit.Time},
		{"4min", 240, unit.Time},
	} {
		q, err := unit.Parse(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if math.Abs(q.Value-c.want) > 1e-15*math.Abs(c.want) || q.Dim != c.dim {
			t.Errorf("%q = %v %v, want %v %v", c.text, q.Value, q.Dim, c.want, c.dim)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		text   string
		dim    unit.Dim
		msg    string
		at, ln int
	}{
		{"25 mins", unit.Time, `"mins" is no unit; did you mean "min"?`, 3, 4},
		{"2 hours", unit.Time, `"hours" is no unit; did you mean "h"?`, 2, 5},
		{"5 mn", unit.Time, `"mn" is no unit; did you mean "min"?`, 2, 2},
		{"0.4 m", unit.Speed, `"0.4 m" is a length, want a speed`, 0, 5},
		{"5 EUR", unit.MoneyPerEnergy, `"5 EUR" is an amount of money, want money per energy`, 0, 5},
		{"4", unit.Time, `4 has no unit; this is a time: try "4 s", "4 min", "4 h"`, 0, 1},
		{" 4 ", unit.Time, `4 has no unit; this is a time: try "4 s", "4 min", "4 h"`, 1, 1},
		{"0.97", unit.Share, `0.97 has no unit; this is a share: try "97 %"`, 0, 4},
		{"", unit.Time, `there is nothing here; want a number and a unit, such as "4 s"`, 0, 0},
		{"soon", unit.Time, `"soon" is no number; want a number and a unit, such as "4 s"`, 0, 4},
		{"0,4 m", unit.Length, `"0,4" is no number; the decimal sign is a point, thousands are written with a space or _`, 0, 3},
		{"2 h 30", unit.Time, `30 has no unit`, 4, 2},
		{"2 h 30 m", unit.Time, `"30 m" cannot be added to "2 h"`, 4, 4},
		{"5 blorbs", unit.Time, `"blorbs" is no unit; a time is written in s, min, h`, 2, 6},
		{"5 €", unit.Money, `"€" is no unit; did you mean "EUR"?`, 2, 3},
		{"5 EUE", unit.Money, `"EUE" is no unit; did you mean "EUR"?`, 2, 3},
		{"5 m/", unit.Speed, `"m/" is no unit: something is missing`, 2, 2},
		{"1e999 s", unit.Time, `"1e999" is too large a number`, 0, 5},
		{"5 m^99", unit.Length, `"m^99" has too large an exponent`, 2, 4},
		{"5 EUR/USD", unit.Money, `two currencies in one unit: EUR and USD`, 6, 3},
		{"5 min!", unit.Time, `"!" is no number; want a number and a unit, such as "4 s"`, 5, 1},
	} {
		_, err := unit.ParseAs(c.text, c.dim)
		var e *unit.Error
		if !errors.As(err, &e) {
			t.Errorf("%q: error %v, want %q", c.text, err, c.msg)
			continue
		}
		if e.Msg != c.msg || e.Offset != c.at || e.Len != c.ln {
			t.Errorf("%q: %q at %d+%d\n want %q at %d+%d", c.text, e.Msg, e.Offset, e.Len, c.msg, c.at, c.ln)
		}
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		v    float64
		dim  unit.Dim
		want string
	}{
		{240, unit.Time, "4 min"}, {8100, unit.Time, "2 h 15 min"}, {45, unit.Time, "45 s"}, {0.0125, unit.Time, "12.5 ms"},
		{59.99, unit.Time, "1 min"}, {3599.9, unit.Time, "1 h"}, {90061, unit.Time, "1 day 1 h"}, {-240, unit.Time, "-4 min"},
		{1.2, unit.Speed, "1.2 m/s"}, {0.97, unit.Share, "97.0 %"}, {11000, unit.Power, "11 kW"}, {720000, unit.Energy, "200 Wh"},
		{0, unit.Time, "0 s"}, {0.012, unit.Length, "12 mm"}, {38000, unit.Money, "38 000"}, {0.18 / 3.6e6, unit.MoneyPerEnergy, "0.18 /kWh"},
		{293.15, unit.Temperature, "20 °C"}, {math.Inf(1), unit.Time, "unlimited"}, {60.0 / 3600, unit.Throughput, "60 parts/h"},
	} {
		if got := unit.Format(c.v, c.dim); got != c.want {
			t.Errorf("Format(%v, %v) = %q, want %q", c.v, c.dim, got, c.want)
		}
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"cycle", "setup", "mtbf", "mttr", "power"}
	for _, c := range []struct{ word, want string }{
		{"cylce", "cycle"}, {"stup", "setup"}, {"mtfb", "mtbf"}, {"mttrs", "mttr"}, {"flow", ""}, {"p", ""}, {"cycle", ""},
	} {
		if got, _ := unit.Suggest(c.word, known); got != c.want {
			t.Errorf("Suggest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

// Every unit offered for a dimension must be readable and of that dimension.
func TestOfferedUnitsAreReadable(t *testing.T) {
	for _, name := range unit.Names() {
		d, ok := unit.DimByName(name)
		if !ok {
			t.Fatalf("no dimension %q", name)
		}
		for _, u := range d.Units() {
			if _, err := unit.ParseAs("4 "+u, d); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2 h 30 min", "1.2 m/s", "97 %", "38 000 EUR", "W/(m2", "1/", "1e", "-", "4 m^-", "\xff s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := unit.Parse(s)
		var e *unit.Error
		if err != nil && (!errors.As(err, &e) || e.Offset < 0 || e.Offset+e.Len > len(s)) {
			t.Fatalf("%q: error outside the text: %+v", s, e)
		}
		if err == nil && (math.IsNaN(q.Value) || math.IsInf(q.Value, 0)) {
			t.Fatalf("%q = %v", s, q.Value)
		}
		unit.ParseAs(s, unit.Time)
	})
}

func ExampleParse() {
	q, _ := unit.Parse("0.18 EUR/kWh")
	fmt.Println(q, "is", q.Dim)
	// Output: 0.18 EUR/kWh is money per energy
}

func ExampleParseAs() {
	_, err := unit.ParseAs("25 mins", unit.Time)
	fmt.Println(err)
	seconds, _ := unit.ParseAs("2 h 30 min", unit.Time)
	fmt.Println(seconds)
	// Output:
	// "mins" is no unit; did you mean "min"?
	// 9000
}

func ExampleFormat() {
	fmt.Println(unit.Format(8100, unit.Time), unit.Format(0.97, unit.Share))
	// Output: 2 h 15 min 97.0 %
}

// The pattern of a dimension accepts what ParseAs accepts and not the usual mistakes.
func TestPattern(t *testing.T) {
	for _, c := range []struct {
		dim       unit.Dim
		good, bad []string
	}{
		{unit.Time, []string{"45 s", "2 h 30 min", "1_000 s", "1.5 min", "12 weeks"}, []string{"25 mins", "4", "0.4 m", "soon", ""}},
		{unit.Speed, []string{"1.2 m/s", "90 m/min"}, []string{"0.4 m", "1.2"}},
		{unit.Share, []string{"97 %"}, []string{"0.97", "97"}},
		{unit.MoneyPerEnergy, []string{"0.18 EUR/kWh"}, []string{"0.18 EUR"}},
		{unit.Money, []string{"38 000 EUR"}, []string{"38 000"}},
		{unit.Area, []string{"20 m2", "20 m²", "20 m^2"}, []string{"20 m"}},
		{unit.Frequency, []string{"30 /h", "30 1/h", "50 Hz"}, []string{"30 h"}},
		{unit.SpecificHeat, []string{"0.5 kJ/kg/K"}, []string{"0.5"}},
	} {
		re := regexp.MustCompile("^(?:" + unit.Pattern(c.dim) + ")$")
		for _, s := range c.good {
			if _, err := unit.ParseAs(s, c.dim); !re.MatchString(s) || err != nil {
				t.Errorf("%s: the pattern refuses %q (%v)", c.dim, s, err)
			}
		}
		for _, s := range c.bad {
			if _, err := unit.ParseAs(s, c.dim); re.MatchString(s) || err == nil {
				t.Errorf("%s: the pattern accepts %q (%v)", c.dim, s, err)
			}
		}
	}
}
