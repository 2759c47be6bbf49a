package speaker_test

import (
	"testing"

	"onrecord/internal/read/speaker"
)

func rules(t testing.TB) *speaker.Rules {
	t.Helper()
	r, err := speaker.New("en")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAbout(t *testing.T) {
	r := rules(t)
	for _, c := range []struct{ name, text, office, body string }{
		{"Tom Vane", "Tom Vane, a spokesman for the National Harbour Council, said that it was not true.", "spokesman", "National Harbour Council"},
		{"Amal Reyes", "Nothing was agreed, Foreign Minister Amal Reyes said on Sunday.", "Foreign Minister", ""},
		{"Ada Frey", "The pier is safe, said Harbour Commissioner Ada Frey of Oakton.", "Harbour Commissioner", "Oakton"},
		{"Jon Dahl", "White Palace spokesman Jon Dahl denied it.", "spokesman", "White Palace"},
		{"Jon Dahl", "The White Palace spokesman, Jon Dahl, denied it.", "spokesman", "White Palace"},
		{"Jon Dahl", "A spokesman for the port of Karsk, Jon Dahl, denied it.", "spokesman for the port", "Karsk"},
		{"Jon Dahl", "A spokesman for the Port Authority, Jon Dahl, denied it.", "spokesman", "Port Authority"},
		{"Lia Oro", "“No,” said Lia Oro, Melland’s foreign minister, in the evening.", "foreign minister", "Melland"},
		{"Lia Oro", "Lia Oro, 46, the chief of staff at Grain Corp., left.", "chief of staff", "Grain Corp"},
		{"Lia Oro", "Lia Oro, who is a professor of law at the University of Sall, disagrees.", "professor of law", "University of Sall"},
		{"Lia Oro", "US Secretary of State Lia Oro went home.", "Secretary of State", "US"},
		{"Lia Oro", "Lia Oro, the secretary of state, went home.", "secretary of state", ""},
		{"Lia Oro", "Lia Oro, of the Astronomy Centre at the National University, said so.", "", "Astronomy Centre at the National University"},
		{"Lia Oro", "Lia Oro, the chief medical officer of Karsk, said no.", "chief medical officer", "Karsk"},
		{"Lia Oro", "Lia Oro, a deputy, first said no.", "deputy", ""},
		{"Lia Oro", "Former Harbour Bank chief Lia Oro said no.", "chief", "Harbour Bank"},
		{"Lia Oro", "Former mayor Lia Oro said no.", "Former mayor", ""},
		{"Lia Oro", "Lia Oro is the mayor of Karsk.", "mayor", "Karsk"},
		{"Lia Oro", "Sen. Lia Oro (R-Sall) voted against.", "Sen.", ""},
		{"Lia Oro", "They spoke to Lia Oro, chairman Bo Lind and others.", "", ""},
		{"Lia Oro", "Lia Oro, speaking in Oakton, said that the mayor was right.", "", ""},
		{"Lia Oro", "Lia Oro said that the president was right.", "", ""},
		{"Lia Oro", "When the mayor called, Lia Oro was out.", "", ""},
		{"Lia Oro", "Lia Oro, deputy director of communications for the Sall Ferry Line, said no.", "deputy director of communications", "Sall Ferry Line"},
		{"Lia Oro", "Ms. Oro spoke first. Lia Oro, an analyst with Keel Partners, came second.", "analyst", "Keel Partners"},
		{"O’Dell", "Mayor O’Dell said no.", "Mayor", ""},
		{"", "Nobody spoke.", "", ""},
		{"Lia Oro", "", "", ""},
	} {
		got := r.About(c.text, []string{c.name})[c.name]
		if got.Office != c.office || got.Affiliation != c.body {
			t.Errorf("%s\n  says of %q %q, %q (%q), want %q, %q", c.text, c.name, got.Office, got.Affiliation, got.Words, c.office, c.body)
		}
	}
}
