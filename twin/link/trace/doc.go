// Package trace writes what happens in a running plant into files that others
// read: CSV and Parquet (one row an event), OCEL 2.0 as JSON and as SQLite, and
// XES (IEEE 1849-2016). It also reads the tables back.
//
// Everything is written as it comes. What is kept in memory is bounded by the
// model and by the parts that are in the plant at one time.
//
// In OCEL the objects are parts, equipment (every place of the model, and every
// machine body where a place has several) and orders; what a machine body is doing
// is its attribute "state", which changes over time. Events speak of their objects
// by qualifiers: part, at, to, from, by, into, out of, order. Objects speak of one
// another: a part of its order ("ordered by") and of its components ("component"),
// a body of its place ("body of"), a place of the level that it stands in ("in").
//
// In XES a case is a part. An operation is an activity with the transitions start,
// suspend, resume and complete of the standard lifecycle, by the resource that does
// it; moves and the like only complete.
package trace
