package plant

import (
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model"
)

// TestWhatCannotRunIsRefused: plants that a model allows, but that would stand
// still, or run on without end at one instant.
func TestWhatCannotRunIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		b    behaviour
		want string
	}{
		{"endless room", behaviour{flow: `"in -> store -> m -> out"`, plant: ready + "store buffer\nm machine; cycle = \"1 s\""}, "l.store takes its parts without end"},
		{"endless line", behaviour{flow: chain, plant: ready + "m machine; cycle = \"1 s\"; queue = \"unlimited\""}, "l.m takes its parts without end"},
		{"no time at all", behaviour{flow: `"in -> store -> out"`, plant: ready + "store buffer; room = 2"}, "l.out takes its parts without end"},
		{"a machine that takes no time", behaviour{flow: chain, plant: ready + "m machine; cycle = \"0 s\""}, "l.out takes its parts without end"},
		{"too many people one by one", behaviour{flow: chain, plant: worker + ready + "m machine; cycle = \"1 s\"; needs = [{ crew = \"w\" }, { crew = \"w\" }]"}, "it needs 2 of people.w"},
		{"no time for a type", behaviour{flow: two, plant: "in source; mix = { a = 1, b = 1 }\nout sink\nm machine; cycle = \"1 s\"\nn machine; cycle = { a = \"5 s\" }"}, `l.n: it has no cycle time for part "b", which comes here`},
		{"no time for what comes out of a disassembly", behaviour{flow: `"in -> d -> m -> out"`,
			plant: "in source; part = \"c\"; every = \"1 s\"\nout sink\nd disassembly; cycle = \"1 s\"; into = { a = 1, b = 1 }\nm machine; cycle = { b = \"5 s\" }"}, `l.m: it has no cycle time for part "a"`},
	} {
		m, problems := model.Parse("test.toml", []byte("format = 1\n"+c.b.text()), Registry(), nil)
		if err := problems.Err(); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if _, err := Compile(m); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", c.name, err, c.want)
		}
	}
}

// TestMistakesInKindsAreTold: what the checks of the kinds say.
func TestMistakesInKindsAreTold(t *testing.T) {
	mode := func(name string) string { return "{ " + name + "mtbf = \"1 h\", mttr = \"1 min\" }" }
	jam := mode("name = \"jam\", ")
	for _, c := range []struct{ keys, want string }{
		{"failures = [" + jam + ", " + jam + "]", `two of them are called "jam"`},
		{"failures = [" + mode("") + ", " + mode("name = \"failure 1\", ") + "]", `two of them are called "failure 1"`},
		{"mtbf = \"1 h\"; mttr = \"1 min\"; failures = [" + mode("name = \"failure\", ") + "]", `two of them are called "failure"`},
		{"failures = [" + mode("") + ", " + mode("name = \"failure\", ") + ", " + jam + "]", ""},
		{"dispatch = { rule = \"roll-out\", horizon = \"1e300 s\" }", "horizon must be at most 366 d"},
		{"dispatch = { rule = \"roll-out\", horizon = \"366 d\" }", ""},
	} {
		b := behaviour{flow: chain, plant: ready + "m machine; cycle = \"1 s\"; " + c.keys}
		_, problems := model.Parse("test.toml", []byte("format = 1\n"+b.text()), Registry(), nil)
		switch err := problems.Err(); {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v\nwant %q", c.keys, err, c.want)
		}
	}
}

// TestWhatCanRunIsNotRefused: near misses of the above.
func TestWhatCanRunIsNotRefused(t *testing.T) {
	for _, b := range []behaviour{
		{flow: `"in -> store -> m -> out"`, plant: "line; wip-limit = 3\n" + ready + "store buffer\nm machine; cycle = \"1 s\""},
		{flow: `"in -> store -> m -> out"`, plant: "in source; part = \"a\"; limit = 9\nout sink\nstore buffer\nm machine; cycle = \"1 s\""},
		{flow: `"in -> m -> hub", "hub -> n -> out", "hub -> o -> out"`,
			plant: on(`"l.m"`, "") + on(`"l.n"`, "") + "in source; mix = { a = 1, b = 1 }\nout sink\nhub buffer\nm machine; cycle = \"1 s\"\nn machine; cycle = { a = \"5 s\", b = \"6 s\" }\no machine; cycle = { b = \"5 s\" }"},
		{flow: `"in -> j -> out", "more -> j"`, plant: kits + "j assembly; makes = \"kit\"; cycle = { kit = \"4 s\" }"},
	} {
		parse(t, b.text())
	}
}
