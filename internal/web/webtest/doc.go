// Package webtest is a small invented world for testing pages: a store in memory, and a sample publication with editions, one
// disputed story, its reports with their versions and statements, and notices.
//
// In come nothing but a time; out goes a World whose fields a test may change before it asks for a page. With Fail set every
// call fails with it, as a database that is gone would.
package webtest
