package process

// node is an item that lies in a store.
type node struct {
	item Item
	prev uint32 // in its store, +1
	next uint32
}

// push lays an item into store o, as the last.
func (s *Sim) push(o *object, it Item) {
	r, n := s.items.Alloc()
	*n = node{it, o.items.tail, 0}
	if n.prev == 0 {
		o.items.head = r.Index + 1
	} else {
		s.items.At(n.prev - 1).next = r.Index + 1
	}
	o.items.tail = r.Index + 1
	o.items.n++
}

// take takes the item at k out of store o.
func (s *Sim) take(o *object, k uint32) Item {
	n := *s.items.At(k)
	if n.prev == 0 {
		o.items.head = n.next
	} else {
		s.items.At(n.prev - 1).next = n.next
	}
	if n.next == 0 {
		o.items.tail = n.prev
	} else {
		s.items.At(n.next - 1).prev = n.prev
	}
	o.items.n--
	s.items.Free(s.items.Ref(k))
	return n.item
}

// find looks in store o for the first item that claim c is content with.
func (s *Sim) find(c *claim, o *object) (k uint32, ok bool) {
	where := s.code.table[s.procs.At(c.proc).pc].leaves[c.leaf].where
	for k := o.items.head; k != 0; k = s.items.At(k - 1).next {
		if where == nil || where(s.at(c.proc), s.items.At(k-1).item) {
			return k - 1, true
		}
	}
	return 0, false
}
