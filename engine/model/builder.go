package model

// Keys are the keys of a place as they would stand in a file.
type Keys map[string]any

func (b *build) flowChecks() {}
