package plant

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/taktsim/takt/engine/model"
)

// TestSchemaKnowsThePolicies: the JSON Schema accepts what the decoder accepts of
// rules, and refuses what it refuses.
func TestSchemaKnowsThePolicies(t *testing.T) {
	text, err := model.Schema(Registry())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("factory.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("factory.json")
	if err != nil {
		t.Fatal(err)
	}
	type table = map[string]any
	for _, x := range []struct {
		rule any
		good bool
	}{
		{"edd", true}, {"roll-out", true}, {table{"rule": "atc", "k": 3.0}, true}, {table{"rule": "roll-out", "base": "atc", "horizon": "30 min"}, true},
		{table{"rule": "roll-out", "base": table{"rule": "atc", "k": 2.0}}, true},
		{"edf", false}, {table{"rule": "atc", "kk": 3.0}, false}, {table{"k": 3.0}, false}, {table{"rule": "edd", "k": 3.0}, false},
		{table{"rule": "roll-out", "horizon": 30.0}, false}, {table{"rule": "roll-out", "base": "edf"}, false}, {3.0, false},
	} {
		file := table{"format": 1.0, "shop": table{"kind": "line", "mill": table{"kind": "machine", "cycle": "45 s", "dispatch": x.rule}}}
		if err := schema.Validate(file); (err == nil) != x.good {
			t.Errorf("dispatch = %v: %v", x.rule, err)
		}
	}
}
