package config

import (
	"fmt"
	"io"
)

// Document writes the settings as the page docs/configuration.md.
func Document(w io.Writer) error {
	if _, err := io.WriteString(w, `# Settings

Each setting can stand in a TOML file (`+"`--config FILE`"+`, or `+"`onrecord.toml`"+` in the working folder), in the environment, or
be given as `+"`--set NAME=VALUE`"+`. The environment goes before the file, and `+"`--set`"+` before both. A name with a dot stands in a
table: `+"`smtp.host`"+` is `+"`host`"+` in `+"`[smtp]`"+`. `+"`onrecord check`"+` says what is not ready.

This page is written by `+"`go test ./internal/config -update`"+`.

| setting | variable | default | |
|---|---|---|---|
`); err != nil {
		return err
	}
	for _, s := range Settings() {
		value := "`" + s.Default + "`"
		if s.Default == "" {
			value = "–"
		}
		if _, err := fmt.Fprintf(w, "| `%s` | `%s` | %s | %s |\n", s.Name, s.Env(), value, s.Help); err != nil {
			return err
		}
	}
	return nil
}
