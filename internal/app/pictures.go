package app

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/singleflight"

	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
	"onrecord/internal/platform/photo"
)

// pictures fetches the pictures of reports when somebody first looks at them, by the guarded client, so that readers load nothing from
// elsewhere and no address leads into a private network, nor one that redirects there. What is kept is a picture made anew from the
// points of the one that came.
type pictures struct {
	*App
	flights singleflight.Group
	slots   chan struct{}
}

const (
	picturesAtOnce = 4
	pictureWait    = 20 * time.Second
	pictureWide    = 800            // points; what is narrower stays as it is
	pictureLeast   = 100            // smaller ones are counters and bullets
	pictureAgain   = 24 * time.Hour // after which one that could not be had is asked for again
	picturesKept   = 90 * 24 * time.Hour
)

// Get gives a report's picture. A report without one, or whose picture cannot be had, is NotFound; while too many are being fetched it is
// Unavailable.
func (p *pictures) Get(ctx context.Context, report news.ID) (news.Picture, error) {
	none := news.Errorf(news.NotFound, "this report has no picture")
	r, err := p.Store.Report(ctx, report)
	if err != nil || r.Picture == "" {
		return news.Picture{}, errors.Join(err, none)
	}
	kept, err := p.Store.Picture(ctx, report)
	if err != nil && news.KindOf(err) != news.NotFound {
		return kept, err
	}
	if err != nil || kept.Address != r.Picture || kept.Why != "" && p.Clock.Now().Sub(kept.At) > pictureAgain {
		if kept, err = p.fetch(ctx, r); err != nil {
			return kept, err
		}
	}
	if kept.Why != "" {
		return kept, none
	}
	return kept, nil
}

// fetch has a picture fetched once, however many ask for it.
func (p *pictures) fetch(ctx context.Context, r news.Report) (news.Picture, error) {
	done := p.flights.DoChan(string(r.ID), func() (any, error) {
		select {
		case p.slots <- struct{}{}:
		default:
			return news.Picture{}, news.Errorf(news.Unavailable, "many pictures are being fetched; try again in a moment")
		}
		defer func() { <-p.slots }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pictureWait) // others may wait for it too
		defer cancel()
		made := p.make(ctx, r)
		return made, p.Store.SavePicture(ctx, made)
	})
	select {
	case <-ctx.Done():
		return news.Picture{}, ctx.Err()
	case got := <-done:
		made, _ := got.Val.(news.Picture)
		return made, got.Err
	}
}

func (p *pictures) make(ctx context.Context, r news.Report) news.Picture {
	made := news.Picture{ReportID: r.ID, Address: r.Picture, At: p.Clock.Now()}
	fail := func(err error) news.Picture {
		made.JPEG, made.Why = nil, news.ReplyLine(err.Error())
		return made
	}
	answer, err := p.steps.client.Get(ctx, fetch.Request{URL: r.Picture})
	if err != nil {
		return fail(err)
	}
	p.photos.Lock()
	defer p.photos.Unlock()
	picture, err := photo.Open(answer.Body, pictureLeast)
	if err != nil {
		return fail(err)
	}
	size := picture.Bounds().Size()
	made.Width, made.Height = size.X, size.Y
	if size.X > pictureWide {
		made.Width, made.Height = pictureWide, max(1, size.Y*pictureWide/size.X)
	}
	if made.JPEG, err = photo.JPEG(picture, picture.Bounds(), made.Width, made.Height, 80); err != nil {
		return fail(err)
	}
	return made
}
