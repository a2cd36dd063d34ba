package unit

import "strings"

// def is one unit: value in base units = value * mul / div + add. A quotient
// instead of a factor keeps "97 %" and "12 mm" at the nearest float.
type def struct {
	dim      Dim
	mul, div float64
	add      float64
}

// units holds every unit by the way it is written; the case matters.
var units = map[string]def{
	"%": {Share, 1, 100, 0}, "‰": {Share, 1, 1000, 0}, "ppm": {Share, 1, 1e6, 0},

	"ns": {Time, 1, 1e9, 0}, "us": {Time, 1, 1e6, 0}, "µs": {Time, 1, 1e6, 0}, "ms": {Time, 1, 1000, 0},
	"s": {Time, 1, 1, 0}, "min": {Time, 60, 1, 0}, "h": {Time, 3600, 1, 0},
	"d": {Time, 86400, 1, 0}, "day": {Time, 86400, 1, 0}, "days": {Time, 86400, 1, 0},
	"week": {Time, 604800, 1, 0}, "weeks": {Time, 604800, 1, 0},
	"year": {Time, 365 * 86400, 1, 0}, "years": {Time, 365 * 86400, 1, 0},

	"µm": {Length, 1, 1e6, 0}, "um": {Length, 1, 1e6, 0}, "mm": {Length, 1, 1000, 0}, "cm": {Length, 1, 100, 0},
	"dm": {Length, 1, 10, 0}, "m": {Length, 1, 1, 0}, "km": {Length, 1000, 1, 0},
	"in": {Length, 254, 10000, 0}, "ft": {Length, 3048, 10000, 0},

	"l": {Volume, 1, 1000, 0}, "L": {Volume, 1, 1000, 0}, "ml": {Volume, 1, 1e6, 0}, "Nm3": {Volume, 1, 1, 0},
	"ha": {Area, 10000, 1, 0},

	"mg": {Mass, 1, 1e6, 0}, "g": {Mass, 1, 1000, 0}, "kg": {Mass, 1, 1, 0}, "t": {Mass, 1000, 1, 0}, "lb": {Mass, 45359237, 1e8, 0},

	"K": {Temperature, 1, 1, 0}, "°C": {Temperature, 1, 1, 273.15}, "degC": {Temperature, 1, 1, 273.15},

	"mA": {Ampere, 1, 1000, 0}, "A": {Ampere, 1, 1, 0}, "kA": {Ampere, 1000, 1, 0},
	"mV": {Volt, 1, 1000, 0}, "V": {Volt, 1, 1, 0}, "kV": {Volt, 1000, 1, 0},

	"deg": {Angle, 1, 1, 0}, "°": {Angle, 1, 1, 0}, "rad": {Angle, 180, 3.141592653589793, 0},

	"part": {Count, 1, 1, 0}, "parts": {Count, 1, 1, 0}, "piece": {Count, 1, 1, 0}, "pieces": {Count, 1, 1, 0}, "pcs": {Count, 1, 1, 0},

	"Hz": {Frequency, 1, 1, 0}, "kHz": {Frequency, 1000, 1, 0}, "rpm": {Frequency, 1, 60, 0},

	"N": {Force, 1, 1, 0}, "kN": {Force, 1000, 1, 0},
	"Pa": {Pressure, 1, 1, 0}, "hPa": {Pressure, 100, 1, 0}, "kPa": {Pressure, 1000, 1, 0}, "MPa": {Pressure, 1e6, 1, 0},
	"mbar": {Pressure, 100, 1, 0}, "bar": {Pressure, 1e5, 1, 0},

	"J": {Energy, 1, 1, 0}, "kJ": {Energy, 1000, 1, 0}, "MJ": {Energy, 1e6, 1, 0}, "GJ": {Energy, 1e9, 1, 0},
	"Wh": {Energy, 3600, 1, 0}, "kWh": {Energy, 3.6e6, 1, 0}, "MWh": {Energy, 3.6e9, 1, 0}, "GWh": {Energy, 3.6e12, 1, 0},
	"W": {Power, 1, 1, 0}, "kW": {Power, 1000, 1, 0}, "MW": {Power, 1e6, 1, 0}, "GW": {Power, 1e9, 1, 0}, "kVA": {Power, 1000, 1, 0},

	"gCO2e": {Carbon, 1, 1000, 0}, "kgCO2e": {Carbon, 1, 1, 0}, "tCO2e": {Carbon, 1000, 1, 0},
}

// spelled maps what people write out of habit to the unit that is meant. These are
// refused like any unknown word; the table only makes the suggestion good.
var spelled = map[string]string{
	"sec": "s", "secs": "s", "second": "s", "seconds": "s", "S": "s",
	"mins": "min", "minute": "min", "minutes": "min", "Min": "min",
	"hr": "h", "hrs": "h", "hour": "h", "hours": "h", "H": "h", "wk": "week", "wks": "weeks",
	"meter": "m", "meters": "m", "metre": "m", "metres": "m", "M": "m", "inch": "in", "feet": "ft",
	"kph": "km/h", "kmh": "km/h", "mps": "m/s", "sqm": "m2", "qm": "m2",
	"kilo": "kg", "KG": "kg", "Kg": "kg", "ton": "t", "tons": "t", "tonne": "t", "tonnes": "t",
	"liter": "l", "liters": "l", "litre": "l", "litres": "l",
	"percent": "%", "pct": "%", "degree": "deg", "degrees": "deg", "C": "°C",
	"KW": "kW", "kw": "kW", "KWH": "kWh", "kwh": "kWh", "Kwh": "kWh", "KWh": "kWh",
	"€": "EUR", "$": "USD", "£": "GBP", "¥": "CNY", "RMB": "CNY", "euro": "EUR", "Euro": "EUR", "元": "CNY",
	"pc": "part", "unit": "part", "units": "parts", "Stück": "parts", "件": "parts", "秒": "s", "分": "min", "分钟": "min", "小时": "h", "天": "days",
	"kgCO2": "kgCO2e", "tCO2": "tCO2e", "gCO2": "gCO2e",
}

// currencies are the codes of ISO 4217 that are in daily use.
const currencies = " AED AFN ALL AMD ARS AUD AZN BAM BBD BDT BGN BHD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SOS SRD SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW "

func isCurrency(code string) bool {
	return len(code) == 3 && !strings.Contains(code, " ") && strings.Contains(currencies, " "+code+" ")
}

// find looks up one unit word; currency is set when it is money.
func find(word string) (d def, currency string, ok bool) {
	if d, ok = units[word]; ok {
		return d, "", true
	}
	if isCurrency(word) {
		return def{Money, 1, 1, 0}, word, true
	}
	return def{}, "", false
}
