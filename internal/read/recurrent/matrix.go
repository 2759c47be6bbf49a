package recurrent

import "math"

// turned is a matrix of so many rows with rows and columns exchanged.
func turned(x []float32, rows, cols int) []float32 {
	out := make([]float32, rows*cols)
	const block = 16
	for i0 := 0; i0 < rows; i0 += block {
		for j0 := 0; j0 < cols; j0 += block {
			for i := i0; i < min(i0+block, rows); i++ {
				row := x[i*cols:]
				for j := j0; j < min(j0+block, cols); j++ {
					out[j*rows+i] = row[j]
				}
			}
		}
	}
	return out
}

// timesT adds a·bᵀ to c; a is m×k, b n×k.
func timesT(m, k, n int, a, b, c []float32) { times(m, k, n, a, turned(b, n, k), c) }

// ttimes adds aᵀ·b to c; a is k×m, b k×n.
func ttimes(m, k, n int, a, b, c []float32) { times(m, k, n, turned(a, k, m), b, c) }

func addPlain(to, x []float32) {
	for i, v := range x {
		to[i] += v
	}
}

func mask(g, keep []float32) {
	for i, k := range keep {
		g[i] *= k
	}
}

func sumRows(x, to []float32) {
	for i := 0; i < len(x); i += len(to) {
		for j := range to {
			to[j] += x[i+j]
		}
	}
}

// gate goes from 0 to 1 in a straight line.
func gate(x float32) float32 { return min(1, max(0, 0.5+0.25*x)) }

// gateSlope is its derivative, by its value.
func gateSlope(g float32) float32 {
	if g <= 0 || g >= 1 {
		return 0
	}
	return 0.25
}

// soft goes from -1 to 1 as x/√(1+x²).
func soft(x float32) float32 { return x / float32(math.Sqrt(float64(1+x*x))) }

func softPlain(x []float32) {
	for i, v := range x {
		x[i] = soft(v)
	}
}

// slope is the derivative of soft, by its value.
func slope(s float32) float32 {
	u := 1 - s*s
	return u * float32(math.Sqrt(float64(max(u, 0))))
}
