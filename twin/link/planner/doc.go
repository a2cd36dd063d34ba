// Package planner reads what a planner keeps in spreadsheets: routings with
// operation times, orders, shifts and downtime, as CSV or xlsx. It recognises
// what a table is by its columns, and the columns by their names in English,
// German and Chinese or by a mapping. What it cannot read it reports with its
// position and leaves out; it never guesses a unit.
//
// The result is a factory.toml with part types, routes, machines, failures and
// shifts, and an orders.csv.
package planner
