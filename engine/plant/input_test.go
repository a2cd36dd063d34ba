package plant

import (
	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
)

// command feeds one command from outside, of any kind that leaves the statistics alone.
// What cannot be ordered at the place is refused there, and tried all the same.
func command(t *rapid.T, s *Sim, paths, sources []string, at engine.Time) {
	path := rapid.SampledFrom(paths).Draw(t, "path")
	span := engine.Time(rapid.IntRange(1, 30).Draw(t, "span")) * engine.Minute
	some := span * engine.Time(rapid.IntRange(0, 1).Draw(t, "for a time"))
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	switch rapid.IntRange(0, 12).Draw(t, "input") {
	case 0, 1:
		must(s.Release(rapid.SampledFrom(sources).Draw(t, "source"), "p1", rapid.IntRange(1, 4).Draw(t, "parts"), at))
	case 2:
		must(s.StartPlace(path, at))
	case 3:
		must(s.SetSpeed(path, rapid.SampledFrom([]float64{.3, .5, 2}).Draw(t, "speed"), at, some))
	case 4:
		must(s.FreePlace(path, at))
	case 5, 6:
		_ = s.BreakPlace(path, "", at, some)
	case 7:
		_ = s.RepairPlace(path, "", at)
	case 8:
		_ = s.ForceGauge(path, CountInside, 3, at, some)
		_ = s.ReportCount(path, CountQueue, 1, at, at)
	case 9:
		kind := decide.Kind(rapid.IntRange(0, int(decide.Kinds)-1).Draw(t, "question"))
		_ = s.Decide(Answer{Kind: kind, Of: path, No: true}, at, some)
		_ = s.Decide(Answer{Kind: kind, Of: path, Place: rapid.SampledFrom(paths).Draw(t, "choice")}, at, some)
	case 10:
		s.BranchAt(rapid.Uint64Range(1, 9).Draw(t, "branch"), at)
	default:
		must(s.StopPlace(path, at, span))
	}
}
