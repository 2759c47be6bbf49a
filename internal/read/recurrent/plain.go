package recurrent

// productPlain adds a·b to c, or puts it there if add is 0; a is m×k, b k×n.
func productPlain(m, k, n int, a, b, c []float32, add int) {
	if add == 0 {
		clear(c[:m*n])
	}
	for i := range m {
		row, to := a[i*k:(i+1)*k], c[i*n:(i+1)*n]
		for x, v := range row {
			from := b[x*n : (x+1)*n]
			for j, w := range from {
				to[j] += v * w
			}
		}
	}
}
