package model

import "slices"

// topWords are the words at the top of a file that are no places.
var topWords = []string{"format", "factory", "enterprise", "part", "shape", "calendar", "people", "orders", "supplier",
	"customer", "tariff", "what-if", "sweep", "event", "measure", "run", "expect", "use"}

// scenarioWords are those of them that belong into a scenario file.
var scenarioWords = []string{"what-if", "sweep", "event", "measure", "run", "expect"}

// Reserved lists the words at the top of a file that no place may have for a name.
func Reserved() []string { return slices.Clone(topWords) }

func reserved(word string) bool { return slices.Contains(topWords, word) }
