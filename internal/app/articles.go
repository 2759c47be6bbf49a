package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/markdown"
	"onrecord/internal/words"
)

// ArticleChange is what is to be different about an article, as people write it; what is nil stays.
type ArticleChange struct {
	Publication, Slug, Title, Standfirst, Text, Date, Language *string
	Authors                                                    *[]string // by their names in addresses
	Tags                                                       *[]string
	Stories                                                    *[]string     // ids
	Pictures                                                   *[]NewPicture // that come with the text; those that the article has stay
	// Version is the one that whoever changes it has looked at; another one by then is a Conflict. 0: whichever it is.
	Version int
}

// nothing says whether a change changes nothing.
func (c ArticleChange) nothing() bool {
	c.Version = 0
	return c == ArticleChange{}
}

// AddArticle adds a draft, in the name of who. Without a name in its address it gets one from its title.
func (a *App) AddArticle(ctx context.Context, c ArticleChange, who string) (got news.Article, err error) {
	now := a.Clock.Now()
	got = news.Article{ID: news.NewID(now), State: news.ArticleDraft, Version: 1, ChangedBy: who, Changed: now, Created: now}
	pictures, err := a.madePictures(c.Pictures)
	if err != nil {
		return got, err
	}
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		if c.Publication == nil || *c.Publication == "" {
			all, err := a.Store.Publications(ctx)
			if err != nil {
				return err
			}
			if len(all) != 1 {
				return news.FieldErrorf("publication", "say which publication it belongs to; '%s' lists them", "onrecord publication list")
			}
			c.Publication = &all[0].Slug
		}
		var faults error
		if got, faults = a.articleAfter(ctx, got, c); news.KindOf(faults) == news.Internal {
			return faults
		}
		named := c.Slug != nil && *c.Slug != ""
		if !named {
			got.Slug = slugOf(got.Title)
			if news.CheckArticleSlug(got.Slug) != nil {
				got.Slug = "piece-" + string(got.ID[len(got.ID)-6:])
			}
			if _, err := a.Store.ArticleBySlug(ctx, got.PublicationID, got.Slug); err == nil {
				got.Slug = cut(got.Slug, 70) + "-" + string(got.ID[len(got.ID)-4:])
			}
		}
		if err := onceEach(faults, got.Validate()); err != nil {
			return err
		}
		if err := a.keepArticle(ctx, got); err != nil {
			return err
		}
		return a.keepPictures(ctx, got.ID, pictures)
	})
	return got, err
}

// SetArticle changes an article, in the name of who. Readers are told when what they read was changed.
func (a *App) SetArticle(ctx context.Context, id news.ID, c ArticleChange, who string) (news.Article, error) {
	if c.nothing() {
		return news.Article{}, news.Errorf(news.Invalid, "nothing is to be changed; say what, as in --title")
	}
	pictures, err := a.madePictures(c.Pictures)
	if err != nil {
		return news.Article{}, err
	}
	return a.nextVersion(ctx, id, c.Version, who, func(ctx context.Context, now news.Article) (news.Article, error) {
		next, faults := a.articleAfter(ctx, now, c)
		if err := a.keepPictures(ctx, id, pictures); err != nil {
			return next, err
		}
		if now.State == news.ArticlePublished && next.Reads(now) {
			next.Updated = a.Clock.Now()
		}
		if !now.Published.Equal(next.Published) && now.State != news.ArticleDraft && next.Published.After(a.Clock.Now()) {
			faults = errors.Join(faults, errAhead)
		}
		return next, faults
	})
}

// errAhead refuses a date that lies ahead.
var errAhead = news.FieldErrorf("date", "it lies ahead; a piece appears when it is published")

// PublishArticle lets readers see an article, in the name of who. One that was withdrawn appears again with the date that it had.
func (a *App) PublishArticle(ctx context.Context, id news.ID, version int, who string) (news.Article, error) {
	return a.nextVersion(ctx, id, version, who, func(_ context.Context, now news.Article) (news.Article, error) {
		if now.State == news.ArticlePublished {
			return now, news.Errorf(news.Conflict, "it is published already")
		}
		next := now
		next.State, next.Withdrawn, next.Because = news.ArticlePublished, time.Time{}, ""
		if next.Published.IsZero() {
			next.Published = a.Clock.Now()
		}
		if next.Published.After(a.Clock.Now()) {
			return next, errAhead
		}
		return next, nil
	})
}

// WithdrawArticle takes an article from readers, who see that it was withdrawn, when, and why.
func (a *App) WithdrawArticle(ctx context.Context, id news.ID, version int, because, who string) (news.Article, error) {
	return a.nextVersion(ctx, id, version, who, func(_ context.Context, now news.Article) (news.Article, error) {
		if now.State != news.ArticlePublished {
			return now, news.Errorf(news.Conflict, "it is not published, so that it cannot be withdrawn")
		}
		next := now
		next.State, next.Withdrawn, next.Because = news.ArticleWithdrawn, a.Clock.Now(), strings.TrimSpace(because)
		return next, nil
	})
}

// nextVersion makes the next version of an article from the one that somebody has looked at.
func (a *App) nextVersion(ctx context.Context, id news.ID, version int, who string, change func(ctx context.Context, now news.Article) (news.Article, error)) (got news.Article, err error) {
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		now, err := a.Store.Article(ctx, id)
		if err != nil {
			return err
		}
		if version != 0 && version != now.Version {
			return news.Errorf(news.Conflict, "%s changed this article in the meantime: it is at version %d now, and you had version %d; look at what was changed, and save again",
				whoever(now.ChangedBy), now.Version, version)
		}
		next, faults := change(ctx, now)
		if err := onceEach(faults, next.Validate()); err != nil {
			return err
		}
		if faults != nil {
			return faults
		}
		if next.State == news.ArticlePublished && (now.State != news.ArticlePublished || next.Text != now.Text) {
			if err := a.allPictured(ctx, next); err != nil {
				return err
			}
		}
		next.Version, next.ChangedBy, next.Changed = now.Version+1, who, a.Clock.Now()
		got = next
		return a.keepArticle(ctx, next)
	})
	return got, err
}

