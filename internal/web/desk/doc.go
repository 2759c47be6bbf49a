// Package desk serves the pages where editors work: what waits for them, feeds, stories and their ledgers, editions, jobs that
// gave up, watches.
//
// Everything below /desk wants a login; sessions are kept in the store. A form that fails is shown again with what was typed
// and the error beside the field. Requests from other sites are refused (http.CrossOriginProtection), a GET changes nothing.
package desk
