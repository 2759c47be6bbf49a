package linear

// Hash begins or goes on with the hash of a feature: its template's number, then its values.
func Hash(h, value uint32) uint32 {
	h = (h*0x9e3779b1 ^ value) * 0x85ebca77 // the first product, lest small numbers of templates and values make up for each other
	return h ^ h>>15
}

// Word gives the hash of a string (FNV-1a).
func Word(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
