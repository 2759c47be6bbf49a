package dkim

import "bytes"

// relaxBody gives a body in the form relaxed of RFC 6376, section 3.4.4, without the last CRLF: no space at the ends of lines,
// runs of it made one, no empty lines at the end. Where that changes nothing, as with most bodies, it is body itself; else it is
// built in scratch. A CR or LF by itself, which servers mend each in their way, and NUL are Invalid.
func relaxBody(scratch, body []byte) ([]byte, error) {
	whole := bytes.TrimRight(body, " \t\r\n")
	if err := paired(body[len(whole):]); err != nil {
		return nil, err
	}
	out, from := scratch[:0], 0 // whole[from:i] is not yet in out
	for i := 0; i < len(whole); i++ {
		c := whole[i]
		if c > ' ' {
			continue
		}
		switch c {
		case ' ':
			// whole ends with something else, so there is a next byte.
			if next := whole[i+1]; next != ' ' && next != '\t' && next != '\r' {
				continue
			}
		case '\t':
		case '\r':
			if whole[i+1] != '\n' {
				return nil, invalid(bare)
			}
			i++
			continue
		case '\n': // one after CR was passed over
			return nil, invalid(bare)
		case 0:
			return nil, invalid("the body has a NUL, which mail servers do not take")
		default:
			continue
		}
		out = append(out, whole[from:i]...)
		for whole[i] == ' ' || whole[i] == '\t' {
			i++
		}
		if whole[i] != '\r' {
			out = append(out, ' ')
		}
		from = i
		i-- // the byte at which the run ended is looked at next
	}
	if len(out) == 0 && from == 0 {
		return whole, nil
	}
	return append(out, whole[from:]...), nil
}

const bare = "the message has a CR or LF that is no line's end; lines end with both"

// paired says whether every CR and LF among spaces are pairs.
func paired(b []byte) error {
	for i, c := range b {
		if (c == '\r' || c == '\n') && !fold(b, i) {
			return invalid(bare)
		}
	}
	return nil
}
