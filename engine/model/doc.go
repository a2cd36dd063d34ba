// Package model reads factory.toml (and the tables it names) into a checked [Model]:
// places, parts, people, calendars, orders and flows.
//
// The package knows no kind of equipment. Kinds come in a [Registry]: a [Kind] has a
// name, a spec struct whose tagged fields are its keys, its ports, and a few optional
// functions that the checks use. The decoder, the JSON Schema ([Schema]) and the
// reference of keys ([Reference]) are all made from the same tags:
//
//	type machine struct {
//		Cycle random.Dist `key:"cycle" dim:"time" need:"yes" doc:"time for one part, or for one batch"`
//		Batch int         `key:"batch" min:"1" default:"1" doc:"parts worked on together"`
//	}
//
// The tags are
//
//	key        the key in the file; a field without it is not read
//	dim        the dimension (see unit.DimByName) of float64, random.Dist, Times, Matrix and unit.Quantity
//	doc        one line for people
//	need       "yes": the key must be given
//	min, max   bounds, written like a value of the key; min is 0 where nothing is said ("none" lifts it)
//	enum       the words allowed, joined by |
//	ref        what a string names: part, crew, tool, place, calendar, supplier, customer, tariff, shape
//	by         what the names in Times and Matrix are: part (usual) or place
//	default    the default, in words, for the reference; the value itself is set by Kind.New
//	mean       "exponential": a plain time is the mean of an exponential
//	unlimited  "yes": the word "unlimited" is allowed (int -1, float64 +Inf)
//	expr       "yes": the string is an expression (see [Expr])
//
// [Load] and [Parse] find all mistakes at once. Each is a [Problem] told once, at the
// place where it was written, even when `like` hands it on to many machines.
package model
