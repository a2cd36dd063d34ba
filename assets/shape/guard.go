package shape

// fence runs from one point to another: posts, two rails and what is between them.
func (b *body) fence(from, to vec, high float32) {
	run := to.Sub(from)
	n := max(1, min(12, int(run.Len()/1.6+.5)))
	b.paint(Yellow)
	for k := range n + 1 {
		p := from.Add(run.Mul(float32(k) / float32(n)))
		b.bar(p, p.Add(at(0, 0, high)), .07)
	}
	for _, z := range [3]float32{.18, .58, .97} {
		b.paint(Gold).bar(from.Add(at(0, 0, high*z)), to.Add(at(0, 0, high*z)), .035)
	}
}
