package webtest

import (
	"context"

	"onrecord/internal/news"
)

// stories notes what editors do to stories.
type stories struct {
	world *World
	acts  *Acts
}

// MergeStories notes it.
func (s stories) MergeStories(_ context.Context, who string, from, into news.ID) error {
	s.acts.Regrouped = append(s.acts.Regrouped, news.Mending{Kind: news.MergedStories, Who: who, From: from, Into: into})
	return s.world.Fail
}

// SplitStory notes it. The new story is always the bridge's.
func (s stories) SplitStory(_ context.Context, who string, from news.ID, reports []news.ID) (news.ID, error) {
	if all, err := s.world.StoryReports(context.Background(), from); err == nil && len(reports) == len(all) {
		return "", news.FieldErrorf("report", "at least one report stays in the story; choose fewer")
	}
	s.acts.Regrouped = append(s.acts.Regrouped, news.Mending{Kind: news.SplitStory, Who: who, From: from, Into: Bridge, Reports: reports})
	return Bridge, s.world.Fail
}

// MoveReports notes it.
func (s stories) MoveReports(_ context.Context, who string, from news.ID, reports []news.ID, to news.ID) error {
	for _, r := range reports {
		s.world.Moved[r] = to
	}
	s.acts.Regrouped = append(s.acts.Regrouped, news.Mending{Kind: news.MovedReports, Who: who, From: from, Into: to, Reports: reports})
	return s.world.Fail
}
