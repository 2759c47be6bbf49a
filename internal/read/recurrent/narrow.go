package recurrent

import "math"

// Reading multiplies whole numbers of two bytes where learning multiplies fractions of four: twice as many at once, and on
// every processor with the same result. What goes into a recurrent layer is bounded, so that one factor does for all of it;
// each column of the weights has its own (as in Jacob et al., 2018, with twice as many bits).

// narrow is a matrix of weights in whole numbers.
type narrow struct {
	rows, cols int       // rows is even
	weight     []int16   // by 16 columns, by two rows: 16 pairs
	scale      []float32 // by column: what a product of 1 and 1 stands for
}

const (
	largestIn = 1<<13 - 1 // what goes in is at most this
	atOnce    = 16        // columns
	rowsOnce  = 6
)

// narrowed makes whole numbers of weights, for an input that is never further from 0 than most.
func narrowed(weight []float32, rows, cols int, most float32) *narrow {
	n := &narrow{rows: (rows + 1) &^ 1, cols: cols, scale: make([]float32, (cols+atOnce-1)/atOnce*atOnce)}
	n.weight = make([]int16, n.rows*len(n.scale))
	for j := range cols {
		largest, sum := 1e-9, 1e-9
		for i := range rows {
			v := math.Abs(float64(weight[i*cols+j]))
			largest, sum = max(largest, v), sum+v
		}
		// No sum of products leaves four bytes; half of each row may be added by rounding.
		unit := max(largest/math.MaxInt16, sum/(math.MaxInt32/largestIn-float64(rows)))
		for i := range rows {
			n.weight[n.at(i, j)] = int16(math.RoundToEven(float64(weight[i*cols+j]) / unit))
		}
		n.scale[j] = float32(unit * float64(most) / largestIn)
	}
	return n
}

// at gives where a weight stands.
func (n *narrow) at(row, col int) int {
	return col/atOnce*atOnce*n.rows + row/2*2*atOnce + col%atOnce*2 + row%2
}

// round makes whole numbers of t rows of so many numbers each, none of them further from 0 than most.
func (n *narrow) round(t, width int, x []float32, most float32, to []int16) {
	factor := largestIn / most
	if width == n.rows {
		roundAll(x[:t*width], factor, to)
		return
	}
	clear(to[:t*n.rows])
	for i := range t {
		roundPlain(x[i*width:(i+1)*width], factor, to[i*n.rows:])
	}
}

func roundPlain(x []float32, factor float32, to []int16) {
	for i, v := range x {
		to[i] = int16(math.RoundToEven(float64(v * factor)))
	}
}

// timesPlain puts the product of t rows and the matrix into c, t × cols.
func (n *narrow) timesPlain(t int, a []int16, c []float32) {
	for i := range t {
		row := a[i*n.rows : (i+1)*n.rows]
		for j := range n.cols {
			w := n.weight[n.at(0, j):]
			sum := int32(0)
			for k := 0; k < n.rows; k += 2 {
				sum += int32(row[k])*int32(w[k*atOnce]) + int32(row[k+1])*int32(w[k*atOnce+1])
			}
			c[i*n.cols+j] = float32(sum) * n.scale[j]
		}
	}
}

// narrow makes whole numbers of the weights of the recurrent layers. What goes into one is no further from 0 than how many of
// them were added up.
func (n *Net) narrow() {
	n.whole = make([][2]*narrow, len(n.layers))
	for i, l := range n.layers {
		for d := range 2 {
			n.whole[i][d] = narrowed(n.of(l.w[d]), l.w[d].rows, l.w[d].cols, n.most(i))
		}
	}
}

// most gives how far from 0 the input of a layer can be.
func (n *Net) most(layer int) float32 { return float32(max(1, layer)) }
