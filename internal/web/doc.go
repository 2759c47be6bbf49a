// Package web holds what the site and the desk share: how an error becomes a status, the headers that keep a page safe, and how
// times are told.
package web
