package plant

// Watch has f called at every change of state of a piece of equipment, of what
// lasts no time too: a slot that goes from one part to the next is waiting in
// between. Now tells when, Slots.At(slot).Place where. Watching is wiring, as
// Observe is: it changes nothing, and a fork is not watched. Nil ends it.
func (s *Sim) Watch(f func(slot uint32, to State)) { s.watch = f }

// SlotsOf gives, for the place of node i of the model,
// its first slot and how many slots it has.
func (p *Plant) SlotsOf(i int) (first, n uint32) {
	return p.places[i].firstSlot, p.places[i].slots
}
