package desk

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
	"onrecord/internal/web"
)

// sentForm is a form that came with a picture.
type sentForm struct {
	fields   map[string]string // what was typed, by the names of the fields
	file     []byte            // nil: none was chosen
	fileName string            // what it is called where it comes from
}

// slowest is how long a file may take to come from an editor: 10 MB at 300 kbit/s. The answer may take a minute longer.
const slowest = 5 * time.Minute

// patiently gives what comes from an editor, who is logged in, more time than what strangers send.
func patiently(w http.ResponseWriter) {
	connection, until := http.NewResponseController(w), time.Now().Add(slowest)
	_, _ = connection.SetReadDeadline(until), connection.SetWriteDeadline(until.Add(time.Minute)) // where they cannot be set, there are none
}

// formWithFile reads a form that has a picture in one of its fields.
func formWithFile(w http.ResponseWriter, r *http.Request, field string) (sentForm, error) {
	const most = photo.LargestFile + largestForm
	f := sentForm{fields: map[string]string{}}
	patiently(w)
	r.Body = http.MaxBytesReader(w, r.Body, most)
	form, err := r.MultipartReader()
	if err != nil {
		return f, news.Errorf(news.Invalid, "the form came damaged and cannot be read; load the page again and send it once more")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return f, web.TooLong(err, most)
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return f, web.TooLong(err, most)
		}
		if name := part.FormName(); name != field {
			f.fields[name] = strings.TrimSpace(strings.ReplaceAll(string(value), "\r\n", "\n"))
		} else if len(value) > 0 {
			f.file, f.fileName = value, part.FileName()
		}
	}
}
