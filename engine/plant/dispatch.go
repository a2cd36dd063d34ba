package plant

// first finds the part of the line of place i that is to be taken next, by the
// place's policy; none when that wants to wait.
func (s *Sim) first(i uint32, pl *place, n *Place) PartRef {
	if pl.dispatch == 0 {
		return n.Line.Head
	}
	return s.among(i, pl, n, nil)
}

// among is first among the parts that fit (nil: all do); none when no part does.
func (s *Sim) among(i uint32, pl *place, n *Place, fits func(*Part) bool) PartRef {
	d := s.atDesk()
	d.refs = d.refs[:0]
	for r := n.Line.Head; !r.None(); r = s.part(r).Next {
		if fits == nil || fits(s.part(r)) {
			if pl.dispatch == 0 {
				return r
			}
			d.refs = append(d.refs, r)
		}
	}
	if len(d.refs) == 0 {
		return PartRef{}
	}
	return s.choose(pl.dispatch, pl, d.refs)
}
