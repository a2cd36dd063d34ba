package plant

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// Row is what was measured at one place; of a level, what was measured at all
// places in it together.
type Row struct {
	Node      *model.Node
	Slots     int                 // machine bodies
	Times     [States]engine.Time // body-time by state; they add up to Slots x Elapsed
	Since     engine.Time         // when the measuring began
	Elapsed   engine.Time
	In        uint64
	Parts     uint64 // that went through: finished at work, out of a buffer or a level, into a sink
	Good      uint64 // of these, not failed
	Lost      uint64
	Setups    uint64
	Failures  uint64
	Unseen    uint64      // parts that an inspect rule let pass without a look
	Escaped   uint64      // of these, bad ones
	Work      engine.Time // planned time of the finished parts
	WIP       float64     // parts inside, average
	Inside    uint64      // parts inside, now
	Wait      float64     // s in line, average over those that left the line
	WaitN     uint64
	MeanAlive engine.Time // mean active period; 0 when there was none
}

// Scheduled is the body-time inside the shifts.
func (r *Row) Scheduled() engine.Time {
	return engine.Time(r.Slots)*r.Elapsed - r.Times[Off]
}

// Share is the share of the scheduled time in a state; of Off, that of all time.
func (r *Row) Share(st State) float64 {
	all := r.Scheduled()
	if st == Off {
		all = engine.Time(r.Slots) * r.Elapsed
	}
	return ratio(float64(r.Times[st]), float64(all))
}

// Utilisation is the share of the scheduled time that is not waiting and not
// blocked.
func (r *Row) Utilisation() float64 {
	if r.Scheduled() == 0 {
		return 0
	}
	return 1 - r.Share(Waiting) - r.Share(Blocked)
}

// Performance is the planned time of the finished parts over the time at work
// (ISO 22400-2 effectiveness).
func (r *Row) Performance() float64 { return ratio(float64(r.Work), float64(r.Times[Busy])) }

// Quality is the good parts over the finished parts (ISO 22400-2 quality ratio).
func (r *Row) Quality() float64 { return ratio(float64(r.Good), float64(r.Parts)) }

// OEE is availability x performance x quality (ISO 22400-2), availability being
// the time at work over the scheduled time.
func (r *Row) OEE() float64 { return r.Share(Busy) * r.Performance() * r.Quality() }

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// TypeRow is what was measured for one part type.
type TypeRow struct {
	Part      *model.Part
	Elapsed   engine.Time
	scheduled engine.Time // inside the shifts of the factory as a whole
	Stat      TypeStat
	WIP       float64
	Tardy     float64 // s, averaged over all parts that were finished
	LateRate  float64
}

// PoolRow is what was measured for one crew or pool of tools.
type PoolRow struct {
	Crew        *model.Crew // nil for tools
	Tool        *model.Node // nil for a crew
	Utilisation float64     // in use over there: n x the time of its shifts
}

// Report is a view of the statistics at one instant.
type Report struct {
	At, Since engine.Time
	Rows      []Row // one a node of the model, in its order
	Types     []TypeRow
	Pools     []PoolRow
	Steps     uint64
}

// Report takes the view. It does not change the state.
func (s *Sim) Report() *Report {
	r := &Report{}
	s.ReportTo(r)
	return r
}

// ReportTo takes the view into one there is, with its memory: again and again it allots
// nothing.
func (s *Sim) ReportTo(r *Report) {
	now, since := s.Now(), s.common().StatsSince
	*r = Report{At: now, Since: since, Steps: s.Steps(), Rows: r.Rows[:0], Types: r.Types[:0], Pools: r.Pools[:0]}
	for i := range s.plant.places {
		r.Rows = append(r.Rows, s.row(uint32(i), now, since))
	}
	s.rollUp(r)
	for i, t := range s.TypeStats.All {
		st := *t
		area := st.Area + float64(float64(st.Inside)*float64(now-st.Changed))
		r.Types = append(r.Types, TypeRow{
			Part: s.plant.model.Parts[i], Elapsed: now - since, scheduled: scheduled(s.plant.model.Root.Calendar, since, now), Stat: st, WIP: ratio(area, float64(now-since)),
			Tardy: ratio(st.Tardy, float64(st.Done)), LateRate: ratio(float64(st.Late), float64(st.Done)),
		})
	}
	for i, q := range s.Pools.All {
		p, st := &s.plant.pools[i], s.PoolStats.At(i)
		row := PoolRow{Crew: p.crew, Tool: p.tool}
		var cal *model.Calendar
		if p.crew != nil {
			cal = p.crew.Calendar
		} else {
			cal = p.tool.Calendar
		}
		area := st.Area + float64(float64(int32(p.n)-q.Free)*float64(now-st.Changed))
		row.Utilisation = ratio(area, float64(p.n)*float64(scheduled(cal, since, now)))
		r.Pools = append(r.Pools, row)
	}
}

// scheduled is the time inside the shifts of a calendar, of all time without one.
func scheduled(cal *model.Calendar, from, to engine.Time) engine.Time {
	if cal == nil {
		return to - from
	}
	return engine.Time(cal.Scheduled(int64(from), int64(to)))
}

