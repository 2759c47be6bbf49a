package read_test

import (
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// spans finds words in a text.
func spans(t *testing.T, text string, words ...string) (out []news.Span) {
	t.Helper()
	for _, w := range words {
		i := strings.Index(text, w)
		if i < 0 {
			t.Fatalf("%q does not stand in %q", w, text)
		}
		from := len([]rune(text[:i]))
		out = append(out, news.Span{from, from + len([]rune(w))})
	}
	return out
}

// correct does as an editor does at the desk: with what is nil removed, or there was nothing before, added.
func correct(t *testing.T, store *fakeStore, id news.ID, what string, machine, statement *news.Statement) news.Correction {
	t.Helper()
	text := []rune(store.revisions[id].Text)
	c := news.Correction{ID: news.ID("c-" + what), Root: news.ID("c-" + what), RevisionID: id, ReportID: "report", By: "ada", At: noon, Machine: machine, Statement: statement, Act: news.Altered}
	switch {
	case machine == nil:
		c.Act = news.Added
	case statement == nil:
		c.Act = news.Removed
	}
	c.Remember(text)
	if err := c.Validate(len(text)); err != nil {
		t.Fatal(err)
	}
	if err := store.SaveCorrections(t.Context(), id, []news.Correction{c}); err != nil {
		t.Fatal(err)
	}
	return c
}

const page = "Dam safe\nMayor Anna Berg said that the dam was safe. Petra Lind denied it. The gates hold. They were checked by the river board."

// corrected is a desk on which the first text has been read, and an editor has changed a statement, removed one, and added one.
func corrected(t *testing.T, pages ...string) (*fakeStore, func(ids ...news.ID)) {
	t.Helper()
	store, s := desk(t, append([]string{page}, pages...)...)
	run(t, s, "a")
	found := store.statements["a"]
	if len(found) != 2 || found[0].Speaker != "Anna Berg" || found[1].Speaker != "Petra Lind" {
		t.Fatalf("found %+v", found)
	}
	mayor := found[0]
	mayor.Speaker = "Mayor Anna Berg"
	correct(t, store, "a", "mayor", &found[0], &mayor)
	correct(t, store, "a", "denial", &found[1], nil)
	text := store.revisions["a"].Text
	correct(t, store, "a", "board", nil, &news.Statement{Source: spans(t, text, "the river board"), Cue: spans(t, text, "checked"), Content: spans(t, text, "The gates hold"),
		Polarity: news.Asserts, Standing: news.Institution, Speaker: "the river board"})
	store.handed = nil
	return store, func(ids ...news.ID) { run(t, s, ids...) }
}

func TestCorrectionsOutliveReadingAgain(t *testing.T) {
	store, read := corrected(t)
	before := store.statements["a"][0].ID
	const want = "Mayor Anna Berg, the river board"
	if got := store.standing("a"); got != want {
		t.Fatalf("%q stand", got)
	}
	read("a", "a")
	if got := store.standing("a"); got != want || len(store.corrections["a"]) != 3 {
		t.Errorf("read again, %q stand by %d corrections", got, len(store.corrections["a"]))
	}
	if store.statements["a"][0].ID != before {
		t.Error("what is found again has another id")
	}
}

func TestWhoSpeaksIsMatchedAsEditorsHaveIt(t *testing.T) {
	store, read := corrected(t, strings.Replace(page, "safe.", "quite safe.", 1))
	named := func() string {
		in, err := store.Appearances(t.Context(), "report")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, a := range in {
			names = append(names, a.Name)
		}
		return strings.Join(names, ", ")
	}
	read("a")
	if got := named(); !strings.Contains(got, "Mayor Anna Berg") {
		t.Errorf("matched: %q", got)
	}
	// In the second version the mayor has yet another name, and it turns out to be no version.
	read("b")
	all := store.corrections["b"]
	again, st := all[0], *all[0].Statement
	st.Speaker = "Anna Berg-Lund"
	all[0].EndedBy, all[0].EndedAt = "bo", noon
	again.ID, again.Statement = "c-again", &st
	if err := store.SaveCorrections(t.Context(), "b", append(all, again)); err != nil {
		t.Fatal(err)
	}
	v := store.revisions["b"]
	v.Raw = []byte(page)
	store.revisions["b"] = v
	read("b")
	if got := named(); !strings.Contains(got, "Anna Berg-Lund") {
		t.Errorf("matched after the corrections were given back: %q", got)
	}
}

func TestCorrectionsAreCarriedToANewVersion(t *testing.T) {
	// The mayor's words moved down, the denial has come twice, and what the board checked is gone.
	store, read := corrected(t, "Dam safe\nUpdated at noon: read on below.\n\nIn Halden, Mayor Anna Berg said that the dam was safe. Petra Lind denied it.\n\nThe river board met. Later, Petra Lind denied it.")
	read("b")
	if got := store.standing("b"); got != "Mayor Anna Berg, Petra Lind" {
		t.Errorf("%q stand", got)
	}
	text := []rune(store.revisions["b"].Text)
	for _, st := range store.statements["b"] {
		if st.ByEditor && (news.Cut(text, st.Cue) != "said" || !strings.HasSuffix(news.Cut(text, st.Content), "the dam was safe")) {
			t.Errorf("the mayor's statement is %q %q", news.Cut(text, st.Cue), news.Cut(text, st.Content))
		}
	}
	for _, c := range store.corrections["b"] {
		if c.RevisionID != "b" || c.CarriedFrom != "a" || c.By != "ada" || !c.At.Equal(noon) || !c.Standing() || c.Lost != (c.Root == "c-board") {
			t.Errorf("carried: %+v", c)
		}
	}
	if lost := store.corrections["b"][2]; lost.Words(lost.Statement.Content) != "The gates hold" || lost.Words(lost.Statement.Cue) != "checked" {
		t.Errorf("of what is lost it is kept: %q", lost.Around)
	}
	if got := store.standing("a"); got != "Mayor Anna Berg, the river board" {
		t.Errorf("in the first version %q stand", got)
	}
	// Undone in the new version, a reading does not bring it back from the old one.
	undone := store.corrections["b"]
	for i := range undone {
		undone[i].EndedBy, undone[i].EndedAt = "bo", noon
	}
	if err := store.SaveCorrections(t.Context(), "b", undone); err != nil {
		t.Fatal(err)
	}
	read("b")
	if got := store.standing("b"); got != "Anna Berg, Petra Lind, Petra Lind" {
		t.Errorf("undone and read again, %q stand", got)
	}
}

func TestALostCorrectionComesBackWithItsWords(t *testing.T) {
	store, read := corrected(t, "Dam safe\nMayor Anna Berg said that the dam was safe.", strings.Replace(page, "Dam safe", "Dam safe after all", 1))
	read("b", "c")
	if got := store.standing("c"); got != "Mayor Anna Berg, the river board" {
		t.Errorf("%q stand", got)
	}
}

func TestCorrectionsOfTheFeedsEntryGoToThePage(t *testing.T) {
	store, read := corrected(t, page+"\n\nMore follows.")
	v := store.revisions["a"]
	v.ContentType = news.FromFeed
	store.revisions["a"] = v
	over := store.corrections["a"]
	over[1].EndedBy, over[1].EndedAt = "bo", noon
	if err := store.SaveCorrections(t.Context(), "a", over); err != nil {
		t.Fatal(err)
	}
	read("b")
	if got := store.standing("b"); got != "Mayor Anna Berg, Petra Lind, the river board" || len(store.revisions) != 1 {
		t.Errorf("%q stand, %d revisions", got, len(store.revisions))
	}
	if all := store.corrections["b"]; len(all) != 3 || all[1].EndedBy != "bo" {
		t.Errorf("what was undone is forgotten: %+v", all)
	}
}

func TestCorrectionsOfWhatIsNoVersionGoToTheOneBefore(t *testing.T) {
	store, read := corrected(t, strings.Replace(page, "safe.", "quite safe.", 1))
	read("b")
	// In the second version the removal is undone and the board's statement gets another speaker.
	all := store.corrections["b"]
	for i := range all {
		if all[i].Root != "c-mayor" {
			all[i].EndedBy, all[i].EndedAt = "bo", noon
		}
	}
	again := all[2]
	board := *again.Statement
	board.Speaker = "the board"
	again.ID, again.Statement, again.EndedBy, again.EndedAt = "c-again", &board, "", time.Time{}
	if err := store.SaveCorrections(t.Context(), "b", append(all, again)); err != nil {
		t.Fatal(err)
	}
	// Read by better eyes, the second version turns out to say what the first says.
	v := store.revisions["b"]
	v.Raw = []byte(page)
	store.revisions["b"], store.handed = v, nil
	read("b")
	if _, there := store.revisions["b"]; there || len(store.handed) != 1 {
		t.Errorf("%d revisions, handed on %v", len(store.revisions), store.handed)
	}
	if got := store.standing("a"); got != "Mayor Anna Berg, Petra Lind, the board" {
		t.Errorf("%q stand", got)
	}
}
