package weigh

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"onrecord/internal/news"
)

// credit is one place where a report says that it has something from an outlet.
type credit struct {
	name     string // as the text has it, without the article
	key      string // the same for all names of one outlet in a story
	sentence int    // -1: a link
	strength float64
}

// The shapes in which texts credit outlets. NAME stands for a name with capitals. A sure shape makes any name an
// outlet's; with the others the name itself must look like one or be known.
var creditShapes = func() []creditShape {
	const name = `((?:[Tt]he )?[\p{Lu}\d][\p{L}\d.&'’\-]*(?: (?:[\p{Lu}\d][\p{L}\d.&'’\-]*|of|de|du|der|al)){0,5})`
	var out []creditShape
	for _, s := range []struct {
		shape    string
		cues     string
		sure     bool
		strength float64
	}{
		{`(?:newspaper|tabloid|magazine|website|web site|news agency|agency|broadcaster|news site|publication|trade paper|daily|blog|network|site)s?[”"’']?,? NAME`, "newspaper|tabloid|magazine|site|agency|broadcaster|publication|paper|daily|blog|network", true, 1},
		{`NAME (?:newspaper|tabloid|magazine|website|web site|news agency|news service)\b`, "newspaper|tabloid|magazine|site|agency|service", true, 1},
		{`^[\p{Lu}][\p{L}\d ,./'’\-]{0,60}\(NAME\) ?[-–—:]`, "(", true, 2},
		{`^\(NAME\) ?[-–—:]`, "(", true, 2},
		{`^By:? NAME ?\|`, "by", true, 2},
		{`NAME (?:(?:first |exclusively |also )?(?:reports|reported)\b|(?:is|was|has been|are) reporting\b|has reported\b|have reported\b)`, "report", false, 1.5},
		{`(?i:according to|as reported by|reported by|reports from|first reported (?:by|in)|broken by|broke by) NAME`, "according to|reported by|reports from|first reported|broken by|broke by", false, 1.5},
		{`\b(?:told|tells|tell|telling) NAME`, "tell|told", false, 1.5},
		{`(?i:interview (?:with|to)|speaking to|spoke to|talking to|speaking on|appearing on|statement to|comment to|exclusively to) NAME`, "interview|speaking|spoke|talking|appearing|statement|comment|exclusively", false, 1},
		{`(?i:reports?|story|article|piece|posts?|account|investigation|version|headline) (?:that (?:appeared|ran) )?(?:in|by|from|on|at) NAME`, "report|story|stories|article|piece|post|account|investigation|version|headline", false, 1},
		{`(?i:published|posted|appeared|aired|originated|revealed|broadcast|carried|quoted|cited|obtained|seen) (?:\p{L}+ ){0,3}?(?:in|by|from|on) (?:\p{Ll}+ ){0,4}?NAME`, "published|posted|appeared|aired|originated|revealed|broadcast|carried|quoted|cited|obtained|seen", false, 1},
		{`NAME['’]s? (?:report|story|article|source|sources|account|exclusive|piece)\b`, "report|story|article|source|account|exclusive|piece", false, 1},
		{`\b(?:[Aa]|[Aa]n|[Tt]he) NAME (?:report|story|article|exclusive|piece|reporter|correspondent)\b`, "report|story|article|exclusive|piece|correspondent", false, 1},
		{`NAME (?:said|says|claims|claimed|writes|wrote|quotes|quoted|cites|cited|carried|carries|reveals|revealed|added|adds|noted|notes|announced|published|posted|points)\b`, "said|says|claim|write|wrote|quote|cite|carrie|reveal|add|note|announced|published|posted|points", false, 0.7},
		{`(?:,[”"’']?|[”"’']) (?:reports|reported|says|said|writes|wrote) NAME`, "report|said|says|writes|wrote", false, 1},
		{`(?i:via|h/t|hat tip to|source:|credit:|courtesy of|thanks to) ?NAME`, "via|h/t|hat tip|source:|credit:|courtesy|thanks to", false, 0.7},
		{`\b\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+ (?:of|from|at|with) NAME`, " of | from | at | with ", false, 0.7},
		{`NAME['’]s \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+`, "'|’", false, 0.7},
	} {
		out = append(out, creditShape{
			cued: newCued(strings.Replace(s.shape, "NAME", name, 1), s.cues),
			sure: s.sure, strength: s.strength,
		})
	}
	return out
}()

type creditShape struct {
	cued
	sure     bool
	strength float64
}

