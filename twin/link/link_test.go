package link

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func put(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func zip(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pack(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, n := range names {
		body := []byte("body of " + n)
		if err := w.WriteHeader(&tar.Header{Name: n, Mode: 0o644, Size: int64(len(body)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		w.Write(body)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEachMember(t *testing.T) {
	for _, c := range []struct {
		file string
		data []byte
		want string
	}{
		{"a.txt", []byte("plain"), "a.txt=plain;"},
		{"a.txt.gz", zip(t, []byte("packed")), "a.txt=packed;"},
		{"misnamed.txt", zip(t, []byte("packed")), "misnamed.txt=packed;"},
		{"a.tar", pack(t, "x", "d/y"), "x=body of x;d/y=body of d/y;"},
		{"a.tgz", zip(t, pack(t, "x")), "x=body of x;"},
		{"empty", nil, "empty=;"},
	} {
		got := ""
		err := EachMember(put(t, c.file, c.data), func(name string, r io.Reader) error {
			b, err := io.ReadAll(r)
			got += name + "=" + string(b) + ";"
			return err
		})
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.file, got, err, c.want)
		}
	}
	whole := pack(t, "x", "y")
	seen := 0
	err := EachMember(put(t, "torn.tar", whole[:1100]), func(string, io.Reader) error { seen++; return nil })
	if err == nil || seen == 0 {
		t.Errorf("a torn archive: %d members, error %v; want the first member and an error", seen, err)
	}
	if err := EachMember(t.TempDir(), nil); err == nil {
		t.Error("a folder was read as a file")
	}
}

func TestBounded(t *testing.T) {
	_, err := io.ReadAll(&bounded{r: strings.NewReader("0123456789"), left: 4})
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("reading past the bound: %v", err)
	}
}

func TestWriteAll(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	files := []File{{"a.txt", []byte("1")}, {"b.txt", []byte("2")}}
	for range 2 { // the same again is no conflict
		if _, err := WriteAll(dir, files, false); err != nil {
			t.Fatal(err)
		}
	}
	changed := []File{{"c.txt", []byte("3")}, {"a.txt", []byte("other")}}
	if _, err := WriteAll(dir, changed, false); err == nil {
		t.Error("an edited file was overwritten")
	}
	if _, err := os.Stat(filepath.Join(dir, "c.txt")); err == nil {
		t.Error("a file was written although another one stood in the way")
	}
	if _, err := WriteAll(dir, changed, true); err != nil {
		t.Error(err)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "a.txt")); string(b) != "other" {
		t.Errorf("a.txt has %q after replacing", b)
	}
	if _, err := WriteAll(dir, []File{{"../out.txt", nil}}, true); err == nil {
		t.Error("a name led out of the folder")
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

var testColumns = []Column{
	{"part", []string{"Teil", "零件"}},
	{"cycle", []string{"Stückzeit", "单件工时"}},
	{"due", []string{"Liefertermin"}},
}

func TestReadSheetsEncodings(t *testing.T) {
	const german = "Teil;St\xfcckzeit (min)\nGeh\xe4use;1,5\n"
	// 零件,单件工时（分钟） / 箱体,1.5
	const chinese = "\xc1\xe3\xbc\xfe,\xb5\xa5\xbc\xfe\xb9\xa4\xca\xb1\xa3\xa8\xb7\xd6\xd6\xd3\xa3\xa9\n\xcf\xe4\xcc\xe5,1.5\n"
	for _, c := range []struct{ name, text, part, unit string }{
		{"utf-8", "\ufeffTeil\tStückzeit [min]\nGehäuse\t1,5\n", "Gehäuse", "min"},
		{"windows-1252", german, "Gehäuse", "min"},
		{"gb18030", chinese, "箱体", "分钟"},
	} {
		sheets, err := ReadSheets(put(t, "t.csv", []byte(c.text)), "", Known(testColumns, nil))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		h, err := FindHeader(sheets[0], testColumns, nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := h.Cell(sheets[0].Rows[1], "part"); got != c.part || h.Units["cycle"] != c.unit {
			t.Errorf("%s: part %q unit %q, want %q %q", c.name, got, h.Units["cycle"], c.part, c.unit)
		}
	}
}

func TestWorkbook(t *testing.T) {
	path := filepath.Join("testdata", "dates.xlsx")
	sheets, err := ReadSheets(path, "", Known(testColumns, nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(sheets) != 2 {
		t.Fatalf("%d sheets, want 2: the empty one is left out", len(sheets))
	}
	s := sheets[1]
	h, err := FindHeader(s, testColumns, nil)
	if err != nil {
		t.Fatal(err)
	}
	// The same moment as a day number, a formatted date and a text; a time of day.
	for i := range 3 {
		if d, err := s.Date(h.Row+1+i, h.At["due"], ""); err != nil || d.Format("2006-01-02 15:04") != "2026-01-05 06:00" {
			t.Errorf("row %d: date %v, %v", i, d, err)
		}
	}
	if got := s.Place(h.Row+1, h.At["due"]).String(); got != "dates.xlsx[Plan]!C4" {
		t.Errorf("place %s", got)
	}
	if x, err := ParseTime(h.Cell(s.Rows[h.Row+1], "cycle"), h.Units["cycle"]); err != nil || x != 270 {
		t.Errorf("a time of day as a duration: %v, %v; want 270", x, err)
	}
	if _, err := ReadSheets(path, "Pla", nil); err == nil || !strings.Contains(err.Error(), "Plan") {
		t.Errorf("a sheet that is not there: %v", err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSheets(put(t, "p.xlsx", whole[:200]), "", nil); err == nil {
		t.Error("half a workbook was read")
	}
}

func TestFindHeader(t *testing.T) {
	text := "Plan 2026, Werk 1\n\nNr. Material;Stückzeit in min;Bemerkung\nA;2;\n"
	mapping := map[string]string{"part": "nr material"}
	sheets, err := ReadSheets(put(t, "x.csv", []byte(text)), "", Known(testColumns, mapping))
	if err != nil {
		t.Fatal(err)
	}
	s := sheets[0]
	h, err := FindHeader(s, testColumns, map[string]string{"part": "nr material"})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Place(h.Row, 1).String(); got != "x.csv:3:14" {
		t.Errorf("header at %s", got)
	}
	if h.At["part"] != 0 || h.Units["cycle"] != "min" || len(h.Unknown) != 1 {
		t.Errorf("%+v", h)
	}
	if _, err := FindHeader(s, testColumns, map[string]string{"colour": "x"}); err == nil {
		t.Error("a key that does not exist was mapped")
	}
	if _, err := FindHeader(&Sheet{}, testColumns, nil); err == nil {
		t.Error("an empty table has a header")
	}
}

func TestParseValues(t *testing.T) {
	for _, c := range []struct {
		text, unit string
		want       float64
	}{
		{"90", "s", 90}, {"1,5", "min", 90}, {"1.5", "Min.", 90}, {"1.234,5", "s", 1234.5}, {"1,234.5", "s", 1234.5},
		{"0:04:30", "", 270}, {"2 h", "min", 7200}, {"3分钟", "", 180}, {"0", "h", 0},
		{"-1", "s", math.NaN()}, {"5", "", math.NaN()}, {"5", "parsec", math.NaN()}, {"NaN", "s", math.NaN()}, {"0x10", "s", math.NaN()}, {"", "s", math.NaN()}, {"1e999", "s", math.NaN()},
	} {
		x, err := ParseTime(c.text, c.unit)
		if math.IsNaN(c.want) != (err != nil) || err == nil && x != c.want {
			t.Errorf("ParseTime(%q, %q) = %v, %v; want %v", c.text, c.unit, x, err, c.want)
		}
	}
	for text, want := range map[string]int{"12": 12, "1.200": 1200, "1,200": 1200, "12.0": 12, "0": 0, "-3": 0, "1.5": 0, "x": 0, "": 0} {
		n, err := ParseCount(text)
		if (want == 0) != (err != nil) || err == nil && n != want {
			t.Errorf("ParseCount(%q) = %v, %v; want %v", text, n, err, want)
		}
	}
	for _, c := range [][3]string{
		{"2026-01-05", "", "2026-01-05 00:00"}, {"5.1.2026 6:30", "", "2026-01-05 06:30"}, {"2026年1月5日", "", "2026-01-05 00:00"},
		{"25/12/2026", "", "2026-12-25 00:00"}, {"12/25/26 08:00", "", "2026-12-25 08:00"}, {"05/04/2026", "dmy", "2026-04-05 00:00"},
		{"05/04/2026", "mdy", "2026-05-04 00:00"}, {"05/04/2026", "", ""}, {"soon", "", ""}, {"2026-02-30", "", ""}, {"31/31/2026", "", ""},
	} {
		d, err := ParseDate(c[0], c[1])
		if got := d.Format("2006-01-02 15:04"); (c[2] == "") != (err != nil) || err == nil && got != c[2] {
			t.Errorf("ParseDate(%q, %q) = %v, %v; want %v", c[0], c[1], got, err, c[2])
		}
	}
}

func TestReport(t *testing.T) {
	r := Report{Unit: "lines"}
	for i := range 7 {
		r.Read++
		r.Skip(Place{File: "a.log", Line: i + 1}, "torn", "x\x00y")
	}
	r.Concern(Place{File: "b.csv", Line: 2, Col: 3}, "odd", "")
	text := r.String()
	for _, want := range []string{"read 7 lines: kept 0, skipped 7", "skipped: 7 x torn", "a.log:1: x·y", "… and 2 more", "b.csv:2:3"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	if r.Count("torn") != 7 {
		t.Errorf("Count = %d", r.Count("torn"))
	}
}
