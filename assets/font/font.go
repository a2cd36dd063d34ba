// Package font holds the typeface of everything Takt draws: a subset of Noto Sans CJK
// SC Regular 2.004, © 2014-2021 Adobe, under the SIL Open Font License 1.1 (OFL.txt,
// which must travel with it).
//
// The source is NotoSansCJK-Regular.ttc of the Debian package fonts-noto-cjk
// 1:20220127+repack1-1; subset.py makes regular.otf from it, the same to the byte each
// time. In it are ASCII, Latin-1, Greek, the signs of arithmetic and units, arrows,
// boxes and bullets, Chinese punctuation, the 3,755 characters of GB 2312 level 1, and
// of level 2 those that are said of factories, metals, places and people. Quotation
// marks and the ellipsis have the forms of Latin text. Signs of
// players (pause, stop) are not in the source: draw them.
package font

import _ "embed"

//go:embed regular.otf
var regular []byte

// Regular is an OpenType font with CFF outlines and 1000 units per em. Nobody may
// change it.
func Regular() []byte { return regular }
