package recurrent

import "golang.org/x/sys/cpu"

//go:noescape
func multiply6(k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int, add int)

//go:noescape
func multiply1(k int, a *float32, b *float32, ldb int, c *float32, add int)

//go:noescape
func narrow6(pairs int, a *int16, lda int, b *int16, scale *float32, c *float32, ldc int)

//go:noescape
func narrow6dot(pairs int, a *int16, lda int, b *int16, scale *float32, c *float32, ldc int)

//go:noescape
func round16(n int, x *float32, factor float32, to *int16)

//go:noescape
func cell8(n, k int, u, peep, bias, before, c, f, r, h *float32)

//go:noescape
func add8(n int, to, x *float32)

//go:noescape
func soft8(n int, x *float32)

// vectors says whether the processor multiplies eight numbers at once.
var vectors = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// dots says whether it multiplies and adds pairs of whole numbers in one instruction.
var dots = vectors && cpu.X86.HasAVX512VNNI && cpu.X86.HasAVX512VL

// times adds a·b to c; a is m×k, b k×n.
func times(m, k, n int, a, b, c []float32) { product(m, k, n, a, b, c, 1) }

// product adds a·b to c, or puts it there if add is 0; a is m×k, b k×n.
func product(m, k, n int, a, b, c []float32, add int) {
	if m == 0 || n == 0 {
		return
	}
	if !vectors || k == 0 {
		productPlain(m, k, n, a, b, c, add)
		return
	}
	_, _, _ = a[m*k-1], b[k*n-1], c[m*n-1]
	wide := n &^ 15
	for j := 0; j < wide; j += 16 {
		i := 0
		for ; i+6 <= m; i += 6 {
			multiply6(k, &a[i*k], k, &b[j], n, &c[i*n+j], n, add)
		}
		for ; i < m; i++ {
			multiply1(k, &a[i*k], &b[j], n, &c[i*n+j], add)
		}
	}
	if wide < n {
		productRest(m, k, n, wide, a, b, c, add)
	}
}

// productRest is product for the columns from a place on, fewer than 16, with as many more as there lack.
func productRest(m, k, n, from int, a, b, c []float32, add int) {
	left := n - from
	all := make([]float32, 16*(k+m))
	wb, wc := all[:16*k], all[16*k:]
	for i := range k {
		copy(wb[16*i:], b[i*n+from:(i+1)*n])
	}
	for i := range m {
		copy(wc[16*i:], c[i*n+from:(i+1)*n])
	}
	product(m, k, 16, a, wb, wc, add)
	for i := range m {
		copy(c[i*n+from:(i+1)*n], wc[16*i:16*i+left])
	}
}

// cell is one step of a recurrent layer; see cellPlain.
func cell(u, peep, bias, before, c, f, r, h []float32) {
	k := len(c)
	eights := k &^ 7
	if !vectors || eights == 0 {
		cellPlain(0, u, peep, bias, before, c, f, r, h)
		return
	}
	_, _, _, _, _, _, _ = u[3*k-1], peep[2*k-1], bias[2*k-1], before[k-1], f[k-1], r[k-1], h[k-1]
	cell8(eights, k, &u[0], &peep[0], &bias[0], &before[0], &c[0], &f[0], &r[0], &h[0])
	cellPlain(eights, u, peep, bias, before, c, f, r, h)
}

// add adds numbers to as many others.
func add(to, x []float32) {
	n := 0
	if vectors && len(x) >= 8 {
		n = len(x) &^ 7
		_ = to[n-1]
		add8(n, &to[0], &x[0])
	}
	addPlain(to[n:], x[n:])
}

// softAll puts soft(x) in the place of each x.
func softAll(x []float32) {
	n := 0
	if vectors && len(x) >= 8 {
		n = len(x) &^ 7
		soft8(n, &x[0])
	}
	softPlain(x[n:])
}

// times puts the product of t rows and the matrix into c, t × cols. Both have room for as many rows as six divides.
func (n *narrow) times(t int, a []int16, c []float32) {
	if !vectors || n.cols%atOnce != 0 {
		n.timesPlain(t, a, c)
		return
	}
	t = (t + rowsOnce - 1) / rowsOnce * rowsOnce
	_, _ = a[t*n.rows-1], c[t*n.cols-1]
	six := narrow6
	if dots {
		six = narrow6dot
	}
	for j := 0; j < n.cols; j += atOnce {
		b, scale := &n.weight[n.at(0, j)], &n.scale[j]
		for i := 0; i < t; i += rowsOnce {
			six(n.rows/2, &a[i*n.rows], n.rows, b, scale, &c[i*n.cols+j], n.cols)
		}
	}
}

// roundAll makes whole numbers of numbers, times a factor.
func roundAll(x []float32, factor float32, to []int16) {
	n := 0
	if vectors && len(x) >= 16 {
		n = len(x) &^ 15
		_ = to[n-1]
		round16(n, &x[0], factor, &to[0])
	}
	roundPlain(x[n:], factor, to[n:])
}
