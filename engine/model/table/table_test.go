package table

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/taktsim/takt/engine/model/calendar"
	"github.com/taktsim/takt/engine/unit"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func messages(t *Table) string {
	var b strings.Builder
	for _, e := range t.Errors() {
		fmt.Fprintln(&b, e)
	}
	return b.String()
}

func clean(t *testing.T, x *Table) {
	t.Helper()
	if m := messages(x); m != "" {
		t.Fatal(m)
	}
}

// The dialects in which one and the same table is written.
func TestDialects(t *testing.T) {
	german, err := charmap.Windows1252.NewEncoder().String("Artikel;Stückzahl [Stk];Zykluszeit [min]\r\nGehäuse;1.200;1,5\r\nRad;\"7\";0,25\r\n")
	if err != nil {
		t.Fatal(err)
	}
	utf16le := func(s string, order binary.AppendByteOrder, mark bool) string {
		var out []byte
		if mark {
			out = order.AppendUint16(out, 0xFEFF)
		}
		for _, w := range utf16.Encode([]rune(s)) {
			out = order.AppendUint16(out, w)
		}
		return string(out)
	}
	plain := "Artikel,Stückzahl,Zykluszeit [min]\nGehäuse,1200,1.5\nRad,7,0.25\n"
	for name, tc := range map[string]struct{ src, encoding string }{
		"comma":                {plain, "UTF-8"},
		"mark":                 {"\xef\xbb\xbf" + plain, "UTF-8"},
		"line ends":            {strings.ReplaceAll(plain, "\n", "\r\n"), "UTF-8"},
		"no last line end":     {strings.TrimSuffix(plain, "\n"), "UTF-8"},
		"blank lines":          {"\n\n" + strings.ReplaceAll(plain, "\n", "\n,,\n"), "UTF-8"},
		"tabs":                 {strings.ReplaceAll(plain, ",", "\t"), "UTF-8"},
		"German Excel":         {german, "Windows-1252"},
		"sep=":                 {"sep=|\r\n" + strings.ReplaceAll(plain, ",", "|"), "UTF-8"},
		"UTF-16 with mark":     {utf16le(plain, binary.LittleEndian, true), "UTF-16LE"},
		"UTF-16 big":           {utf16le(plain, binary.BigEndian, true), "UTF-16BE"},
		"UTF-16 without mark":  {utf16le(plain, binary.LittleEndian, false), "UTF-16LE"},
		"quotes":               {"\"Artikel\",\"Stückzahl\",\"Zykluszeit [min]\"\n\"Gehäuse\",\"1,200\",1.5\nRad,7,.25", "UTF-8"},
		"thousands with blank": {strings.Replace(plain, "1200", "1 200", 1), "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			x := Read("orders.csv", []byte(tc.src), Options{Map: map[string]string{"part": "Artikel", "quantity": "stückzahl", "cycle": "Zykluszeit"}})
			if !x.Require("part", "quantity", "cycle") || len(x.Rows) != 2 || x.Encoding != tc.encoding {
				t.Fatalf("%d rows, %s, %s", len(x.Rows), x.Encoding, messages(x))
			}
			for i, want := range []string{"Gehäuse 1200 90", "Rad 7 15"} {
				n, _ := x.Rows[i].Int("quantity")
				s, _ := x.Rows[i].Quantity("cycle", unit.Time)
				if got := fmt.Sprint(x.Rows[i].Text("part"), " ", n, " ", s); got != want {
					t.Errorf("row %d: %s, want %s", i, got, want)
				}
			}
			clean(t, x)
		})
	}
}

