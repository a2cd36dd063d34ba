package rules

import "github.com/taktsim/takt/engine/decide"

// All lists the policies that come with the plant.
func All() []decide.Entry {
	return []decide.Entry{
		entry(decide.KindDispatch, "fifo", "First come, first served.", FIFO{}),
		entry(decide.KindDispatch, "lifo", "Last come, first served.", LIFO{}),
		entry(decide.KindDispatch, "spt", "Shortest mean operation time.", SPT{}),
		entry(decide.KindDispatch, "edd", "Earliest due date.", EDD{}),
		entry(decide.KindDispatch, "priority", "Highest priority.", Priority{}),
		entry(decide.KindDispatch, "same-setup", "What needs no set-up.", SameSetup{}),
		entry(decide.KindDispatch, "wspt", "Largest weight a second of the operation; the weight is the priority, at least 1.", WSPT{}),
		entry(decide.KindDispatch, "slack", "Least time to the due date, less the work that is left.", Slack{}),
		entry(decide.KindDispatch, "critical-ratio", "Least time to the due date for each second of work that is left.", CriticalRatio{}),
		entry(decide.KindDispatch, "atc", "Apparent tardiness cost (Vepsalainen and Morton 1987): weight a second, the more the nearer the latest start; the weight is the priority, at least 1.", ATC{K: 2, Wait: 1}),
		entry(decide.KindDispatch, "roll-out", "Looks ahead: leaves its base rule where imagined futures are better without.", RollOut{Ahead: newAhead()}),
		entry(decide.KindAssign, "shortest-queue", "The place with the fewest parts inside.", ShortestQueue{}),
		entry(decide.KindAssign, "first", "The first that has room, as they are written; of those who want people, who asked first.", First{}),
		entry(decide.KindAssign, "fastest", "The place with the shortest mean time of the work.", Fastest{}),
		entry(decide.KindAssign, "round-robin", "One after the other, those without room passed over.", RoundRobin{}),
		entry(decide.KindAssign, "random", "By lot among all, and the next with room.", Random{}),
		entry(decide.KindAssign, "least-work", "The place with the least mean work waiting for each machine body, the part's own included.", LeastWork{}),
		entry(decide.KindAssign, "urgent", "The highest priority: which part people serve first.", Urgent{}),
		entry(decide.KindRelease, "conwip", "Lets a part in while fewer parts than the wip-limit are inside.", CONWIP{}),
		entry(decide.KindRelease, "open", "Lets every part in, whatever the limit.", Open{}),
		entry(decide.KindInspect, "all", "Looks at every part.", InspectAll{}),
		entry(decide.KindInspect, "share", "Looks at a share of the parts, evenly spread.", InspectShare{Share: 0.1}),
		entry(decide.KindInspect, "skip-lot", "Looks at every part until some in a row were good, then at a share until one is bad (CSP-1, Dodge 1943).", SkipLot{Clear: 20, Share: 0.1}),
		entry(decide.KindMaintain, "fifo", "What broke first.", RepairFIFO{}),
		entry(decide.KindMaintain, "shortest-repair", "What is repaired in the shortest time, on average.", ShortestRepair{}),
		entry(decide.KindMaintain, "bottleneck-first", "The machine with the most work waiting before it.", BottleneckFirst{}),
		entry(decide.KindMaintain, "roll-out", "Looks ahead: leaves its base rule where imagined futures are better without.", RepairRollOut{Ahead: newAhead()}),
	}
}

// entry is the entry of a policy; like holds its parameters with their defaults.
func entry[T any, P interface {
	*T
	decide.Policy
}](k decide.Kind, name, doc string, like T) decide.Entry {
	return decide.Entry{Name: name, For: k, Doc: doc, New: func() decide.Policy { fresh := like; return P(&fresh) }}
}
