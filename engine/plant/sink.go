package plant

// consume ends part r in sink i.
func (s *Sim) consume(r PartRef, i uint32, pl *place) {
	p := s.part(r)
	st := s.TypeStats.At(uint32(p.Type))
	if pl.scrap {
		st.Scrapped++
	} else {
		lead := (s.Now() - p.Born).Seconds()
		st.Done++
		st.Lead.Add(lead)
		st.Leads.Add(lead)
		if s.desk != nil && s.desk.ahead != nil {
			s.desk.ahead.left(s.Now(), p)
		}
		if s.Now() > p.Due {
			st.Late++
			st.Tardy += (s.Now() - p.Due).Seconds()
		}
	}
	out := s.Stats.At(i)
	out.Out++
	out.Finished++
	if !pl.scrap {
		out.Good++
	}
	s.count(i, s.Places.At(i), -1)
	if s.watch != nil {
		s.tellEnd(r, pl)
	}
	s.dropPart(r)
	if pl.conwip >= 0 {
		s.leaveLimit(uint32(pl.conwip))
	}
}
