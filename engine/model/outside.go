package model

import (
	"strings"

	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/unit"
)

// Supplier delivers parts.
type Supplier struct {
	Name     string
	Title    string        `key:"title" doc:"what people call it"`
	Doc      string        `key:"doc" doc:"a remark"`
	Parts    []string      `key:"parts" ref:"part" doc:"what it delivers"`
	LeadTime random.Dist   `key:"lead-time" dim:"time" doc:"from order to delivery"`
	Price    unit.Quantity `key:"price" dim:"money-per-count" doc:"price of one"`
	Minimum  int           `key:"minimum" doc:"smallest quantity of one delivery"`
	OnTime   float64       `key:"on-time" dim:"share" max:"100 %" doc:"share of deliveries that come when promised"`
	Carbon   float64       `key:"carbon" dim:"carbon-per-count" doc:"footprint of one delivered part"`
	Pos      Pos
}

func (s *Supplier) name() string { return s.Name }

// Customer buys parts.
type Customer struct {
	Name     string
	Title    string        `key:"title" doc:"what people call it"`
	Doc      string        `key:"doc" doc:"a remark"`
	Part     *Part         `key:"part" doc:"what it buys"`
	Every    random.Dist   `key:"every" dim:"time" doc:"time between two of its orders"`
	Quantity int           `key:"quantity" min:"1" doc:"pieces in one order"`
	Within   random.Dist   `key:"within" dim:"time" doc:"time from an order to its due date"`
	Priority int           `key:"priority" min:"none" doc:"larger goes first"`
	Penalty  unit.Quantity `key:"penalty" dim:"money-per-time" doc:"price of being late"`
	Pos      Pos
}

func (c *Customer) name() string { return c.Name }

// Tariff is what energy costs and what carbon it brings.
type Tariff struct {
	Name        string
	Title       string
	Doc         string
	Electricity []Band        // by time of day, covering the day; empty: free
	Peak        unit.Quantity // money per power: price of the month's highest quarter of an hour
	Gas         unit.Quantity // money per energy
	Water       unit.Quantity // money per volume
	Carbon      float64       // kgCO2e per J of electricity
	CarbonPrice unit.Quantity // money per carbon
	Pos         Pos
}

func (t *Tariff) name() string { return t.Name }

// Band is the price of energy in one stretch of the day.
type Band struct {
	From, To int           // minutes since midnight, To above From; a band over midnight is given as two
	Price    unit.Quantity // money per energy
}

// tariffKeys are the keys of [tariff.x].
type tariffKeys struct {
	Title       string        `key:"title" doc:"what people call it"`
	Doc         string        `key:"doc" doc:"a remark"`
	Electricity string        `key:"electricity" doc:"price by time of day: \"06:00-22:00 0.18 EUR/kWh, 22:00-06:00 0.09 EUR/kWh\""`
	Peak        unit.Quantity `key:"peak" dim:"money-per-power" doc:"price of the month's highest load"`
	Gas         unit.Quantity `key:"gas" dim:"money-per-energy" doc:"price of gas"`
	Water       unit.Quantity `key:"water" dim:"money-per-volume" doc:"price of water"`
	Carbon      float64       `key:"carbon" dim:"carbon-per-energy" doc:"footprint of electricity"`
	CarbonPrice unit.Quantity `key:"carbon-price" dim:"money-per-carbon" doc:"price of emissions"`
}

// tariffs reads [tariff.x].
func (b *build) tariffs() {
	names, t := b.section("tariff", "tariffs")
	for _, name := range names {
		r := t.kids[name]
		var k tariffKeys
		b.dec.into(r, "a tariff", r.keyPos(), r.path, nil, &k)
		x := &Tariff{Name: name, Title: name, Doc: k.Doc, Peak: k.Peak, Gas: k.Gas, Water: k.Water, Carbon: k.Carbon,
			CarbonPrice: k.CarbonPrice, Pos: r.keyPos()}
		if k.Title != "" {
			x.Title = k.Title
		}
		if k.Electricity != "" {
			x.Electricity = b.bands(r.get("electricity"), k.Electricity)
		}
		b.m.Tariffs = append(b.m.Tariffs, x)
	}
}