// outletWords are words that outlets are called by; callSigns are the letters of North American stations.
var (
	outletWords = set(`times post news daily mail mirror herald tribune gazette journal guardian telegraph tv magazine weekly
		chronicle courier dispatch sentinel broadcasting inquirer examiner bulletin newswire television zeitung`)
	outletEnds = set(`press radio independent observer globe standard wire network channel reporter register monitor agency echo
		mercury ledger argus record media beast insider presse sun star express review age tide voice online`)
	outletFronts = set(`radio channel agence diario`)
	callSigns    = regexp.MustCompile(`^[KW][A-Z]{2,3}(?:-(?:TV|FM|AM))?$`)
	glued        = regexp.MustCompile(`(\p{Ll}{2})\.\p{Lu}.*$`) // a full stop without a space behind it
	domain       = regexp.MustCompile(`(?i)^(?:www\.)?[a-z0-9\-]+\.(?:com|org|net|co\.uk|info|tv|ru|de|fr)$`)
	// knownOutlets are outlets of the world whose names do not show that they are.
	knownOutlets = set(`reuters ap associatedpress afp agencefrancepresse upi pti ansa dpa efe tass interfax xinhua kyodo yonhap
		bbc cnn nbc cbs abc espn npr pbs msnbc itv cbc tmz mtv sky fox bloomberg newsweek time forbes fortune variety deadline
		vox slate salon politico axios wired vice snopes gawker mashable buzzfeed huffpost huffingtonpost quartz
		haaretz ynet maan wafa aljazeera alarabiya lemonde lefigaro liberation derspiegel spiegel bild diewelt elpais elmundo
		corrieredellasera larepubblica pravda izvestia people billboard rollingstone thewrap economist atlantic newyorker
		washingtonexaminer breitbart usatoday theverge engadget techcrunch thesun dailystar dailyexpress metro`)
	notOutlets = set(`police government ministry department university court hospital congress parliament facebook twitter youtube
		instagram pentagon white house senate committee association institute college school council bank church party
		i he she it we they you his her their our monday tuesday wednesday thursday friday saturday sunday january february
		march april may june july august september october november december`)
)

