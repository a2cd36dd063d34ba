package plant

import (
	"cmp"
	"maps"
	"slices"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/unit"
)

var flowMeasures = []model.Measure{
	{Name: "parts", Count: true, Doc: "parts that have gone through; ask per hour or per scheduled hour for a rate"},
	{Name: "wip", Dim: unit.Count, Doc: "parts inside, on average"},
	{Name: "wait", Dim: unit.Time, Doc: "time in line before it, on average"},
	{Name: "lost", Count: true, Doc: "parts turned away"},
}

var workMeasures = append(slices.Clone(flowMeasures),
	model.Measure{Name: "busy", Dim: unit.Share, Doc: "share of the scheduled time at work"},
	model.Measure{Name: "waiting", Dim: unit.Share, Doc: "share of the scheduled time without work (starved)"},
	model.Measure{Name: "blocked", Dim: unit.Share, Doc: "share of the scheduled time in which a finished part could not leave"},
	model.Measure{Name: "down", Dim: unit.Share, Doc: "share of the scheduled time broken"},
	model.Measure{Name: "setup", Dim: unit.Share, Doc: "share of the scheduled time in set-up"},
	model.Measure{Name: "held", Dim: unit.Share, Doc: "share of the scheduled time without the crew or tool for the work at hand"},
	model.Measure{Name: "stopped", Dim: unit.Share, Doc: "share of the scheduled time stopped by order"},
	model.Measure{Name: "off", Dim: unit.Share, Doc: "share of all time outside the shifts"},
	model.Measure{Name: "availability", Dim: unit.Share, Doc: "ISO 22400-2: busy time / scheduled time"},
	model.Measure{Name: "performance", Dim: unit.Share, Doc: "ISO 22400-2 effectiveness: planned time of the finished parts / busy time"},
	model.Measure{Name: "quality", Dim: unit.Share, Doc: "ISO 22400-2 quality ratio: good parts / finished parts"},
	model.Measure{Name: "oee", Dim: unit.Share, Doc: "availability x performance x quality"},
	model.Measure{Name: "utilisation", Dim: unit.Share, Doc: "share of the scheduled time not waiting and not blocked"},
	model.Measure{Name: "busy-time", Dim: unit.Time, Doc: "time at work, of all its machine bodies together"},
	model.Measure{Name: "failures", Count: true, Doc: "breakdowns"},
	model.Measure{Name: "setups", Count: true, Doc: "set-ups"},
	model.Measure{Name: "unseen", Count: true, Doc: "parts that an inspect rule let pass without a look"},
	model.Measure{Name: "escaped", Count: true, Doc: "of these, bad ones"},
)

var levelMeasures = workMeasures

// PartMeasures are the measures of a part type, as in part.housing.lead-time.
var PartMeasures = []model.Measure{
	{Name: "lead-time", Dim: unit.Time, Doc: "from its birth to the sink, on average"},
	{Name: "lead-time-90", Dim: unit.Time, Doc: "the 90 % quantile of the lead time"},
	{Name: "parts", Count: true, Doc: "good parts that reached a sink"},
	{Name: "scrapped", Count: true, Doc: "parts scrapped"},
	{Name: "wip", Dim: unit.Count, Doc: "parts in the plant, on average"},
	{Name: "tardiness", Dim: unit.Time, Doc: "lateness of late parts, averaged over all parts with or without a due date"},
	{Name: "late", Dim: unit.Share, Doc: "share of the parts that came after their due date"},
}

// CrewMeasures are the measures of a crew, as in people.fitters.utilisation.
var CrewMeasures = []model.Measure{
	{Name: "utilisation", Dim: unit.Share, Doc: "share of the people's time at work, of the time of their shifts"},
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
