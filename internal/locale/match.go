package locale

import "strings"

// Match reads what Text or Count wrote back: the texts that fill a message's places, and whether the text is that message at all. Of
// two ways to read it, it takes the one in which the first places are shortest.
func (l *Language) Match(key, text string) (places map[string]string, ok bool) {
	for _, w := range l.messages[key].forms {
		if places, ok = w.match(text); ok {
			return places, true
		}
	}
	return nil, false
}

func (w wording) match(text string) (map[string]string, bool) {
	found := map[string]string{}
	for i, p := range w.parts {
		if p.place == "" {
			rest, is := strings.CutPrefix(text, p.words)
			if !is {
				return nil, false
			}
			text = rest
			continue
		}
		end := len(text)
		if i+1 < len(w.parts) && w.parts[i+1].place == "" {
			if end = strings.Index(text, w.parts[i+1].words); i+2 == len(w.parts) && strings.HasSuffix(text, w.parts[i+1].words) {
				end = len(text) - len(w.parts[i+1].words) // the last words end the text
			}
		}
		if end <= 0 {
			return nil, false
		}
		found[p.place], text = strings.TrimSuffix(strings.TrimPrefix(text[:end], "\u2068"), "\u2069"), text[end:]
	}
	return found, text == ""
}
