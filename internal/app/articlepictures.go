package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
	"onrecord/internal/web/illustration"
	"onrecord/internal/web/markdown"
)

// NewPicture is a picture that an article is to have, as people give it.
type NewPicture struct {
	Name                 string // by which the text names it; empty: it gets one from FileName
	Alt, Caption, Credit string
	File                 []byte
	FileName             string
}

// AddPicture gives an article a picture. One that it has stays as it is: earlier versions of the text name it, too.
func (a *App) AddPicture(ctx context.Context, article news.ID, n NewPicture) (news.ArticlePicture, error) {
	p, err := a.madePicture(n)
	if err != nil {
		return p, err
	}
	p.ArticleID = article
	return p, a.Store.Within(ctx, func(ctx context.Context) error {
		if _, err := a.Store.Article(ctx, article); err != nil {
			return err
		}
		all, err := a.Store.ArticlePictures(ctx, article)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(one news.ArticlePicture) bool { return one.Name == p.Name }) {
			return otherPicture("name", p.Name)
		}
		return a.putPicture(ctx, all, p)
	})
}

// putPicture stores a picture of an article that has some.
func (a *App) putPicture(ctx context.Context, all []news.ArticlePicture, p news.ArticlePicture) error {
	if len(all) >= news.MostPictures {
		return news.FieldErrorf("file", "the article has %d pictures, which are the most", len(all))
	}
	return a.Store.AddArticlePicture(ctx, p)
}

func otherPicture(field, name string) error {
	return &news.Error{Kind: news.Conflict, Field: field, Message: "the article has another picture called " + name + ", which versions of its text may name; choose another name"}
}

