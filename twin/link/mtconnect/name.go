package mtconnect

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Name is what the name of a log file tells. Empty and 0 mean: nothing.
type Name struct {
	Part     string
	Op       string
	Machine  string
	Instance int
	Day      time.Time // the day that the log is of; zero when unknown
}

var (
	splitName = regexp.MustCompile(`^(?:[A-Za-z]+_)?([A-Za-z][A-Za-z0-9]*)-([Oo][Pp][0-9]+)-([A-Za-z][A-Za-z0-9]*)-([0-9]+)(?:of[0-9]+)?$`)
	pieceName = regexp.MustCompile(`^(?:[A-Za-z]+_)?([A-Za-z][A-Za-z0-9]*)-([A-Za-z][A-Za-z0-9]*)-([0-9]{1,4})(?:of[0-9]+)?$`)
	dayName   = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_]*?)-([0-9]{8})(?:-[0-9]{8})?$`)
)

// ParseName reads the three forms of file name that test beds use:
// "Plate-Op1-Hurco04-01of20.txt" (one operation of one piece),
// "PartData_Box-Hurco02-05of20.txt" (all operations of one piece) and
// "Mazak01-20170119-20170120.txt" (a machine's day). Of any other name only
// the machine is taken: the name itself.
func ParseName(name string) Name {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if i := strings.IndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	if m := splitName.FindStringSubmatch(base); m != nil {
		n, _ := strconv.Atoi(m[4])
		return Name{Part: m[1], Op: strings.ToUpper(m[2]), Machine: m[3], Instance: n}
	}
	if m := pieceName.FindStringSubmatch(base); m != nil {
		n, _ := strconv.Atoi(m[3])
		return Name{Part: m[1], Machine: m[2], Instance: n}
	}
	if m := dayName.FindStringSubmatch(base); m != nil {
		day, _ := time.Parse("20060102", m[2])
		return Name{Machine: m[1], Day: day}
	}
	return Name{Machine: base}
}
