package demo

import (
	"path/filepath"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

func TestTheHouseHasPiecesOfItsOwn(t *testing.T) {
	data := t.TempDir()
	for range 2 { // a second run adds none
		if out, err := once(t, data); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	s, err := store.Open(t.Context(), filepath.Join(data, "onrecord.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	all, err := s.Articles(t.Context(), news.ArticleFilter{State: news.ArticlePublished}, 0, 10)
	if err != nil || len(all) != 2 || len(all[0].Authors) != 1 || all[0].Slug != "were-there-talks-or-were-there-not" && all[1].Slug != "were-there-talks-or-were-there-not" {
		t.Fatalf("pieces: %+v, %v", all, err)
	}
	author, err := s.Author(t.Context(), all[0].Authors[0])
	if err != nil || author.Portrait == "" {
		t.Errorf("the author is %+v, %v", author, err)
	}
	for _, a := range all {
		akin, err := s.ArticlesAkin(t.Context(), a.ID, 3)
		if err != nil || len(akin) != 1 || len(akin[0].Words) == 0 {
			t.Errorf("%s is akin to %+v, %v", a.Slug, akin, err)
		}
	}
}
