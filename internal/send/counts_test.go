package send_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

// addresses are all that a mail leads to or loads.
var addresses = regexp.MustCompile(`https?://[^\s"<>]+`)

// common are the addresses that are not a reader's own.
func common(source string) (out []string) {
	for _, a := range addresses.FindAllString(source, -1) {
		if !strings.HasPrefix(a, site+"/unsubscribe/") && !strings.HasPrefix(a, site+"/preferences/") {
			out = append(out, a)
		}
	}
	return out
}

// TestWhatIsCountedIsTheSameForAllReaders: by default no address of an item is another than its own. Where the house counts, it is one
// of the site's, and no reader has another than the next.
func TestWhatIsCountedIsTheSameForAllReaders(t *testing.T) {
	for name, c := range map[string]send.Counts{"nothing": {}, "clicks": {Clicks: true}, "clicks and opens": {Clicks: true, Opens: true}} {
		t.Run(name, func(t *testing.T) {
			d := open(t, 2, func(o *send.Options) { o.Counts = c })
			if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
				t.Fatal(err)
			}
			mails := d.Messages()
			if len(mails) != 2 {
				t.Fatalf("%d mails came", len(mails))
			}
			for _, part := range [][2]string{{mails[0].HTML, mails[1].HTML}, {mails[0].Text, mails[1].Text}} {
				if !slices.Equal(common(part[0]), common(part[1])) {
					t.Errorf("the readers' addresses differ:\n%v\n%v", common(part[0]), common(part[1]))
				}
			}
			n := 0
			for _, s := range d.edition.Sections {
				for _, item := range s.Items {
					n++
					to := news.WebAddress(item.URL)
					if to == "" {
						continue
					}
					own, counted := strings.Contains(mails[0].Text, to), strings.Contains(mails[0].Text, site+"/go/"+string(d.edition.ID)+"/"+strconv.Itoa(n)+"\r\n")
					if own == c.Clicks || counted != c.Clicks {
						t.Errorf("item %d leads to its own address: %v, over the counter: %v", n, own, counted)
					}
				}
			}
			picture := ` src="` + site + "/seen/" + string(d.edition.ID) + `.gif" alt="" width="1" height="1" border="0"`
			if strings.Contains(mails[0].HTML, picture) != c.Opens || strings.Contains(mails[0].HTML, "<img") != c.Opens {
				t.Errorf("there is a picture: %v", strings.Contains(mails[0].HTML, "<img"))
			}
			if strings.Contains(mails[0].Text, "It is counted") != c.Clicks || strings.Contains(mails[0].HTML, "It is counted") != c.Clicks {
				t.Error("it is not said what is counted, or it is said without being so")
			}
			if again, _ := d.Edition(t.Context(), d.edition.ID); again.Sections[0].Items[0].URL != d.edition.Sections[0].Items[0].URL {
				t.Error("the edition itself was changed")
			}
		})
	}
}
