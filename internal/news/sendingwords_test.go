package news_test

import (
	"testing"
	"time"

	"onrecord/internal/news"
)

func TestHowAMailingStands(t *testing.T) {
	now := time.Date(2031, 3, 2, 9, 0, 0, 0, time.UTC)
	soon := now.Add(5 * time.Minute)
	for _, c := range []struct {
		v    news.Sending
		want string
	}{
		{news.Sending{State: news.Listing}, "The list of who gets it is being made."},
		{news.Sending{State: news.Underway, Counts: news.DeliveryCounts{Waiting: 3}}, "Going out."},
		{news.Sending{State: news.Underway, Next: now.Add(-time.Minute), Said: "away"}, "Going out."},
		{news.Sending{State: news.Underway, Next: soon, Said: "it is away."}, "Waits until 09:05, because the mail server cannot be reached: it is away."},
		{news.Sending{State: news.Underway, Next: soon, Counts: news.DeliveryCounts{Deferred: 1}}, "All have been tried; 1 message is put off, and the next try is at 09:05."},
		{news.Sending{State: news.Underway, Next: soon, Counts: news.DeliveryCounts{Deferred: 1, Waiting: 1}}, "Going out."},
		{news.Sending{State: news.Paused, Said: "paused by ada"}, "Paused by ada. Nothing goes out until it is resumed."},
		{news.Sending{State: news.Paused, Said: "550 5.7.1 no"}, "Paused, because the mail server refuses mail from here: 550 5.7.1 no. Nothing goes out until that is mended and the mailing is resumed."},
		{news.Sending{State: news.Cancelled, Said: "cancelled by ada", Ended: soon}, "Cancelled by ada at 09:05. Who had not got it does not get it."},
		{news.Sending{State: news.Cancelled, Ended: soon}, "Cancelled at 09:05. Who had not got it does not get it."},
		{news.Sending{State: news.Finished, Ended: soon}, "Finished at 09:05."},
	} {
		if got := c.v.Words(now, func(t time.Time) string { return t.Format("15:04") }); got != c.want {
			t.Errorf("%+v: %s", c.v, got)
		}
	}
}
