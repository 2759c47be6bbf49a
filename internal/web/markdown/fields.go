package markdown

import (
	"fmt"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"onrecord/internal/news"
)

// set puts the value of a key into the head.
func (f *Front) set(key string, value any) error {
	one := map[string]**string{
		"publication": &f.Publication, "slug": &f.Slug, "title": &f.Title, "standfirst": &f.Standfirst, "date": &f.Date, "language": &f.Language,
	}
	many := map[string]**several{"author": &f.Authors, "authors": &f.Authors, "tag": &f.Tags, "tags": &f.Tags, "story": &f.Stories, "stories": &f.Stories}
	if to := one[key]; to != nil {
		s, err := scalar(key, value)
		if err == nil {
			*to = &s
		}
		return err
	}
	to := many[key]
	if to == nil {
		return news.FieldErrorf(key, "it is no field of an article; there are title, standfirst, author, publication, slug, date, language, tags and stories")
	}
	list := several{}
	switch v := value.(type) {
	case nil:
	case []any:
		for _, one := range v {
			s, err := scalar(key, one)
			if err != nil {
				return err
			}
			list = append(list, s)
		}
	default:
		s, err := scalar(key, value)
		if err != nil {
			return err
		}
		for _, one := range strings.Split(s, ",") {
			if one = strings.TrimSpace(one); one != "" {
				list = append(list, one)
			}
		}
	}
	*to = &list
	return nil
}

// scalar gives a value as it would be written: a title that is a number is one all the same.
func scalar(key string, value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return strings.TrimSpace(v), nil
	case time.Time:
		if v.Equal(v.Truncate(24*time.Hour)) && v.Location() == time.UTC {
			return v.Format(time.DateOnly), nil
		}
		return v.Format(time.RFC3339), nil
	case toml.LocalDate, toml.LocalDateTime, toml.LocalTime, int, int64, uint64, float64, bool:
		return strings.Replace(fmt.Sprint(v), "T", " ", 1), nil
	}
	return "", news.FieldErrorf(key, "it is more than a word; write it in quotes")
}
