package unit

import (
	"fmt"
	"strings"
)

// Dim is a dimension: what kind of thing a quantity measures. It is a vector of
// exponents over nine base dimensions, so dimensions multiply and divide, and two
// are equal exactly when == says so. The zero Dim is a share (a plain ratio).
type Dim struct {
	time, length, mass, temperature, current, angle, count, money, carbon int8
}

// The dimensions that have names.
var (
	Share            = Dim{}
	Time             = Dim{time: 1}
	Length           = Dim{length: 1}
	Mass             = Dim{mass: 1}
	Temperature      = Dim{temperature: 1}
	Ampere           = Dim{current: 1}
	Angle            = Dim{angle: 1}
	Count            = Dim{count: 1}
	Money            = Dim{money: 1}
	Carbon           = Dim{carbon: 1}
	Area             = Length.Times(Length)
	Volume           = Area.Times(Length)
	Speed            = Length.Per(Time)
	Acceleration     = Speed.Per(Time)
	Frequency        = Share.Per(Time)
	AngularSpeed     = Angle.Per(Time)
	Force            = Mass.Times(Acceleration)
	Pressure         = Force.Per(Area)
	Energy           = Force.Times(Length)
	Power            = Energy.Per(Time)
	Volt             = Power.Per(Ampere)
	Density          = Mass.Per(Volume)
	VolumeFlow       = Volume.Per(Time)
	MassFlow         = Mass.Per(Time)
	Throughput       = Count.Per(Time)
	MoneyPerTime     = Money.Per(Time)
	MoneyPerEnergy   = Money.Per(Energy)
	MoneyPerPower    = Money.Per(Power)
	MoneyPerCount    = Money.Per(Count)
	MoneyPerMass     = Money.Per(Mass)
	MoneyPerVolume   = Money.Per(Volume)
	MoneyPerLength   = Money.Per(Length)
	MoneyPerCarbon   = Money.Per(Carbon)
	EnergyPerCount   = Energy.Per(Count)
	EnergyPerMass    = Energy.Per(Mass)
	EnergyPerVolume  = Energy.Per(Volume)
	MassPerEnergy    = Mass.Per(Energy)
	MassPerCount     = Mass.Per(Count)
	CarbonPerEnergy  = Carbon.Per(Energy)
	CarbonPerMass    = Carbon.Per(Mass)
	CarbonPerCount   = Carbon.Per(Count)
	TemperatureRate  = Temperature.Per(Time)
	PowerPerKelvin   = Power.Per(Temperature)
	EnergyPerKelvin  = Energy.Per(Temperature)
	SpecificHeat     = EnergyPerMass.Per(Temperature)
	HeatTransferRate = Power.Per(Area).Per(Temperature)
)

// A named dimension, with the units to offer when somebody forgot one.
type named struct {
	dim  Dim
	name string
	try  []string // units to offer, usual first
}

// dims lists the named dimensions; a name is also what the `dim` tag of a spec
// struct says, with hyphens for blanks.
var dims = []named{
	{Share, "share", []string{"%"}},
	{Time, "time", []string{"s", "min", "h"}},
	{Length, "length", []string{"m", "mm"}},
	{Mass, "mass", []string{"kg", "t"}},
	{Temperature, "temperature", []string{"°C", "K"}},
	{Ampere, "current", []string{"A"}},
	{Angle, "angle", []string{"deg"}},
	{Count, "count", []string{"parts"}},
	{Money, "money", []string{"EUR", "CNY", "USD"}},
	{Carbon, "carbon", []string{"kgCO2e", "tCO2e"}},
	{Area, "area", []string{"m2"}},
	{Volume, "volume", []string{"m3", "l"}},
	{Speed, "speed", []string{"m/s", "m/min"}},
	{Acceleration, "acceleration", []string{"m/s2"}},
	{Frequency, "frequency", []string{"/h", "/min", "Hz"}},
	{AngularSpeed, "angular speed", []string{"deg/s"}},
	{Force, "force", []string{"N", "kN"}},
	{Pressure, "pressure", []string{"bar", "kPa"}},
	{Energy, "energy", []string{"kWh", "J"}},
	{Power, "power", []string{"kW", "W"}},
	{Volt, "voltage", []string{"V"}},
	{Density, "density", []string{"kg/m3"}},
	{VolumeFlow, "volume flow", []string{"m3/h", "l/min"}},
	{MassFlow, "mass flow", []string{"kg/h", "kg/s"}},
	{Throughput, "throughput", []string{"parts/h"}},
	{MoneyPerTime, "money per time", []string{"EUR/h", "CNY/h"}},
	{MoneyPerEnergy, "money per energy", []string{"EUR/kWh", "CNY/kWh"}},
	{MoneyPerPower, "money per power", []string{"EUR/kW", "CNY/kW"}},
	{MoneyPerCount, "money per count", []string{"EUR/part", "CNY/part"}},
	{MoneyPerMass, "money per mass", []string{"EUR/kg", "CNY/kg"}},
	{MoneyPerVolume, "money per volume", []string{"EUR/m3", "CNY/m3"}},
	{MoneyPerLength, "money per length", []string{"EUR/km", "CNY/km"}},
	{MoneyPerCarbon, "money per carbon", []string{"EUR/tCO2e", "CNY/tCO2e"}},
	{EnergyPerCount, "energy per count", []string{"kWh/part"}},
	{EnergyPerMass, "energy per mass", []string{"kWh/kg", "MJ/kg"}},
	{EnergyPerVolume, "energy per volume", []string{"kWh/m3"}},
	{MassPerEnergy, "mass per energy", []string{"kg/kWh"}},
	{MassPerCount, "mass per count", []string{"kg/part"}},
	{CarbonPerEnergy, "carbon per energy", []string{"kgCO2e/kWh"}},
	{CarbonPerMass, "carbon per mass", []string{"kgCO2e/kg"}},
	{CarbonPerCount, "carbon per count", []string{"kgCO2e/part"}},
	{TemperatureRate, "temperature rate", []string{"K/min"}},
	{PowerPerKelvin, "power per kelvin", []string{"W/K"}},
	{EnergyPerKelvin, "energy per kelvin", []string{"kJ/K"}},
	{SpecificHeat, "specific heat", []string{"kJ/kg/K"}},
	{HeatTransferRate, "heat transfer", []string{"W/m2/K"}},
}

