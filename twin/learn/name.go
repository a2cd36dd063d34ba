package learn

import (
	"fmt"
	"slices"
	"strings"
)

// plainLetters are letters that have a usual spelling without marks.
var plainLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e", "ê", "e", "á", "a", "à", "a",
	"â", "a", "ç", "c", "ñ", "n", "ó", "o", "ô", "o", "í", "i", "ú", "u", "å", "aa", "ø", "oe", "æ", "ae")

// Name makes of any text a name for a factory file: lower-case letters, digits
// and hyphens, beginning with a letter; marks on letters are dissolved as usual
// (ä is ae). Other scripts are written as the code
// points of their letters, so different names stay different.
func Name(s string) string {
	var b strings.Builder
	hyphen := false
	put := func(t string) {
		if hyphen && b.Len() > 0 {
			b.WriteByte('-')
		}
		hyphen = false
		b.WriteString(t)
	}
	for _, c := range plainLetters.Replace(strings.ToLower(s)) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			put(string(c))
		case c >= 0x80:
			hyphen = true
			put(fmt.Sprintf("u%x", c))
			hyphen = true
		default:
			hyphen = true
		}
	}
	name := b.String()
	if name == "" {
		return "unnamed"
	}
	if name[0] >= '0' && name[0] <= '9' {
		name = "n" + name
	}
	return name
}

// Names gives each text a name of its own for a factory file: that of Name, and
// a number behind it where two texts would have the same or a name is taken.
func Names(texts []string, taken ...string) map[string]string {
	out := map[string]string{}
	used := slices.Clone(taken)
	for _, t := range texts {
		if out[t] != "" {
			continue
		}
		name := Name(t)
		for i := 2; slices.Contains(used, name); i++ {
			name = fmt.Sprintf("%s-%d", Name(t), i)
		}
		out[t], used = name, append(used, name)
	}
	return out
}