// madePicture makes a picture ready. What is wrong with it is said field by field.
func (a *App) madePicture(n NewPicture) (news.ArticlePicture, error) {
	p := news.ArticlePicture{Name: strings.TrimSpace(n.Name), Alt: line(n.Alt), Caption: line(n.Caption), Credit: line(n.Credit), Added: a.Clock.Now()}
	switch {
	case p.Name == "":
		end := strings.ToLower(filepath.Ext(n.FileName))
		base := slugOf(strings.TrimSuffix(filepath.Base(strings.ReplaceAll(n.FileName, `\`, "/")), filepath.Ext(n.FileName)))
		if base == "" {
			id := news.NewID(p.Added)
			base = "picture-" + string(id[len(id)-6:])
		}
		if p.Name = base + end; news.CheckPictureName(p.Name) != nil {
			p.Name = base + ".jpg"
		}
	case filepath.Ext(p.Name) == "":
		p.Name += ".jpg"
	}
	var wrong error
	if len(n.File) == 0 {
		wrong = news.FieldErrorf("file", "choose a picture")
	} else {
		p.Source = sourceOf(n.File)
		a.unpacking(func() { p.Mark, p.Sizes, wrong = illustration.Make(n.File) })
	}
	if wrong != nil && news.KindOf(wrong) != news.Invalid {
		return p, wrong
	}
	return p, onceEach(wrong, p.Validate())
}

// unpacking lets one picture after another be made ready, also where one fails as nobody expected.
func (a *App) unpacking(ready func()) {
	a.photos.Lock()
	defer a.photos.Unlock()
	ready()
}

// SetPicture changes what is said of a picture of an article, in the name of who. Where readers see it, that is a version more, and they
// are told.
func (a *App) SetPicture(ctx context.Context, article news.ID, n NewPicture, who string) error {
	return a.Store.Within(ctx, func(ctx context.Context) error {
		v, err := a.Store.Article(ctx, article)
		if err != nil {
			return err
		}
		all, err := a.Store.ArticlePictures(ctx, article)
		if err != nil {
			return err
		}
		next := news.ArticlePicture{ArticleID: article, Name: n.Name, Alt: line(n.Alt), Caption: line(n.Caption), Credit: line(n.Credit)}
		if err := a.Store.SetArticlePicture(ctx, next); err != nil {
			return err
		}
		was := all[slices.IndexFunc(all, func(p news.ArticlePicture) bool { return p.Name == n.Name })]
		if v.State != news.ArticlePublished || !namesPicture(v.Text, n.Name) || was.Alt == next.Alt && was.Caption == next.Caption && was.Credit == next.Credit {
			return nil
		}
		_, err = a.nextVersion(ctx, article, v.Version, who, func(_ context.Context, now news.Article) (news.Article, error) {
			now.Updated = a.Clock.Now()
			return now, nil
		})
		return err
	})
}

// line is what was typed without the breaks of lines, which no line of a text can have.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// namesPicture says whether a text names a picture.
func namesPicture(text, picture string) bool {
	return slices.ContainsFunc(markdown.Pictures(text), func(n markdown.Named) bool { return n.Name == picture })
}

// RemovePicture takes a picture from an article. One that a version of the text names stays, so that the version can be shown.
func (a *App) RemovePicture(ctx context.Context, article news.ID, name string) error {
	return a.Store.Within(ctx, func(ctx context.Context) error {
		if _, err := a.Store.Article(ctx, article); err != nil { // from here on nobody saves a version that names it
			return err
		}
		versions, err := a.Store.ArticleVersions(ctx, article)
		if err != nil {
			return err
		}
		for _, v := range versions {
			if namesPicture(v.Text, name) {
				return news.Errorf(news.Conflict, "version %d of the article names %s, so that it stays; readers see only what the present text names", v.Number, name)
			}
		}
		return a.Store.RemoveArticlePicture(ctx, article, name)
	})
}

// madePictures makes the pictures ready that a text names and a file brings.
func (a *App) madePictures(list *[]NewPicture) (all []news.ArticlePicture, err error) {
	if list == nil {
		return nil, nil
	}
	var errs []error
	for _, n := range *list {
		p, err := a.madePicture(n)
		if err != nil && news.KindOf(err) != news.Invalid {
			return nil, err
		}
		for _, fault := range news.Faults(err) {
			if fault.Field != "alt" || n.Alt != "" { // the article may have the picture already, and what it shows
				errs = append(errs, news.FieldErrorf(n.Name, "%s", fault.Message))
			}
		}
		all = append(all, p)
	}
	return all, errors.Join(errs...)
}

// keepPictures gives an article the pictures that came with its text, and leaves those that it has.
func (a *App) keepPictures(ctx context.Context, article news.ID, list []news.ArticlePicture) error {
	for _, p := range list {
		all, err := a.Store.ArticlePictures(ctx, article)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(all, func(one news.ArticlePicture) bool { return one.Name == p.Name }); i >= 0 {
			same, err := a.samePicture(ctx, all[i], p)
			if err != nil {
				return err
			}
			if !same {
				return otherPicture(p.Name, p.Name)
			}
			continue
		}
		p.ArticleID = article
		if faults := news.Faults(p.Validate()); len(faults) > 0 {
			return news.FieldErrorf(p.Name, "%s", faults[0].Message)
		}
		if err := a.putPicture(ctx, all, p); err != nil {
			return err
		}
	}
	return nil
}

// samePicture says whether a picture that came is the one that an article has: made of the same file, or of the one that ExportPictures
// writes. Its mark alone does not say so: a JPEG that is made anew has other bytes.
func (a *App) samePicture(ctx context.Context, has, came news.ArticlePicture) (bool, error) {
	if has.Source == came.Source || has.Mark == came.Mark {
		return true, nil
	}
	jpeg, err := a.Store.ArticlePictureJPEG(ctx, has.ArticleID, has.Name, has.Largest().Width)
	return sourceOf(jpeg) == came.Source, err
}

func sourceOf(file []byte) string { return fmt.Sprintf("%x", sha256.Sum256(file)) }

// MissingPictures gives the pictures that an article's text names and that the article does not have.
func (a *App) MissingPictures(ctx context.Context, v news.Article) (missing []markdown.Named, err error) {
	if !markdown.MayHavePictures(v.Text) {
		return nil, nil
	}
	all, err := a.Store.ArticlePictures(ctx, v.ID)
	for _, n := range markdown.Pictures(v.Text) {
		if !slices.ContainsFunc(all, func(p news.ArticlePicture) bool { return p.Name == n.Name }) {
			missing = append(missing, n)
		}
	}
	return missing, err
}

// allPictured says whether an article has all pictures that its text names, which it must before readers see it.
func (a *App) allPictured(ctx context.Context, v news.Article) error {
	missing, err := a.MissingPictures(ctx, v)
	if err != nil || len(missing) == 0 {
		return err
	}
	return news.FieldErrorf("text", "line %d names the picture %q, which the article does not have; add the picture first, or take the line out", missing[0].Line, missing[0].Name)
}

// PicturesBeside reads the pictures that a text names from where its file lies, those that are there. Nothing is read from outside of
// that folder: a text from somebody else cannot have another file published.
func PicturesBeside(file, text string) ([]NewPicture, error) {
	named := markdown.Pictures(text)
	if len(named) == 0 || file == "-" || strings.Contains(file, "://") {
		return nil, nil
	}
	folder, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, nil //nolint:nilerr // the text was read some other way, and has nothing beside it
	}
	defer func() { _ = folder.Close() }()
	var out []NewPicture
	from := map[string]string{}
	for _, n := range named {
		if was, there := from[n.Name]; there {
			if filepath.Clean(was) != filepath.Clean(n.Path) {
				return nil, news.FieldErrorf("text", "line %d names %s, and another line %s; give one of them another name: the article has both in one place", n.Line, n.Path, was)
			}
			continue
		}
		from[n.Name] = n.Path
		b, err := readWithin(folder, n.Path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, NewPicture{Name: n.Name, Alt: n.Alt, Caption: n.Caption, File: b})
	}
	return out, nil
}

func readWithin(folder *os.Root, name string) ([]byte, error) {
	f, err := folder.Open(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, news.FieldErrorf(name, "cannot be read; a picture lies in the folder of the article's file, or below it")
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, news.FieldErrorf(name, "is no file")
	}
	b, err := io.ReadAll(io.LimitReader(f, photo.LargestFile+1)) // one that is larger is refused by those who make it ready
	if err != nil {
		return nil, news.FieldErrorf(name, "cannot be read")
	}
	return b, nil
}

// ExportPictures writes the pictures of an article, as large as they are kept, into a folder, under the names that the text has for them.
func (a *App) ExportPictures(ctx context.Context, article news.ID, folder string) error {
	all, err := a.Store.ArticlePictures(ctx, article)
	if err != nil {
		return err
	}
	for _, p := range all {
		jpeg, err := a.Store.ArticlePictureJPEG(ctx, article, p.Name, p.Largest().Width)
		if err != nil {
			return err
		}
		to := filepath.Join(folder, p.Name)
		f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err != nil {
			return news.FieldErrorf(to, "cannot be written: %w", withoutPath(err))
		}
		_, err = f.Write(jpeg)
		if err := errors.Join(err, f.Close()); err != nil {
			return news.FieldErrorf(to, "cannot be written: %w", withoutPath(err))
		}
	}
	return nil
}
