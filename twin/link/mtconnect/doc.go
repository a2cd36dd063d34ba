// Package mtconnect reads what MTConnect adapters write: lines of SHDR text,
//
//	2017-02-01T13:59:35.171Z|Program_Status|ACTIVE
//	2017-02-01T13:59:36.000Z|execution|READY|program|O1234
//	2017-02-01T13:59:37.000Z|servo|FAULT|302|1|HIGH|over travel
//
// and makes of them machine states, operations with their times, and a first
// factory.toml. Logs from real plants are late, repeated, torn and stale; each
// such line is counted with its place and none of them is fatal.
//
// The line format is that of the MTConnect standard, part 1 (adapter agent
// protocol) and of the open source agent.
package mtconnect
