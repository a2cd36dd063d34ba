// Package rules are the policies that a factory file can name. Each is a struct
// whose fields are its parameters, and a Decide method; All lists them.
package rules
