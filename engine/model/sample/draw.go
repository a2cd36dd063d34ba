package sample

import (
	"fmt"
	"math"
	"strconv"

	"github.com/taktsim/takt/engine/random"
)

// dice are the draws of one plant. Unlike those of a simulation they may come
// in a row: there is nothing to keep in step with.
type dice struct {
	key  random.Key
	next uint64
}

func newDice(n int, seed uint64) *dice {
	return &dice{key: random.NewKey(seed, 0, random.PathHash("sample plant")).For(uint32(n))}
}

func (d *dice) u() float64 {
	d.next++
	return d.key.U(d.next)
}

// between is uniform.
func (d *dice) between(lo, hi float64) float64 { return lo + float64((hi-lo)*d.u()) }

// whole is uniform over lo..hi.
func (d *dice) whole(lo, hi int) int {
	return min(hi, lo+int(d.u()*float64(hi-lo+1)))
}

// chance is true with probability p.
func (d *dice) chance(p float64) bool { return d.u() < p }

func pick[T any](d *dice, list []T) T { return list[d.whole(0, len(list)-1)] }

// seconds writes a time to three digits, as people give cycle times.
func seconds(s float64) string { return digits(s) + " s" }

// digits rounds to three significant digits.
func digits(v float64) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 2, 64), 64)
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// metres rounds a position to the centimetre.
func metres(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100+0, 'f', -1, 64) + " m"
}

// law writes a cycle time with the given mean, in one of the ways in which such
// times are given.
func (d *dice) law(mean float64) string {
	switch u := d.u(); {
	case u < 0.40:
		return strconv.Quote(seconds(mean))
	case u < 0.70: // the three add up to three means
		return fmt.Sprintf("%q", fmt.Sprintf("triangular(%s, %s, %s)", seconds(0.86*mean), seconds(0.92*mean), seconds(1.22*mean)))
	case u < 0.87:
		return fmt.Sprintf("%q", fmt.Sprintf("normal(%s, %s)", seconds(mean), seconds(0.05*mean)))
	default:
		return fmt.Sprintf("%q", fmt.Sprintf("lognormal(%s, %s)", seconds(mean), seconds(0.2*mean)))
	}
}
