package news

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ArticleState says how far a piece of the house is.
type ArticleState string

// The states of an article, in order. Readers see only what is published; of what was withdrawn they see that it was.
const (
	ArticleDraft     ArticleState = "draft"
	ArticlePublished ArticleState = "published"
	ArticleWithdrawn ArticleState = "withdrawn"
)

// Article is a piece of the house's own.
type Article struct {
	ID            ID
	PublicationID ID
	Slug          string // its name below the publication's: /issue-briefs/who-leaked
	Title         string
	Standfirst    string
	Authors       []ID   // in the order of the byline; none: it is by the house
	Language      string // BCP 47; empty: that of the publication
	Text          string // Markdown
	Tags          []string
	Stories       []ID // that it is about, related by hand
	State         ArticleState
	Published     time.Time // the date that readers see; zero, of a draft: that of the moment when it is published
	Updated       time.Time // when title, standfirst or text last changed while readers could see them; zero: never
	Withdrawn     time.Time // when it was last withdrawn; zero: it stands, or never stood
	Because       string    // why it was withdrawn, for readers
	Version       int       // from 1, grows with every change
	ChangedBy     string    // who made that version
	Changed       time.Time // when
	Created       time.Time
}

// Bounds of what belongs to an article.
const (
	LongestText      = 400_000 // characters of an article
	LongestBiography = 4_000   // characters
	mostArticleTags  = 24
	mostAuthors      = 12
	mostStories      = 24
)

// takenNames are names below a publication that are pages of the program's own, or are kept for some.
var takenNames = []string{
	"about", "archive", "article", "articles", "author", "authors", "edition", "editions", "feed", "feeds", "latest", "newest", "page", "picture", "rss", "search",
	"section", "sections", "sitemap", "subscribe", "tag", "tags", "unsubscribe",
}

// CheckArticleSlug says whether an article may have this name in its address: one that no edition has, whose name is a date, and no
// page of the program's own.
func CheckArticleSlug(s string) error {
	if err := checkName(s); err != nil {
		return err
	}
	if !strings.ContainsFunc(s, func(c rune) bool { return c >= 'a' && c <= 'z' }) {
		return FieldErrorf("slug", "%q looks like the date of an edition; the name of an article has at least one letter", s)
	}
	if slices.Contains(takenNames, s) {
		return FieldErrorf("slug", "%s is a page of the program's own in every publication; choose another name, such as on-%s", s, s)
	}
	return nil
}

// Validate says whether the article may be stored: every field that may not stand is named.
func (a Article) Validate() error {
	errs := []error{
		CheckArticleSlug(a.Slug), fits("title", a.Title, LongestHeadline), seen("title", a.Title), fits("standfirst", a.Standfirst, LongestStandfirst),
		shown("standfirst", a.Standfirst), fits("text", a.Text, LongestText), shown("text", a.Text), fits("because", a.Because, LongestSentence), shown("because", a.Because),
	}
	if strings.TrimSpace(a.Title) == "" {
		errs = append(errs, FieldErrorf("title", "an article needs a title"))
	}
	if a.Language != "" {
		errs = append(errs, checkLanguage(a.Language))
	}
	if len(a.Authors) > mostAuthors {
		errs = append(errs, FieldErrorf("author", "it has %d authors; %d are the most", len(a.Authors), mostAuthors))
	}
	if len(a.Stories) > mostStories {
		errs = append(errs, FieldErrorf("stories", "it is related to %d stories; %d are the most", len(a.Stories), mostStories))
	}
	errs = append(errs, a.checkTags())
	switch a.State {
	case ArticleDraft:
	case ArticlePublished, ArticleWithdrawn:
		if strings.TrimSpace(a.Text) == "" {
			errs = append(errs, FieldErrorf("text", "an article without a text cannot be published"))
		}
		if a.Published.IsZero() {
			errs = append(errs, FieldErrorf("date", "an article that was published has a date"))
		}
	default:
		errs = append(errs, FieldErrorf("state", "%q is no state of an article", a.State))
	}
	return errors.Join(errs...)
}

func (a Article) checkTags() error {
	if len(a.Tags) > mostArticleTags {
		return FieldErrorf("tags", "it has %d tags; %d are the most", len(a.Tags), mostArticleTags)
	}
	for i, tag := range a.Tags {
		switch {
		case strings.TrimSpace(tag) == "":
			return FieldErrorf("tags", "a tag needs a word")
		case utf8.RuneCountInString(tag) > LongestTag:
			return FieldErrorf("tags", "%q has more than %d characters", tag, LongestTag)
		case slices.Contains(a.Tags[:i], tag):
			return FieldErrorf("tags", "%q is there twice; give each tag once", tag)
		}
		if err := seen("tags", tag); err != nil {
			return err
		}
	}
	return nil
}

// Reads says whether a reader of another version would read something else: what is said of the article's change tells readers of no
// new tags.
func (a Article) Reads(other Article) bool {
	return a.Title != other.Title || a.Standfirst != other.Standfirst || a.Text != other.Text
}

// LongestTag is how many characters a tag has at most.
const LongestTag = 60

// ArticleVersion is what an article was after one change of it.
type ArticleVersion struct {
	Article
	Number int
	At     time.Time
	By     string
}

// ArticleFilter chooses among articles; what is empty chooses nothing out.
type ArticleFilter struct {
	Publication ID
	Author      ID
	Story       ID
	State       ArticleState
}

// KeyWord is a word that says what an article is about.
type KeyWord struct {
	Key    string // by which it is the same word in another article
	Shown  string // as it stands in the text
	Weight float64
}

// Akin is an article that has to do with another one, and why.
type Akin struct {
	Article Article
	Story   bool     // both are about the same story
	Words   []string // that both have and few others, the one that says most first
}

// ArticleHit is an article that a search found.
type ArticleHit struct {
	Article Article
	Excerpt string // plain text, each found word between U+0002 and U+0003
}

// shown says whether all that was typed into a field of several lines is there to be seen. Marks that turn the direction of writing may
// stand in it: who writes from the right needs them, and they end with their paragraph.
func shown(field, typed string) error {
	if !utf8.ValidString(typed) || strings.ContainsFunc(typed, func(c rune) bool { return c != '\n' && c != '\r' && c != '\t' && unicode.IsControl(c) }) {
		return FieldErrorf(field, "it has a character that cannot be seen; write it anew, without copying")
	}
	return nil
}

// Piece is an article as a feed has it.
type Piece struct {
	ID        ID
	Title     string
	Summary   string    // plain text
	HTML      string    // the whole text, its addresses absolute
	By        []string  // who wrote it
	Made      time.Time // when it was first typed here
	Published time.Time
	Updated   time.Time // zero: never
	URL       string    // absolute
}
