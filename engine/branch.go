package engine

// Branch makes w, a copy of another state, one of its possible futures: of every
// duration that was drawn and has not run out, what is left is drawn again, given
// how much of it has passed. A plain copy shares its future with the original: the
// next breakdown comes at the same instant in both, which nobody can know.
//
// For every timer that is set and whose law is not 0, left is asked for the work
// that is left when age of it is done; it may note in the timer from which stream
// that came. When it says false, the timer stays as it is: a certain duration.
// Streams that have not been drawn from yet are the business of their owner.
func (w *World) Branch(left func(t *Timer, age Time) (Time, bool)) {
	for i, t := range w.Timers.All {
		if !t.Set || t.Law == 0 {
			continue
		}
		age := t.AgeAt(w.now)
		rest, ok := left(t, age)
		if !ok {
			continue
		}
		t.Age, t.Since, t.Total = age, w.now, age.Add(rest)
		if t.On {
			// Whatever its horizon was, it counted on the old draw.
			w.drop(t)
			w.schedule(i, t, t.left())
		}
	}
}
