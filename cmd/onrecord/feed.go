package main

// feedCmd holds the verbs about feeds.
type feedCmd struct {
	Parse feedParseCmd `cmd:"" help:"Read feed documents and print what is in them."`
}