func TestChinese(t *testing.T) {
	src, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("零件,数量,周期【秒】,交期\n壳体,12,90,2026年1月5日\n"))
	if err != nil {
		t.Fatal(err)
	}
	x := Read("订单.csv", src, Options{Map: map[string]string{"part": "零件", "quantity": "数量", "due": "交期"}})
	if x.Encoding != "GB18030" || x.Rows[0].Text("part") != "壳体" {
		t.Fatalf("%s: %q", x.Encoding, x.Rows[0].Text("part"))
	}
	zone, _ := calendar.Zone("Asia/Shanghai")
	due, ok := x.Rows[0].Time("due", zone)
	if !ok || due.Format(time.RFC3339) != "2026-01-05T00:00:00+08:00" {
		t.Error(due, messages(x))
	}
}

// Every mistake is told, at its place, in file order.
func TestMessages(t *testing.T) {
	src := `part,quantity,cycle [s],yield,due,done
housing,ten,90,97 %,2026-01-05 06:00,yes
gear,2.5,1 h,97,tomorrow,perhaps
screw,,"1.5 mins",0.4 m,2026-02-30,
bolt,3,x,97 %,01/02/2026,no,and more
"nut",4,90,"9" 7 %,2026-01-05 25:00,1
"pin,5
`
	x := Read("orders.csv", []byte(src), Options{})
	x.Require("part", "quantety", "customer")
	x.Unknown("part", "quantity", "cycle", "yield", "due", "ready-made")
	for _, r := range x.Rows {
		r.Need("quantity")
		r.Int("quantity")
		r.Quantity("cycle", unit.Time)
		r.Quantity("yield", unit.Share)
		r.Time("due", nil)
		r.Bool("done")
	}
	x.Rows[0].Errorf("part", "there is no part %q", "housing")
	want := `orders.csv:1:1: there is no column "quantety"; did you mean "quantity"?
orders.csv:1:1: there is no column "customer"; the columns are part, quantity, cycle [s], yield, due, done
orders.csv:1:35: there is no use for a column "done"; did you mean "due"?
orders.csv:2:1: there is no part "housing"
orders.csv:2:9: "ten" is no number
orders.csv:3:6: "2.5" is no whole number
orders.csv:3:14: 97 has no unit; this is a share: try "97 %", or write the unit into the heading: "yield [%]"
orders.csv:3:17: "tomorrow" is no date and time; write it like "2026-01-05 06:00"
orders.csv:3:26: "perhaps" is neither yes nor no
orders.csv:4:7: "quantity" is missing in this row
orders.csv:4:8: "mins" is no unit; did you mean "min"?
orders.csv:4:19: "0.4 m" is a length, want a share
orders.csv:4:25: "2026-02-30" is no date and time that exists
orders.csv:5:8: "x" is no number; want a number and a unit, such as "4 s"
orders.csv:5:15: "01/02/2026" can be read in two ways; write it like "2026-02-01"
orders.csv:5:29: this cell stands beyond the last heading: the row has more cells than the heading's 6
orders.csv:6:12: there is more behind this cell's closing quote; a quote inside is written twice
orders.csv:6:12: 9 has no unit; this is a share: try "9 %", or write the unit into the heading: "yield [%]"
orders.csv:6:20: "2026-01-05 25:00" is no date and time that exists
orders.csv:7:1: this cell has no closing quote
orders.csv:7:2: "quantity" is missing in this row
`
	if got := messages(x); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if e := x.Errors()[4]; e.Source != "housing,ten,90,97 %,2026-01-05 06:00,yes" || e.End != 12 {
		t.Errorf("%+v", e)
	}
}

