package news

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// ArticlePicture is a picture that an article has, for its text to name. It is never changed into another one, since earlier versions of
// the text name it, too; what is said of it may be.
type ArticlePicture struct {
	ArticleID ID
	Name      string        // by which the text names it, as fax.jpg
	Mark      string        // stands in its address, and is another one for another picture
	Source    string        // the SHA-256 of the file that it was made of, in hexadecimal: the file, when it comes again, is no other picture
	Alt       string        // what it shows, for those who cannot see it
	Caption   string        // empty: it has none but the one that the text gives it
	Credit    string        // whose it is; empty: it is left out
	Sizes     []PictureSize // in which it is kept, the smallest first
	Added     time.Time
}

// PictureSize is a picture in one size, in pixels: a JPEG that was made here, with nothing in it but the picture.
type PictureSize struct {
	Width, Height int
	JPEG          []byte `json:"-"` // nil where only the size is asked for
}

// MostPictures is how many pictures an article has at most.
const MostPictures = 60

// pictureKinds are the ends that names of pictures have.
var pictureKinds = []string{".jpg", ".jpeg", ".png", ".webp", ".gif"}

// CheckPictureName says whether a text can name a picture so.
func CheckPictureName(name string) error {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.'
	}
	kind := strings.ToLower(path.Ext(name))
	if !slices.Contains(pictureKinds, kind) || len(name) > longestSlug || len(name) == len(kind) || name[0] == '.' || strings.ContainsFunc(name, func(c rune) bool { return !plain(c) }) {
		return FieldErrorf("name", "%q is no name for a picture; use letters from a to z, digits, hyphens and dots, and .jpg, .png, .webp or .gif at the end: fax.jpg", name)
	}
	return nil
}

// Validate says whether the picture may be stored: every field that may not stand is named.
func (p ArticlePicture) Validate() error {
	errs := []error{
		CheckPictureName(p.Name), fits("alt", p.Alt, LongestSentence), seen("alt", p.Alt), fits("caption", p.Caption, LongestSentence), seen("caption", p.Caption),
		fits("credit", p.Credit, LongestName), seen("credit", p.Credit),
	}
	if strings.TrimSpace(p.Alt) == "" {
		errs = append(errs, FieldErrorf("alt", "say in a sentence what the picture shows, for those who cannot see it"))
	}
	return errors.Join(errs...)
}

// Largest is the largest size in which the picture is kept.
func (p ArticlePicture) Largest() PictureSize {
	if len(p.Sizes) == 0 {
		return PictureSize{}
	}
	return p.Sizes[len(p.Sizes)-1]
}

// File is what the picture in one size is called in its address: it says by its mark which picture it is, so that it may be kept for ever.
func (p ArticlePicture) File(s PictureSize) string {
	return fmt.Sprintf("%s-%d.%s.jpg", strings.TrimSuffix(p.Name, path.Ext(p.Name)), s.Width, p.Mark)
}

// PictureByFile gives the picture, and the size of it, that is called so in its address.
func PictureByFile(all []ArticlePicture, file string) (ArticlePicture, PictureSize, bool) {
	for _, p := range all {
		for _, s := range p.Sizes {
			if p.File(s) == file {
				return p, s, true
			}
		}
	}
	return ArticlePicture{}, PictureSize{}, false
}
