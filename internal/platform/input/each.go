package input

import (
	"context"
	"runtime"
)

// Each calls work for every one of names, on all cores, and emit with each outcome in the order of names, as soon as it
// and all before it are there. At most a few inputs a core are held at once, however many names there are. It ends early,
// with the error, when emit gives one or ctx ends: at once, so that what is being worked on then goes on by itself, for nobody.
func Each[T any](ctx context.Context, names []string, work func(ctx context.Context, name string) (T, error), emit func(name string, value T, err error) error) error {
	type outcome struct {
		value T
		err   error
	}
	ctx, cancel := context.WithCancel(ctx)
	workers := min(len(names), runtime.GOMAXPROCS(0))
	type job struct {
		name string
		done chan outcome
	}
	todo := make(chan job)
	queue := make(chan job, 4*max(workers, 1)) // in order; its size is what bounds the memory
	defer cancel()
	for range workers {
		go func() {
			for j := range todo {
				value, err := work(ctx, j.name)
				j.done <- outcome{value, err}
			}
		}()
	}
	go func() {
		defer close(todo)
		defer close(queue)
		for _, name := range names {
			j := job{name, make(chan outcome, 1)}
			for _, c := range []chan job{queue, todo} {
				select {
				case c <- j:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	for j := range queue {
		select {
		case o := <-j.done:
			if err := emit(j.name, o.value, o.err); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}