func TestWholeMessages(t *testing.T) {
	for _, tc := range []struct {
		name, src string
		o         Options
		want      string
	}{
		{"a.csv", "", Options{}, "a.csv: this table is empty: its first row names the columns\n"},
		{"a.csv", "a,b\n", Options{Sheet: "Plan"}, "a.csv: a CSV file has no sheet \"Plan\"\n"},
		{"a.xlsx", "a,b\n", Options{}, "a.xlsx: this workbook cannot be read: "},
		{"a.xls", "a,b\n", Options{}, "a.xls: .xls files cannot be read; save it as .xlsx or .csv\n"},
		{"a.csv", "a,b,a\n", Options{}, "a.csv:1:5: the column \"a\" is there twice\n"},
		{"a.csv", "a,b\n", Options{Map: map[string]string{"part": "Artikel"}}, "a.csv:1:1: there is no column \"Artikel\" for part; the columns are a, b\n"},
		{"a.csv", "Article,b\n", Options{Map: map[string]string{"part": "Articl"}}, "a.csv:1:1: there is no column \"Articl\" for part; did you mean \"Article\"?\n"},
	} {
		if got := messages(Read(tc.name, []byte(tc.src), tc.o)); !strings.HasPrefix(got, tc.want) {
			t.Errorf("%s %q: %s, want %s", tc.name, tc.src, got, tc.want)
		}
	}
	many := Read("a.csv", []byte("n\n"+strings.Repeat("x\n", 150)), Options{})
	for _, r := range many.Rows {
		r.Int("n")
	}
	if errs := many.Errors(); len(errs) != MaxErrors+1 || errs[MaxErrors].Msg != "and 50 more mistakes" {
		t.Errorf("%d mistakes", len(errs))
	}
}

func TestNumbers(t *testing.T) {
	for _, tc := range []struct {
		src  string // a column of numbers, the last one counts
		want string
	}{
		{"12.5", "12.5"}, {"12,5", "12.5"}, {"1.234,5", "1234.5"}, {"1,234.5", "1234.5"}, {"1.234.567", "1.234567e+06"},
		{"0.125", "0.125"}, {"-3", "-3"}, {"1e3", "1000"}, {"38 000", "38000"}, {"1_000", "1000"}, {"1'000", "1000"},
		{"0,5|1.250", "1250"}, {"0.5|1.250", "1.25"}, {"0,5|1,250", "1.25"}, {"0.5|1,250", "1250"},
		{"1.250", `"1.250" can be read in two ways; write 1250 or 1.2500`},
		{"0,5|0.5|1.250", `"1.250" can be read in two ways; write 1250 or 1.2500`},
		{"NaN", `"NaN" is no number`}, {"Inf", `"Inf" is no number`}, {"0x10", `"0x10" is no number`}, {"1,2,3.4.5", `"1,2,3.4.5" is no number`},
		{"--", `"--" is no number`}, {"12 Stück", `"12 Stück" is no number`},
	} {
		x := Read("n.csv", []byte("a;n\n;"+strings.ReplaceAll(tc.src, "|", "\n;")), Options{})
		v, ok := x.Rows[len(x.Rows)-1].Number("n")
		got := fmt.Sprint(v)
		if !ok {
			got = x.Errors()[0].Msg
		}
		if got != tc.want {
			t.Errorf("%q: %s, want %s", tc.src, got, tc.want)
		}
	}
}

func TestQuantities(t *testing.T) {
	for _, tc := range []struct {
		heading, cell string
		dim           unit.Dim
		want          string
	}{
		{"t [s]", "90", unit.Time, "90"}, {"t [min]", "1,5", unit.Time, "90"}, {"t (h)", "0.5", unit.Time, "1800"},
		{"t", "1 h 30 min", unit.Time, "5400"}, {"t [s]", "2 min", unit.Time, "120"}, {"t", "1,5 min", unit.Time, "90"},
		{"t", "1:02:30", unit.Time, "3750"}, {"t [%]", "97", unit.Share, "0.97"}, {"t", "97 %", unit.Share, "0.97"},
		{"t (of all)", "97 %", unit.Share, ""}, {"t", "0,5 m", unit.Length, "0.5"}, {"t [mm]", "400", unit.Length, "0.4"},
		{"t [mins]", "4", unit.Time, `"mins" is no unit; did you mean "min"?`},
		{"t [m]", "4", unit.Time, `"4 m" is a length, want a time`},
		{"t", "4", unit.Time, `4 has no unit; this is a time: try "4 s", "4 min", "4 h", or write the unit into the heading: "t [s]"`},
	} {
		x := Read("t.csv", []byte("a;"+tc.heading+"\n1;"+tc.cell), Options{})
		v, ok := x.Rows[0].Quantity("t", tc.dim)
		got := fmt.Sprint(v)
		if !ok {
			got = ""
			if len(x.Errors()) > 0 {
				got = x.Errors()[0].Msg
			}
		}
		if got != tc.want {
			t.Errorf("%s | %s: %s, want %s", tc.heading, tc.cell, got, tc.want)
		}
	}
}

