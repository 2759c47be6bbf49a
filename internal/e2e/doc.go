// Package e2e tries the whole product as its users do: the real binary, real databases, a real browser, and a process that is
// killed in the middle.
package e2e