// outletKey is what the names of an outlet have in common.
func outletKey(name string) string {
	name = strings.ToLower(strings.NewReplacer("’", "'", "‘", "'").Replace(name))
	name = strings.TrimPrefix(strings.TrimPrefix(name, "www."), "the ")
	for _, end := range []string{".com", ".co.uk", ".org", ".net", " newspaper", " magazine", " website"} {
		name = strings.TrimSuffix(name, end)
	}
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// squeezed is a key without spaces, in which "The Wrap" and "TheWrap" are one.
func squeezed(key string) string { return strings.TrimPrefix(strings.ReplaceAll(key, " ", ""), "the") }

// register knows the outlets of a story by their names.
type register struct {
	known map[string]bool // squeezed keys of the story's own outlets
	hosts map[string]string
	canon map[string]string // squeezed key to the key that stands for all names of the outlet
}

// newRegister lists the outlets that publish in a story.
func newRegister(accounts []news.Account) *register {
	r := &register{known: map[string]bool{}, hosts: map[string]string{}, canon: map[string]string{}}
	for _, a := range accounts {
		name := outletName(a)
		if name == "" {
			continue
		}
		r.known[squeezed(outletKey(name))] = true
		for _, address := range []string{a.Outlet.Homepage, a.Report.URL} {
			if h := host(address); h != "" && r.hosts[h] == "" {
				r.hosts[h] = name
			}
		}
	}
	return r
}

func outletName(a news.Account) string {
	if a.Outlet.Name != "" {
		return a.Outlet.Name
	}
	return a.Report.Outlet
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// isName says whether a text is a name: a few words with capitals.
func isName(s string) bool {
	words := strings.Fields(s)
	for _, w := range words {
		if c := []rune(w)[0]; unicode.IsLower(c) && !slices.Contains([]string{"of", "de", "du", "der", "al", "and", "the"}, w) && !domain.MatchString(w) {
			return false
		}
	}
	return len(words) > 0 && len(words) <= 6
}

// looks says whether a name is, or looks like, an outlet's.
func (r *register) looks(name string) bool {
	key := outletKey(name)
	s := squeezed(key)
	if s == "" {
		return false
	}
	if !isName(name) {
		return false
	}
	if r.known[s] || knownOutlets[s] || knownOutlets["the"+s] || domain.MatchString(name) || callSigns.MatchString(name) {
		return true
	}
	for k := range r.known { // "the Record" for "The Halden Record"
		if len(s) >= 4 && strings.HasSuffix(k, s) {
			return true
		}
	}
	words := strings.Fields(strings.SplitN(key, " of ", 2)[0])
	for i, w := range words {
		last := i == len(words)-1
		switch {
		case outletWords[w], last && outletEnds[w], i == 0 && !last && outletFronts[w], knownOutlets[w] && len(words) <= 3:
			return true
		case w == "press" && !last && slices.Contains([]string{"trust", "association", "agency"}, words[i+1]):
			return true
		}
	}
	// BuzzFeed, LifeNews: one word with a capital inside.
	fields := strings.Fields(name)
	if w := fields[len(fields)-1]; len(fields) == 1 {
		inner := false
		for i, c := range w {
			if i > 0 && unicode.IsUpper(c) {
				inner = true
			}
		}
		return inner && strings.ToUpper(strings.TrimSuffix(w, "s")) != strings.TrimSuffix(w, "s") && !strings.HasPrefix(w, "Mc") && !strings.HasPrefix(w, "Mac") && !strings.ContainsAny(w, "'’-")
	}
	return false
}

// clean takes what does not belong to an outlet's name off a match.
func (r *register) clean(name string) string {
	name = glued.ReplaceAllString(strings.TrimSpace(name), "$1")
	for _, front := range []string{"The ", "the ", "UK's ", "UK’s ", "U.S. "} {
		name = strings.TrimPrefix(name, front)
	}
	name = strings.TrimRight(name, ".,;:-'’ ")
	for _, end := range []string{"'s", "’s", " of", " and", " de"} {
		name = strings.TrimSuffix(name, end)
	}
	name, _, _ = strings.Cut(name, " in ") // KTNV in Las Vegas
	if _, end, ok := strings.Cut(name, " The "); ok {
		name = end
	}
	// "Britain's Daily Mirror" is the Mirror, "KTNV's Jan Dorn" is KTNV's.
	if front, end, ok := strings.Cut(strings.ReplaceAll(name, "’s ", "'s "), "'s "); ok {
		if r.looks(end) {
			return end
		}
		return front
	}
	return name
}

// read finds the credits of a report: by the shapes of its sentences, by what the statements came through, and by links to
// outlets of the story.
func (r *register) read(v *view) {
	add := func(name string, sentence int, strength float64) {
		v.credits = append(v.credits, credit{name: name, key: squeezed(outletKey(name)), sentence: sentence, strength: strength})
	}
	for i, p := range v.sentences {
		low := strings.ToLower(p.text)
		for _, shape := range creditShapes {
			if !shape.may(low) {
				continue
			}
			for _, m := range shape.FindAllStringSubmatch(p.text, -1) {
				name := r.clean(m[1])
				words := strings.Fields(strings.ToLower(name))
				if name == "" || slices.ContainsFunc(words, func(w string) bool { return notOutlets[w] && len(words) == 1 }) {
					continue
				}
				if shape.sure && !r.people(v, name) || r.looks(name) {
					add(name, i, shape.strength)
				}
			}
		}
	}
	for _, s := range v.sayings {
		// "The Mirror says" is read as a person's or a body's word where the reader does not know the paper.
		if (s.Standing == news.Named || s.Standing == news.Institution) && s.Polarity != news.Denies && r.looks(r.clean(s.name())) {
			s.Standing = news.FromOutlet
		}
		for _, via := range s.Via {
			if name := r.clean(via); r.looks(name) {
				add(name, s.sentence, 1.5)
			}
		}
		if s.Standing == news.FromOutlet {
			name := s.Speaker
			if name == "" {
				name = s.source
			}
			if name = r.clean(name); r.looks(name) {
				add(name, s.sentence, 1.2)
			}
		}
	}
	for _, link := range v.Links {
		if name := r.hosts[host(link)]; name != "" && outletKey(name) != outletKey(outletName(v.Account)) {
			add(name, -1, 0.5)
		}
	}
	slices.SortStableFunc(v.credits, func(a, b credit) int {
		if (a.sentence < 0) != (b.sentence < 0) {
			return b.sentence - a.sentence // links last
		}
		return a.sentence - b.sentence
	})
}

// people says whether a report quotes somebody of that name.
func (r *register) people(v *view, name string) bool {
	for _, s := range v.sayings {
		if s.Standing == news.Named && s.Speaker != "" && strings.Contains(s.Speaker, name) {
			return true
		}
	}
	return false
}

// unite gives one key to all names of an outlet: the Mirror and the Daily Mirror are one, unless there are two that the
// short name could stand for.
func (r *register) unite(views []*view) {
	keys := map[string]string{} // squeezed to spaced
	for k := range r.known {
		keys[k] = k
	}
	for _, v := range views {
		if name := outletName(v.Account); name != "" {
			keys[squeezed(outletKey(name))] = outletKey(name)
		}
		for _, c := range v.credits {
			keys[c.key] = outletKey(c.name)
		}
	}
	all := make([]string, 0, len(keys))
	for k := range keys {
		all = append(all, k)
	}
	slices.Sort(all)
	for _, k := range all {
		longer := ""
		count := 0
		for _, l := range all {
			if l != k && len(l) > len(k) && within(keys[k], keys[l]) {
				if longer == "" || within(longer, keys[l]) || within(keys[l], longer) {
					if len(keys[l]) > len(longer) {
						longer = keys[l]
					}
				} else {
					count++
				}
			}
		}
		r.canon[k] = k
		if longer != "" && count == 0 {
			r.canon[k] = squeezed(longer)
		}
	}
	for _, v := range views {
		for i := range v.credits {
			v.credits[i].key = r.key(v.credits[i].key)
		}
	}
}

// key gives the key that stands for all names of an outlet.
func (r *register) key(k string) string {
	for range 5 { // the Mirror, the Daily Mirror, the London Daily Mirror
		next, ok := r.canon[k]
		if !ok || next == k {
			break
		}
		k = next
	}
	return k
}

// within says whether all words of a short name are in a longer one.
func within(short, long string) bool {
	words := strings.Fields(long)
	for _, w := range strings.Fields(short) {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return short != "" && short != long
}
