package rules

import "github.com/taktsim/takt/engine/decide"

// All are the policies that come with the plant.
func All() *decide.Registry {
	r := &decide.Registry{}
	dispatch(r)
	assign(r)
	add := func(k decide.Kind, name, doc string, fresh func() decide.Policy) {
		r.Add(decide.Entry{Name: name, For: k, Doc: doc, New: fresh})
	}
	add(decide.KindRelease, "conwip", "Lets a part in while fewer parts than the wip-limit are inside.", func() decide.Policy { return &CONWIP{} })
	add(decide.KindRelease, "open", "Lets every part in, whatever the limit.", func() decide.Policy { return &Open{} })
	add(decide.KindInspect, "all", "Looks at every part.", func() decide.Policy { return &InspectAll{} })
	add(decide.KindInspect, "share", "Looks at a share of the parts, evenly spread.", func() decide.Policy { return &InspectShare{Share: 0.1} })
	add(decide.KindInspect, "skip-lot", "Looks at every part until some in a row were good, then at a share until one is bad (CSP-1, Dodge 1943).",
		func() decide.Policy { return &SkipLot{Clear: 20, Share: 0.1} })
	add(decide.KindMaintain, "fifo", "What broke first.", func() decide.Policy { return &RepairFIFO{} })
	add(decide.KindMaintain, "shortest-repair", "What is repaired in the shortest time, on average.", func() decide.Policy { return &ShortestRepair{} })
	add(decide.KindMaintain, "bottleneck-first", "The machine with the most work waiting before it.", func() decide.Policy { return &BottleneckFirst{} })
	add(decide.KindMaintain, "roll-out", "Looks ahead: leaves its base rule where imagined futures are better without.",
		func() decide.Policy { return &RepairRollOut{Ahead: newAhead()} })
	return r
}

func dispatch(r *decide.Registry) {
	for _, e := range []struct {
		name, doc string
		fresh     func() decide.Policy
	}{
		{"fifo", "First come, first served.", func() decide.Policy { return &FIFO{} }},
		{"lifo", "Last come, first served.", func() decide.Policy { return &LIFO{} }},
		{"spt", "Shortest mean operation time.", func() decide.Policy { return &SPT{} }},
		{"edd", "Earliest due date.", func() decide.Policy { return &EDD{} }},
		{"priority", "Highest priority.", func() decide.Policy { return &Priority{} }},
		{"same-setup", "What needs no set-up.", func() decide.Policy { return &SameSetup{} }},
		{"wspt", "Largest weight a second of the operation; the weight is the priority, at least 1.", func() decide.Policy { return &WSPT{} }},
		{"slack", "Least time to the due date, less the work that is left.", func() decide.Policy { return &Slack{} }},
		{"critical-ratio", "Least time to the due date for each second of work that is left.", func() decide.Policy { return &CriticalRatio{} }},
		{"atc", "Apparent tardiness cost (Vepsalainen and Morton 1987): weight a second, the more the nearer the latest start; the weight is the priority, at least 1.",
			func() decide.Policy { return &ATC{K: 2, Wait: 1} }},
		{"roll-out", "Looks ahead: leaves its base rule where imagined futures are better without.", func() decide.Policy { return &RollOut{Ahead: newAhead()} }},
	} {
		r.Add(decide.Entry{Name: e.name, For: decide.KindDispatch, Doc: e.doc, New: e.fresh})
	}
}

func assign(r *decide.Registry) {
	for _, e := range []struct {
		name, doc string
		fresh     func() decide.Policy
	}{
		{"shortest-queue", "The place with the fewest parts inside.", func() decide.Policy { return &ShortestQueue{} }},
		{"first", "The first that has room, as they are written; of those who want people, who asked first.", func() decide.Policy { return &First{} }},
		{"fastest", "The place with the shortest mean time of the work.", func() decide.Policy { return &Fastest{} }},
		{"round-robin", "One after the other, those without room passed over.", func() decide.Policy { return &RoundRobin{} }},
		{"random", "By lot among all, and the next with room.", func() decide.Policy { return &Random{} }},
		{"least-work", "The place with the least mean work waiting for each machine body, the part's own included.", func() decide.Policy { return &LeastWork{} }},
		{"urgent", "The highest priority: which part people serve first.", func() decide.Policy { return &Urgent{} }},
	} {
		r.Add(decide.Entry{Name: e.name, For: decide.KindAssign, Doc: e.doc, New: e.fresh})
	}
}
