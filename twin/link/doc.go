// Package link holds what every way into and out of Takt shares: the report of
// an import (what was read, kept and skipped, and where), the opening of plain,
// compressed and archived files, the recognition of column headers in three
// languages, and the safe writing of results.
//
// The protocols themselves live in sub-packages: mtconnect, eventlog, planner.
package link
