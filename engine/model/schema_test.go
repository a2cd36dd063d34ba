package model_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/taktsim/takt/engine/model"
)

func compile(t *testing.T, text []byte, err error) *jsonschema.Schema {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// decode gives TOML as the JSON types that a validator knows.
func decode(t *testing.T, text string) any {
	t.Helper()
	var v map[string]any
	if _, err := toml.Decode(text, &v); err != nil {
		t.Fatal(err)
	}
	return plain(v)
}

func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[k] = plain(x)
		}
		return out
	case []map[string]any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = plain(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = plain(x)
		}
		return out
	case int64:
		return float64(v)
	}
	return v
}

func TestSchemaOfFactory(t *testing.T) {
	text, err := model.Schema(kinds())
	s := compile(t, text, err)
	good, err := os.ReadFile("testdata/gearbox.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(decode(t, string(good))); err != nil {
		t.Errorf("the schema refuses the example: %v", err)
	}
	for _, c := range []struct{ old, new string }{
		{`mttr  = "25 min"`, `mttr  = "25 mins"`},
		{`"exponential(140 s)"`, `"exponental(140 s)"`},
		{"cycle = \"85 s\"", "cylce = \"85 s\""},
		{`kind = "buffer"`, `kind = "bufer"`},
		{`"0.4 m/s"`, `"0.4 m"`},
		{`cycle = "4 min"`, `cycle = 4`},
		{"format = 1", "format = 2"},
		{"[wash.in]", "[wash.In_1]"},
		{"room = 8", "room = -8"},
		{`part  = "housing"`, ``},
	} {
		bad := strings.Replace(string(good), c.old, c.new, 1)
		if bad == string(good) {
			t.Fatalf("there is no %q in the example", c.old)
		}
		if err := s.Validate(decode(t, bad)); err == nil {
			t.Errorf("the schema accepts %q", c.new)
		}
	}
	if err := s.Validate(decode(t, everything)); err != nil {
		t.Errorf("the schema refuses the rest of the format: %v", err)
	}
}

func TestSchemaOfScenario(t *testing.T) {
	text, err := model.ScenarioSchema()
	s := compile(t, text, err)
	good, err := os.ReadFile("testdata/second-washer.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(decode(t, string(good))); err != nil {
		t.Errorf("the schema refuses the example: %v", err)
	}
	for _, c := range []struct{ old, new string }{
		{`"12 weeks"`, `12`}, {"replications = 20", "replications = 0"}, {"[measure]", "[messure]"}, {"[[event]]", "[[event]]\nwhen = 3"},
		{"factory  = \"gearbox.toml\"", ""},
	} {
		bad := strings.Replace(string(good), c.old, c.new, 1)
		if err := s.Validate(decode(t, bad)); bad == string(good) || err == nil {
			t.Errorf("the schema accepts %q", c.new)
		}
	}
}

func TestReferenceNamesEveryKey(t *testing.T) {
	var b strings.Builder
	if err := model.Reference(&b, kinds()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| `cycle` | time or law, or one for each part | **needed** |", "| `power.run` | power |", "| `every` |",
		"Leaves by `pass`, `fail`.", "- measure `busy` (share): share of scheduled time", "| `on` | list of text | **needed** |",
		"| `room` | count, or \"unlimited\", at least 1 | unlimited |"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the reference has no %s", want)
		}
	}
}
