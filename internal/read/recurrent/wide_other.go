//go:build !amd64

package recurrent

// times adds a·b to c; a is m×k, b k×n.
func times(m, k, n int, a, b, c []float32) { productPlain(m, k, n, a, b, c, 1) }

// product adds a·b to c, or puts it there if add is 0; a is m×k, b k×n.
func product(m, k, n int, a, b, c []float32, add int) { productPlain(m, k, n, a, b, c, add) }

// cell is one step of a recurrent layer; see cellPlain.
func cell(u, peep, bias, before, c, f, r, h []float32) {
	cellPlain(0, u, peep, bias, before, c, f, r, h)
}

// add adds numbers to as many others.
func add(to, x []float32) { addPlain(to, x) }

// softAll puts soft(x) in the place of each x.
func softAll(x []float32) { softPlain(x) }

// times puts the product of t rows and the matrix into c, t × cols.
func (n *narrow) times(t int, a []int16, c []float32) { n.timesPlain(t, a, c) }

// roundAll makes whole numbers of numbers, times a factor.
func roundAll(x []float32, factor float32, to []int16) { roundPlain(x, factor, to) }
