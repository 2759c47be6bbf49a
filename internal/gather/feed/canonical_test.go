package feed_test

import (
	"testing"

	"onrecord/internal/gather/feed"
	"onrecord/internal/news"
)

func TestCanonical(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{"https://post.example/news/1", "https://post.example/news/1"},
		{"HTTPS://Post.Example/News/1", "https://post.example/News/1"},
		{" https://post.example/a \n", "https://post.example/a"},
		{"https://post.example", "https://post.example/"},
		{"https://post.example./a", "https://post.example/a"},
		{"http://post.example:80/a", "http://post.example/a"},
		{"https://post.example:443/a", "https://post.example/a"},
		{"http://post.example:443/a", "http://post.example:443/a"},
		{"http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"},
		{"http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"},
		{"https://user:secret@post.example/a", "https://post.example/a"},
		{"https://post.example/a#comments", "https://post.example/a"},
		{"https://post.example/a?", "https://post.example/a"},
		{"https://post.example/a?utm_source=rss&utm_medium=feed", "https://post.example/a"},
		{"https://post.example/a?UTM_Source=rss&id=7&fbclid=x", "https://post.example/a?id=7"},
		{"https://post.example/a?b=2&a=1&b=1", "https://post.example/a?a=1&b=2&b=1"},
		{"https://post.example/a?q=%C3%A9&x", "https://post.example/a?q=%C3%A9&x"},
		{"https://post.example/a?p=1;2", "https://post.example/a?p=1;2"},
		{"https://post.example/a%2Fb", "https://post.example/a%2Fb"},
		{"https://bücher.example/a", "https://xn--bcher-kva.example/a"},
	} {
		got, err := feed.Canonical(tt.raw)
		if err != nil || got != tt.want {
			t.Errorf("%q gives %q, %v; want %q", tt.raw, got, err, tt.want)
		}
		if again, err := feed.Canonical(got); err != nil || again != got {
			t.Errorf("%q is canonical and becomes %q, %v", got, again, err)
		}
	}
	for _, bad := range []string{"", "post.example/a", "/a", "ftp://post.example/", "javascript:alert(1)", "mailto:a@b.example", "http://", "https:post.example", "tag:post.example,2025:1", "http://a b/", "%"} {
		if got, err := feed.Canonical(bad); news.KindOf(err) != news.Invalid {
			t.Errorf("%q gives %q, %v; want an error", bad, got, err)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{"https://post.example/a?b=1&utm_x=2#c", "http://[::1]:80", "HTTP://É.example:443/%zz", "https://a/?%61=1&a=2&&=&;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := feed.Canonical(raw)
		if err != nil {
			return
		}
		if twice, err := feed.Canonical(once); err != nil || twice != once {
			t.Errorf("%q becomes %q, then %q (%v)", raw, once, twice, err)
		}
	})
}
