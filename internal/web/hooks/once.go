package hooks

import (
	"crypto/sha256"
	"sync"
)

// once remembers with what tokens came, the last mostTokens of them: more than a relay signs in the time for which a signature holds,
// save in the largest houses. Only what was signed gets here, so strangers cannot push others out.
type once struct {
	mu     sync.Mutex
	bodies map[string][sha256.Size]byte
	order  []string
	next   int
}

const mostTokens = 100_000

// take says whether a token is new, or came with the same body before.
func (o *once) take(token string, body []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	sum := sha256.Sum256(body)
	if was, is := o.bodies[token]; is {
		return was == sum
	}
	if o.bodies == nil {
		o.bodies = map[string][sha256.Size]byte{}
	}
	if len(o.order) < mostTokens {
		o.order = append(o.order, token)
	} else {
		delete(o.bodies, o.order[o.next])
		o.order[o.next] = token
		o.next = (o.next + 1) % mostTokens
	}
	o.bodies[token] = sum
	return true
}
