package find

// findQuotes pairs quotation marks within each paragraph. A quotation whose paragraph ends without a closing mark ends
// there: newspapers open each paragraph of a running quotation anew and close only the last.
func (t *Text) findQuotes() {
	for from := 0; from < len(t.Tokens); {
		to := from + 1
		for to < len(t.Tokens) && !t.Tokens[to].Break {
			to++
		}
		t.pairQuotes(Range{from, to})
		from = to
	}
}

func (t *Text) pairQuotes(p Range) {
	singles := t.closingSingles(p)
	open, single := -1, false
	for i := p.From; i < p.To; i++ {
		tok := t.Tokens[i]
		spaceAfter := i+1 >= p.To || t.Tokens[i+1].Space
		if open >= 0 {
			if single && singles[i-p.From] == i || !single && closes(tok.Text, tok.Space, spaceAfter) {
				t.addQuote(Quote{Range: Range{open, i + 1}, Closed: true})
				open = -1
			}
			continue
		}
		switch tok.Text {
		case "“", "„", "«", "``", "\"", "''", "”":
			// A lone mark that could only close is left alone.
			if tok.Text == "”" || (tok.Text == "\"" || tok.Text == "''") && !tok.Space && spaceAfter && i > p.From {
				continue
			}
			open, single = i, false
		case "‘", "'", "`":
			if (tok.Space || i == p.From) && !spaceAfter && singles[i-p.From] >= 0 {
				open, single = i, true
			}
		}
	}
	if open >= 0 {
		t.addQuote(Quote{Range: Range{open, p.To}})
	}
}

// doubleQuotes puts double marks around quotations of a text that mostly has single ones, as British papers do: what was
// learned from knows double ones. The tokens keep their places.
func (t *Text) doubleQuotes() {
	single := func(q Quote) bool { return t.is(q.From, "‘", "'", "`") && q.To-q.From > shortQuote }
	n := 0
	for _, q := range t.Quotes {
		if single(q) {
			n++
		} else if q.To-q.From > shortQuote {
			n--
		}
	}
	if n <= 0 {
		return
	}
	for _, q := range t.Quotes {
		if !t.is(q.From, "‘", "'", "`") || !q.Closed {
			continue
		}
		t.Tokens[q.From].Text, t.Tokens[q.From].Lower = "“", "“"
		t.Tokens[q.To-1].Text, t.Tokens[q.To-1].Lower = "”", "”"
	}
}

// shortQuote is how many tokens, marks included, a quotation has that may be a title or a word held up.
const shortQuote = 5

// closes reports whether a mark ends a quotation that is open.
func closes(mark string, before, after bool) bool {
	switch mark {
	case "”", "»", "“":
		return mark != "“" || !before // some write “ at both ends
	case "\"", "''":
		return !before || after
	}
	return false
}

// closingSingles gives for each token of a paragraph the next token, itself included, that may close a single quotation,
// or -1.
func (t *Text) closingSingles(p Range) []int {
	next := make([]int, p.To-p.From)
	at := -1
	for i := p.To - 1; i >= p.From; i-- {
		tok := t.Tokens[i]
		if (tok.Text == "'" || tok.Text == "’") && !tok.Space && i > p.From && (i+1 >= p.To || t.Tokens[i+1].Space || !t.Tokens[i+1].Word()) {
			at = i
		}
		next[i-p.From] = at
	}
	return next
}

func (t *Text) addQuote(q Quote) {
	last := q.To - 1
	if q.Closed {
		last--
	}
	if last <= q.From {
		return
	}
	for i := q.From; i < q.To; i++ {
		t.quote[i] = int32(len(t.Quotes))
	}
	t.Quotes = append(t.Quotes, q)
}

// quoteAt gives the quotation that a token is in.
func (t *Text) quoteAt(i int) (Quote, bool) {
	if i < 0 || i >= len(t.Tokens) || t.quote[i] < 0 {
		return Quote{}, false
	}
	return t.Quotes[t.quote[i]], true
}

// inside reports whether a token is within a quotation, its marks left out.
func (t *Text) inside(i int) bool {
	q, ok := t.quoteAt(i)
	return ok && i > q.From && (i < q.To-1 || !q.Closed)
}