func TestTimes(t *testing.T) {
	zone, err := calendar.Zone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ column, want string }{
		{"2026-01-05 06:00", "2026-01-05T06:00:00+01:00"},
		{"2026-07-05T06:00:00Z", "2026-07-05T08:00:00+02:00"},
		{"5.1.2026", "2026-01-05T00:00:00+01:00"},
		{"05.01.2026 6:30", "2026-01-05T06:30:00+01:00"},
		{"2026/1/5 6:00:07", "2026-01-05T06:00:07+01:00"},
		{"2026年1月5日 18:00", "2026-01-05T18:00:00+01:00"},
		{"13/5/2026", "2026-05-13T00:00:00+02:00"},
		{"5/13/2026 1:30 PM", "2026-05-13T13:30:00+02:00"},
		{"13/5/2026|1/5/2026", "2026-05-01T00:00:00+02:00"},
		{"5/13/2026|1/5/2026", "2026-01-05T00:00:00+01:00"},
		{"46027.25", "2026-01-05T06:00:00+01:00"},
		{"46027", "2026-01-05T00:00:00+01:00"},
		{"1/5/2026", `"1/5/2026" can be read in two ways; write it like "2026-05-01"`},
		{"13/13/2026", `"13/13/2026" can be read in two ways; write it like "2026-13-13"`},
		{"5.1.26", `the year of "5.1.26" needs four digits`},
		{"2026", `"2026" is no date and time; write it like "2026-01-05 06:00"`},
		{"31.2.2026", `"31.2.2026" is no date and time that exists`},
	} {
		x := Read("t.csv", []byte("a;t\n;"+strings.ReplaceAll(tc.column, "|", "\n;")), Options{})
		v, ok := x.Rows[len(x.Rows)-1].Time("t", zone)
		got := v.Format(time.RFC3339)
		if !ok {
			got = x.Errors()[0].Msg
		}
		if got != tc.want {
			t.Errorf("%s: %s, want %s", tc.column, got, tc.want)
		}
	}
}

// workbook makes an xlsx file with a sheet "Plan".
func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if err := f.SetSheetName("Sheet1", "Plan"); err != nil {
		t.Fatal(err)
	}
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// plan is a workbook with every sort of cell, good and bad.
func plan(t *testing.T) []byte {
	t.Helper()
	return workbook(t, func(f *excelize.File) {
		set := func(cell string, v any) {
			t.Helper()
			if err := f.SetCellValue("Plan", cell, v); err != nil {
				t.Fatal(err)
			}
		}
		style := func(cell string, s *excelize.Style) {
			t.Helper()
			id, err := f.NewStyle(s)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Plan", cell, cell, id); err != nil {
				t.Fatal(err)
			}
		}
		for i, h := range []string{"Artikel", "Menge", "cycle [s]", "due", "yield", "setup"} {
			set(cellName(i+2, 3), h)
		}
		set("B4", "housing")
		set("C4", 12)
		set("D4", 1.2345678)
		set("E4", time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC))
		set("F4", 0.97)
		style("F4", &excelize.Style{NumFmt: 9})
		set("G4", 0.0625)
		elapsed := "[h]:mm:ss"
		style("G4", &excelize.Style{CustomNumFmt: &elapsed})
		set("B6", "gear")
		set("C6", "zwei")
		set("D6", "2 min")
		set("E6", "2026-01-06")
		set("F6", 5)
		set("H6", "stray")
	})
}

