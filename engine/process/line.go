package process

// line is a double list of claims; head and tail are indices, +1.
type line struct{ head, tail, n uint32 }

// insert puts claim k into a line after claim at (+1), or first if at is 0.
func (s *Sim) insert(l *line, k, at uint32) {
	c := s.claims.At(k)
	c.prev = at
	if at == 0 {
		c.next, l.head = l.head, k+1
	} else {
		a := s.claims.At(at - 1)
		c.next, a.next = a.next, k+1
	}
	if c.next == 0 {
		l.tail = k + 1
	} else {
		s.claims.At(c.next - 1).prev = k + 1
	}
	l.n++
}

// remove takes claim k out of a line.
func (s *Sim) remove(l *line, k uint32) {
	c := s.claims.At(k)
	if c.prev == 0 {
		l.head = c.next
	} else {
		s.claims.At(c.prev - 1).next = c.next
	}
	if c.next == 0 {
		l.tail = c.prev
	} else {
		s.claims.At(c.next - 1).prev = c.prev
	}
	c.prev, c.next = 0, 0
	l.n--
}
