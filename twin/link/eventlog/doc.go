// Package eventlog reads event logs that are tables, CSV or xlsx, in one of two
// forms:
//
//	time, machine or tag, value              states and programs as they change
//	start, end, machine, operation, part     operations with both their ends
//
// and makes of them operation times, machine states and a first factory.toml,
// as the import of MTConnect logs does. Columns are recognised by their names
// in English, German and Chinese, or named by a mapping.
package eventlog