func TestWorkbook(t *testing.T) {
	data := plan(t)
	x := Read("plan.xlsx", data, Options{Map: map[string]string{"part": "Artikel", "quantity": "Menge"}})
	if len(x.Rows) != 2 || x.Sheet != "Plan" {
		t.Fatalf("%d rows of %q: %s", len(x.Rows), x.Sheet, messages(x))
	}
	row := func(r Row) string {
		n, _ := r.Int("quantity")
		c, _ := r.Quantity("cycle", unit.Time)
		d, _ := r.Time("due", nil)
		y, _ := r.Quantity("yield", unit.Share)
		s, _ := r.Quantity("setup", unit.Time)
		return fmt.Sprint(r.Line, " ", r.Text("part"), " ", n, " ", c, " ", d.Format("2006-01-02 15:04"), " ", y, " ", s)
	}
	if got, want := row(x.Rows[0]), "4 housing 12 1.2345678 2026-01-05 06:00 0.97 5400"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := row(x.Rows[1]), "6 gear 0 120 2026-01-06 00:00 0 0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	want := `plan.xlsx[Plan]!H6: this cell stands beyond the last heading: the row has more cells than the heading's 7
plan.xlsx[Plan]!C6: "zwei" is no number
plan.xlsx[Plan]!F6: 5 has no unit; this is a share: try "5 %", or write the unit into the heading: "yield [%]"
`
	if got := messages(x); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := messages(Read("plan.xlsx", data, Options{Sheet: "Pln"})), "plan.xlsx: there is no sheet \"Pln\"; did you mean \"Plan\"?\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if e := x.Rows[0].At("due"); e.Where() != "plan.xlsx[Plan]!E4" {
		t.Error(e.Where())
	}
	// A damaged workbook is a mistake, wherever it is cut or changed.
	for i := 0; i < len(data); i += len(data)/25 + 1 {
		bad := bytes.Clone(data)
		bad[i] ^= 0x55
		Read("plan.xlsx", bad, Options{})
		if y := Read("plan.xlsx", data[:i], Options{}); len(y.Errors()) == 0 {
			t.Errorf("a workbook cut at %d is read", i)
		}
	}
}

func TestCellName(t *testing.T) {
	for column, want := range map[int]string{1: "A9", 26: "Z9", 27: "AA9", 702: "ZZ9", 703: "AAA9"} {
		if got := cellName(column, 9); got != want {
			t.Errorf("%d: %s, want %s", column, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("part,quantity,cycle [s]\nhousing,\"1,200\",90\n"))
	f.Add([]byte("sep=;\r\na;\"b\"\"c\";t [min]\r\n1.250;0,5;1/5/2026\r\n\"x\n"))
	f.Add([]byte("\xff\xfea\x00,\x00"))
	f.Add([]byte("\xc1\xe3\xbc\xfe,t\n\xfc,46027.5"))
	f.Fuzz(func(t *testing.T, data []byte) {
		x := Read("f.csv", data, Options{Map: map[string]string{"part": "a"}})
		for _, c := range x.Columns {
			for _, r := range x.Rows {
				r.Need(c.Name)
				if _, ok := r.Int(c.Name); ok && r.Text(c.Name) == "" {
					t.Fatal("a number out of nothing")
				}
				r.Quantity(c.Name, unit.Time)
				r.Time(c.Name, nil)
				r.Bool(c.Name)
			}
		}
		for _, e := range x.Errors() {
			if e.Msg == "" || e.Line < 0 || e.Line > len(x.lines)+1 || e.Line > 0 && e.Col < 1 {
				t.Fatalf("a poor error: %+v", e)
			}
		}
	})
}