// row is the view of one place by itself.
func (s *Sim) row(i uint32, now, since engine.Time) Row {
	pl, n, st := &s.plant.places[i], s.Places.At(i), s.Stats.At(i)
	row := Row{
		Node: s.plant.model.Nodes[i], Slots: int(pl.slots), Since: since, Elapsed: now - since, In: st.In, Parts: st.Finished, Good: st.Good, Lost: st.Lost,
		Setups: st.Setups, Failures: st.Failures, Work: st.Work, Wait: ratio(st.WaitSum.Seconds(), float64(st.WaitN)), WaitN: st.WaitN, Inside: uint64(n.Inside),
	}
	if !pl.kind.works() && pl.kind != kindSink {
		row.Parts, row.Good = st.Out, st.Out
	}
	area := st.Area + float64(float64(n.Inside)*float64(now-st.Changed))
	row.WIP = ratio(area, float64(now-since))
	var active engine.Time
	var periods uint64
	for k := range pl.slots {
		id := pl.firstSlot + k
		slot, ss := s.Slots.At(id), s.SlotStats.At(id)
		for state := range States {
			row.Times[state] += ss.Times[state]
		}
		row.Times[slot.State] += now - ss.Since
		active += ss.ActiveSum
		periods += ss.ActiveN
		if pl.inspect != 0 {
			ck := s.CheckStats.At(pl.firstCheck + k)
			row.Unseen += ck.Skipped
			row.Escaped += ck.Escaped
		}
		if slot.State.active() {
			active += now - ss.ActiveSince
			periods++
		}
	}
	if periods > 0 {
		row.MeanAlive = active / engine.Time(periods)
	}
	return row
}

// rollUp adds the rows of equipment up to their levels. Sources and conveyors
// count for parts and work in process, not for the time account.
func (s *Sim) rollUp(r *Report) {
	for i := range s.plant.places {
		pl := &s.plant.places[i]
		row := r.Rows[i]
		for l := pl.parent; l >= 0 && pl.kind != kindPassive; l = s.plant.places[l].parent {
			up := &r.Rows[l]
			if pl.kind.works() {
				up.Slots += row.Slots
				for st := range States {
					up.Times[st] += row.Times[st]
				}
				up.Work += row.Work
				up.Setups += row.Setups
				up.Failures += row.Failures
				up.Unseen += row.Unseen
				up.Escaped += row.Escaped
			}
			if pl.kind == kindSink {
				up.Parts += row.Parts
				up.Good += row.Good
			}
			if pl.kind == kindSource {
				up.In += row.Parts
				up.Lost += row.Lost
			} else {
				up.WIP += row.WIP
				up.Inside += row.Inside
			}
		}
	}
}

// Per says what a count is divided by.
type Per uint8

// What a count may be divided by.
const (
	PerRun           Per = iota // not at all
	PerHour                     // of calendar time
	PerScheduledHour            // of the place's shifts
)

// Measure gives one figure of a place by name: see the Measures of its kind.
// Times are in seconds.
func (r *Report) Measure(i int, name string, per Per) (float64, error) {
	row := &r.Rows[i]
	for st := range States {
		if stateNames[st] == name {
			return row.Share(st), nil
		}
	}
	switch name {
	case "parts":
		return row.rate(float64(row.Parts), per), nil
	case "lost":
		return row.rate(float64(row.Lost), per), nil
	case "failures":
		return row.rate(float64(row.Failures), per), nil
	case "setups":
		return row.rate(float64(row.Setups), per), nil
	case "unseen":
		return row.rate(float64(row.Unseen), per), nil
	case "escaped":
		return row.rate(float64(row.Escaped), per), nil
	case "wip":
		return row.WIP, nil
	case "wait":
		return row.Wait, nil
	case "busy-time":
		return row.Times[Busy].Seconds(), nil
	case "availability":
		return row.Share(Busy), nil
	case "performance":
		return row.Performance(), nil
	case "quality":
		return row.Quality(), nil
	case "oee":
		return row.OEE(), nil
	case "utilisation":
		if row.Node.Is("tool") {
			return r.poolOf(nil, row.Node)
		}
		return row.Utilisation(), nil
	}
	return 0, fmt.Errorf("%s measures no %q", row.Node.Path, name)
}

// CrewMeasure gives one figure of a crew by name: see CrewMeasures.
func (r *Report) CrewMeasure(crew *model.Crew, name string) (float64, error) {
	if name != "utilisation" {
		return 0, fmt.Errorf("people.%s measures no %q", crew.Name, name)
	}
	return r.poolOf(crew, nil)
}

func (r *Report) poolOf(crew *model.Crew, tool *model.Node) (float64, error) {
	for _, p := range r.Pools {
		if p.Crew == crew && p.Tool == tool {
			return p.Utilisation, nil
		}
	}
	return 0, fmt.Errorf("there is no such crew or tool")
}

// PartMeasure gives one figure of a part type by name: see PartMeasures.
func (r *Report) PartMeasure(i int, name string, per Per) (float64, error) {
	t := &r.Types[i]
	hours := 1.0
	switch per {
	case PerHour:
		hours = t.Elapsed.Hours()
	case PerScheduledHour:
		hours = t.scheduled.Hours()
	}
	switch name {
	case "lead-time":
		return t.Stat.Lead.Mean, nil
	case "lead-time-90":
		return min(max(t.Stat.Leads.Quantile(0.9), t.Stat.Lead.Min), t.Stat.Lead.Max), nil
	case "parts":
		return ratio(float64(t.Stat.Done), hours), nil
	case "scrapped":
		return ratio(float64(t.Stat.Scrapped), hours), nil
	case "wip":
		return t.WIP, nil
	case "tardiness":
		return t.Tardy, nil
	case "late":
		return t.LateRate, nil
	}
	return 0, fmt.Errorf("part %s measures no %q", t.Part.Name, name)
}

// rate divides a count by hours.
func (r *Row) rate(n float64, per Per) float64 {
	switch per {
	case PerHour:
		return ratio(n, r.Elapsed.Hours())
	case PerScheduledHour:
		return ratio(n, r.scheduledHours())
	}
	return n
}

// scheduledHours is the time inside the shifts of the place.
func (r *Row) scheduledHours() float64 {
	return scheduled(r.Node.Calendar, r.Since, r.Since+r.Elapsed).Hours()
}
