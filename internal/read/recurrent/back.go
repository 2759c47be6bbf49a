package recurrent

// back adds the gradient of the weights, given that of the emissions.
func (n *Net) back(s *Sequence, o *pass, ge []float32, g []float32) {
	t := s.Len
	gof := func(p part) []float32 { return g[p.at : p.at+p.rows*p.cols] }
	sumRows(ge, gof(n.outB))
	ttimes(n.out.rows, t, n.Labels, o.last, ge, gof(n.out))
	gh := make([]float32, len(o.last))
	timesT(t, n.Labels, n.out.rows, ge, n.of(n.out), gh)
	mask(gh, o.drops[len(n.layers)])
	k := n.Width
	for li := len(n.layers) - 1; li >= 0; li-- {
		l := n.layers[li]
		in := l.w[0].rows
		gin := make([]float32, t*in)
		for d := range 2 {
			w := o.ways[li][d]
			gu := make([]float32, t*3*k)
			peep := n.of(l.peep[d])
			gpeep, gbias := gof(l.peep[d]), gof(l.bias[d])
			gc := make([]float32, k)
			zero := make([]float32, k)
			for step := t - 1; step >= 0; step-- {
				i, prev := step, step-1
				if d == 1 {
					i = t - 1 - step
					prev = i + 1
				}
				before := zero
				if step > 0 {
					before = w.c[prev*k : (prev+1)*k]
				}
				u, c, f, r := w.u[i*3*k:(i+1)*3*k], w.c[i*k:(i+1)*k], w.f[i*k:(i+1)*k], w.r[i*k:(i+1)*k]
				gu := gu[i*3*k : (i+1)*3*k]
				gh := gh[i*2*k+d*k : i*2*k+(d+1)*k]
				for j := range k {
					sc := soft(c[j])
					b := before[j]
					gr := gh[j] * sc * gateSlope(r[j])
					gcj := gc[j] + gh[j]*r[j]*slope(sc)
					gf := gcj * (b - u[j]) * gateSlope(f[j])
					gu[j] = gcj * (1 - f[j])
					gu[k+j] = gf
					gu[2*k+j] = gr
					gpeep[j] += gf * b
					gpeep[k+j] += gr * b
					gbias[j] += gf
					gbias[k+j] += gr
					gc[j] = gcj*f[j] + gf*peep[j] + gr*peep[k+j]
				}
			}
			ttimes(in, t, 3*k, o.in[li], gu, gof(l.w[d]))
			timesT(t, 3*k, in, gu, n.of(l.w[d]), gin)
		}
		mask(gin, o.drops[li])
		if len(gin) == len(gh) {
			add(gin, gh)
		}
		gh = gin
	}
	for i, v := range o.p {
		gh[i] *= slope(v)
	}
	sumRows(gh, gof(n.bias0))
	ttimes(n.in, t, n.First, o.x, gh, gof(n.first))
	gx := make([]float32, t*n.in)
	timesT(t, n.First, n.in, gh, n.of(n.first), gx)
	mask(gx, o.keep0)
	for i := range t {
		at := n.Fixed
		for k, p := range n.tables {
			to := g[p.at+int(s.Rows[k][i])*p.cols:]
			for j := range p.cols {
				to[j] += gx[i*n.in+at+j]
			}
			at += p.cols
		}
	}
}