// bands reads prices by time of day; together they must cover the day once.
func (b *build) bands(r *raw, text string) []Band {
	if !strings.Contains(text, ":") { // one price all day
		q, err := unit.ParseQuantity(text, unit.MoneyPerEnergy)
		if err != nil {
			b.value(r, "%s", err.Error())
			return nil
		}
		return []Band{{0, 1440, q}}
	}
	var owner [1440]int // the piece of text that sets the price of each minute, from 1
	var out []Band
	at, currency := 0, ""
	for i, piece := range strings.Split(text, ",") {
		start := at + len(piece) - len(strings.TrimLeft(piece, " "))
		at += len(piece) + 1
		piece = strings.TrimSpace(piece)
		fail := func(format string, args ...any) {
			b.add(false, r.within(start, len(piece)), r.path, format, args...)
		}
		from, to, rest, ok := clockRange(piece)
		if !ok {
			fail("%q is no price by time of day; write it like \"06:00-22:00 0.18 EUR/kWh\"", piece)
			return nil
		}
		q, err := unit.ParseQuantity(rest, unit.MoneyPerEnergy)
		if err != nil {
			fail("%s", err.Error())
			return nil
		}
		if currency != "" && q.Currency != currency {
			fail("one tariff has one currency, not %s and %s", currency, q.Currency)
			return nil
		}
		currency = q.Currency
		for m := from; m != to || m == from && owner[m%1440] == 0; m = (m + 1) % 1440 {
			if owner[m%1440] != 0 {
				fail("the price at %02d:%02d is said twice", m%1440/60, m%60)
				return nil
			}
			owner[m%1440] = i + 1
		}
		if from < to {
			out = append(out, Band{from, to, q})
		} else {
			out = append(out, Band{from, 1440, q})
			if to > 0 {
				out = append(out, Band{0, to, q})
			}
		}
	}
	for m, o := range owner {
		if o == 0 {
			b.value(r, "nothing says the price at %02d:%02d", m/60, m%60)
			return nil
		}
	}
	return out
}

// clockRange reads "22:00-06:00 rest" in minutes since midnight; to is below 1440.
func clockRange(s string) (from, to int, rest string, ok bool) {
	hours, rest, ok := strings.Cut(s, " ")
	a, z, dash := strings.Cut(strings.ReplaceAll(hours, "–", "-"), "-")
	from, okA := clock(a)
	to, okZ := clock(z)
	return from, to % 1440, strings.TrimSpace(rest), ok && dash && okA && okZ && from < 1440
}

func clock(s string) (minutes int, ok bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	for _, i := range []int{0, 1, 3, 4} {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	h, m := int(s[0]-'0')*10+int(s[1]-'0'), int(s[3]-'0')*10+int(s[4]-'0')
	return h*60 + m, m < 60 && h*60+m <= 1440
}

// outside reads [supplier.x] and [customer.x].
func (b *build) outside() {
	names, t := b.section("supplier", "suppliers")
	for _, name := range names {
		r := t.kids[name]
		s := &Supplier{Name: name, Title: name, Pos: r.keyPos()}
		b.dec.into(r, "a supplier", r.keyPos(), r.path, nil, s)
		b.m.Suppliers = append(b.m.Suppliers, s)
	}
	names, t = b.section("customer", "customers")
	for _, name := range names {
		r := t.kids[name]
		c := &Customer{Name: name, Title: name, Quantity: 1, Pos: r.keyPos()}
		b.dec.into(r, "a customer", r.keyPos(), r.path, nil, c)
		b.m.Customers = append(b.m.Customers, c)
	}
}
