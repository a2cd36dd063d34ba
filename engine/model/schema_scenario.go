package model

import (
	"encoding/json"

	"github.com/taktsim/takt/engine/unit"
)

// ScenarioSchema is a JSON Schema (draft 2020-12) of scenario files. What is set and
// measured depends on the factory, which a schema cannot see.
func ScenarioSchema() ([]byte, error) {
	s := &schema{defs: object{}}
	time := s.quantity(unit.Time)
	words := object{"anyOf": []object{text(), {"type": "object", "properties": object{"en": text(), "zh": text()}, "additionalProperties": false}}}
	many := object{"anyOf": []object{{"type": "array", "items": text()}, text()}}
	value := object{"description": "the new value of a key, written as in the factory"}
	tree := func(leaf object) object { return object{"type": "object", "additionalProperties": leaf} }
	variant := closed(object{
		"why": words,
		"set": object{"type": "object", "description": "keys to change: set.wash.washer.cycle = \"170 s\"", "additionalProperties": value},
	})
	sweep := closed(object{
		"why":  words,
		"vary": object{"type": "object", "description": "keys to vary: vary.wash.washer.batch = [2, 4, 6, 8]", "additionalProperties": object{"type": []string{"object", "array"}}},
	})
	run := closed(object{
		"length":       time,
		"warm-up":      object{"anyOf": []object{time, {"const": "auto"}}},
		"replications": object{"type": "integer", "minimum": 1},
		"precision":    tree(s.quantity(unit.Share)),
		"seed":         object{"type": "integer", "minimum": 0},
	})
	event := closed(object{
		"at":  object{"description": "a date and time, or a time after the start"},
		"do":  object{"type": "string", "description": "stop PATH for 6 h; start PATH; break PATH by FAILURE for 6 h; repair PATH; speed PATH 50 % for 2 h; set PATH.key to VALUE; release 10 PART at PATH"},
		"why": words,
	})
	event["required"] = []string{"at", "do"}
	return json.MarshalIndent(object{
		"$schema": draft, "title": "Takt scenario", "type": "object", "required": []string{"format", "factory"},
		"properties": object{
			"format":   object{"const": Format},
			"factory":  object{"type": "string", "description": "the factory file"},
			"title":    words,
			"question": words,
			"run":      run,
			"measure":  object{"type": "object", "propertyNames": object{"pattern": namePattern}, "additionalProperties": text()},
			"what-if":  names(variant),
			"sweep":    names(sweep),
			"event":    object{"type": "array", "items": event},
			"expect":   object{"type": "object", "additionalProperties": many},
		},
		"additionalProperties": false, "$defs": s.defs,
	}, "", "\t")
}