func whoever(name string) string {
	if name == "" {
		return "somebody"
	}
	return name
}

// keepArticle stores a version, with what it is found by.
func (a *App) keepArticle(ctx context.Context, v news.Article) error {
	p, err := a.Store.Publication(ctx, v.PublicationID)
	if err != nil {
		return err
	}
	plain := markdown.Plain(v.Text)
	var rarity func(string) float64
	if language, _, _ := strings.Cut(v.Language, "-"); language == "en" || language == "" && strings.HasPrefix(p.Language, "en") {
		rarity = a.rarity()
	}
	return a.Store.SaveArticle(ctx, v, plain, words.Keys(v.Title, v.Standfirst+"\n\n"+plain, rarity))
}

// articleAfter gives an article after a change, and what of it cannot be taken, each field.
func (a *App) articleAfter(ctx context.Context, v news.Article, c ArticleChange) (news.Article, error) {
	var errs []error
	for _, set := range []struct{ to, from *string }{{&v.Slug, c.Slug}, {&v.Title, c.Title}, {&v.Standfirst, c.Standfirst}, {&v.Language, c.Language}} {
		if set.from != nil {
			*set.to = strings.TrimSpace(strings.ReplaceAll(*set.from, "\r\n", "\n"))
		}
	}
	zone := time.UTC
	p, err := a.Store.Publication(ctx, v.PublicationID)
	if c.Publication != nil {
		if p, err = a.Store.PublicationBySlug(ctx, strings.TrimSpace(*c.Publication)); err == nil {
			v.PublicationID = p.ID
		}
	}
	switch news.KindOf(err) {
	case "":
		if zone, err = time.LoadLocation(p.Schedule.Zone); err != nil {
			zone = time.UTC
		}
	case news.NotFound:
		errs = append(errs, news.FieldErrorf("publication", "there is no publication %q; 'onrecord publication list' lists those that are", *c.Publication))
	default:
		return v, err
	}
	if c.Text != nil {
		v.Text = strings.TrimRight(strings.ReplaceAll(*c.Text, "\r\n", "\n"), " \t\n")
		errs = append(errs, markdown.Check(v.Text))
	}
	if c.Date != nil {
		if v.Published, err = dated(*c.Date, zone, v.Published); err != nil {
			errs = append(errs, err)
		}
	}
	if c.Tags != nil {
		v.Tags = trimmed(*c.Tags)
	}
	if c.Authors != nil {
		v.Authors = nil
		for _, slug := range trimmed(*c.Authors) {
			author, err := a.Store.AuthorBySlug(ctx, slug)
			switch news.KindOf(err) {
			case "":
				if !slices.Contains(v.Authors, author.ID) {
					v.Authors = append(v.Authors, author.ID)
				}
			case news.NotFound:
				errs = append(errs, news.FieldErrorf("author", "there is no author %q; 'onrecord author list' lists those that are", slug))
			default:
				return v, err
			}
		}
	}
	if c.Stories != nil {
		v.Stories = nil
		for _, id := range trimmed(*c.Stories) {
			story, err := a.Store.Story(ctx, news.ID(id))
			switch news.KindOf(err) {
			case "":
				if story.MergedInto != "" {
					story.ID = story.MergedInto
				}
				if !slices.Contains(v.Stories, story.ID) {
					v.Stories = append(v.Stories, story.ID)
				}
			case news.NotFound:
				errs = append(errs, news.FieldErrorf("stories", "there is no story %q; 'onrecord story list' lists the newest", id))
			default:
				return v, err
			}
		}
	}
	return v, errors.Join(errs...)
}

// trimmed gives what is not empty of a list.
func trimmed(list []string) (out []string) {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// dated reads the date of an article in the publication's zone: a day, with or without a time of day. The day that it has already
// leaves it its time.
func dated(typed string, zone *time.Location, was time.Time) (time.Time, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return time.Time{}, nil
	}
	if !was.IsZero() && (typed == was.In(zone).Format("2006-01-02 15:04") || typed == was.In(zone).Format(time.DateOnly)) {
		return was, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, typed, zone); err == nil {
			return t.UTC(), nil
		}
	}
	return was, news.FieldErrorf("date", "%q is no date; write it as 2031-03-02, or with the time of day as 2031-03-02 14:30", typed)
}

// FindArticle gives an article by its id, or by its publication and name as in its address: issue-briefs/who-leaked.
func (a *App) FindArticle(ctx context.Context, ref string) (news.Article, error) {
	publication, slug, found := strings.Cut(strings.Trim(strings.TrimPrefix(ref, a.Config.BaseURL), "/"), "/")
	if !found {
		return a.Store.Article(ctx, news.ID(ref))
	}
	p, err := a.Store.PublicationBySlug(ctx, publication)
	if err != nil {
		return news.Article{}, err
	}
	return a.Store.ArticleBySlug(ctx, p.ID, slug)
}

// ArticleAddress is where readers find an article.
func (a *App) ArticleAddress(p news.Publication, v news.Article) string {
	return fmt.Sprintf("%s/%s/%s", strings.TrimSuffix(a.Config.BaseURL, "/"), p.Slug, v.Slug)
}