// Times is the dimension of a product.
func (d Dim) Times(e Dim) Dim {
	return Dim{d.time + e.time, d.length + e.length, d.mass + e.mass, d.temperature + e.temperature,
		d.current + e.current, d.angle + e.angle, d.count + e.count, d.money + e.money, d.carbon + e.carbon}
}

// Per is the dimension of a quotient.
func (d Dim) Per(e Dim) Dim {
	return Dim{d.time - e.time, d.length - e.length, d.mass - e.mass, d.temperature - e.temperature,
		d.current - e.current, d.angle - e.angle, d.count - e.count, d.money - e.money, d.carbon - e.carbon}
}

// HasMoney reports whether the dimension involves a currency.
func (d Dim) HasMoney() bool { return d.money != 0 }

// DimByName finds a named dimension: "time", "money-per-energy" or "money per energy".
func DimByName(name string) (Dim, bool) {
	name = strings.ReplaceAll(name, "-", " ")
	for i := range dims {
		if dims[i].name == name {
			return dims[i].dim, true
		}
	}
	return Dim{}, false
}

// Names lists the named dimensions, in the order of this package's table.
func Names() []string {
	out := make([]string, len(dims))
	for i := range dims {
		out[i] = dims[i].name
	}
	return out
}

// String is the dimension's name, or its base units when it has none ("kg·m").
func (d Dim) String() string {
	if n := d.lookup(); n != nil {
		return n.name
	}
	return d.baseUnits()
}

// Article is the name with "a" or "an" before it, for sentences.
func (d Dim) Article() string {
	n := d.lookup()
	switch {
	case n == nil:
		return "a quantity in " + d.baseUnits()
	case n.dim == Money || n.dim == Carbon:
		return "an amount of " + n.name
	case strings.HasPrefix(n.name, "money") || strings.HasPrefix(n.name, "carbon"):
		return n.name
	case strings.ContainsRune("aeiou", rune(n.name[0])):
		return "an " + n.name
	}
	return "a " + n.name
}

// Units lists the units usually written for the dimension, the most usual first;
// nil when the dimension has no name.
func (d Dim) Units() []string {
	if n := d.lookup(); n != nil {
		return append([]string(nil), n.try...)
	}
	return nil
}

func (d Dim) lookup() *named {
	for i := range dims {
		if dims[i].dim == d {
			return &dims[i]
		}
	}
	return nil
}

func (d Dim) baseUnits() string {
	var up, down []string
	add := func(name string, exp int8) {
		switch {
		case exp == 1:
			up = append(up, name)
		case exp > 1:
			up = append(up, fmt.Sprintf("%s%d", name, exp))
		case exp == -1:
			down = append(down, name)
		case exp < -1:
			down = append(down, fmt.Sprintf("%s%d", name, -exp))
		}
	}
	add("kg", d.mass)
	add("m", d.length)
	add("K", d.temperature)
	add("A", d.current)
	add("deg", d.angle)
	add("part", d.count)
	add("money", d.money)
	add("kgCO2e", d.carbon)
	add("s", d.time)
	s := strings.Join(up, "·")
	for _, u := range down {
		s += "/" + u
	}
	return s
}
